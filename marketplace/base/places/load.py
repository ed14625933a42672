"""Putting the tables of ``data/`` into the database: all of them, or a few provinces for a test."""

import csv
import datetime as dt
from collections.abc import Collection, Iterator
from pathlib import Path

from django.db import connection, transaction

from marketplace.base.places.core import search_key
from marketplace.base.places.models import AdminUnit, AdminUnitSuccession

_DATA = Path(__file__).parent / "data"
_BATCH = 500
_STORED = (
    "code",
    "official_code",
    "name",
    "kind",
    "parent_id",
    "valid_from",
    "valid_to",
    "search_key",
)
_Units = dict[str, AdminUnit]
_Pairs = dict[tuple[str, str], bool]


@transaction.atomic
def load_places(*, only_provinces: Collection[str] | None = None) -> tuple[int, int]:
    """Store all units and successions; a second time writes nothing.

    Args:
        only_provinces: codes of provinces in force to stay within; tests need no more.

    Returns:
        How many units and how many successions were written.
    """
    units, pairs = _read_units(), _read_pairs()
    if only_provinces is not None:
        units, pairs = _within(set(only_provinces), units, pairs)
    for unit in units.values():
        unit.search_key = search_key(_names(unit, units))
    written = _store_units(units), _store_pairs(pairs, units)
    if any(written):
        _tell_the_planner()
    return written


def _tell_the_planner() -> None:
    """Have PostgreSQL count the rows now: a search joins six tables and takes minutes unplanned."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE places_adminunit, places_adminunitsuccession")


def _store_units(units: _Units) -> int:
    stored = {row[0]: row for row in AdminUnit.objects.values_list(*_STORED)}
    changed = [unit for code, unit in units.items() if stored.get(code) != _values(unit)]
    AdminUnit.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name.removesuffix("_id") for name in _STORED[1:]],
    )
    return len(changed)


def _values(unit: AdminUnit) -> tuple[object, ...]:
    return tuple(getattr(unit, name) for name in _STORED)


def _store_pairs(pairs: _Pairs, units: _Units) -> int:
    rows = AdminUnitSuccession.objects.all()
    stored = {(row.old_id, row.new_id): row for row in rows}
    gone = [row.pk for pair, row in stored.items() if pair[0] in units and pair not in pairs]
    rows.filter(pk__in=gone).delete()
    changed = [
        AdminUnitSuccession(old_id=pair[0], new_id=pair[1], is_split=split)
        for pair, split in pairs.items()
        if pair not in stored or stored[pair].is_split is not split
    ]
    AdminUnitSuccession.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["old", "new"],
        update_fields=["is_split"],
    )
    return len(changed)


def _read_units() -> _Units:
    units: _Units = {}
    for row in _rows("units.csv"):
        units[row["code"]] = AdminUnit(
            code=row["code"],
            official_code=row["code"].split("~")[0],
            name=row["name"],
            kind=row["kind"],
            parent_id=row["parent"] or None,
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
    return units


def _names(unit: AdminUnit, units: _Units) -> Iterator[str]:
    yield unit.name
    while unit.parent_id:
        unit = units[unit.parent_id]
        yield unit.name


def _read_pairs() -> _Pairs:
    return {(row["old"], row["new"]): bool(row["is_split"]) for row in _rows("successions.csv")}


def _within(provinces: set[str], units: _Units, pairs: _Pairs) -> tuple[_Units, _Pairs]:
    """Return the part of the tables about these provinces, with what their old units stood in."""
    kept = provinces | {code for code, unit in units.items() if unit.parent_id in provinces}
    inside = {pair: split for pair, split in pairs.items() if pair[1] in kept}
    wanted = kept | {old for old, _new in inside}
    for code in tuple(wanted):
        unit = units[code]
        while unit.parent_id:
            wanted.add(unit.parent_id)
            unit = units[unit.parent_id]
    return {code: unit for code, unit in units.items() if code in wanted}, inside


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
