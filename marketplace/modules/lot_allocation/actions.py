"""Offering lots, packing orders from them, taking recalled ones away.

Where a product has lots, what can be sold is the sum of its lots: each action here changes lots and
ends with `fit_stock`, in one transaction, so there are never two truths.
Lock order: parcel, stock records, lot offers, each by id; nobody here waits for a parcel.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from catalog.actions import change_stock
from catalog.actions.stock import lock_stock
from catalog.models import Product
from catalog.partner.models import Partner, StockRecord
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.lot_allocation.core import Offer, take
from marketplace.modules.lot_allocation.errors import LotNotOfferableError
from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot, ProductItem, SellerParty
from marketplace.modules.lot_allocation.queries import packs_chosen
from marketplace.shop.core.parcels import ParcelState
from marketplace.shop.order.models import Line, Parcel
from traceability.actions import PartyDraft, register_party, set_members
from traceability.lots.actions import ItemDraft, add_item
from traceability.lots.models import Lot, LotState, Storage, TradeItem
from traceability.models import Party

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.base.accounts.models import User


# A stall at the market is, for origin, a business of a household.
_PARTY_KINDS = {"market_vendor": "household_business"}


def link_party(*, seller: Partner, acting_user: "User | None" = None) -> Party:
    """Return the seller's party, registered with the seller's name and place when it is missing."""
    with transaction.atomic():
        link = SellerParty.objects.filter(seller=seller).select_related("party").first()
        if link is None:
            draft = PartyDraft(
                name=seller.name,
                kind=_PARTY_KINDS.get(seller.kind, seller.kind),
                address=_address(seller),
                place_code=seller.place_id or "",
                place_name=seller.place.name if seller.place else "",
                contact=seller.phone or "",
            )
            party = register_party(draft=draft, acting_user=acting_user)
            SellerParty.objects.create(seller=seller, party=party)
            record("seller.party_linked", acting_user=acting_user, subject=seller, party=party.pk)
        else:
            party = link.party
        set_members(party=party, members=seller.users.all(), acting_user=acting_user)
    return party


def _address(seller: Partner) -> str:
    place = seller.place
    names = [seller.street] + ([place.name] if place else [])
    if place and place.parent:
        names.append(place.parent.name)
    return ", ".join(name for name in names if name)


def link_item(*, product: Product, acting_user: "User | None" = None) -> TradeItem:
    """Return the item whose packs the product sells; a missing one is made from its facts."""
    with transaction.atomic():
        link = ProductItem.objects.filter(product=product).select_related("item").first()
        if link is not None:
            return link.item
        party = link_party(seller=product.seller, acting_user=acting_user)
        draft = ItemDraft(
            names={text.language: text.name for text in product.texts.all()},
            net_weight_grams=product.net_weight_grams or 1,
            pack={"vi": product.pack_label},
            storage=product.storage if product.storage in Storage.values else Storage.COOL,
        )
        item = add_item(party=party, draft=draft, acting_user=acting_user)
        ProductItem.objects.create(product=product, item=item)
        record("product.item_linked", acting_user=acting_user, subject=product, item=item.pk)
    return item


def offer_lot(
    *, lot: Lot, product: Product, packs: int, acting_user: "User | None" = None
) -> LotOffer:
    """Offer ``packs`` more packs of a lot as a product; the product's stock follows.

    Raises:
        LotNotOfferableError: the lot is recalled or closed, of another item, or too small.
    """
    with transaction.atomic():
        item = link_item(product=product, acting_user=acting_user)
        lock_stock(product)
        LotOffer.objects.get_or_create(lot=lot, defaults={"product": product, "offered": 0})
        (offer,) = lock_rows(LotOffer.objects.filter(lot=lot))
        state = Lot.objects.values_list("state", flat=True).get(pk=lot.pk)
        right = offer.product_id == product.pk and lot.item_id == item.pk
        fits = packs > 0 and offer.offered + packs <= lot.quantity
        if state != LotState.OPEN or not right or not fits:
            raise LotNotOfferableError(lot=lot.code)
        offer.offered += packs
        offer.save(update_fields=["offered"])
        record("lot.offered", acting_user=acting_user, subject=lot, product=product.pk, packs=packs)
        fit_stock(product=product, reason="lot offered", acting_user=acting_user)
    return offer


def allocate_parcel(*, parcel: Parcel) -> list[ParcelLot]:
    """Choose the lots a parcel is packed from, first expired first; twice is the same as once."""
    with transaction.atomic():
        lines = list(parcel.lines.order_by("pk"))
        return _allocate(lines, _lock_offers(_products(lines)))


def free_parcel(*, parcel: Parcel) -> None:
    """Give the packs of a parcel back to their lots; products' stock follows."""
    with transaction.atomic():
        lines = list(parcel.lines.select_related("product"))
        offers = _lock_offers(_products(lines))
        _free(ParcelLot.objects.filter(line__parcel=parcel, freed_at=None), offers)
        sold_from_lots = {offer.product_id for offer in offers.values()}
        for product in sorted({line.product for line in lines}, key=lambda product: product.pk):
            if product.pk in sold_from_lots:
                fit_stock(product=product, reason="parcel given up")


