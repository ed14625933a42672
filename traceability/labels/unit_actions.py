"""What changes cases and pallets: numbered, packed, unpacked, moved, emptied.

Each change is an EPCIS AggregationEvent of the party. Serials and units are locked in the order of
their keys; the database refuses a pack in two units whoever comes first.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability import conf
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import When
from traceability.gs1 import keys
from traceability.labels.errors import (
    NoSsccLeftError,
    NotInUnitError,
    NotPackableError,
    PackedElsewhereError,
    PrefixNotOursError,
    UnitEmptiedError,
)
from traceability.labels.models import LogisticUnit, SsccSeries, UnitKind, UnitPack
from traceability.labels.units import aggregation, unit_element
from traceability.lots.identity import pack_element
from traceability.lots.models import Serial, SerialStatus
from traceability.lots.recording import own
from traceability.models import Party

NAMED_AT_ONCE = 1000
"""Things that one event names."""

_SKIPPED_AT_MOST = 1000
_EXTENSIONS = 10


def set_prefix(
    *, party: Party, prefix: str, extension: int = 0, acting_user: AbstractBaseUser | None = None
) -> SsccSeries:
    """Write down the party's GS1 company prefix and return its series of SSCCs.

    The counter goes on under the same prefix, so that no number comes twice.

    Raises:
        ValidationError: not 4 to 12 digits.
        PrefixNotOursError: the party has a GLN that begins otherwise.
    """
    if party.gln and not party.gln.startswith(prefix):
        raise PrefixNotOursError(gln=party.gln)
    with transaction.atomic():
        (party,) = lock_rows(Party.objects.filter(pk=party.pk))
        series = SsccSeries.objects.filter(party=party).first() or SsccSeries(party=party)
        if series.prefix != prefix:
            series.next_reference = 1
        series.prefix, series.extension = prefix, extension
        series.full_clean()
        series.save()
        record("sscc_series.set", acting_user=acting_user, subject=party, prefix=prefix)
    return series


def new_units(
    *, party: Party, kind: str, count: int = 1, acting_user: AbstractBaseUser | None = None
) -> list[LogisticUnit]:
    """Make empty cases or pallets and return them: with SSCCs where the party has a prefix.

    Raises:
        NoSsccLeftError: all numbers of the prefix are in use.
    """
    with transaction.atomic():
        (party,) = lock_rows(Party.objects.filter(pk=party.pk))
        series = SsccSeries.objects.filter(party=party).first()
        numbers = [_next_sscc(series) if series else "" for _number in range(count)]
        units = [
            LogisticUnit.objects.create(party=party, kind=kind, sscc=number) for number in numbers
        ]
        record(
            "logistic_units.made", acting_user=acting_user, subject=party, kind=kind, count=count
        )
    return units


def pack(
    *, unit: LogisticUnit, serials: Sequence[Serial], acting_user: AbstractBaseUser | None = None
) -> int:
    """Put packs into a unit and return how many were not in it yet.

    Raises:
        UnitEmptiedError: the unit was emptied.
        NotPackableError: a label was thrown away or belongs to somebody else.
        PackedElsewhereError: a pack is in another unit.
    """
    with transaction.atomic():
        unit = _locked(unit)
        new = _packable(unit, serials)
        at = now()
        UnitPack.objects.bulk_create(UnitPack(unit=unit, serial=one, added_at=at) for one in new)
        _tell(unit, _named(new), acting_user, is_packing=True)
    return len(new)


def unpack(
    *,
    unit: LogisticUnit,
    serials: Sequence[Serial] | None = None,
    acting_user: AbstractBaseUser | None = None,
) -> int:
    """Take packs out of a unit, all of them without ``serials``, and return how many.

    Raises:
        NotInUnitError: a pack is not in it.
    """
    with transaction.atomic():
        unit = _locked(unit, is_living=False)
        inside = unit.packs.filter(removed_at__isnull=True).select_related("serial__lot__item")
        rows = {row.serial_id: row for row in inside.order_by("pk")}
        wanted = [row.serial for row in rows.values()] if serials is None else list(serials)
        for serial in wanted:
            if serial.pk not in rows:
                raise NotInUnitError(what=serial.code, unit=str(unit))
        inside.filter(serial__in=wanted).update(removed_at=now())
        _tell(unit, _named(wanted), acting_user, is_packing=False)
    return len(wanted)


def move_packs(
    *, serials: Sequence[Serial], to: LogisticUnit, acting_user: AbstractBaseUser | None = None
) -> int:
    """Take packs out of whatever they are in, put them into ``to`` and return how many."""
    with transaction.atomic():
        inside = UnitPack.objects.filter(serial__in=serials, removed_at__isnull=True)
        held = inside.exclude(unit=to).select_related("unit", "serial__lot__item")
        by_unit: dict[int, list[UnitPack]] = {}
        for row in held.order_by("unit_id", "pk"):
            by_unit.setdefault(row.unit_id, []).append(row)
        lock_rows(LogisticUnit.objects.filter(pk__in=[*by_unit, to.pk]))
        for rows in by_unit.values():
            unpack(unit=rows[0].unit, serials=[row.serial for row in rows], acting_user=acting_user)
        return pack(unit=to, serials=serials, acting_user=acting_user)


def stack(
    *,
    pallet: LogisticUnit,
    cases: Sequence[LogisticUnit],
    may_move: bool = False,
    acting_user: AbstractBaseUser | None = None,
) -> int:
    """Put cases on a pallet and return how many were not on it yet.

    Raises:
        UnitEmptiedError: pallet or case was emptied.
        NotPackableError: no pallet, no case, or of another party.
        PackedElsewhereError: a case is on another pallet, and may not be moved.
    """
    with transaction.atomic():
        locked = lock_rows(LogisticUnit.objects.filter(pk__in=[pallet.pk, *(c.pk for c in cases)]))
        pallet = next(unit for unit in locked if unit.pk == pallet.pk)
        wanted = [unit for unit in locked if unit.pk != pallet.pk]
        _require_stackable(pallet, wanted, may_move=may_move)
        new = [case for case in wanted if case.parent_id != pallet.pk]
        for case in [case for case in new if case.parent]:
            unstack(case=case, acting_user=acting_user)
        LogisticUnit.objects.filter(pk__in=[case.pk for case in new]).update(parent=pallet)
        _tell(pallet, [unit_element(case) for case in new], acting_user, is_packing=True)
    return len(new)


def unstack(*, case: LogisticUnit, acting_user: AbstractBaseUser | None = None) -> LogisticUnit:
    """Take a case off its pallet and return it.

    Raises:
        NotInUnitError: it stands on none.
    """
    with transaction.atomic():
        (case,) = lock_rows(LogisticUnit.objects.filter(pk=case.pk))
        pallet = case.parent
        if pallet is None:
            raise NotInUnitError(what=str(case), unit=str(UnitKind.PALLET.label))
        case.parent = None
        case.save(update_fields=["parent"])
        _tell(pallet, [unit_element(case)], acting_user, is_packing=False)
    return case


def empty(*, unit: LogisticUnit, acting_user: AbstractBaseUser | None = None) -> LogisticUnit:
    """Take everything out of a unit for good: its label is dead from now on."""
    with transaction.atomic():
        unit = _locked(unit)
        if unit.packs.filter(removed_at__isnull=True).exists():
            unpack(unit=unit, acting_user=acting_user)
        for case in lock_rows(unit.children.all()):
            unstack(case=case, acting_user=acting_user)
        if unit.parent_id:
            unstack(case=unit, acting_user=acting_user)
        unit.emptied_at, unit.parent = now(), None
        unit.save(update_fields=["emptied_at", "parent"])
        record("logistic_unit.emptied", acting_user=acting_user, subject=unit)
    return unit


def fill_cases(
    *, serials: Sequence[Serial], per_case: int, acting_user: AbstractBaseUser | None = None
) -> list[LogisticUnit]:
    """Put packs, in order, into new cases of ``per_case`` each and return the cases.

    Raises:
        NoSsccLeftError: all numbers of the prefix are in use.
        NotPackableError: a label was thrown away.
        PackedElsewhereError: a pack is in a unit already.
    """
    party = serials[0].lot.item.party
    with transaction.atomic():
        count = -(-len(serials) // per_case)
        cases = new_units(party=party, kind=UnitKind.CASE, count=count, acting_user=acting_user)
        for number, case in enumerate(cases):
            part = serials[number * per_case : (number + 1) * per_case]
            pack(unit=case, serials=part, acting_user=acting_user)
    return cases


def _next_sscc(series: SsccSeries) -> str:
    """Return a number that no living unit has, nor one that was emptied lately."""
    rested = now() - timedelta(days=conf.sscc_reuse_days())
    for _skipped in range(_SKIPPED_AT_MOST):
        number = keys.new_sscc(
            company_prefix=series.prefix,
            serial_reference=series.next_reference,
            extension=series.extension,
        )
        _step(series)
        used = LogisticUnit.objects.filter(sscc=number)
        if not used.exclude(emptied_at__lt=rested).exists():
            return number
    raise NoSsccLeftError


def _step(series: SsccSeries) -> None:
    series.next_reference += 1
    if series.next_reference >= 10 ** (16 - len(series.prefix)):
        series.next_reference = 0
        series.extension = (series.extension + 1) % _EXTENSIONS
    series.save(update_fields=["next_reference", "extension"])


def _locked(unit: LogisticUnit, *, is_living: bool = True) -> LogisticUnit:
    (found,) = lock_rows(LogisticUnit.objects.filter(pk=unit.pk).select_related("party"))
    if is_living and found.emptied_at:
        raise UnitEmptiedError(unit=str(found))
    return found


def _packable(unit: LogisticUnit, serials: Sequence[Serial]) -> list[Serial]:
    """Return the packs that are not in ``unit`` yet, locked, in the order given."""
    wanted = {serial.pk: serial for serial in serials}
    rows = Serial.objects.filter(pk__in=wanted).select_related("lot__item")
    locked = {serial.pk: serial for serial in lock_rows(rows)}
    for serial in locked.values():
        if serial.status == SerialStatus.VOID or serial.lot.item.party_id != unit.party_id:
            raise NotPackableError(what=serial.code)
    held = UnitPack.objects.filter(serial__in=wanted, removed_at__isnull=True)
    inside = {row.serial_id: row.unit for row in held.select_related("unit")}
    for pk, other in inside.items():
        if other.pk != unit.pk:
            raise PackedElsewhereError(what=locked[pk].code, unit=str(other))
    return [locked[pk] for pk in wanted if pk not in inside]


def _require_stackable(
    pallet: LogisticUnit, cases: Sequence[LogisticUnit], *, may_move: bool
) -> None:
    if pallet.kind != UnitKind.PALLET:
        raise NotPackableError(what=str(pallet))
    for unit in (pallet, *cases):
        if unit.emptied_at:
            raise UnitEmptiedError(unit=str(unit))
    for case in cases:
        if case.kind != UnitKind.CASE or case.party_id != pallet.party_id:
            raise NotPackableError(what=str(case))
        if case.parent_id not in {None, pallet.pk} and not may_move:
            raise PackedElsewhereError(what=str(case), unit=str(case.parent))


def _named(serials: Sequence[Serial]) -> list[str]:
    return [pack_element(serial, serial.lot.item.gtin14) for serial in serials]


def _tell(
    unit: LogisticUnit,
    children: Sequence[str],
    acting_user: AbstractBaseUser | None,
    *,
    is_packing: bool,
) -> None:
    """Keep what was put in or taken out as events, and say so in the audit trail."""
    if not children:
        return
    when, parent = When(time=timezone.localtime(now())), unit_element(unit)
    parts = [
        list(children[at : at + NAMED_AT_ONCE]) for at in range(0, len(children), NAMED_AT_ONCE)
    ]
    capture_events(
        bodies=[own(aggregation(when, parent, part, is_packing=is_packing)) for part in parts],
        party=unit.party,
        actor=Actor(user=acting_user, party=unit.party),
    )
    verb = "packed" if is_packing else "unpacked"
    record(f"logistic_unit.{verb}", acting_user=acting_user, subject=unit, count=len(children))
