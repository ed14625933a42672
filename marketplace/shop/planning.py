"""What a basket would become as an order: sellers, deliveries, ways to pay, the full total.

Reads only. The checkout page shows a plan, and ``place_order`` makes a fresh one inside its own
transaction, so what is shown and what is placed come from the same arithmetic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from marketplace.kernel.money import Money
from marketplace.shop.core.delivery import arrives_on, charge
from marketplace.shop.models import SellerPayee
from marketplace.shop.shipping.models import SellerDelivery
from payments.protocol import Provider, providers
from payments.ways import in_order

if TYPE_CHECKING:
    from catalog.partner.models import Partner
    from marketplace.shop.basket.models import Basket, Line
    from payments.models import Payee


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """One way to receive one seller's goods, priced for these goods."""

    row: SellerDelivery
    price: int
    arrives: date
    chosen: bool

    @property
    def code(self) -> str:
        """What the form sends back."""
        return str(self.row.pk)


@dataclass(slots=True)
class SellerPart:
    """One seller's lines of the basket with the ways to receive them."""

    seller: "Partner"
    lines: list["Line"]
    payee: "Payee | None"
    deliveries: list[DeliveryChoice] = field(default_factory=list)

    @property
    def goods(self) -> int:
        """What the goods cost, in đồng."""
        return sum(line_total(line) for line in self.lines)

    @property
    def items(self) -> int:
        """How many packs."""
        return sum(line.quantity for line in self.lines)

    @property
    def delivery(self) -> DeliveryChoice | None:
        """The chosen way to receive them."""
        return next((choice for choice in self.deliveries if choice.chosen), None)

    @property
    def delivery_price(self) -> int:
        """What the chosen delivery costs, in đồng."""
        return self.delivery.price if self.delivery else 0

    @property
    def total(self) -> int:
        """What this seller is paid, in đồng."""
        return self.goods + self.delivery_price


@dataclass(slots=True)
class Plan:
    """A basket as it would be ordered."""

    parts: list[SellerPart]
    blocked: list["Line"]

    @property
    def goods(self) -> int:
        """All goods, in đồng."""
        return sum(part.goods for part in self.parts)

    @property
    def delivery(self) -> int:
        """All deliveries, in đồng."""
        return sum(part.delivery_price for part in self.parts)

    @property
    def total(self) -> int:
        """What the buyer pays, in đồng."""
        return self.goods + self.delivery

    @property
    def items(self) -> int:
        """How many packs."""
        return sum(part.items for part in self.parts)


def line_total(line: "Line") -> int:
    """Return the price of a basket line in whole đồng, from its stock record."""
    price: Decimal = line.stockrecord.price
    return int(price) * int(line.quantity)


def make_plan(basket: "Basket", *, chosen: Mapping[int, str], today: date) -> Plan:
    """Return the plan of a basket.

    Args:
        basket: an open basket; its lines bring product, seller and stock record.
        chosen: seller id → code of the delivery; a seller without one gets their first.
        today: for the days of arrival.
    """
    lines = basket_lines(basket)
    sold = [line for line in lines if line.product.is_public]
    parts = _parts(sold)
    tariffs = _tariffs([part.seller.pk for part in parts])
    for part in parts:
        rows = tariffs.get(part.seller.pk) or tariffs.get(None, [])
        part.deliveries = _choices(rows, part.goods, chosen.get(part.seller.pk), today)
    return Plan(parts=parts, blocked=[line for line in lines if not line.product.is_public])


def basket_lines(basket: "Basket") -> list["Line"]:
    """Return the lines with all that a page shows of them, in one query; none without a basket."""
    if not basket.pk:
        return []
    related = ("product__seller__place", "product__listing_row", "stockrecord")
    return list(basket.lines.select_related(*related).order_by("pk"))


def _parts(lines: Iterable["Line"]) -> list[SellerPart]:
    """Group lines by seller, in the order in which the sellers first appear."""
    by_seller: dict[int, SellerPart] = {}
    for line in lines:
        seller = line.product.seller
        part = by_seller.setdefault(seller.pk, SellerPart(seller=seller, lines=[], payee=None))
        part.lines.append(line)
    links = SellerPayee.objects.filter(seller__in=list(by_seller)).select_related("payee")
    for link in links if by_seller else ():
        by_seller[link.seller_id].payee = link.payee
    return list(by_seller.values())


def _tariffs(sellers: Sequence[int]) -> dict[int | None, list[SellerDelivery]]:
    """Return the active deliveries by seller; under None those for sellers without any."""
    found: dict[int | None, list[SellerDelivery]] = {}
    rows = SellerDelivery.objects.filter(Q(seller__in=sellers) | Q(seller=None), active=True)
    for row in rows if sellers else ():
        found.setdefault(row.seller_id, []).append(row)
    return found


def _choices(
    rows: Sequence[SellerDelivery], goods: int, chosen: str | None, today: date
) -> list[DeliveryChoice]:
    """Price each delivery; an unknown choice falls back to the first."""
    codes = [str(row.pk) for row in rows]
    wanted = chosen if chosen in codes else (codes[0] if codes else None)
    return [
        DeliveryChoice(
            row=row,
            price=charge(row.tariff(), goods),
            arrives=arrives_on(row.tariff(), today),
            chosen=str(row.pk) == wanted,
        )
        for row in rows
    ]


def ways_to_pay(plan: Plan) -> list[Provider]:
    """Return the active providers that every seller of the plan can be paid with, in order."""
    return in_order(provider for _, provider in providers.active() if pays_all(provider, plan))


def pays_all(provider: Provider, plan: Plan) -> bool:
    """Say whether one provider can be used for every seller of the plan."""
    return all(
        part.payee is not None and provider.is_offered(part.payee, Money(part.total))
        for part in plan.parts
    )
