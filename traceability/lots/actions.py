"""What changes a lot: opened, told about, labelled, put on sale, taken back.

Every verb is one transaction with its audit row, its EPCIS event and the lot's page prepared anew
(hook ``lot_changed``). Serials and recalls have files of their own; import all verbs from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.epcis.models import Event
from traceability.errors import LotCodeTakenError, LotDatesError, QuantityTooSmallError
from traceability.lots.hooks import lot_changed
from traceability.lots.importing import import_document
from traceability.lots.linking import keep_event
from traceability.lots.models import Lot, Storage, TradeItem
from traceability.lots.recall_actions import lift_recall, recall_lot
from traceability.lots.recording import StepEntry, event_body, noon
from traceability.lots.serial_actions import (
    activate_range,
    issue_serials,
    labels_left,
    note_reprint,
    void_range,
)
from traceability.models import Party, Place, PlaceKind

__all__ = [
    "ItemDraft",
    "LotDraft",
    "activate_range",
    "add_item",
    "import_document",
    "issue_serials",
    "lift_recall",
    "note_reprint",
    "open_lot",
    "recall_lot",
    "record_event",
    "set_picture",
    "set_quantity",
    "void_range",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """A thing to be sold in packs; texts per language, Vietnamese required."""

    names: Mapping[str, str]
    net_weight_grams: int
    pack: Mapping[str, str] = field(default_factory=dict)
    gtin14: str | None = None
    storage: str = Storage.DRY
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDraft:
    """A lot to be opened. ``quantity`` is the number of packs."""

    code: str
    quantity: int
    harvested_on: date | None = None
    packed_on: date | None = None
    best_before: date | None = None
    harvested_at: Place | None = None
    harvested_kilograms: Decimal | None = None
    packed_at: Place | None = None


def add_item(
    *, party: Party, draft: ItemDraft, acting_user: AbstractBaseUser | None = None
) -> TradeItem:
    """Add a thing that ``party`` sells in packs and return it.

    Raises:
        ValidationError: the GTIN is none or taken, or there is no Vietnamese name.
    """
    item = TradeItem(
        party=party,
        gtin14=draft.gtin14 or None,
        names=dict(draft.names),
        pack=dict(draft.pack),
        net_weight_grams=draft.net_weight_grams,
        storage=draft.storage,
        picture=draft.picture,
    )
    item.full_clean()
    with transaction.atomic():
        item.save()
        record("trade_item.added", acting_user=acting_user, subject=item, gtin=item.gtin14)
    return item


def set_picture(
    *, item: TradeItem, picture: str, acting_user: AbstractBaseUser | None = None
) -> TradeItem:
    """Choose a drawing of the theme for an item's scan pages (``art/st25.svg``); empty for none.

    Raises:
        ValidationError: the name is too long.
    """
    item.picture = picture
    item.full_clean()
    with transaction.atomic():
        item.save(update_fields=["picture"])
        record("trade_item.picture", acting_user=acting_user, subject=item, picture=picture)
        for lot in item.lots.order_by("pk"):
            lot_changed.send(lot)
    return item


def open_lot(
    *, item: TradeItem, draft: LotDraft, acting_user: AbstractBaseUser | None = None
) -> Lot:
    """Open a lot, keep its harvest and packing as events, prepare its page, return it.

    Raises:
        LotCodeTakenError: the item has a lot with this code.
        LotDatesError: harvest, packing and best before are not in this order.
        ValidationError: the code cannot stand in a QR, or a field is missing.
    """
    lot = Lot(
        item=item,
        code=draft.code,
        quantity=draft.quantity,
        harvested_on=draft.harvested_on,
        packed_on=draft.packed_on,
        best_before=draft.best_before,
    )
    _check_dates(draft)
    lot.full_clean(validate_constraints=False)
    with transaction.atomic():
        _save_new(lot)
        record("lot.opened", acting_user=acting_user, subject=lot, code=lot.code)
        for entry in _first_entries(draft):
            keep_event(lot, event_body(lot, entry), place=entry.place, acting_user=acting_user)
        lot_changed.send(lot)
    return lot


def record_event(
    *, lot: Lot, entry: StepEntry, acting_user: AbstractBaseUser | None = None
) -> Event:
    """Keep what happened to a lot and return the event; the same entry twice is one event.

    Raises:
        UnknownStepError: there is no such step.
        InvalidEventError: the entry makes no valid EPCIS event (a quantity of zero, say).
    """
    with transaction.atomic():
        event = keep_event(lot, event_body(lot, entry), place=entry.place, acting_user=acting_user)
        lot_changed.send(lot)
    return event


def set_quantity(*, lot: Lot, quantity: int, acting_user: AbstractBaseUser | None = None) -> Lot:
    """Correct the number of packs and return the lot.

    Raises:
        QuantityTooSmallError: fewer packs than there are labels.
    """
    with transaction.atomic():
        (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk))
        labelled = lot.quantity - labels_left(lot)
        if quantity < max(labelled, 1):
            raise QuantityTooSmallError(labelled=labelled)
        before, lot.quantity = lot.quantity, quantity
        lot.save(update_fields=["quantity"])
        record(
            "lot.quantity_set", acting_user=acting_user, subject=lot, before=before, after=quantity
        )
        lot_changed.send(lot)
    return lot


def _check_dates(draft: LotDraft) -> None:
    days = [day for day in (draft.harvested_on, draft.packed_on) if day]
    is_ordered = days == sorted(days)
    if draft.best_before:
        is_ordered = is_ordered and all(day < draft.best_before for day in days)
    if not is_ordered:
        raise LotDatesError


def _save_new(lot: Lot) -> None:
    try:
        with transaction.atomic():
            lot.save()
    except IntegrityError as error:
        if not Lot.objects.filter(item=lot.item, code=lot.code).exists():
            raise
        raise LotCodeTakenError(code=lot.code) from error


def _first_entries(draft: LotDraft) -> list[StepEntry]:
    """Return harvest and packing; a day of today is written with the hour it is now."""
    entries = []
    is_caught = draft.harvested_at is not None and draft.harvested_at.kind == PlaceKind.POND
    if draft.harvested_on:
        entries.append(
            StepEntry(
                step="catch" if is_caught else "harvest",
                happened_at=min(noon(draft.harvested_on), now()),
                place=draft.harvested_at,
                quantity=draft.harvested_kilograms,
            )
        )
    if draft.packed_on:
        entries.append(
            StepEntry(
                step="pack",
                happened_at=min(noon(draft.packed_on), now()),
                place=draft.packed_at,
                quantity=Decimal(draft.quantity) if draft.quantity else None,
            )
        )
    return entries
