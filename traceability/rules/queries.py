"""Reading what the rules say of a lot: what is missing, what was found, which papers held."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from marketplace.kernel.clock import now
from traceability.epcis.models import Event
from traceability.identifiers import live
from traceability.lots.models import Lot
from traceability.lots.steps import step_of
from traceability.models import IdentifierScheme, Party
from traceability.rules.core.completeness import LotFacts, Requirement, missing
from traceability.rules.core.gdst import EventGap, fsma_gaps, gdst_gaps
from traceability.rules.core.view import View
from traceability.rules.models import (
    Certificate,
    CertificateState,
    Finding,
    FindingState,
    GoodsFacts,
)
from traceability.rules.words import finding_sentence, gap_sentence

_PARTY_CODES = (
    IdentifierScheme.GLN,
    IdentifierScheme.TAX_CODE,
    IdentifierScheme.FACILITY,
    IdentifierScheme.FARM,
    IdentifierScheme.GROWING_AREA,
    IdentifierScheme.LOCATION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the law or a buyer wants told and nobody wrote down.

    Args:
        rule: stable code, ``decree.gtin``.
        article: where it stands.
        sentence: what is missing, for people.
        fix_url: the form that fills it.
        is_blocking: without it the lot's passport is not complete; others are asked "if any".
    """

    rule: str
    article: str
    sentence: str
    fix_url: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that held when a lot was made; ``is_over`` when it does not hold today."""

    certificate: Certificate
    is_over: bool


def gaps(lot: Lot) -> list[Gap]:
    """Return what is missing in the story of ``lot``, article by article. Nothing: complete."""
    views = lot_views(lot)
    found = [_gap(lot, one) for one in missing(lot_facts(lot))]
    return found + [_event_gap(lot, one) for one in (*gdst_gaps(views), *fsma_gaps(views))]


def findings(lot: Lot) -> QuerySet[Finding]:
    """Return what was found about the events of ``lot``, the grave and the new first."""
    found = Finding.objects.filter(event__lots=lot, event__declared_wrong_at=None)
    return found.select_related("event", "place", "party")


def open_findings(lot: Lot) -> list[tuple[Finding, str]]:
    """Return the findings that nobody closed, each with its sentence."""
    rows = findings(lot).exclude(state=FindingState.CLOSED)
    return [(row, finding_sentence(row)) for row in rows]


def lot_views(lot: Lot) -> list[View]:
    """Return the events of a lot as the rules read them, oldest first."""
    rows = Event.objects.filter(lots=lot, declared_wrong_at=None).order_by("event_time", "pk")
    return [View(row.body) for row in rows]


def lot_facts(lot: Lot) -> LotFacts:
    """Return what is known of a lot, as the law asks for it."""
    item, party = lot.item, lot.item.party
    facts = GoodsFacts.objects.filter(item=item).first()
    code = next((row for one in _PARTY_CODES if (row := live(party, one, made_on(lot)))), None)
    return LotFacts(
        name=item.name_in("vi"),
        picture=item.picture,
        gtin=item.gtin14 or "",
        producer=party.name,
        address=party.address,
        identifier=str(code or party.gln or ""),
        origin=party.place_name or party.address,
        steps=frozenset(steps_told(lot)),
        produced_on=lot.packed_on or lot.harvested_on,
        best_before=lot.best_before,
        certificates=len(certificates_of(lot)),
        has_warning=facts is not None and bool(facts.warning or facts.needs_no_warning),
        has_code=bool(lot.code),
    )


def steps_told(lot: Lot) -> list[str]:
    """Return the codes of the steps that the diary of a lot has."""
    rows = Event.objects.filter(lots=lot, declared_wrong_at=None)
    return [step.code for row in rows if (step := step_of(row)) is not None]


def made_on(lot: Lot) -> date:
    """Return the day that papers of a lot are judged by: packing, else harvest, else opening."""
    return lot.packed_on or lot.harvested_on or timezone.localdate(lot.created_at)


def certificates_of(lot: Lot) -> list[Held]:
    """Return the confirmed certificates of the party that held when ``lot`` was made."""
    day, today = made_on(lot), timezone.localdate(now())
    rows = certificates_on(lot.item.party, day)
    return [Held(one, is_over=not _holds(one, today)) for one in rows]


def certificates_on(party: Party, day: date) -> QuerySet[Certificate]:
    """Return the confirmed certificates of ``party`` that held on ``day``.

    One that its issuer withdrew held until the day before.
    """
    confirmed = Q(state=CertificateState.CONFIRMED)
    later = Q(state=CertificateState.WITHDRAWN, withdrawn_on__gt=day)
    rows = Certificate.objects.filter(confirmed | later, party=party)
    return rows.filter(valid_from__lte=day, valid_to__gte=day).select_related("place")


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate in a list, and whether it holds today."""

    certificate: Certificate
    is_live: bool
    is_over: bool


def certificate_rows(rows: QuerySet[Certificate]) -> list[CertificateRow]:
    """Return certificates for a list: those in force first."""
    today = timezone.localdate(now())
    found = [
        CertificateRow(row, _holds(row, today), is_over=row.valid_to < today)
        for row in rows.select_related("party", "place")
    ]
    return sorted(found, key=lambda row: (not row.is_live, row.is_over))


def _holds(certificate: Certificate, day: date) -> bool:
    is_live = certificate.valid_from <= day <= certificate.valid_to
    return is_live and certificate.state == CertificateState.CONFIRMED


_PARTY_RULES = ("circular.producer", "circular.address", "decree.identifier", "decree.origin")


def _gap(lot: Lot, requirement: Requirement) -> Gap:
    return Gap(
        rule=requirement.rule,
        article=requirement.article,
        sentence=gap_sentence(requirement.rule),
        fix_url=_fix_url(lot, requirement.rule),
        is_blocking=requirement.is_blocking,
    )


def _event_gap(lot: Lot, gap: EventGap) -> Gap:
    return Gap(
        rule=f"{gap.standard}.{gap.field}",
        article=gap.article,
        sentence=gap_sentence(gap.standard, gap),
        fix_url=_diary_url(lot),
        is_blocking=False,
    )


def _fix_url(lot: Lot, rule: str) -> str:
    if rule in _PARTY_RULES:
        return reverse("own_places:party", args=[lot.item.party_id])
    if rule == "decree.certificate":
        return reverse("origin_rules:certificate_new")
    if rule in {"decree.grown", "circular.time"}:
        return _form_url(lot, "harvest")
    if rule == "decree.packed":
        return _diary_url(lot)
    return reverse("origin_rules:goods", args=[lot.link_code])


def _form_url(lot: Lot, step: str) -> str:
    """Return the diary's form of a step, opened for this lot."""
    asked = {"ben": lot.item.party_id, "viec": step, "lo": lot.link_code}
    return f"{reverse('origin_journal:log')}?{urlencode(asked)}"


def _diary_url(lot: Lot) -> str:
    """Return the diary of the lot: an entry is declared wrong there and written again, whole."""
    asked = {"ben": lot.item.party_id, "lo": lot.link_code}
    return f"{reverse('origin_journal:diary')}?{urlencode(asked)}"
