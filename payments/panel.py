"""One charge as a fragment: in its own page, in the shop's pay page, and when htmx asks again."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from payments.models import Charge
from payments.protocol import Provider
from payments.queries import ChargeView, Phase, charge_view, offered_providers

POLL_SECONDS = 3
SLOW_POLL_SECONDS = 30

PanelContext = dict[str, object]


def local_path(text: str | None) -> str:
    """Return ``text`` when it is a path of this site, else nothing: links must not lead away."""
    is_local = text is not None and text.startswith("/") and not text.startswith("//")
    return text if text and is_local and url_has_allowed_host_and_scheme(text, None) else ""


def panel_context(charge: Charge, *, back: str = "", done: str = "") -> PanelContext:
    """Return what ``payments/_live.html`` needs.

    Args:
        charge: with its payee.
        back: where a form returns to; the charge's own page by default.
        done: where the buyer goes on once it is paid.
    """
    view = charge_view(charge)
    return {
        "view": view,
        "charge": charge,
        "back": back,
        "done": done,
        "poll_url": _poll_url(charge, view, back, done),
        "poll_seconds": _poll_seconds(view),
        "ways": _ways(charge) if view.phase in NEEDS_WAYS else [],
    }


NEEDS_WAYS = frozenset({Phase.CHOOSE, Phase.NO_ANSWER})


def _ways(charge: Charge) -> list[Provider]:
    return [way for _code, way in offered_providers(charge)]


def _poll_seconds(view: ChargeView) -> int:
    if view.is_live:
        return POLL_SECONDS
    return SLOW_POLL_SECONDS if view.phase is Phase.EXPIRED else 0


def _poll_url(charge: Charge, view: ChargeView, back: str, done: str) -> str:
    query = {"seen": view.seen, "back": back, "done": done}
    filled = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('payments:charge', args=[charge.public_id])}?{filled}"
