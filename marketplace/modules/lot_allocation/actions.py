"""Offering lots, packing orders from them, taking recalled ones away.

Where a product has lots, what can be sold is the sum of its lots: each action here writes the lot's
row and the product's stock in one transaction, so there are never two truths.
Lock order: stock record (through ``catalog``) after lot offers, lot offers by id.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from catalog.actions import change_stock
from catalog.models import Product
from catalog.partner.models import Partner
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.lot_allocation.core import Offer, take
from marketplace.modules.lot_allocation.errors import LotNotOfferableError
from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot, ProductItem, SellerParty
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
    """Return the item whose packs the product sells, made of the product's facts if missing."""
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
    """Offer ``packs`` more packs of a lot as a product; the product's stock grows by as many.

    Raises:
        LotNotOfferableError: the lot is recalled or closed, of another item, or too small.
    """
    with transaction.atomic():
        offer, _made = LotOffer.objects.get_or_create(
            lot=lot, defaults={"product": product, "offered": 0}
        )
        offer = lock_rows(LotOffer.objects.filter(pk=offer.pk))[0]
        item = link_item(product=product, acting_user=acting_user)
        right = offer.product_id == product.pk and lot.item_id == item.pk
        if lot.state != LotState.OPEN or not right or offer.offered + packs > lot.quantity:
            raise LotNotOfferableError(lot=lot.code)
        offer.offered += packs
        offer.save(update_fields=["offered"])
        change_stock(product=product, by=packs, reason="lot offered", acting_user=acting_user)
        record("lot.offered", acting_user=acting_user, subject=lot, product=product.pk, packs=packs)
    return offer


def allocate_parcel(*, parcel: Parcel) -> list[ParcelLot]:
    """Choose the lots a parcel is packed from, first expired first; twice is the same as once."""
    with transaction.atomic():
        lines = [line for line in parcel.lines.order_by("pk") if not _has_lots(line)]
        offers = _locked_offers(line.product_id for line in lines)
        return [row for line in lines for row in _allocate(line, offers)]


def free_parcel(*, parcel: Parcel) -> None:
    """Give the packs of a parcel back to their lots."""
    with transaction.atomic():
        _free(ParcelLot.objects.filter(line__parcel=parcel, freed_at=None))


def withdraw_lot(*, lot: Lot, acting_user: "User | None" = None) -> list[Parcel]:
    """Take a recalled lot off sale and out of every parcel that is not packed yet.

    Returns:
        The parcels that were packed from another lot instead, or lack one now.
    """
    with transaction.atomic():
        offer = LotOffer.objects.filter(lot=lot).select_for_update().first()
        if offer is None:
            return []
        left = offer.left
        waiting = ParcelLot.objects.filter(
            lot=lot, freed_at=None, line__parcel__state=ParcelState.TO_PACK
        )
        parcels = list(Parcel.objects.filter(lines__lots__in=waiting).distinct().order_by("pk"))
        freed = _free(waiting)
        LotOffer.objects.filter(pk=offer.pk).update(
            offered=offer.taken - freed, taken=offer.taken - freed
        )
        change_stock(
            product=offer.product, by=-left, reason="lot recalled", acting_user=acting_user
        )
        record("lot.withdrawn", acting_user=acting_user, subject=lot, packs=left + freed)
        for parcel in parcels:
            allocate_parcel(parcel=parcel)
    return parcels


def _has_lots(line: Line) -> bool:
    return ParcelLot.objects.filter(line=line, freed_at=None).exists()


def _locked_offers(products: Iterable[int | None]) -> dict[int, LotOffer]:
    """Return the offers of these products, locked, without those recalled or expired."""
    rows = LotOffer.objects.filter(
        product__in=[pk for pk in products if pk], lot__state=LotState.OPEN
    )
    locked = lock_rows(rows.select_related("lot"))
    today = now().date()
    return {
        offer.lot_id: offer
        for offer in locked
        if offer.lot.best_before is None or offer.lot.best_before >= today
    }


def _allocate(line: Line, offers: dict[int, LotOffer]) -> list[ParcelLot]:
    choices = [
        Offer(offer.lot_id, offer.lot.best_before, offer.lot.packed_on, offer.left)
        for offer in offers.values()
        if offer.product_id == line.product_id
    ]
    rows = []
    for lot, packs in take(choices, line.quantity).items():
        offers[lot].taken += packs
        offers[lot].save(update_fields=["taken"])
        rows.append(ParcelLot.objects.create(line=line, lot_id=lot, quantity=packs))
    return rows


def _free(rows: "QuerySet[ParcelLot]") -> int:
    """Give packs back to their offers and return how many."""
    freed = 0
    for row in list(rows.order_by("lot_id")):
        offer = LotOffer.objects.select_for_update().get(lot_id=row.lot_id)
        offer.taken -= row.quantity
        offer.save(update_fields=["taken"])
        row.freed_at = now()
        row.save(update_fields=["freed_at"])
        freed += row.quantity
    return freed
