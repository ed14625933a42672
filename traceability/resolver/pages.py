"""Put a scan page together from what was prepared and what the serial's row says."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape as html_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.base.words import formats
from marketplace.kernel.clock import now
from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.lots.core.codes import SERIAL_LENGTH, has_forbidden_letters
from traceability.lots.models import TradeItem
from traceability.lots.phones import dialled, shown
from traceability.resolver import look
from traceability.resolver.core.gapped import Gapped
from traceability.resolver.core.pin import LENGTH
from traceability.resolver.core.target import Target
from traceability.resolver.core.verdict import Verdict, verdict
from traceability.resolver.models import Judgement
from traceability.resolver.pin_actions import PinAnswer
from traceability.resolver.pin_form import pin_form, pin_path
from traceability.resolver.queries import Found, ScannedSerial, scans_by_day, shown_lots, suggestion
from traceability.resolver.snapshots import Prepared

ICONS_HERE = "<!--icons-->"
GAPS = tuple(f"~~{name}~~" for name in "ncrtsp")
NUMBER, CODE, REASON, TIMES, SCANS, PIN = GAPS
"""Gaps that a kept page leaves: no escaping touches them, and no text of ours holds them."""

_COUNTED = frozenset(
    {Verdict.PROVED, Verdict.SIGNED, Verdict.DECLARED, Verdict.KNOWN, Verdict.EXPIRED}
)
_COMPARED = frozenset({Verdict.UNUSUAL, Verdict.COPIED})
"""Pages with a chart of scans: they differ from pack to pack and are not kept."""

_KEPT_SECONDS = 60
"""What other modules put into the slots of a page (a shop's "buy again") is at most so old."""

_MOST_KEPT = 512
"""Pages kept in a process, about 15 kB each."""

_CHART_WIDTH, _CHART_BASE, _CHART_HEIGHT = 320, 92, 72


class _Kept:
    """The pages rendered last, by what they depend on."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[object, ...], Gapped] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...]) -> Gapped | None:
        """Return the page and count it as used just now."""
        with self._lock:
            if key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, key: tuple[object, ...], page: Gapped) -> None:
        """Keep a page; the one unused for longest makes room."""
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > _MOST_KEPT:
                self._pages.popitem(last=False)


_kept = _Kept()


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the scan chart, in the chart's own units."""

    x: int
    y: int
    height: int
    is_high: bool


def verdict_of(found: Found) -> Verdict:
    """Return the first thing to say about what was found."""
    serial = found.serial
    facts = found.page.about_serial(
        serial.status if serial else "",
        is_unusual=bool(serial and serial.unusual_since),
        is_copied=bool(serial and serial.judgement == Judgement.COPIED),
    )
    return verdict(facts, timezone.localdate(now()))


@dataclass(frozen=True, slots=True)
class FilledPage:
    """A page and what stands in its gaps."""

    page: Gapped
    values: Mapping[str, str]

    def text(self) -> str:
        """Return it as HTML."""
        return self.page.filled(self.values)

    def gzipped(self) -> bytes:
        """Return it as a gzip file, most of which was compressed before."""
        return self.page.gzipped(self.values)


def found_page(found: Found, language: str) -> FilledPage:
    """Return the page of a code that is known, for whichever verdict.

    Packs of a lot differ in a few words, so the page is rendered once for each version of the lot
    and kept in the process with gaps. The version is read with every scan: a cache, never a truth.
    """
    said = verdict_of(found)
    if said in _COMPARED and found.serial:
        context = _lot_context(found, said) | _chart(found.serial)
        context |= {"is_copied": said == Verdict.COPIED, "has_scans": found.serial.scan_count > 0}
        fresh = Gapped(page("origin/unusual.html", context, language), GAPS)
        return FilledPage(fresh, _fillings(found))
    minute = int(now().timestamp()) // _KEPT_SECONDS
    lot, source = found.page, look.scan_style().source
    key = (lot.lot_id, lot.version, language, said, found.serial is None, source, minute)
    kept = _kept.get(key)
    if kept is None:
        html = page(f"origin/{said}.html", _lot_context(found, said), language)
        kept = Gapped(html, GAPS)
        _kept.put(key, kept)
    return FilledPage(kept, _fillings(found))


def unknown_page(
    target: Target, language: str, *, item: TradeItem | None = None, is_blocked: bool = False
) -> str:
    """Return the page of a code that was never issued."""
    typed = target.shown
    meant = "" if is_blocked else suggestion(typed)
    context = {
        "typed": typed,
        "suggestion": meant,
        "suggestion_url": f"/q/{meant}?l={language}",
        "has_forbidden": has_forbidden_letters(typed) and len(typed) == SERIAL_LENGTH,
        "code_length": SERIAL_LENGTH,
        "is_blocked": is_blocked,
        "known_item": {"party": item.party.name} if item else None,
        "report_url": report_path(typed, language),
    }
    return page("origin/unknown.html", context | _phone(), language)


def item_page(item: TradeItem, language: str) -> str:
    """Return the page of a product whose code names no lot."""
    lots = [
        {
            "code": lot.code,
            "url": f"/01/{item.gtin14}/10/{escape(lot.code, in_query=False)}?l={language}",
            "packed_on": lot.packed_on,
            "is_recalled": lot.state == "recalled",
        }
        for lot in shown_lots(item)
    ]
    phone = item.party.published_contact or conf.phone()
    told = {
        "name": item.name_in(language),
        "pack": item.pack_in(language),
        "party": item.party.name,
        "gtin": item.gtin14,
        "art": look.art(item.picture),
        "lots": lots,
        "phone": dialled(phone),
        "phone_shown": shown(phone),
    }
    return page("origin/item.html", {"item": told}, language)


def report_page(
    code: str,
    language: str,
    *,
    values: Mapping[str, str] | None = None,
    error: str = "",
    is_sent: bool = False,
) -> str:
    """Return the form for a suspicious pack, with what was typed, or the thanks for it."""
    context = {
        "typed": code,
        "values": values or {},
        "error": error,
        "is_sent": is_sent,
        "report_url": report_path(code, language),
        "back_url": f"/q/{escape(code, in_query=False)}?l={language}",
    }
    return page("origin/report.html", context | _phone(), language)


def pin_page(code: str, language: str, answer: PinAnswer | None) -> str:
    """Return what came of a typed PIN; without an answer, too many were typed on this device."""
    day = answer.opened_on if answer else None
    context: dict[str, object] = {
        "result": answer.result if answer else "waiting",
        "opened_on": formats.date(day) if day else "",
        "left": answer.left if answer else 0,
        "pin_url": pin_path(code),
        "length": LENGTH,
        "back_url": f"/q/{escape(code, in_query=False)}?l={language}",
        "report_url": report_path(code, language),
    }
    return page("origin/pin.html", context | _phone(), language)


def page(template: str, context: Mapping[str, object], language: str) -> str:
    """Return a whole page: style and used icons are written into it."""
    html = render_to_string(
        template,
        {
            **context,
            "language": language,
            "languages": _languages(),
            "style": mark_safe(look.scan_style().css),  # noqa: S308 -- our own style sheet
            "icons_here": mark_safe(ICONS_HERE),  # noqa: S308 -- a constant
        },
    )
    used = look.symbols(html)
    holder = f'<svg width="0" height="0" aria-hidden="true">{used}</svg>' if used else ""
    return html.replace(ICONS_HERE, holder, 1)


def report_path(code: str, language: str) -> str:
    """Return the address of the report form for ``code``."""
    return f"/q/{escape(code or '-', in_query=False)}/bao/?l={language}"


def _lot_context(found: Found, said: Verdict) -> dict[str, object]:
    """Return what a page says of a lot, with gaps for what differs from pack to pack."""
    facts = found.page.facts
    return {
        "facts": facts,
        "parts": found.page.parts(),
        "lot_id": found.page.lot_id,
        "serial": {"shown_number": NUMBER, "void_reason": REASON} if found.serial else None,
        "times": TIMES if said in _COUNTED else "",
        "scans": SCANS,
        "pin": mark_safe(PIN),  # noqa: S308 -- a constant
        "dates": _dates(facts, has_serial=found.serial is not None),
        "best_before": _day(facts["best_before"]),
        "packed_on": _day(facts["packed_on"]),
        "recalled_on": _day(facts["recalled_on"]),
        "recall_ended_on": _day(facts["recall_ended_on"]),
        "logged_on": _day(facts.get("logged_on")),
        "next_at": _next_time(str(facts.get("next_at", ""))),
        "lot_url": _lot_path(found.page),
        "report_url": report_path(CODE, _active()),
    }


def _fillings(found: Found) -> dict[str, str]:
    """Return what is true of this pack only, by the gap it belongs in."""
    serial = found.serial
    gaps = dict.fromkeys(GAPS, "")
    gaps[CODE] = escape(serial.code if serial else str(found.page.facts["link"]), in_query=False)
    if serial:
        gaps[NUMBER] = f"{serial.number:04}"
        gaps[REASON] = html_escape(serial.void_reason)
        gaps[SCANS] = formats.number(serial.scan_count)
        gaps[TIMES] = _times(serial)
    gaps[PIN] = pin_form(serial)
    return gaps


def _times(serial: ScannedSerial) -> str:
    """Return how often the pack was opened, in words."""
    sold = f" {_sold(serial.sold_on)}" if serial.sold_on else ""
    if not serial.scan_count or serial.first_scanned_on is None:
        return _("This is the first time this code is opened.") + sold
    words = ngettext(
        "Opened on %(times)s phone so far, first on %(day)s.",
        "Opened on %(times)s phones so far, first on %(day)s.",
        serial.scan_count,
    ) % {"times": formats.number(serial.scan_count), "day": formats.date(serial.first_scanned_on)}
    return f"{words} {_('A pack you just opened should have few.')}{sold}"


def _sold(day: date) -> str:
    """Return that a pack was sold, neutrally: most often it is the buyer who scans."""
    return _("Sold on %(day)s. In a shop it should not be on the shelf any more.") % {
        "day": formats.date(day)
    }


def _dates(facts: Mapping[str, str | int | bool], *, has_serial: bool) -> list[tuple[str, str]]:
    number = f"{NUMBER} / {formats.number(int(facts['quantity']))}" if has_serial else ""
    rows = [
        (_("Harvest day"), _day(facts["harvested_on"])),
        (_("Packing day"), _day(facts["packed_on"])),
        (_("Pack number"), number),
        (_("Best before"), _day(facts["best_before"])),
    ]
    return [(label, value) for label, value in rows if value]


def _chart(serial: ScannedSerial) -> dict[str, object]:
    days = scans_by_day(serial.pk, conf.unusual_days())
    most = max(count for _day_of, count in days) or 1
    step = _CHART_WIDTH // len(days)
    heights = [max(round(count * _CHART_HEIGHT / most), 2) for _day_of, count in days]
    bars = [
        Bar(at * step, _CHART_BASE - height, height, is_high=count * 2 > most)
        for at, (height, (_day_of, count)) in enumerate(zip(heights, days, strict=True))
    ]
    first, last = formats.date(days[0][0]), formats.date(days[-1][0])
    words = {"first": first, "last": last, "most": most}
    label = _("Phones per day from %(first)s to %(last)s, at most %(most)s.") % words
    chart = {"bars": bars, "width": step - 4, "days": len(days), "label": label, **words}
    return {"chart": chart, "limit": conf.unusual_scans()}


def _lot_path(page: Prepared) -> str:
    facts = page.facts
    if not facts["gtin"]:
        return f"/q/{facts['link']}?l={_active()}"
    return f"/01/{facts['gtin']}/10/{escape(str(facts['code']), in_query=False)}?l={_active()}"


def _next_time(text: str) -> str:
    """Return when the log is written next, as a time of day; empty when that is over."""
    at = datetime.fromisoformat(text) if text else None
    return formats.time(at) if at and at > now() else ""


def _day(text: object) -> str:
    return formats.date(date.fromisoformat(str(text))) if text else ""


def _languages() -> list[tuple[str, str]]:
    short = {"vi": "Việt", "km": "ខ្មែរ", "en": "EN"}
    return [(code, short[code]) for code in conf.languages()]


def _active() -> str:
    return get_language() or "vi"


def _phone() -> dict[str, str]:
    phone = conf.phone()
    return {"phone": dialled(phone), "phone_shown": shown(phone)}
