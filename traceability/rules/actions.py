"""What people do about rules: hand in papers, confirm them, explain and close findings."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from marketplace.base.accounts.models import User
from marketplace.base.media.actions import store_upload
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.lots.hooks import lot_changed
from traceability.lots.models import Lot, TradeItem
from traceability.models import Party, Place
from traceability.rules.errors import (
    CertificateJudgedError,
    CertificateTakenError,
    ExplanationMissingError,
    FindingClosedError,
)
from traceability.rules.models import (
    Certificate,
    CertificateState,
    Finding,
    FindingState,
    GoodsFacts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDraft:
    """A certificate as its paper says."""

    scheme: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date
    stars: int | None = None
    scope: str = ""
    place: Place | None = None
    check_url: str = ""


@transaction.atomic
def add_certificate(
    *,
    party: Party,
    draft: CertificateDraft,
    paper: UploadedFile[bytes] | None = None,
    acting_user: User | None = None,
) -> Certificate:
    """Write down a certificate, to be confirmed by staff, and return it.

    Raises:
        CertificateTakenError: it is there already.
        ValidationError: days out of order, stars where there are none, a text too long.
        UploadError: the photo of the paper is too large or damaged.
    """
    if party.certificates.filter(scheme=draft.scheme, number=draft.number).exists():
        raise CertificateTakenError(number=draft.number)
    row = Certificate(
        party=party,
        place=draft.place,
        scheme=draft.scheme,
        number=draft.number,
        issuer=draft.issuer,
        scope=draft.scope,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        stars=draft.stars,
        check_url=draft.check_url,
    )
    row.full_clean()
    if paper is not None:
        paper.seek(0)
        row.sha256 = hashlib.sha256(paper.read()).hexdigest()
        row.document = store_upload(file=paper, owner=acting_user)
    row.save()
    record(
        "origin_certificate.added",
        acting_user=acting_user,
        subject=row,
        scheme=row.scheme,
        number=row.number,
        sha256=row.sha256,
    )
    return row


@transaction.atomic
def judge_certificate(
    *,
    certificate: Certificate,
    state: str,
    reason: str = "",
    acting_user: AbstractBaseUser | None = None,
) -> Certificate:
    """Confirm or refuse a certificate, or note that its issuer withdrew it, and return it.

    Raises:
        ExplanationMissingError: it is refused or withdrawn without a reason.
        CertificateJudgedError: it was withdrawn before, or is judged the same again.
    """
    (certificate,) = lock_rows(Certificate.objects.filter(pk=certificate.pk))
    if state != CertificateState.CONFIRMED and not reason.strip():
        raise ExplanationMissingError
    if certificate.state in {state, CertificateState.WITHDRAWN}:
        raise CertificateJudgedError(number=certificate.number)
    certificate.state, certificate.state_reason = state, reason.strip()
    if state == CertificateState.WITHDRAWN:
        certificate.withdrawn_on = now().date()
    certificate.save(update_fields=["state", "state_reason", "withdrawn_on"])
    record(
        "origin_certificate.judged",
        acting_user=acting_user,
        subject=certificate,
        state=state,
        reason=certificate.state_reason,
    )
    _tell_pages(Lot.objects.filter(item__party=certificate.party_id))
    return certificate


@transaction.atomic
def explain_finding(
    *, finding: Finding, reason: str, acting_user: AbstractBaseUser | None = None
) -> Finding:
    """Keep the party's explanation of a finding and return it; a later one replaces it.

    Raises:
        ExplanationMissingError: there are no words.
        FindingClosedError: it is closed.
    """
    finding = _open(finding, reason)
    finding.state, finding.reason = FindingState.EXPLAINED, reason.strip()
    finding.explained_by_id = acting_user.pk if acting_user else None
    finding.explained_at = now()
    finding.save(update_fields=["state", "reason", "explained_by", "explained_at"])
    record("finding.explained", acting_user=acting_user, subject=finding, reason=finding.reason)
    return finding


@transaction.atomic
def close_finding(
    *, finding: Finding, answer: str, acting_user: AbstractBaseUser | None = None
) -> Finding:
    """Close a finding with what was found out, and return it.

    Raises:
        ExplanationMissingError: there are no words.
        FindingClosedError: it is closed.
    """
    finding = _open(finding, answer)
    finding.state, finding.answer = FindingState.CLOSED, answer.strip()
    finding.closed_by_id = acting_user.pk if acting_user else None
    finding.closed_at = now()
    finding.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    record("finding.closed", acting_user=acting_user, subject=finding, answer=finding.answer)
    return finding


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDraft:
    """What is told of goods besides their name; empty leaves a GTIN and a picture as they are."""

    gtin14: str = ""
    picture: str = ""
    warning: str = ""
    needs_no_warning: bool = False


@transaction.atomic
def tell_goods(
    *, item: TradeItem, draft: GoodsDraft, acting_user: AbstractBaseUser | None = None
) -> GoodsFacts:
    """Write down what the law wants told of goods, and return their facts.

    A GTIN is given once: labels are printed with it.

    Raises:
        ValidationError: the GTIN is none or taken, or a text is too long.
    """
    (item,) = lock_rows(TradeItem.objects.filter(pk=item.pk))
    item.gtin14 = item.gtin14 or draft.gtin14 or None
    item.picture = draft.picture or item.picture
    item.full_clean()
    item.save(update_fields=["gtin14", "picture"])
    facts, _is_new = GoodsFacts.objects.update_or_create(
        item=item,
        defaults={
            "warning": draft.warning,
            "needs_no_warning": draft.needs_no_warning and not draft.warning,
        },
    )
    record("trade_item.told", acting_user=acting_user, subject=item, gtin=item.gtin14)
    _tell_pages(item.lots.all())
    return facts


@transaction.atomic
def set_best_before(
    *, lot: Lot, best_before: date, acting_user: AbstractBaseUser | None = None
) -> Lot:
    """Write down until when a lot keeps, where nobody did, and return it.

    Raises:
        ValidationError: the day is there already, or comes before packing.
    """
    (lot,) = lock_rows(Lot.objects.filter(pk=lot.pk, best_before=None)) or (lot,)
    lot.best_before = lot.best_before or best_before
    lot.full_clean()
    lot.save(update_fields=["best_before"])
    record("lot.best_before_set", acting_user=acting_user, subject=lot, best_before=best_before)
    lot_changed.send(lot)
    return lot


def _open(finding: Finding, words: str) -> Finding:
    (finding,) = lock_rows(Finding.objects.filter(pk=finding.pk))
    if not words.strip():
        raise ExplanationMissingError
    if finding.state == FindingState.CLOSED and finding.closed_at:
        raise FindingClosedError(day=f"{finding.closed_at:%d/%m/%Y}")
    return finding


def _tell_pages(lots: QuerySet[Lot]) -> None:
    for lot in lots.order_by("pk"):
        lot_changed.send(lot)
