"""Make the tables in ``../data`` from the PyPI package ``vietnamadminunits`` and our corrections.

Run ``python -m marketplace.base.places.tools.generate`` from the top of the tree, with the
package installed (``tests/requirements.in``). Same input, same bytes.

The package's data is of August 2025. Two kinds of correction are made here:

* What changed or was wrong since: `RECODED`, `CHANGES` (Đồng Nai became a city on 2026-04-30).
* Its succession was drawn by name inside the merged province, so an old commune of one former
  province is also sent to the unit that took in its namesake in another. `_is_namesake` finds
  these pairs: a new unit without any undivided commune from the old one's former province, or (two
  communes of one name that share their targets) from its district, while the namesake's is there.
"""

import csv
import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import vietnamadminunits

TWO_LEVELS_SINCE: Final = "2025-07-01"
THREE_LEVELS_UNTIL: Final = "2025-06-30"

KINDS: Final = {
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Đặc khu": "special_zone",
    "Quận": "urban_district",
    "Huyện": "rural_district",
    "Thị xã": "town",
}
"""First words of a name to kind; *Thành phố* and *Tỉnh* depend on the level."""

RECODED: Final = {"06970": "06978"}
"""Package's code to the statistics office's: Ba Chẽ (Quảng Ninh)."""

CHANGES: Final = {
    code: ("2026-04-30", name)
    for code, name in {
        "75": "Thành phố Đồng Nai",
        "25270": "Phường Lộc Ninh",
        "25357": "Phường Tân Khai",
        "25363": "Phường Đồng Phú",
        "26116": "Phường Tân Phú",
        "26170": "Phường Trị An",
        "26248": "Phường Trảng Bom",
        "26326": "Phường Dầu Giây",
        "26368": "Phường Long Thành",
        "26425": "Phường Xuân Lộc",
        "26485": "Phường Nhơn Trạch",
    }.items()
}
"""Units in force that took another name, and since when. Source: resolution 30/2026/QH16."""


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One line of ``units.csv``; former units carry the day they ended in their code."""

    code: str
    kind: str
    name: str
    parent: str
    valid_from: str
    valid_to: str


@dataclass(slots=True)
class Source:
    """The package's tables, by its own keys (``province_district_ward`` without accents)."""

    now: dict[tuple[str, str], Row] = field(default_factory=dict)
    provinces: dict[str, Row] = field(default_factory=dict)
    former: dict[str, Row] = field(default_factory=dict)
    whole: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    divided: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def targets(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield every old key with the key of a new unit it went to."""
        for table in (self.whole, self.divided):
            for old, news in table.items():
                for new in news:
                    yield old, new


def former_code(code: str, until: str) -> str:
    """Return the code of a unit that is no more: its official one may live on in another."""
    return f"{code}~{until}"


def clean_name(name: str) -> str:
    """Return the name composed, with its kind's second word small (the source has *Thị Trấn*)."""
    composed = unicodedata.normalize("NFC", " ".join(name.split()))
    for capitals in ("Thành Phố ", "Thị Xã ", "Thị Trấn "):
        if composed.startswith(capitals):
            return capitals.capitalize() + composed.removeprefix(capitals)
    return composed


def kind_of(name: str, level: int) -> str:
    """Return the kind a full name says; ``level`` 1 is a province, 2 a district, 3 a commune."""
    if name.startswith("Tỉnh "):
        return "province"
    if name.startswith("Thành phố "):
        return "city" if level == 1 else "provincial_city"
    kinds = (kind for words, kind in KINDS.items() if name.startswith(f"{words} "))
    kind = next(kinds, None)
    if kind is None:
        raise ValueError(f"{name!r} does not begin with a kind of unit")
    return kind


def read_source() -> Source:
    """Return the package's tables."""
    folder = Path(vietnamadminunits.__file__).parent / "data"
    source = Source()
    with sqlite3.connect(folder / "dataset.db") as database:
        _read_now(source, database)
        _read_former(source, database)
    _read_succession(source, json.loads((folder / "converter_2025.json").read_text("utf-8")))
    return source


def _read_now(source: Source, database: sqlite3.Connection) -> None:
    columns = "provinceKey, wardKey, provinceCode, province, wardCode, ward"
    for row in database.execute(f"SELECT {columns} FROM admin_units"):  # noqa: S608
        province_key, ward_key, province_code, province, ward_code, ward = row
        source.provinces[province_key] = _row(province_code, province, 1)
        code = RECODED.get(ward_code, ward_code)
        source.now[province_key, ward_key] = _row(code, ward, 3, province_code)


def _row(code: str, name: str, level: int, parent: str = "") -> Row:
    name = clean_name(name)
    return Row(code, kind_of(name, level), name, parent, TWO_LEVELS_SINCE, "")


def _read_former(source: Source, database: sqlite3.Connection) -> None:
    columns = (
        "provinceKey, districtKey, wardKey, provinceCode, province,"
        " districtCode, district, wardCode, ward"
    )
    for record in database.execute(f"SELECT {columns} FROM admin_units_legacy"):  # noqa: S608
        keys, rest = record[:3], record[3:]
        parent = ""
        for level in (1, 2, 3):
            code, name = rest[2 * level - 2 : 2 * level]
            if not name:
                break
            row = _former_row(code, clean_name(name), level, parent)
            source.former["_".join(keys[:level])] = row
            parent = row.code


def _former_row(code: str, name: str, level: int, parent: str) -> Row:
    until = THREE_LEVELS_UNTIL
    return Row(former_code(code, until), kind_of(name, level), name, parent, "", until)


# The converter's tables are JSON of two shapes: lists of keys, lists of objects.
def _read_succession(source: Source, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    for province, units in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in units.items():
            for old in olds:
                source.whole[old.rstrip("_")] = [(province, ward)]
    for province, units in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in units.items():
            source.divided[old] = [(province, new["newWardKey"]) for new in news]


def _district(old: str) -> str:
    return old.rsplit("_", 1)[0]


def _province(old: str) -> str:
    return old.split("_", 1)[0]


def find_namesakes(source: Source) -> set[tuple[str, tuple[str, str]]]:
    """Return the pairs of old and new keys that only a shared name made."""
    home: dict[tuple[str, str], set[str]] = defaultdict(set)
    for old, [new] in source.whole.items():
        home[new].add(_district(old))
    twins: dict[tuple[str, frozenset[tuple[str, str]]], set[str]] = defaultdict(set)
    for old, news in source.divided.items():
        twins[old.rsplit("_", 1)[1], frozenset(news)].add(old)
    return {
        (old, new)
        for old, news in source.divided.items()
        for new in news
        if _is_namesake(old, new, home, twins[old.rsplit("_", 1)[1], frozenset(news)] - {old})
        or _is_foreign(old, new, home, news)
    }


def _is_namesake(
    old: str,
    new: tuple[str, str],
    home: Mapping[tuple[str, str], set[str]],
    twins: Iterable[str],
) -> bool:
    """Return whether ``new`` grew in a namesake's district and not in that of ``old``."""
    districts = home.get(new, set())
    return _district(old) not in districts and bool({_district(twin) for twin in twins} & districts)


def _is_foreign(
    old: str,
    new: tuple[str, str],
    home: Mapping[tuple[str, str], set[str]],
    news: Iterable[tuple[str, str]],
) -> bool:
    """Return whether ``new`` grew in another former province while some target did not."""
    here = [target for target in news if _grew_in(_province(old), home.get(target, set()))]
    return bool(here) and new not in here


def _grew_in(province: str, districts: set[str]) -> bool:
    return not districts or province in {_province(district) for district in districts}


def unit_rows(source: Source) -> list[Row]:
    """Return all units, provinces first: in force, former, and the earlier forms of `CHANGES`."""
    rows: list[Row] = [*source.former.values()]
    for row in (*source.provinces.values(), *source.now.values()):
        rows += _forms(row)
    return sorted(rows, key=lambda row: (len(row.code.split("~")[0]), row))


def _forms(row: Row) -> list[Row]:
    """Return the unit as it is, and before it what it was when `CHANGES` renamed it."""
    if row.code not in CHANGES:
        return [row]
    since, name = CHANGES[row.code]
    until = _day_before(since)
    kind = kind_of(name, 3 if row.parent else 1)
    return [
        replace(row, code=former_code(row.code, until), valid_to=until),
        replace(row, kind=kind, name=name, valid_from=since),
    ]


def _day_before(day: str) -> str:
    """Return the day before an ISO date that is not the first of a month."""
    return f"{day[:8]}{int(day[8:]) - 1:02d}"


def succession_rows(source: Source) -> list[tuple[str, str, str]]:
    """Return old code, code in force, and ``1`` where the old unit was split between several."""
    namesakes = find_namesakes(source)
    news: dict[str, set[str]] = defaultdict(set)
    for old, new in source.targets():
        if (old, new) not in namesakes:
            news[source.former[old].code].add(source.now[new].code)
    for code, (since, _name) in CHANGES.items():
        news[former_code(code, _day_before(since))].add(code)
    return sorted(
        (old, new, "1" if len(codes) > 1 else "") for old, codes in news.items() for new in codes
    )


def main() -> None:
    """Write ``units.csv`` and ``successions.csv``."""
    data = Path(__file__).parent.parent / "data"
    source = read_source()
    units = [
        (row.code, row.kind, row.name, row.parent, row.valid_from, row.valid_to)
        for row in unit_rows(source)
    ]
    _write(data / "units.csv", ("code", "kind", "name", "parent", "valid_from", "valid_to"), units)
    _write(data / "successions.csv", ("old", "new", "is_split"), succession_rows(source))


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
