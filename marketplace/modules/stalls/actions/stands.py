"""The printed stand: what was printed, and each look at whether it is still the same."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.base.notices.actions import NoticeDraft, send_notices
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.stalls.core.photo import PhotoError, codes_in
from marketplace.modules.stalls.core.stand import Verdict, judge, stand_payload
from marketplace.modules.stalls.errors import NoAccountError, PhotoUnreadableError
from marketplace.modules.stalls.kinds import STAND_ALARM
from marketplace.modules.stalls.models import Stall, StandCheck, StandPrint
from payments import conf
from payments.actions.receiving import active_account
from payments.models import PayoutAccount
from payments.vietqr.core.errors import VietQrError


def stand_account(stall: Stall) -> PayoutAccount:
    """Return the account that a stall's stand asks to pay into.

    Raises:
        NoAccountError: its payee has none yet.
    """
    account = active_account(stall.payee, conf.environment())
    if account is None:
        raise NoAccountError(stall=stall.pk)
    return account


def payload_of(stall: Stall, account: PayoutAccount) -> str:
    """Return the text of the stand's code, as it would be printed now.

    Raises:
        NoAccountError: the account makes no VietQR.
    """
    try:
        return stand_payload(
            bank_bin=account.bank_bin,
            account=account.account_number,
            memo_code=stall.memo_code,
            stall_code=stall.code,
        )
    except VietQrError as error:
        raise NoAccountError(stall=stall.pk) from error


@transaction.atomic
def print_stand(*, stall: Stall, acting_user: User) -> StandPrint:
    """Write down what is printed now, and return it; the same code printed again is one print.

    Raises:
        NoAccountError: there is no account to print.
    """
    account = stand_account(stall)
    payload = payload_of(stall, account)
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk))
    last = locked.prints.first()
    if last is not None and last.payload == payload:
        return last
    made = StandPrint.objects.create(
        stall=locked,
        account=account,
        payload=payload,
        printed_by=acting_user,
        printed_at=now(),
    )
    record("stand.printed", acting_user=acting_user, subject=made, account=account.pk)
    return made


def check_stand(*, stall: Stall, photo: bytes, acting_user: User) -> StandCheck:
    """Read the code in a photo of the stand and compare it with what was printed.

    A code of another account alarms the stall's people and its market by message. The photo is
    not kept. Reading takes a moment, so it is done before the transaction.

    Raises:
        PhotoUnreadableError: these bytes are no photo.
        NoAccountError: nothing was printed, and there is no account to print.
    """
    printed = stall.prints.first()
    expected = printed.payload if printed else payload_of(stall, stand_account(stall))
    try:
        verdict = judge(expected, codes_in(photo))
    except PhotoError as error:
        raise PhotoUnreadableError(reason=error.code) from error
    return _write_check(stall, printed, verdict, acting_user)


@transaction.atomic
def _write_check(
    stall: Stall, printed: StandPrint | None, verdict: Verdict, acting_user: User
) -> StandCheck:
    check = StandCheck.objects.create(
        stall=stall,
        print=printed,
        outcome=verdict.outcome.value,
        found=verdict.found,
        differences=[[one.field, one.printed, one.found] for one in verdict.differences],
        checked_by=acting_user,
        created_at=now(),
    )
    record("stand.checked", acting_user=acting_user, subject=check, outcome=check.outcome)
    if check.outcome == StandCheck.Outcome.OTHER_ACCOUNT:
        _alarm(stall)
    return check


def _alarm(stall: Stall) -> None:
    context = {
        "stall": stall.number,
        "market": stall.market.name,
        "url": f"{settings.PUBLIC_ORIGIN}{reverse('stalls:stand')}?sap={stall.pk}",
    }
    send_notices(
        kind=STAND_ALARM.code,
        drafts=[
            NoticeDraft(context=context, to_phone=phone, language=stall.language)
            for phone in _phones_to_alarm(stall)
        ],
    )


def _phones_to_alarm(stall: Stall) -> Sequence[str]:
    people = [*stall.payee.members.order_by("pk"), *stall.market.managers.order_by("pk")]
    return list(dict.fromkeys(str(one.phone) for one in people if one.phone))