def withdraw_lot(*, lot: Lot, acting_user: "User | None" = None) -> list[Parcel]:
    """Take a recalled lot off sale and out of every parcel that is not packed yet.

    Returns:
        The parcels that are packed from other lots instead, or lack some packs now.
    """
    offer = LotOffer.objects.filter(lot=lot).select_related("product").first()
    if offer is None:
        return []
    with transaction.atomic():
        offers = _lock_offers([offer.product_id])
        parcels = _unpacked(lot)
        rows = ParcelLot.objects.filter(lot=lot, freed_at=None, line__parcel__in=parcels)
        freed = _free(rows, offers)
        lines = Line.objects.filter(parcel__in=parcels, product=offer.product)
        _allocate(list(lines.order_by("pk")), offers)
        record(
            "lot.withdrawn",
            acting_user=acting_user,
            subject=lot,
            packs=offers[lot.pk].left,
            parcels=[parcel.pk for parcel in parcels],
            freed=freed,
        )
        fit_stock(product=offer.product, reason="lot recalled", acting_user=acting_user)
    return parcels


def fit_stock(*, product: Product, reason: str, acting_user: "User | None" = None) -> None:
    """Make what can be sold of a product what its lots still have, besides orders without lots yet.

    An order that waits for its money holds stock and has no lot: its packs are kept back. Does
    nothing for a product that never had a lot.
    """
    with transaction.atomic():
        stock = lock_stock(product)
        offers = lock_rows(LotOffer.objects.filter(product=product))
        if not offers:
            return
        on_offer = sum(offer.left for offer in _good(offers).values())
        # Promised to orders, and not yet taken from a lot.
        waiting = (stock.num_allocated or 0) - packs_chosen(product)
        by = max(on_offer - waiting, 0) - stock.available
        if by:
            change_stock(product=product, by=by, reason=reason, acting_user=acting_user)


def _products(lines: Iterable[Line]) -> set[int]:
    return {line.product_id for line in lines if line.product_id}


def _lock_offers(products: Iterable[int]) -> dict[int, LotOffer]:
    """Return the offers of these products by lot, locked after the products' stock records."""
    wanted = list(products)
    lock_rows(StockRecord.objects.filter(product__in=wanted))
    return {row.lot_id: row for row in lock_rows(LotOffer.objects.filter(product__in=wanted))}


def _good(offers: Iterable[LotOffer]) -> dict[int, LotOffer]:
    """Return the offers that may be sold from: lots not recalled, not closed, not expired.

    Reads the lots after the offers are locked, so that a recall that just finished is seen.
    """
    by_lot = {offer.lot_id: offer for offer in offers}
    lots = Lot.objects.filter(pk__in=list(by_lot), state=LotState.OPEN)
    fresh = lots.exclude(best_before__lt=timezone.localdate(now()))
    for lot in fresh:
        by_lot[lot.pk].lot = lot
    good = {lot.pk for lot in fresh}
    return {pk: offer for pk, offer in by_lot.items() if pk in good}


def _allocate(lines: Iterable[Line], locked: dict[int, LotOffer]) -> list[ParcelLot]:
    """Take what each line still lacks from good lots; less where they do not suffice."""
    offers = _good(locked.values())
    return [row for line in lines for row in _take(line, offers)]


def _take(line: Line, offers: dict[int, LotOffer]) -> list[ParcelLot]:
    chosen = {row.lot_id: row for row in ParcelLot.objects.filter(line=line, freed_at=None)}
    missing = line.quantity - sum(row.quantity for row in chosen.values())
    choices = [
        Offer(offer.lot_id, offer.lot.best_before, offer.lot.packed_on, offer.left)
        for offer in offers.values()
        if offer.product_id == line.product_id
    ]
    rows = []
    for lot, packs in take(choices, missing).items():
        offers[lot].taken += packs
        offers[lot].save(update_fields=["taken"])
        row = chosen.get(lot) or ParcelLot(line=line, lot_id=lot, quantity=0)
        row.quantity += packs
        row.save()
        rows.append(row)
    return rows


def _free(rows: "QuerySet[ParcelLot]", offers: dict[int, LotOffer]) -> int:
    """Give packs back to their offers (locked) and return how many."""
    freed = 0
    for row in rows.order_by("lot_id"):
        offers[row.lot_id].taken -= row.quantity
        offers[row.lot_id].save(update_fields=["taken"])
        row.freed_at = now()
        row.save(update_fields=["freed_at"])
        freed += row.quantity
    return freed


def _unpacked(lot: Lot) -> list[Parcel]:
    """Return the parcels with this lot that are still to be packed, locked.

    One that somebody else has locked is passed over: it is being packed this very moment, or given
    up, or waits for the lots that we hold, and then it will see that the lot is recalled.
    """
    lines = ParcelLot.objects.filter(lot=lot, freed_at=None).values("line__parcel")
    waiting = Parcel.objects.filter(pk__in=lines, state=ParcelState.TO_PACK).order_by("pk")
    return list(waiting.select_for_update(of=("self",), skip_locked=True))
