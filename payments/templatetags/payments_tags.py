"""``{% charge_panel charge %}``: one charge, live, in any page."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from payments import conf
from payments.models import Charge
from payments.panel import PanelContext, local_path, panel_context
from payments.protocol import Provider
from payments.ways import for_a_phone

register = template.Library()

WAY_ICONS = {"vietqr_transfer": "qr", "stripe_checkout": "ticket", "cod": "cash"}
HOUR = timedelta(hours=1)


@register.inclusion_tag("payments/_live.html")
def charge_panel(charge: Charge, *, back: str = "", done: str = "") -> PanelContext:
    """Return the live panel of ``charge``.

    Args:
        charge: with its payee selected.
        back: path that forms return to; the charge's own page by default.
        done: path the buyer goes on to once it is paid; the page goes there by itself.
    """
    return panel_context(charge, back=local_path(back), done=local_path(done))


@register.inclusion_tag("payments/_ways.html")
def ways_to_choose(ways: Sequence[Provider], chosen: str = "") -> Mapping[str, object]:
    """Show ways to pay as radio buttons named ``provider``.

    Args:
        ways: that fit; their order is ours.
        chosen: code of the one that is checked, none when empty.
    """
    return {**for_a_phone(ways, chosen=chosen)._asdict(), "chosen": chosen}


@register.inclusion_tag("parts/choice.html")
def way_choice(way: Provider, chosen: str) -> Mapping[str, object]:
    """Show one way to pay."""
    return {
        "kind": "radio",
        "field": "provider",
        "value": way.code,
        "title": way.label,
        "small": way.summary,
        "checked": way.code == chosen,
        "required": True,
        "icon": WAY_ICONS.get(way.code, "wallet"),
    }


@register.simple_tag
def undo_hours() -> int:
    """Return how many hours a match or a confirmation by hand can be undone."""
    return conf.undo_within() // HOUR


@register.simple_tag
def short_hours() -> int:
    """Return after how many hours a payment in part is shown to staff."""
    return conf.short_after() // HOUR


@register.simple_tag
def two_people_from() -> int:
    """Return the amount in đồng from which two people must agree."""
    return conf.two_people_from()


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
