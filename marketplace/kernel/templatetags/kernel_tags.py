"""``{% slot "name" key=value %}``: the place a page leaves for modules."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from marketplace.kernel.slots import render_slot

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, **values: object) -> SafeString:
    """Return the fragments that active modules put into the slot ``name``."""
    return render_slot(name, {"request": context.get("request"), **values})
