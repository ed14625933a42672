"""Finding places by any name they have or had."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from marketplace.base.places.core import agrees, has_accents, query_parts, search_key
from marketplace.base.places.models import WARD_KINDS, AdminUnit, AdminUnitSuccession

FORMER_SOC_TRANG: Final = "94"
"""Code of the province that became part of Cần Thơ on 1 July 2025."""

_LOOSE: Final = 3
"""Rank of a unit that has the words, but not together; shown only when nothing better is found."""

_CANDIDATES: Final = 8
"""How many times more rows than hits to read: several old names lead to one ward."""


@dataclass(frozen=True, slots=True)
class WardHit:
    """One ward in force, and the old name it was found by."""

    unit: AdminUnit
    old_name: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an old unit's addresses become.

    Args:
        units: in force; several where the old one was split, so that the person must choose.
    """

    units: tuple[AdminUnit, ...]

    @property
    def must_ask(self) -> bool:
        """Return whether only the person knows which."""
        return len(self.units) > 1


def provinces() -> QuerySet[AdminUnit]:
    """Return the provinces and cities in force, by name."""
    return AdminUnit.objects.filter(parent=None, valid_to=None)


def wards_of(province: str) -> QuerySet[AdminUnit]:
    """Return the wards in force of the province with this code, by name."""
    return AdminUnit.objects.filter(parent=province, valid_to=None)


def ward_in_force(code: str) -> AdminUnit | None:
    """Return the ward an address may name, with its province read along."""
    wards = AdminUnit.objects.filter(valid_to=None, kind__in=WARD_KINDS)
    return wards.select_related("parent").filter(code=code).first()


def unit_as_of(code: str, date: dt.date) -> AdminUnit | None:
    """Return the unit that bore this official code on that day."""
    began = Q(valid_from__isnull=True) | Q(valid_from__lte=date)
    lasted = Q(valid_to__isnull=True) | Q(valid_to__gte=date)
    return AdminUnit.objects.filter(began, lasted, official_code=code).first()


def propose(old: AdminUnit) -> Proposal:
    """Return what addresses in ``old`` become; the unit itself while it is in force."""
    if old.is_in_force:
        return Proposal((old,))
    units = AdminUnit.objects.filter(predecessions__old=old).select_related("parent")
    return Proposal(tuple(units))


def former_soc_trang() -> set[str]:
    """Return the codes of the units in force that were Sóc Trăng: reports group by them."""
    successions = AdminUnitSuccession.objects.filter(
        old__parent__parent__official_code=FORMER_SOC_TRANG
    )
    return set(successions.values_list("new_id", flat=True))


def find_wards(query: str, *, province: str | None = None, limit: int = 20) -> list[WardHit]:
    """Return the wards in force that the query names, best first, each once.

    By their own name, by an old ward's or by an old district's or province's; accents, the place of
    tones and case do not count (but typed accents put agreeing names first); the last word may be
    unfinished. Two queries.

    Args:
        query: ``hoa tu``, ``quận 3``, ``Phường 6, TP Sóc Trăng``.
        province: code of the province in force to stay in.
        limit: the most hits wanted.
    """
    parts = query_parts(query)
    if not parts:
        return []
    ranked = [
        *_now(parts, province, limit * _CANDIDATES),
        *_formerly(parts, province, limit * _CANDIDATES),
    ]
    accents = has_accents(query)
    if any(found.rank < _LOOSE for found in ranked):
        ranked = [found for found in ranked if found.rank < _LOOSE]
    ranked.sort(key=lambda found: found.sort_key(query if accents else ""))
    best: dict[str, WardHit] = {}
    for found in ranked:
        best.setdefault(found.unit.code, WardHit(found.unit, found.old_name(parts)))
    return list(best.values())[:limit]


@dataclass(frozen=True, slots=True)
class _Found:
    rank: int
    unit: AdminUnit
    old: AdminUnit | None = None

    def sort_key(self, accented: str) -> tuple[int, bool, bool, str]:
        """Return better finds before worse; ``accented`` is a query whose accents count."""
        names = (self.old or self.unit).name
        differs = bool(accented) and not agrees(accented, names)
        return self.rank, differs, self.old is not None, self.unit.search_key

    def old_name(self, parts: Sequence[str]) -> str | None:
        """Return the old name to show: the district's where the query said no more than that."""
        if self.old is None:
            return None
        chain = _chain(self.old)
        for unit in chain:
            if all(f"|{part}" in search_key([unit.name]) for part in parts):
                return _with_district(unit) if unit is self.old else unit.name
        return _with_district(self.old)


def _with_district(unit: AdminUnit) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def _chain(unit: AdminUnit) -> list[AdminUnit]:
    chain = [unit]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def _now(parts: Sequence[str], province: str | None, limit: int) -> Iterable[_Found]:
    units = AdminUnit.objects.filter(valid_to=None, kind__in=WARD_KINDS)
    units = units.select_related("parent")
    if province:
        units = units.filter(parent=province)
    matched = units.filter(_loosely("search_key", parts)).annotate(rank=_rank("search_key", parts))
    for unit in matched.order_by("rank", "search_key")[:limit]:
        yield _Found(unit.rank, unit)


def _formerly(parts: Sequence[str], province: str | None, limit: int) -> Iterable[_Found]:
    rows = AdminUnitSuccession.objects.filter(new__kind__in=WARD_KINDS)
    rows = rows.select_related("new__parent", "old__parent__parent")
    if province:
        rows = rows.filter(new__parent=province)
    matched = rows.filter(_loosely("old__search_key", parts))
    ranked = matched.annotate(rank=_rank("old__search_key", parts))
    for row in ranked.order_by("rank", "old__search_key")[:limit]:
        yield _Found(row.rank, row.new, row.old)


def _loosely(field: str, parts: Sequence[str]) -> Q:
    """Return a condition: every word typed begins a word of the key."""
    words = {word for part in parts for word in part.split()}
    return reduce(and_, (_word_begins(field, word) for word in sorted(words)))


def _word_begins(field: str, text: str) -> Q:
    return Q(**{f"{field}__contains": f"|{text}"}) | Q(**{f"{field}__contains": f" {text}"})


def _rank(field: str, parts: Sequence[str]) -> Case:
    """Return 0 for whole names, 1 for their beginnings, 2 for phrases inside, 3 for loose words."""
    whole = [Q(**{f"{field}__contains": f"|{part}|"}) for part in parts]
    begun = [*whole[:-1], Q(**{f"{field}__contains": f"|{parts[-1]}"})]
    inside = [_word_begins(field, part) for part in parts]
    levels = [reduce(and_, conditions) for conditions in (whole, begun, inside)]
    return Case(
        *(When(level, then=Value(rank)) for rank, level in enumerate(levels)),
        default=Value(_LOOSE),
        output_field=IntegerField(),
    )
