"""What the shop tells settlement: which groups of goods there are, and what a parcel is made of."""

from collections.abc import Sequence

from catalog.models import Category, ProductCategory
from marketplace.kernel.money import Money
from marketplace.shop.order.models import Parcel
from payments.models import Charge
from payments.settlement.hooks import commission_bases, commission_categories

TOP = 1
"""Rules are for the groups at the top of the tree: one product is in one of them."""


@commission_categories.register
def groups_of_goods() -> Sequence[tuple[str, str]]:
    """Return the key and the name of each group at the top of the tree."""
    groups = Category.objects.filter(depth=TOP).order_by("path")
    return [(str(group.pk), group.name) for group in groups]


@commission_bases.register
def groups_of_parcel(charge: Charge) -> Sequence[tuple[str, int]]:
    """Return what the buyer pays for goods of each group; delivery belongs to none."""
    word, _colon, number = charge.purpose.partition(":")
    if word != "parcel" or not number.isdigit():
        return ()
    parcel = Parcel.objects.filter(pk=int(number)).first()
    return () if parcel is None else _by_group(parcel)


def _by_group(parcel: Parcel) -> Sequence[tuple[str, int]]:
    lines = list(parcel.lines.order_by("pk"))
    groups = _groups_of({line.product_id for line in lines if line.product_id is not None})
    bases: dict[str, int] = {}
    for line in lines:
        group = groups.get(line.product_id or 0)
        if group is not None:
            paid = Money.from_decimal(line.line_price_incl_tax).amount
            bases[group] = bases.get(group, 0) + paid
    return tuple(bases.items())


def _groups_of(products: set[int]) -> dict[int, str]:
    """Return the key of the group at the top above each product; two queries."""
    links = ProductCategory.objects.filter(product__in=products).order_by("-pk")
    paths = dict(links.values_list("product_id", "category__path"))
    step = Category.steplen
    tops = Category.objects.filter(depth=TOP, path__in={path[:step] for path in paths.values()})
    keys = {top.path: str(top.pk) for top in tops}
    return {product: keys[path[:step]] for product, path in paths.items() if path[:step] in keys}
