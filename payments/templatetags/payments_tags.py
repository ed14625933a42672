"""``{% charge_panel charge %}``: one charge, live, in any page."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

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


@register.filter
def duration(value: float | timedelta | None) -> str:
    """Return seconds or a stretch of time in its largest fitting unit; a dash for None."""
    if value is None:
        return "–"
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    units = ((172_800, 86_400, _("%(count)s d")), (5_400, 3_600, _("%(count)s h")))
    for least, size, text in (*units, (90, 60, _("%(count)s min"))):
        if seconds >= least:
            return text % {"count": seconds // size}
    return _("%(count)s s") % {"count": seconds}
