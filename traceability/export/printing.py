"""The passport of a lot on paper, in one language."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketplace.base.words import formats
from traceability.epcis.core import fields
from traceability.epcis.models import Event
from traceability.export.core.passport_page import PassportPage, Section, passport_pdf
from traceability.export.law import LegalField, article_words, legal_fields, legal_gaps
from traceability.export.story import events_of_story
from traceability.log.queries import ProofState, proof_state
from traceability.lots.flow import flow_of
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot, LotState
from traceability.lots.queries import LotSummary, lot_summary
from traceability.rules.core.completeness import CIRCULAR, DECREE
from traceability.rules.queries import Gap, Held, certificates_of

_NONE = "–"


def printed_passport(lot: Lot, *, made_at: datetime, language: str) -> bytes:
    """Return the passport as PDF.

    Raises:
        PressError: the typesetter failed.
    """
    with translation.override(language):
        return passport_pdf(_page(lot, made_at, language))


def _page(lot: Lot, made_at: datetime, language: str) -> PassportPage:
    events = events_of_story(lot)
    state = proof_state(event.pk for event in events)
    gaps = legal_gaps(lot)
    certificates = certificates_of(lot)
    summary = lot_summary(lot, language)
    fields_told = legal_fields(lot, certificates, language)
    tone, verdict = _verdict(lot, gaps, state)
    return PassportPage(
        title=_("Passport of lot %(lot)s") % {"lot": lot.code},
        name=summary.name,
        facts=_facts(lot, summary),
        verdict=verdict,
        tone=tone,
        uri=lot_url(lot),
        uri_words=_("Scan: the lot as it stands today"),
        sections=[
            _law(fields_told, gaps, CIRCULAR),
            _law(fields_told, gaps, DECREE),
            _making(lot),
            _diary(summary),
            _tests(events),
            _papers(certificates),
            _proof(state),
        ],
        footer=_("Made on %(day)s from the lot's records. The page in the code is newer.")
        % {"day": formats.date(made_at)},
        language=language,
        made_at=made_at,
    )


def _facts(lot: Lot, summary: LotSummary) -> list[str]:
    days = [
        _("packed on %(day)s") % {"day": f"{lot.packed_on:%d/%m/%Y}"} if lot.packed_on else "",
        _("best before %(day)s") % {"day": f"{lot.best_before:%d/%m/%Y}"}
        if lot.best_before
        else "",
    ]
    packs = _("%(count)s packs") % {"count": formats.number(lot.quantity)}
    return [
        f"{summary.party} · {summary.place}" if summary.place else summary.party,
        " · ".join(
            part for part in (_("Lot %(lot)s") % {"lot": lot.code}, summary.pack, packs) if part
        ),
        " · ".join(day for day in days if day) or _NONE,
    ]


def _verdict(lot: Lot, gaps: Sequence[Gap], state: ProofState) -> tuple[str, str]:
    if lot.state == LotState.RECALLED:
        return "bad", _("This lot is recalled.")
    blocking = sum(gap.is_blocking for gap in gaps)
    if blocking:
        return "warn", _(
            "%(count)s things that the law asks for are missing; they are marked below."
        ) % {"count": blocking}
    if not state.is_complete:
        return "warn", _("Complete; not all of it stands in the public log yet.")
    return "ok", _("Complete, signed and in the public log.")


def _law(rows: Sequence[LegalField], gaps: Sequence[Gap], article: str) -> Section:
    """Return what one article asks for: each field with its value, or that it is missing."""
    lacking = {gap.rule for gap in gaps}
    cells = [
        (row.words, row.value or (_("MISSING") if row.rule in lacking else _NONE))
        for row in rows
        if row.article == article
    ]
    own = {row.rule.partition(".")[0] for row in rows if row.article == article}
    note = " ".join(gap.sentence for gap in gaps if gap.rule.partition(".")[0] in own)
    return Section(title=article_words(article), rows=cells, note=note, widths=(2, 5))


def _making(lot: Lot) -> Section:
    flow = flow_of(lot)
    head = (_("Step"), _("Went in"), _("Came out"), _("Where"))
    if flow is None:
        return Section(title=_("From field to pack"), note=_("Nothing is written down yet."))
    rows = [
        (row.step, row.went_in or _NONE, row.came_out or _NONE, row.place or _NONE)
        for row in flow.rows
    ]
    note = _("It balances.") if flow.balance.is_even else ""
    return Section(
        title=_("From field to pack"), head=head, rows=rows, note=note, widths=(4, 4, 4, 3)
    )


def _diary(summary: LotSummary) -> Section:
    rows = [(row.title, row.facts) for row in reversed(summary.timeline)]
    note = "" if rows else _("Nothing is written down yet.")
    return Section(
        title=_("Diary"), head=(_("Step"), _("When, how much, where")), rows=rows, note=note
    )


def _tests(events: Sequence[Event]) -> Section:
    rows = [_test_row(event) for event in events if fields.PARAMETER in event.body]
    head = (_("Day"), _("Laboratory"), _("What was tested"), _("Result"), _("Limit"))
    note = "" if rows else _("No test with figures is written down.")
    return Section(title=_("Tests"), head=head, rows=rows, note=note, widths=(2, 4, 4, 3, 2))


def _test_row(event: Event) -> tuple[str, ...]:
    body = event.body
    unit = str(body.get(fields.RESULT_UNIT, ""))
    result = f"{body.get(fields.RESULT, _NONE)} {unit}".strip()
    if event.disposition == "non_conformant":
        result = f"{result} – {_('failed')}"
    return (
        formats.date(event.event_time),
        str(body.get(fields.LAB, _NONE)),
        str(body[fields.PARAMETER]),
        result,
        str(body.get(fields.LIMIT, _NONE)),
    )


def _papers(certificates: Sequence[Held]) -> Section:
    rows = []
    for held in certificates:
        paper = held.certificate
        days = f"{paper.valid_from:%d/%m/%Y} – {paper.valid_to:%d/%m/%Y}"
        if held.is_over:
            days = _("%(days)s; over now, in force when made") % {"days": days}
        rows.append((str(paper.get_scheme_display()), paper.number, paper.issuer, days))
    head = (_("Certificate"), _("Number"), _("Issued by"), _("In force"))
    note = "" if rows else _("No certificate held when the lot was made.")
    title = _("Certificates in force when the lot was made")
    return Section(title=title, head=head, rows=rows, note=note, widths=(3, 3, 4, 4))


def _proof(state: ProofState) -> Section:
    signer = {
        "party": _("the maker's own key"),
        "operator": _("the platform's key: written by the platform"),
        "mixed": _("the maker's key and the platform's"),
    }
    logged_at = timezone.localtime(state.logged_at) if state.logged_at else None
    rows = [
        (_("Records"), formats.number(state.total)),
        (_("Signed"), formats.number(state.signed)),
        (_("In the public log"), formats.number(state.logged)),
        (_("Signed with"), signer.get(state.signer, _NONE)),
        (
            _("Last number in the log"),
            str(state.last_index) if state.last_index is not None else _NONE,
        ),
        (_("In the log since"), formats.date(logged_at) if logged_at else _NONE),
    ]
    note = _(
        "The log proves when something was written and that nobody changed it since. "
        "Whether it is true it cannot prove."
    )
    return Section(title=_("Proof"), rows=rows, note=note, widths=(2, 3))
