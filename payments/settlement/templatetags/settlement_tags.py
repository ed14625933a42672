"""``{{ rule.category|called:categories }}``: a category by its name."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def called(code: str, names: Mapping[str, str]) -> str:
    """Return the name behind a code; the code itself once nobody knows it any more."""
    return str(names.get(code, code))
