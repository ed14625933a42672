"""An order in one sentence, from the states of its parcels. Pure but for gettext."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from marketplace.shop.core.parcels import ParcelState

if TYPE_CHECKING:
    from marketplace.shop.order.models import Parcel


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """Counts and sums over an order's parcels, amounts in đồng."""

    parcels: int
    paid: int
    goods: int
    delivery: int
    total: int
    paid_amount: int
    headline: str


def order_summary(parcels: Sequence["Parcel"]) -> OrderSummary:
    """Return the sums over parcels that are not cancelled, and what to say first."""
    live = [parcel for parcel in parcels if parcel.state != ParcelState.CANCELLED]
    paid = [parcel for parcel in live if parcel.paid_at]
    return OrderSummary(
        parcels=len(live),
        paid=len(paid),
        goods=sum(parcel.goods_amount for parcel in live),
        delivery=sum(parcel.delivery_amount for parcel in live),
        total=sum(parcel.total_amount for parcel in live),
        paid_amount=sum(parcel.total_amount for parcel in paid),
        headline=_headline(parcels),
    )


def _headline(parcels: Sequence["Parcel"]) -> str:
    """Return "1 parcel has arrived, 1 is on its way": the last step of a parcel's life first."""
    states = [ParcelState(parcel.state) for parcel in parcels]
    sentences = [_sentence(state, states.count(state)) for state in reversed(ParcelState)]
    return ", ".join(sentence for sentence in sentences if sentence)


def _sentence(state: ParcelState, count: int) -> str:
    if not count:
        return ""
    texts = {
        ParcelState.RECEIVED: ngettext(
            "%(n)s parcel has arrived", "%(n)s parcels have arrived", count
        ),
        ParcelState.SHIPPED: ngettext(
            "%(n)s parcel is on its way", "%(n)s parcels are on their way", count
        ),
        ParcelState.PACKED: ngettext("%(n)s parcel is packed", "%(n)s parcels are packed", count),
        ParcelState.TO_PACK: ngettext(
            "%(n)s parcel is being packed", "%(n)s parcels are being packed", count
        ),
        ParcelState.AWAITING_PAYMENT: ngettext(
            "%(n)s parcel waits for its money", "%(n)s parcels wait for their money", count
        ),
        ParcelState.CANCELLED: ngettext(
            "%(n)s parcel is cancelled", "%(n)s parcels are cancelled", count
        ),
    }
    return texts[state] % {"n": count}
