"""``{% charge_panel charge %}``: one charge, live, in any page."""

from django import template

from payments.models import Charge
from payments.panel import PanelContext, local_path, panel_context

register = template.Library()


@register.inclusion_tag("payments/_live.html")
def charge_panel(charge: Charge, *, back: str = "", done: str = "") -> PanelContext:
    """Return the live panel of ``charge``.

    Args:
        charge: with its payee selected.
        back: path that forms return to; the charge's own page by default.
        done: path the buyer goes on to once it is paid; the page goes there by itself.
    """
    return panel_context(charge, back=local_path(back), done=local_path(done))
