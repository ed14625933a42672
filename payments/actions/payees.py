"""Who is paid, and into which account: the seller's own, under the seller's own name."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.base.words.core import fold, tokens
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments import conf
from payments.errors import (
    AccountNumberError,
    AccountTakenError,
    HolderNameError,
    UnknownBankError,
)
from payments.models import Bank, Payee, PayoutAccount
from payments.models.payees import ACCOUNT_NUMBER


@transaction.atomic
def register_payee(
    *,
    name: str,
    kind: str,
    reference: str,
    legal_name: str = "",
    members: Iterable[User] = (),
    acting_user: User | None = None,
) -> Payee:
    """Return the payee known by ``reference`` (such as ``seller:12``), made when it is new.

    A known payee keeps its legal name: a changed one has to be checked against its account.
    """
    payee, created = Payee.objects.get_or_create(
        reference=reference,
        defaults={"name": name, "legal_name": legal_name or name, "kind": kind},
    )
    if created:
        payee.members.set(members)
        record("payee.registered", acting_user=acting_user, subject=payee, reference=reference)
    return payee


@transaction.atomic
def set_members(*, payee: Payee, members: Iterable[User], acting_user: User | None = None) -> Payee:
    """Let exactly ``members`` see this payee's money."""
    before = set(payee.members.values_list("pk", flat=True))
    payee.members.set(members)
    after = set(payee.members.values_list("pk", flat=True))
    if before != after:
        record(
            "payee.members_changed",
            acting_user=acting_user,
            subject=payee,
            joined=sorted(after - before),
            left=sorted(before - after),
        )
    return payee


@transaction.atomic
def add_payout_account(
    *,
    payee: Payee,
    bank_bin: str,
    account_number: str,
    holder_name: str,
    environment: str | None = None,
    acting_user: User | None = None,
) -> PayoutAccount:
    """Add a bank account. The first is used at once; a change waits until staff has looked.

    Args:
        payee: whose account it is.
        bank_bin: 6 digits, of a bank in the table.
        account_number: spaces and case do not matter.
        holder_name: as the bank shows it, with or without accents.
        environment: ``live`` or ``sandbox``; by default the site's.
        acting_user: who typed it.

    Raises:
        UnknownBankError: no bank has this BIN.
        AccountNumberError: not 4 to 19 letters and digits.
        HolderNameError: the holder is not the payee (a seller uses an account of their own).
        AccountTakenError: another payee uses this account.
    """
    bank = _bank(bank_bin)
    number = _clean_number(account_number)
    if not is_same_holder(holder_name, payee.legal_name):
        raise HolderNameError(legal_name=payee.legal_name)
    lock_rows(Payee.objects.filter(pk=payee.pk))
    scope = environment or conf.environment()
    _check_free(payee, bank, number, scope)
    account = _write_account(payee, bank, number, holder_name, scope, acting_user)
    record(
        "payout_account.added",
        acting_user=acting_user,
        subject=account,
        bank=bank.bin,
        last_digits=number[-4:],
        active=account.active,
    )
    return account


@transaction.atomic
def verify_payout_account(*, account: PayoutAccount, acting_user: User) -> PayoutAccount:
    """Put a checked account into use; the one before it is kept and used no more.

    Raises:
        AccountTakenError: another payee uses this account by now.
    """
    locked = _locked_with_siblings(account)
    _check_free(locked.payee, locked.bank, locked.account_number, locked.environment)
    others = locked.payee.payout_accounts.filter(environment=locked.environment, active=True)
    others.exclude(pk=locked.pk).update(active=False)
    locked.active = True
    locked.verified_at = now()
    locked.rejected_at = None
    locked.save(update_fields=["active", "verified_at", "rejected_at"])
    record("payout_account.verified", acting_user=acting_user, subject=locked)
    return locked


@transaction.atomic
def reject_payout_account(*, account: PayoutAccount, acting_user: User) -> PayoutAccount:
    """Refuse an account that waits for its check."""
    locked = _locked_with_siblings(account)
    if locked.waits_for_check:
        locked.rejected_at = now()
        locked.save(update_fields=["rejected_at"])
        record("payout_account.rejected", acting_user=acting_user, subject=locked)
    return locked


@transaction.atomic
def connect_feed(
    *, account: PayoutAccount, feed_code: str, broken: bool = False, acting_user: User | None = None
) -> PayoutAccount:
    """Say which feed tells of this account's money; an empty code means the seller confirms."""
    locked = _locked_with_siblings(account)
    state = PayoutAccount.Feed.BROKEN if broken else PayoutAccount.Feed.CONNECTED
    locked.feed = state if feed_code else PayoutAccount.Feed.NONE
    locked.feed_code = feed_code
    locked.save(update_fields=["feed", "feed_code"])
    record(
        "payout_account.feed_changed",
        acting_user=acting_user,
        subject=locked,
        feed=locked.feed,
        feed_code=feed_code,
    )
    return locked


def is_same_holder(holder_name: str, legal_name: str) -> bool:
    """Return whether two names are one, whatever the accents, case and punctuation."""
    return tokens(holder_name) == tokens(legal_name) != []


def _write_account(
    payee: Payee, bank: Bank, number: str, holder: str, scope: str, acting_user: User | None
) -> PayoutAccount:
    return PayoutAccount.objects.create(
        payee=payee,
        bank=bank,
        account_number=number,
        holder_name=" ".join(fold(holder).upper().split()),
        environment=scope,
        active=not payee.payout_accounts.filter(environment=scope, active=True).exists(),
        created_by=acting_user,
    )


def _locked_with_siblings(account: PayoutAccount) -> PayoutAccount:
    rows = lock_rows(PayoutAccount.objects.filter(payee_id=account.payee_id))
    return next(row for row in rows if row.pk == account.pk)


def _bank(bank_bin: str) -> Bank:
    bank = Bank.objects.filter(bin=bank_bin).first()
    if bank is None:
        raise UnknownBankError(bin=bank_bin)
    return bank


def _clean_number(text: str) -> str:
    number = "".join(text.split()).upper()
    try:
        ACCOUNT_NUMBER(number)
    except ValidationError as error:
        raise AccountNumberError(length=len(number)) from error
    return number


def _check_free(payee: Payee, bank: Bank, number: str, environment: str) -> None:
    taken = PayoutAccount.objects.filter(
        bank=bank, account_number=number, environment=environment, active=True
    )
    if taken.exclude(payee=payee).exists():
        raise AccountTakenError(last_digits=number[-4:])
