"""``{% qr payload label %}``: a QR code in a page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from marketplace.base.qr.core import Level, qr_svg

register = template.Library()


@register.simple_tag
def qr(payload: str, label: str, level: Level = "M") -> SafeString:
    """Return the QR code of ``payload`` as SVG, read out as ``label``."""
    return mark_safe(qr_svg(str(payload), level=level, label=str(label)))  # noqa: S308
