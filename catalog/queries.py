"""Reads of the catalogue that more than one page needs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from catalog.categories import Group, category_tree
from catalog.choices import ProductState, SellerState
from catalog.errors import ProductNotFoundError
from catalog.models import Certificate, Product, ProductPhoto, ProductText
from catalog.partner.models import Partner, StockRecord
from marketplace.base.units.core import BasePrice

LOW_STOCK = 20
"""At this many packs or fewer a product is in the seller's *running low* list."""


def public_products() -> QuerySet[Product]:
    """Return what buyers may see: published, of a verified seller."""
    return Product.objects.filter(
        is_public=True, state=ProductState.PUBLISHED, seller__state=SellerState.VERIFIED
    )


def sellable(product: Product) -> bool:
    """Return whether one more can be sold now."""
    on_sale = product.state == ProductState.PUBLISHED and product.seller.is_verified
    stock = stock_of(product) if on_sale else None
    return stock is not None and stock.available > 0


def stock_of(product: Product) -> StockRecord | None:
    """Return the product's one stock record (prefetched or read)."""
    return next(iter(product.stockrecords.all()), None)


def seller_of(user: AbstractBaseUser | AnonymousUser) -> Partner | None:
    """Return the seller this person works for; a verified one before others."""
    if user.pk is None:
        return None
    sellers = list(Partner.objects.filter(users=user.pk).order_by("pk").select_related("place"))
    return next((one for one in sellers if one.is_verified), sellers[0] if sellers else None)


def product_of(seller: Partner, pk: int) -> Product:
    """Return the seller's product, with stock, texts and photos.

    Raises:
        ProductNotFoundError: there is none, or it is another seller's.
    """
    found = _whole().filter(seller=seller, pk=pk).first()
    if found is None:
        raise ProductNotFoundError(product=pk)
    return found


def products_of(seller: Partner) -> QuerySet[Product]:
    """Return all that a seller has ever listed, newest first, ready for the seller's list."""
    return _whole().filter(seller=seller).order_by("-date_created", "-pk")


@dataclass(frozen=True, slots=True)
class StallCounts:
    """A seller's products in numbers."""

    on_sale: int
    sold_out: int
    in_review: int
    rejected: int
    withdrawn: int


def stall_counts(seller: Partner) -> StallCounts:
    """Count a seller's products by what buyers see of them."""
    empty = Q(stockrecords__num_in_stock=F("stockrecords__num_allocated"))
    published = Q(state=ProductState.PUBLISHED)
    found = Product.objects.filter(seller=seller).aggregate(
        on_sale=Count("pk", filter=published & ~empty),
        sold_out=Count("pk", filter=published & empty),
        in_review=Count("pk", filter=Q(state=ProductState.REVIEW)),
        rejected=Count("pk", filter=Q(state=ProductState.REJECTED)),
        withdrawn=Count("pk", filter=Q(state=ProductState.WITHDRAWN)),
    )
    return StallCounts(**found)


def low_stock(seller: Partner, limit: int = 5) -> Sequence[StockRecord]:
    """Return the seller's products on sale of which little is left, least first."""
    rows = StockRecord.objects.filter(partner=seller, product__state=ProductState.PUBLISHED)
    low = rows.annotate(left=F("num_in_stock") - F("num_allocated")).filter(left__lte=LOW_STOCK)
    return list(
        low.order_by("left", "pk")
        .select_related("product")
        .prefetch_related(Prefetch("product__photos", _photos()))[:limit]
    )


def valid_certificates(product: Product, on: dt.date | None = None) -> QuerySet[Certificate]:
    """Return the papers that hold on that day, the product's own and its seller's."""
    day = on or timezone.localdate()
    covers = Q(product=product) | Q(product=None, seller=product.seller_id)
    return Certificate.objects.filter(covers, valid_from__lte=day, valid_to__gte=day)


def certificates_to_show(seller: Partner, product: Product | None) -> Sequence[Certificate]:
    """Return the papers that buyers will see beside a product, or beside a new one."""
    if product is not None:
        return list(valid_certificates(product))
    day = timezone.localdate()
    own = Certificate.objects.filter(seller=seller, product=None)
    return list(own.filter(valid_from__lte=day, valid_to__gte=day))


def text_in(product: Product, language: str | None = None) -> ProductText:
    """Return the product's text in a language (default: the one in use), else in Vietnamese."""
    wanted = (language or get_language() or "vi").split("-")[0]
    by_language: dict[str, ProductText] = {text.language: text for text in product.texts.all()}
    return by_language.get(wanted) or by_language["vi"]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """What the public page of a product shows."""

    product: Product
    stock: StockRecord
    base_price: BasePrice
    stars: int | None
    text: ProductText
    category: Group | None
    photos: Sequence[ProductPhoto]
    certificates: Sequence[Certificate]


def product_page(slug: str) -> ProductPage:
    """Return the page of a public product.

    Raises:
        ProductNotFoundError: there is none, or it is not public.
    """
    found = _whole().filter(pk__in=public_products().values("pk"), slug=slug).first()
    stock = stock_of(found) if found else None
    if found is None or stock is None:
        raise ProductNotFoundError(product=slug)
    papers = list(valid_certificates(found))
    return ProductPage(
        product=found,
        stock=stock,
        base_price=found.pack.base_price(stock.amount),
        stars=next((paper.stars for paper in papers if paper.stars), None),
        text=text_in(found),
        category=_group_of(found),
        photos=list(found.photos.all()),
        certificates=papers,
    )


def _group_of(product: Product) -> Group | None:
    found = next(iter(product.categories.all()), None)
    return category_tree().by_slug(found.slug) if found else None


def public_seller(slug: str) -> Partner | None:
    """Return the verified seller whose public page this is."""
    return (
        Partner.objects.filter(slug=slug, state=SellerState.VERIFIED)
        .select_related("place__parent")
        .prefetch_related("texts")
        .first()
    )


def seller_story(seller: Partner) -> str:
    """Return the seller's story in the language in use, else in Vietnamese, else nothing."""
    language = (get_language() or "vi").split("-")[0]
    stories: dict[str, str] = {text.language: text.story for text in seller.texts.all()}
    return stories.get(language) or stories.get("vi", "")


def _photos() -> QuerySet[ProductPhoto]:
    return ProductPhoto.objects.select_related("media")


def _whole() -> QuerySet[Product]:
    return Product.objects.select_related("seller__place__parent").prefetch_related(
        "stockrecords", "texts", "categories", Prefetch("photos", _photos())
    )
