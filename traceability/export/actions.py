"""What exports do: make a lot's record for a portal, hand it in, make zips of many lots."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from traceability.export import gateways  # noqa: F401 -- registers the adapters that come along
from traceability.export.errors import (
    NoLotsError,
    PassportIncompleteError,
    SubmissionSentError,
    TooManyLotsError,
)
from traceability.export.law import article_words, legal_gaps
from traceability.export.models import ExportJob, PortalSubmission, SubmissionState
from traceability.export.passport import passport
from traceability.export.ports import PortalError, PortalFile, Receipt, portals
from traceability.export.tasks import make_zip, send_submission
from traceability.lots.models import Lot

MOST_LOTS = 2000
_FAULT_LENGTH = 300


def submit(
    *, lot: Lot, portal: str, acting_user: AbstractBaseUser | None = None
) -> PortalSubmission:
    """Order a lot's record for a portal and return it; the worker makes and hands it in.

    What is only asked for "if any" is written down as missing, and does not stop it.

    Raises:
        NotRegisteredError: there is no such portal.
        PassportIncompleteError: something that the law asks for is missing; names its article.
    """
    portals.get(portal)
    gaps = legal_gaps(lot)
    blocking = next((gap for gap in gaps if gap.is_blocking), None)
    if blocking:
        article = article_words(blocking.article)
        raise PassportIncompleteError(article=article, gap=blocking.sentence)
    with transaction.atomic():
        submission = PortalSubmission.objects.create(
            lot=lot,
            portal=portal,
            missing=[gap.rule for gap in gaps],
            requested_by_id=getattr(acting_user, "pk", None),
        )
        record(
            "portal_submission.ordered", acting_user=acting_user, subject=submission, lot=lot.code
        )
        send_submission.enqueue(submission.pk)
    return submission


def retry(
    *, submission: PortalSubmission, acting_user: AbstractBaseUser | None = None
) -> PortalSubmission:
    """Try once more and return the record.

    Raises:
        SubmissionSentError: the portal has it.
    """
    with transaction.atomic():
        (submission,) = lock_rows(PortalSubmission.objects.filter(pk=submission.pk))
        if submission.state == SubmissionState.SENT:
            raise SubmissionSentError
        submission.state, submission.fault = SubmissionState.WAITING, ""
        submission.moved_at = now()
        submission.save(update_fields=["state", "fault", "moved_at"])
        record("portal_submission.retried", acting_user=acting_user, subject=submission)
        send_submission.enqueue(submission.pk)
    return submission


def deliver(submission_id: int) -> PortalSubmission:
    """Make the file and hand it in; what was sent or is ready stays. For the worker.

    A refusal is written down and waits for a person; twice never sends twice what was sent.
    """
    submission = PortalSubmission.objects.select_related("lot__item__party").get(pk=submission_id)
    if submission.state != SubmissionState.WAITING:
        return submission
    gateway = portals.get(submission.portal)
    file = gateway.file(submission.lot, passport(submission.lot, made_at=submission.requested_at))
    try:
        receipt = gateway.send(file)
    except PortalError as error:
        return _failed(submission, str(error) or type(error).__name__)
    return _kept(submission, file, receipt)


def order_zip(
    *,
    first: date,
    last: date,
    party_ids: Sequence[int] = (),
    acting_user: AbstractBaseUser | None = None,
) -> ExportJob:
    """Order a zip of the passports of lots packed (or opened) in these days and return the job.

    Raises:
        NoLotsError: there are none.
        TooManyLotsError: more than one zip takes.
    """
    lots = lots_between(first, last, party_ids)
    count = lots.count()
    if not count:
        raise NoLotsError
    if count > MOST_LOTS:
        raise TooManyLotsError(count=count, most=MOST_LOTS)
    with transaction.atomic():
        job = ExportJob.objects.create(
            total=count, requested_by_id=getattr(acting_user, "pk", None)
        )
        job.lots.set(lots)
        record("lots.exported", acting_user=acting_user, subject=job, count=count)
        make_zip.enqueue(job.pk)
    return job


def lots_between(first: date, last: date, party_ids: Sequence[int] = ()) -> QuerySet[Lot]:
    """Return the lots packed, or opened where no day of packing is known, in these days."""
    packed = Q(packed_on__range=(first, last))
    opened = Q(packed_on__isnull=True, created_at__date__range=(first, last))
    lots = Lot.objects.filter(packed | opened)
    return lots.filter(item__party__in=party_ids) if party_ids else lots


def _failed(submission: PortalSubmission, fault: str) -> PortalSubmission:
    with transaction.atomic():
        submission.state, submission.fault = SubmissionState.FAILED, fault[:_FAULT_LENGTH]
        submission.attempts += 1
        submission.moved_at = now()
        submission.save(update_fields=["state", "fault", "attempts", "moved_at"])
        record("portal_submission.failed", subject=submission, fault=submission.fault)
    return submission


def _kept(submission: PortalSubmission, file: PortalFile, receipt: Receipt) -> PortalSubmission:
    name = f"portal/{submission.pk:08}-{file.name}"
    submission.file.storage.delete(name)  # of a try that was broken off
    kept = submission.file.storage.save(name, ContentFile(file.content))
    with transaction.atomic():
        submission.file.name, submission.file_name = kept, file.name
        submission.sha256 = hashlib.sha256(file.content).hexdigest()
        submission.state = SubmissionState.SENT if receipt.is_sent else SubmissionState.READY
        submission.receipt = receipt.number
        submission.attempts += 1
        submission.moved_at = now()
        submission.save()
        record("portal_submission.made", subject=submission, sha256=submission.sha256)
    return submission
