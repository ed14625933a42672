"""The bank's file: made once from approved payouts, compared before it goes to the bank."""

from hmac import compare_digest

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.conf import environment
from payments.models import Payee
from payments.payouts import conf
from payments.payouts.actions.proposing import check_staff, is_covered
from payments.payouts.core.files import CellError, Line, Template, digest, file_bytes
from payments.payouts.errors import FileRefusedError, OtherFileError
from payments.payouts.models import Payout, PayoutFile

MOST_LINES = 500


@transaction.atomic
def make_file(*, template: str, acting_user: User) -> PayoutFile:
    """Put every approved payout into one file for the bank; each goes into one file only.

    What is held no longer covers stays out of it: money went back after it was approved.

    Raises:
        NotStaffError: not staff.
        FileRefusedError: nothing is approved, the template is unknown, or a cell is not safe.
    """
    check_staff(acting_user)
    known = conf.templates().get(template)
    if known is None:
        raise FileRefusedError(reason="template")
    approved = Payout.objects.filter(
        state=Payout.State.APPROVED, environment=environment(), currency="VND"
    )
    lock_rows(Payee.objects.filter(pk__in=approved.values("payee")))
    locked = lock_rows(approved.select_related("bank", "payee", "refund"))
    rows = [one for one in locked if is_covered(one)][:MOST_LINES]
    if not rows:
        raise FileRefusedError(reason="none")
    made = _write(template, _content(known, rows), rows, acting_user)
    for payout in rows:
        payout.state = Payout.State.FILED
        payout.file = made
        payout.save(update_fields=["state", "file"])
        record("payout.filed", acting_user=acting_user, subject=payout, file=made.pk)
    return made


def check_file(*, file: PayoutFile, content: bytes, acting_user: User) -> PayoutFile:
    """Compare the file that somebody is about to send with the one that was made.

    Raises:
        NotStaffError: not staff.
        OtherFileError: it differs; that is written down.
    """
    check_staff(acting_user)
    found = digest(content)
    is_same = compare_digest(found, file.sha256)
    with transaction.atomic():
        (locked,) = lock_rows(PayoutFile.objects.filter(pk=file.pk))
        if is_same and locked.checked_at is None:
            locked.checked_by = acting_user
            locked.checked_at = now()
            locked.save(update_fields=["checked_by", "checked_at"])
        action = "payout_file.compared" if is_same else "payout_file.differs"
        record(action, acting_user=acting_user, subject=locked, sha256=found)
    if not is_same:
        raise OtherFileError(file=file.pk)
    return locked


def _content(template: Template, rows: list[Payout]) -> bytes:
    try:
        return file_bytes(template, [_line(one) for one in rows])
    except CellError as error:
        raise FileRefusedError(reason="cell", payout=rows[error.number - 1].code) from error


def _line(payout: Payout) -> Line:
    return Line(
        code=payout.code,
        account=payout.account_number,
        holder=payout.holder_name,
        bin=payout.bank.bin,
        bank=payout.bank.short_name,
        amount=payout.amount,
        memo=payout.memo,
        currency=payout.currency,
    )


def _write(template: str, content: bytes, rows: list[Payout], user: User) -> PayoutFile:
    made = PayoutFile.objects.create(
        template=template,
        content=content,
        sha256=digest(content),
        count=len(rows),
        total=sum(one.amount for one in rows),
        currency=rows[0].currency,
        environment=rows[0].environment,
        made_by=user,
        created_at=now(),
    )
    record(
        "payout_file.made",
        acting_user=user,
        subject=made,
        count=made.count,
        total=made.total,
        sha256=made.sha256,
    )
    return made
