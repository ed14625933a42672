"""The queue of packs that staff look into."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.base.words import formats
from traceability.lots.models import Serial
from traceability.resolver.core.suspicion import Rule
from traceability.resolver.models import Finding, Judgement
from traceability.resolver.watching import limits_now

WORDS = {
    Rule.MANY_DEVICES: gettext_lazy("opened on too many phones"),
    Rule.TOO_FAR: gettext_lazy("opened in two provinces too far apart for the time"),
    Rule.TOO_EARLY: gettext_lazy("opened before it was on sale"),
    Rule.OUTSIDE_MARKET: gettext_lazy("opened outside where it is meant to be sold"),
    Rule.AFTER_SALE: gettext_lazy("opened on many phones after it was sold"),
    Rule.AFTER_END: gettext_lazy("opened after its label was thrown away"),
}
_MOST = 20


def packs_to_judge() -> QuerySet[Serial]:
    """Return packs that are marked, close to it, or judged to be copied."""
    close = Q(mark__judgement=Judgement.NONE, mark__score__gte=limits_now().lower_below)
    copied = Q(mark__judgement=Judgement.COPIED)
    return Serial.objects.filter(Q(unusual_since__isnull=False) | close | copied)


def findings_words(serial: Serial) -> str:
    """Return what the rules said about a pack, newest first, in words."""
    rows = Finding.objects.filter(serial=serial.pk)[:_MOST] if serial.pk else []
    return "; ".join(_finding(row) for row in rows)


def _finding(row: Finding) -> str:
    facts = ", ".join(f"{key} {value}" for key, value in row.facts.items())
    return _("%(day)s: %(what)s, %(points)s points (%(facts)s)") % {
        "day": formats.date(row.day),
        "what": WORDS[Rule(row.rule)],
        "points": row.points,
        "facts": facts,
    }
