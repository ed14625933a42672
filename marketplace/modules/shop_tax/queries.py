"""What goods are on a day, and what a parcel is made of in tax law."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from catalog.choices import ProductState
from catalog.models import Category, Product, ProductCategory
from marketplace.kernel.money import Money
from marketplace.modules.shop_tax.core.classing import Nature, class_of
from marketplace.modules.shop_tax.models import CategoryNature, ProductClass
from marketplace.shop.order.models import Parcel
from payments.models import Payee
from payments.tax.core.withholding import Part, TaxClass
from payments.tax.queries import has_declared, taxpayer


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """A category as officers see it: its own nature, or that of the one above it."""

    category: Category
    nature: CategoryNature | None
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product as officers see it: its own class, else what its category's goods are."""

    product: Product
    written: ProductClass | None
    nature: CategoryNature | None


def parts_of(parcel: Parcel, payee: Payee, day: date) -> Sequence[Part]:
    """Return what a parcel is made of, each part with the class it had on the day of its sale."""
    lines = list(parcel.lines.order_by("pk"))
    keys = {line.product_id for line in lines if line.product_id is not None}
    written, natures = classes_on(keys, day), natures_of(keys, day)
    sellers = taxpayer(payee, day).default_class
    declared = has_declared(payee, day)

    def class_in_law(product: int | None) -> TaxClass:
        if product is not None and product in written:
            return TaxClass(written[product].tax_class)
        found = natures.get(product) if product is not None else None
        return class_of(_nature(found), sellers=sellers, declared=declared)

    parts = [
        Part(
            tax_class=class_in_law(line.product_id),
            base=Money.from_decimal(line.line_price_incl_tax).amount,
            item=line.title[:80],
        )
        for line in lines
    ]
    delivery = Part(tax_class=TaxClass.TRANSPORT, base=parcel.delivery_amount, item="delivery")
    return [one for one in (*parts, delivery) if one.base]


def classes_on(products: Iterable[int], day: date) -> Mapping[int, ProductClass]:
    """Return the class an officer wrote for each product, where one is valid; one query."""
    rows = ProductClass.objects.filter(product__in=products, valid_from__lte=day)
    return {one.product_id: one for one in rows.order_by("valid_from", "pk")}


def natures_of(products: Iterable[int], day: date) -> Mapping[int, CategoryNature]:
    """Return the nature of each product's category, or of the nearest above; two queries."""
    links = ProductCategory.objects.filter(product__in=products).order_by("-pk")
    paths = dict(links.values_list("product_id", "category__path"))
    by_path = _by_path(day)
    found = {product: nearest(path, by_path) for product, path in paths.items()}
    return {product: one for product, one in found.items() if one is not None}


def nearest(path: str, by_path: Mapping[str, CategoryNature]) -> CategoryNature | None:
    """Return the nature written for a place in the tree, or for the nearest above it."""
    above = [known for known in by_path if path.startswith(known)]
    return by_path[max(above, key=len)] if above else None


def category_rows(day: date) -> Sequence[CategoryRow]:
    """Return every category in the order of the tree; two queries."""
    by_path = _by_path(day)
    return [
        CategoryRow(category=one, nature=nearest(one.path, by_path), is_own=one.path in by_path)
        for one in Category.objects.order_by("path")
    ]


def products_like(text: str) -> QuerySet[Product]:
    """Return products on sale; by their own name or their seller's if ``text`` is one."""
    found = Product.objects.filter(state=ProductState.PUBLISHED).select_related("seller")
    if text:
        found = found.filter(Q(title__icontains=text) | Q(seller__name__icontains=text))
    return found.order_by("title", "pk")


def product_rows(products: Sequence[Product], day: date) -> Sequence[ProductRow]:
    """Return products with what is written of them; three queries."""
    keys = [one.pk for one in products]
    written, natures = classes_on(keys, day), natures_of(keys, day)
    return [
        ProductRow(product=one, written=written.get(one.pk), nature=natures.get(one.pk))
        for one in products
    ]


def _by_path(day: date) -> Mapping[str, CategoryNature]:
    rows = CategoryNature.objects.filter(valid_from__lte=day).select_related("category")
    return {one.category.path: one for one in rows.order_by("valid_from", "pk")}


def _nature(written: CategoryNature | None) -> Nature | None:
    return None if written is None else Nature(written.nature)
