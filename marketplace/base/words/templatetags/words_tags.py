"""Money, numbers, dates and phones in templates: ``{% load words_tags %}``."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from marketplace.base.words import formats
from marketplace.base.words.phone import display_phone, mask_phone
from marketplace.kernel.money import Money

register = template.Library()

Amount = int | Decimal | Money


def _whole(amount: Amount) -> int:
    """Return the đồng of ``amount``; a fraction is a bug upstream and must not be rounded away."""
    if isinstance(amount, Decimal):
        return Money.from_decimal(amount).amount
    return amount.amount if isinstance(amount, Money) else amount


@register.simple_tag
def money(amount: Amount) -> SafeString:
    """Return ``<data class="money">`` with the amount in đồng, readable by people and machines."""
    whole = _whole(amount)
    if formats.is_english():
        return format_html('<data class="money" value="{}">{}</data>', whole, formats.dong(whole))
    pattern = '<data class="money" value="{}">{}<sup>{}</sup></data>'
    return format_html(pattern, whole, formats.number(whole), formats.currency_sign())


@register.filter
def dong(amount: Amount) -> str:
    """Return the amount as plain text, for attributes and labels: ``185.000 ₫``."""
    return formats.dong(_whole(amount))


@register.filter
def number(value: int | Decimal) -> str:
    """Return the number with its thousands grouped."""
    return formats.number(value)


@register.filter
def phone(e164: str | None) -> str:
    """Return the number as people read it; nothing for nothing."""
    return display_phone(e164) if e164 else ""


@register.filter
def masked_phone(e164: str | None) -> str:
    """Return the number with only its last three digits."""
    return mask_phone(e164) if e164 else ""


@register.filter
def viet_date(value: dt.date | None) -> str:
    """Return the day as ``21/11/2026``; nothing for nothing."""
    return formats.date(value) if value else ""


@register.filter
def viet_time(value: dt.datetime | dt.time | None) -> str:
    """Return the time as ``09:42``; nothing for nothing."""
    return formats.time(value) if value is not None else ""
