"""Packs, prices and sizes in templates: ``{% load catalog_tags %}``."""

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from catalog import words
from catalog.core.packs import Pack
from catalog.models import Product
from marketplace.base.media.models import Media
from marketplace.base.units.core import BasePrice, SizeCount

register = template.Library()


@register.filter
def pack_words(pack: Pack) -> str:
    """Return *Túi 5 kg*."""
    return words.pack_words(pack)


@register.filter
def unit_price(price: BasePrice) -> str:
    """Return *37.000 ₫/kg*."""
    return words.unit_price_words(price)


@register.filter
def weight_words(grams: int) -> str:
    """Return *400 g* or *1,5 kg*."""
    return words.weight_words(grams)


@register.filter
def cover(product: Product) -> Media | None:
    """Return the product's first photo."""
    return next((photo.media for photo in product.photos.all()), None)


@register.simple_tag
def stock_left(count: int, pack: Pack) -> str:
    """Return *Còn 240 túi*."""
    return words.stock_words(count, pack)


@register.simple_tag
def size_words(product: Product) -> str:
    """Return *20–30 con/kg*; nothing for goods without a size."""
    if product.size_count_min is None or product.size_count_max is None:
        return ""
    return str(SizeCount(product.size_count_min, product.size_count_max))


@register.simple_tag
def base_price_words(product: Product, price: int) -> str:
    """Return *37.000 ₫/kg* for a product at a price."""
    return words.unit_price_words(product.pack.base_price(price))


@register.filter
def as_invalid(field: BoundField) -> SafeString:
    """Return a field's control, marked as wrong and described by its error."""
    attrs: dict[str, str | bool] = {
        "aria-invalid": "true",
        "aria-describedby": f"{field.id_for_label}_error",
    }
    return SafeString(field.as_widget(attrs=attrs))
