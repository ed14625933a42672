"""What pages and the resolver tell about cases and pallets."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Q, QuerySet

from traceability.labels.models import LogisticUnit, UnitPack
from traceability.lots.core.codes import likely_codes, normalised
from traceability.lots.models import Lot, Serial
from traceability.models import Party


@dataclass(frozen=True, slots=True)
class LotInside:
    """So many packs of a lot."""

    lot: Lot
    packs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSummary:
    """What is told about a unit whose label was scanned.

    Attributes:
        unit: the case or pallet, ``unit.party`` read.
        lots: what is in it, cases on it included, the most packs first.
        cases: how many cases stand on it.
        is_emptied: it was emptied; nothing said about it holds any more.
    """

    unit: LogisticUnit
    lots: Sequence[LotInside]
    cases: int
    is_emptied: bool

    @property
    def packs(self) -> int:
        """Return how many packs are in it."""
        return sum(one.packs for one in self.lots)


def unit_summary(key: str) -> UnitSummary | None:
    """Return what is known of the unit with this SSCC, or code of ours: three queries.

    A number that was given again names the younger unit.
    """
    found = LogisticUnit.objects.filter(Q(sscc=key) | Q(code=key))
    unit = found.select_related("party", "parent").order_by("-pk").first() if key else None
    return summary_of(unit) if unit else None


def summary_of(unit: LogisticUnit) -> UnitSummary:
    """Return what is in a unit."""
    return UnitSummary(
        unit=unit,
        lots=lots_inside(unit),
        cases=unit.children.count(),
        is_emptied=unit.emptied_at is not None,
    )


def lots_inside(unit: LogisticUnit) -> list[LotInside]:
    """Return the lots in a unit and on it, with their packs."""
    inside = UnitPack.objects.filter(Q(unit=unit) | Q(unit__parent=unit), removed_at__isnull=True)
    counts = dict(inside.order_by().values_list("serial__lot").annotate(count=Count("pk")))
    lots = Lot.objects.filter(pk__in=counts).select_related("item__party")
    return sorted(
        (LotInside(lot, counts[lot.pk]) for lot in lots), key=lambda one: (-one.packs, one.lot.pk)
    )


def units_of(user: AbstractBaseUser) -> QuerySet[LogisticUnit]:
    """Return the units of the parties ``user`` belongs to, with how many things are in each."""
    mine = LogisticUnit.objects.filter(party__members=user.pk).select_related("party", "parent")
    inside = Count("packs", filter=Q(packs__removed_at__isnull=True), distinct=True)
    counted = mine.annotate(packs_inside=inside, cases_on=Count("children", distinct=True))
    return counted.order_by("-pk")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What lines of scans name: packs, units, and what is neither."""

    serials: Sequence[Serial]
    units: Sequence[LogisticUnit]
    unknown: Sequence[str]


def scanned(party: Party, lines: Sequence[str]) -> Scanned:
    """Return the packs and units of ``party`` that were scanned or typed, in order: two queries.

    A line is a code, an SSCC (with or without ``00`` or ``(00)`` before it), or an address.
    """
    wanted = {line: _key(line) for line in dict.fromkeys(line.strip() for line in lines) if line}
    every = set(wanted.values()) | {g for k in wanted.values() for g in likely_codes(k)[:1]}
    serials = Serial.objects.filter(lot__item__party=party).filter(
        Q(code__in=every) | Q(serial__in=every)
    )
    units = LogisticUnit.objects.filter(party=party, emptied_at__isnull=True).filter(
        Q(code__in=every) | Q(sscc__in=every - {""})
    )
    by_key: dict[str, Serial | LogisticUnit] = {}
    for serial in serials.select_related("lot__item"):
        by_key |= {serial.serial: serial, serial.code: serial}
    for unit in units.select_related("parent"):
        by_key |= {unit.code: unit} | ({unit.sscc: unit} if unit.sscc else {})
    found = {line: _found(by_key, key) for line, key in wanted.items()}
    return Scanned(
        serials=[one for one in found.values() if isinstance(one, Serial)],
        units=[one for one in found.values() if isinstance(one, LogisticUnit)],
        unknown=[line for line, one in found.items() if one is None],
    )


def _found(by_key: dict[str, Serial | LogisticUnit], key: str) -> Serial | LogisticUnit | None:
    guesses = likely_codes(key)[:1]
    return by_key.get(key) or (by_key.get(guesses[0]) if guesses else None)


_SSCC_WITH_AI = 20


def _key(line: str) -> str:
    """Return the serial, code or SSCC in what was scanned."""
    last = line.partition("?")[0].rstrip("/").rpartition("/")[2]
    text = normalised(last.replace("(", "").replace(")", "").removeprefix("]C1"))
    if len(text) == _SSCC_WITH_AI and text.isdigit() and text.startswith("00"):
        return text[2:]
    return text
