"""The little form under a pack's page that asks for its scratch PIN."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from marketplace.base.words import formats
from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.lots.models import SerialStatus
from traceability.resolver.core.pin import LENGTH
from traceability.resolver.queries import ScannedSerial


def pin_form(serial: ScannedSerial | None) -> str:
    """Return the form, or since when the PIN is open; empty for packs without one."""
    if serial is None or not serial.with_pin or serial.status != SerialStatus.ACTIVE:
        return ""
    if not conf.pin_secret():
        return ""
    opened = formats.date(serial.pin_opened_on) if serial.pin_opened_on else ""
    context = {"url": pin_path(serial.code), "opened_on": opened, "length": LENGTH}
    return "".join(render_to_string("origin/_pin.html", context).splitlines())


def pin_path(code: str) -> str:
    """Return the address that takes a PIN."""
    return f"/q/{escape(code, in_query=False)}/pin/?l={get_language() or 'vi'}"
