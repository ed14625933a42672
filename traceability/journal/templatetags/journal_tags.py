"""``{% load journal_tags %}``: how a field of an entry is shown."""

from django import forms, template

register = template.Library()


@register.filter
def shape(bound: forms.BoundField) -> str:
    """Return ``chips`` for a few choices, ``ticks`` for any number of them, else ``control``."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "ticks"
    return "chips" if isinstance(widget, forms.RadioSelect) else "control"
