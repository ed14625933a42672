"""Take a statement over: every line once, money that nobody told of becomes a receipt."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.words.core import fold
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from payments.actions import StatementMoney, receive_from_statement
from payments.conf import number
from payments.models import Payee, PayoutAccount, Receipt
from payments.receipts.core.memo import find_codes
from payments.statements import hooks
from payments.statements.core.lines import Line, Statement, StatementError, keyed
from payments.statements.core.reading import read
from payments.statements.errors import OtherAccountError, StatementRefusedError
from payments.statements.models import StatementFile, StatementLine

LARGEST_FILE: Final = 5 * 1024 * 1024
MOST_LINES: Final = 20_000
NOON: Final = time(12)
YEARS: Final = range(2000, 2101)
"""Years a bank can speak of; another one is a misread column."""

Outcome = StatementLine.Outcome


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading a file did: its row, lines that are new here, and lines known from before."""

    file: StatementFile
    lines: Sequence[StatementLine]
    repeated: int


def import_statement(
    *, account: PayoutAccount, name: str, content: bytes, acting_user: User
) -> Taken:
    """Keep every line of a bank's file that is not kept yet, and count what nobody told of.

    The same file again, or one of overlapping days, adds nothing twice. Where the account has a
    feed no line makes money, it is only pointed out: the feed may still tell of the same transfer,
    and a file can be written by anybody, while a bank's notice is signed.

    Args:
        account: the file is about.
        name: of the file.
        content: CSV, MT940 or camt.053, at most 5 MB.
        acting_user: who read it in.

    Raises:
        StatementRefusedError: no statement, or a line cannot be read; nothing of it was kept.
        OtherAccountError: the file names another account.
    """
    statement = _read(content, account)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        (locked,) = lock_rows(PayoutAccount.objects.filter(pk=account.pk))
        file, is_new = StatementFile.objects.get_or_create(
            account=locked,
            sha256=digest,
            defaults={"name": name[:120], "read_by": acting_user, "created_at": now()},
        )
        if not is_new:
            return Taken(file, [], len(statement.lines))
        fresh = _fresh(locked, statement)
        kept = [_keep(file, locked, key, line, acting_user) for key, line in fresh]
        record(
            "statement.read",
            acting_user=acting_user,
            subject=file,
            lines=len(statement.lines),
            new_lines=len(kept),
            new_money=sum(one.outcome == Outcome.NEW_MONEY for one in kept),
        )
        hooks.statement_read.send(file, kept)
    return Taken(file, kept, len(statement.lines) - len(kept))


def _read(content: bytes, account: PayoutAccount) -> Statement:
    if len(content) > LARGEST_FILE:
        raise StatementRefusedError(reason="too_large")
    try:
        statement = read(content)
    except StatementError as error:
        raise StatementRefusedError(
            reason=error.code, line=error.line, found=error.found
        ) from error
    if len(statement.lines) > MOST_LINES:
        raise StatementRefusedError(reason="too_large")
    odd = next((one for one in statement.lines if one.booked_on.year not in YEARS), None)
    if odd is not None:
        raise StatementRefusedError(reason="no_day", line=odd.at, found=f"{odd.booked_on}")
    named = statement.account_number.upper()
    if named and not named.endswith(account.account_number):
        raise OtherAccountError(found=named)
    return statement


def _fresh(account: PayoutAccount, statement: Statement) -> list[tuple[str, Line]]:
    found = keyed(statement.lines)
    keys = [key for key, _line in found]
    known = set(
        StatementLine.objects.filter(account=account, key__in=keys).values_list("key", flat=True)
    )
    return [(key, line) for key, line in found if key not in known]


def _keep(
    file: StatementFile, account: PayoutAccount, key: str, line: Line, acting_user: User
) -> StatementLine:
    outcome, receipt = _outcome(account, line, acting_user)
    return StatementLine.objects.create(
        file=file,
        account=account,
        key=key,
        booked_on=line.booked_on,
        amount=line.amount,
        memo=line.memo,
        reference=line.reference[:100],
        outcome=outcome,
        receipt=receipt,
    )


def _outcome(
    account: PayoutAccount, line: Line, acting_user: User
) -> tuple[Outcome, Receipt | None]:
    if line.amount < 0:
        return Outcome.OUT, None
    known = _known(account, line)
    if known is not None:
        return Outcome.KNOWN, known
    if account.feed != PayoutAccount.Feed.NONE or not _may_be_a_sale(account, line):
        return Outcome.MISSED, None
    money = StatementMoney(
        amount=Money(line.amount),
        occurred_at=_moment(line),
        memo=line.memo,
        reference=line.reference,
    )
    receipt = receive_from_statement(account=account, line=money, acting_user=acting_user)
    return Outcome.NEW_MONEY, receipt


def _may_be_a_sale(account: PayoutAccount, line: Line) -> bool:
    """Return whether unknown money may be a buyer's.

    On the platform's own account most is not: gateways send there what they collected, and that is
    booked from their reports. Only what names a charge of the platform (a bill) is its sale.
    """
    if account.payee.kind != Payee.Kind.PLATFORM:
        return True
    codes = find_codes(line.memo)
    own = Q(memo_code__in=codes) | Q(attempts__memo_code__in=codes)
    return bool(codes) and account.payee.charges.filter(own).exists()


def _known(account: PayoutAccount, line: Line) -> Receipt | None:
    """Return the receipt that tells of this movement already.

    By the bank's own number; else by day, amount and content. What a seller confirmed by hand has
    neither, so it is known by amount and by the code that its charge was paid with.
    """
    apart = timedelta(days=1 + number("STATEMENT_DAYS_APART"))
    near = Receipt.objects.filter(
        payee_id=account.payee_id,
        environment=account.environment,
        amount=line.amount,
        statement_line=None,
        occurred_at__range=(_moment(line) - apart, _moment(line) + apart),
    ).exclude(source=Receipt.Source.CASH)
    told = list(near.prefetch_related("allocations__charge").order_by("pk"))
    by_number = [one for one in told if line.reference and one.reference == line.reference]
    same_words = [one for one in told if one.memo and fold(one.memo) == fold(line.memo)]
    by_code = [one for one in told if _is_confirmed_for(one, line)]
    return next(iter(by_number or same_words or by_code), None)


def _is_confirmed_for(receipt: Receipt, line: Line) -> bool:
    if receipt.source != Receipt.Source.PERSON:
        return False
    memo = fold(line.memo).replace(" ", "")
    codes = [one.charge.memo_code.lower() for one in receipt.allocations.all()]
    return any(code in memo for code in codes)


def _moment(line: Line) -> datetime:
    return timezone.make_aware(datetime.combine(line.booked_on, NOON))
