"""Money that came: recorded first, then matched. One path for bank, seller, cash and staff."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.money import Money
from marketplace.kernel.outbox import periodic
from payments import hooks
from payments.actions.attempts import offer_rest
from payments.actions.books import post, post_came, post_found
from payments.actions.charges import can_revive, lock_charge, revive_charge
from payments.actions.notices import set_outcome
from payments.core import matching
from payments.errors import (
    AlreadyMatchedError,
    AmountError,
    ChargeClosedError,
    FeedConfirmsError,
    NoticeMismatchError,
    NotYourMoneyError,
    OtherPayeeError,
)
from payments.ledger.core import postings
from payments.models import Allocation, Attempt, Charge, Notice, Payee, PayoutAccount, Receipt
from payments.protocol import BankCredit
from payments.receipts.core.memo import find_codes

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMoney:
    """Money of a statement's line; ``occurred_at`` is aware, noon where only the day is known."""

    amount: Money
    occurred_at: datetime
    memo: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPayment:
    """Money a gateway says it took; ``transaction_id`` is the gateway's own number, never empty."""

    amount: Money
    transaction_id: str
    occurred_at: datetime
    attempt: Attempt | None
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What ties a receipt to a charge, and who says so, where a person does."""

    proof: str
    acting_user: User | None = None
    reason: str = ""


SAID_BEFORE = "said_before"
"""Hint: the seller confirmed the same amount for the same charge before the bank told of it."""

SUGGEST_AMONG = 200
"""Newest open charges of a payee that are looked at when no code was found."""

BATCH = 100


def receive(*, credit: BankCredit, notice: Notice) -> Receipt:
    """Record money that a bank told of, match it, and return its receipt; told twice, the first.

    Environment and account are checked against our own row, never taken from the notice.

    Raises:
        NoticeMismatchError: the notice is about another account or environment; it is kept so.
    """
    account = notice.account
    if account is None or _differs(credit, notice, account):
        set_outcome(notice=notice, outcome=Notice.Outcome.MISMATCH)
        raise NoticeMismatchError(notice=notice.pk)
    with transaction.atomic():
        if not _claim(notice):
            return Receipt.objects.get(notice=notice)
        receipt = _record_bank_money(credit, notice, account)
        _tell_and_place(receipt)
    return receipt


def receive_from_gateway(*, notice: Notice, payment: GatewayPayment) -> Receipt:
    """Record money that a gateway took for us, and match it by its order number.

    Call it inside a transaction that holds the notice's lock, once per payment. Money of another
    amount than asked, and money the gateway holds back, pays nothing until a person has looked:
    the gateway has it, whatever we answer.

    Args:
        notice: kept, of the gateway account it was sent to.
        payment: what the gateway said, and the attempt it belongs to.
    """
    receipt = _record_gateway_money(notice, payment)
    _book(receipt, None)
    attempt = payment.attempt
    if attempt is None:
        flag(receipt, Receipt.Attention.UNKNOWN)
    elif payment.is_held:
        flag(receipt, Receipt.Attention.HELD, suggested=attempt.charge_id)
    elif receipt.total != attempt.amount:
        flag(receipt, Receipt.Attention.AMOUNT, suggested=attempt.charge_id)
    else:
        place_order_money(receipt, attempt.charge_id)
    hooks.money_received.send(receipt)
    return receipt


def place_order_money(receipt: Receipt, charge_pk: int) -> None:
    """Let a gateway's money pay the charge its order number names; see `place` for failing guests.

    The charge is suggested beforehand, so that a match that failed is tried again for the same one.
    """
    try:
        with transaction.atomic():
            _pay(receipt, lock_charge(charge_pk), Match(Allocation.Proof.ORDER.value))
    except Exception:
        logger.exception("receipt %s was not matched; it will be tried again", receipt.pk)
        receipt.refresh_from_db()
        flag(receipt, Receipt.Attention.FAILED, suggested=charge_pk)


def confirm_by_seller(*, charge: Charge, amount: Money, acting_user: User) -> Receipt:
    """Record that the seller has seen the buyer's money; it is marked so wherever it is shown.

    Args:
        charge: that the money is for.
        amount: that came, more than zero.
        acting_user: one of the payee's people.

    Raises:
        NotYourMoneyError: the person does not belong to the payee.
        FeedConfirmsError: the bank tells us, so the seller need not.
        ChargeClosedError: it is paid in full already.
        AmountError: zero or less.
    """
    _check_member(charge, acting_user)
    account = active_account(charge.payee, charge.environment)
    if account is not None and not account.seller_confirms:
        raise FeedConfirmsError(account=account.pk)
    return _record_by_person(charge, amount, Receipt.Source.PERSON, acting_user, account)


def record_cash(
    *, charge: Charge, amount: Money, acting_user: User, taken_at: datetime | None = None
) -> Receipt:
    """Record cash that the carrier or the seller took at the door.

    Args:
        charge: that it pays.
        amount: more than zero.
        acting_user: who took it.
        taken_at: when, where a phone without a network tells later; now by default.

    Raises:
        NotYourMoneyError: the person belongs neither to the payee nor to the staff.
        ChargeClosedError: it is paid in full already.
        AmountError: zero or less.
    """
    if not acting_user.is_staff:
        _check_member(charge, acting_user)
    return _record_by_person(charge, amount, Receipt.Source.CASH, acting_user, None, taken_at)


def receive_from_statement(
    *, account: PayoutAccount, line: StatementMoney, acting_user: User
) -> Receipt:
    """Record money that stands in a bank's statement, match it, and return its receipt.

    Whoever calls has made sure that no receipt tells of this movement yet, under the account's
    lock (`payments.statements`).

    Raises:
        AmountError: zero or less.
    """
    if line.amount.amount <= 0:
        raise AmountError(amount=line.amount.amount)
    with transaction.atomic():
        receipt = Receipt.objects.create(
            payee_id=account.payee_id,
            account=account,
            amount=line.amount.amount,
            currency=line.amount.currency,
            environment=account.environment,
            source=Receipt.Source.STATEMENT,
            reference=line.reference[:100],
            memo=line.memo,
            confirmed_by=acting_user,
            occurred_at=line.occurred_at,
            created_at=now(),
        )
        _book(receipt, acting_user)
        _tell_and_place(receipt)
    return receipt


@transaction.atomic
def allocate(
    *,
    receipt: Receipt,
    charge: Charge,
    amount: int,
    proof: str,
    acting_user: User | None = None,
    reason: str = "",
) -> Allocation:
    """Let ``amount`` (minor units) of a receipt pay an open charge; the hook tells when it is paid.

    Raises:
        ChargeClosedError: the charge is expired or cancelled; revive it first.
        AlreadyMatchedError: the receipt has not that much left.
        OtherPayeeError: the money lies with another payee, or is of another environment.
        AmountError: zero or less.
    """
    if amount <= 0:
        raise AmountError(amount=amount)
    paid = lock_charge(charge.pk)
    (source,) = lock_rows(Receipt.objects.filter(pk=receipt.pk))
    allocation = _allocate(source, paid, amount, Match(proof, acting_user, reason))
    receipt.refresh_from_db()
    charge.refresh_from_db()
    return allocation


@periodic(every=timedelta(seconds=30))
def retry_failed() -> None:
    """Match again what could not be matched because a guest of a hook failed."""
    failed = Receipt.objects.filter(attention=Receipt.Attention.FAILED).order_by("pk")
    for receipt in failed.select_related("merchant")[:BATCH]:
        with transaction.atomic():
            _place_again(receipt)


def _place_again(receipt: Receipt) -> None:
    if receipt.merchant_id is not None and receipt.suggested_id is not None:
        place_order_money(receipt, receipt.suggested_id)
    else:
        place(receipt)


def place(receipt: Receipt) -> None:
    """Find what a receipt pays and let it pay, or say who must look and why.

    Runs inside the receipt's transaction. A failing guest undoes the match alone: the receipt
    stays, visible, and is tried again.
    """
    try:
        with transaction.atomic():
            charges = _candidates(receipt)
            _carry_out(receipt, decide(receipt, charges), {one.pk: one for one in charges})
    except Exception:
        logger.exception("receipt %s was not matched; it will be tried again", receipt.pk)
        receipt.refresh_from_db()
        flag(receipt, Receipt.Attention.FAILED)


def decide(receipt: Receipt, charges: Iterable[Charge]) -> matching.Decision:
    """Return which of ``charges`` a receipt pays by what the bank wrote."""
    credit = matching.Credit(
        payee=receipt.payee_id or 0,
        environment=receipt.environment,
        amount=receipt.open_amount,
        memo=receipt.memo,
        virtual_account=receipt.virtual_account,
    )
    return matching.decide(credit, [candidate(charge) for charge in charges])


def candidate(charge: Charge) -> matching.Candidate:
    """Return a charge as matching sees it; its attempts should be prefetched."""
    tries = list(charge.attempts.all())
    return matching.Candidate(
        charge=charge.pk,
        payee=charge.payee_id,
        environment=charge.environment,
        rest=charge.rest.amount,
        is_closed=charge.facts.is_closed,
        codes=frozenset([charge.memo_code, *(one.memo_code for one in tries if one.memo_code)]),
        virtual_accounts=frozenset(one.virtual_account for one in tries if one.virtual_account),
    )


def flag(receipt: Receipt, attention: str, *, hint: str = "", suggested: int | None = None) -> None:
    """Say whether a person should look at a receipt, and at which charge first."""
    receipt.attention = attention
    receipt.hint = hint
    receipt.suggested_id = suggested
    receipt.save(update_fields=["attention", "hint", "suggested"])


def active_account(payee: Payee, environment: str) -> PayoutAccount | None:
    """Return the account that a payee is paid into."""
    accounts = payee.payout_accounts.filter(environment=environment, active=True)
    return accounts.select_related("bank").first()


def active_accounts(payees: Collection[int], environment: str) -> dict[int, PayoutAccount]:
    """Return by payee the account that each is paid into; one query."""
    accounts = PayoutAccount.objects.filter(
        payee__in=payees, environment=environment, active=True
    ).select_related("bank")
    found: dict[int, PayoutAccount] = {}
    for account in accounts:
        found.setdefault(account.payee_id, account)
    return found


def pay_closed(receipt: Receipt, charge: Charge) -> bool:
    """Ask whether a closed charge can still be delivered; revive it if so."""
    if not can_revive(charge) or not any(hooks.money_late.send(charge, receipt)):
        return False
    revive_charge(charge=charge, expires_at=None)
    return True


def _carry_out(receipt: Receipt, decision: matching.Decision, locked: Mapping[int, Charge]) -> None:
    if isinstance(decision, matching.Suggestion | matching.Unknown):
        claimed = next((one for one in hooks.money_unclaimed.send(receipt) if one), None)
        if claimed is not None:
            decision = matching.Match(claimed.pk, matching.Proof.CODE)
    match decision:
        case matching.Match(charge=pk, proof=proof) | matching.Late(charge=pk, proof=proof):
            _pay(receipt, locked.get(pk) or lock_charge(pk), Match(proof.value))
        case matching.Suggestion(charges=charges, hint=hint) if _is_open(receipt):
            flag(receipt, Receipt.Attention.SUGGESTED, hint=hint.value, suggested=charges[0])
        case matching.Unknown() if _is_open(receipt):
            flag(receipt, Receipt.Attention.UNKNOWN)


def _is_open(receipt: Receipt) -> bool:
    """Lock a receipt, read it anew, and return whether it still waits for a place.

    Somebody may have found one for it, or sent it back, since it was read.
    """
    rows = Receipt.objects.select_for_update(of=("self",), no_key=True)
    receipt.refresh_from_db(from_queryset=rows)
    return receipt.open_amount > 0


def _pay(receipt: Receipt, charge: Charge, match: Match) -> None:
    """Let all that is open of a receipt pay a locked charge, or say who must look.

    A receipt that nobody was ever asked to look at was written in this very transaction.
    """
    if receipt.attention and not _is_open(receipt):
        return
    if charge.facts.is_closed:
        if not pay_closed(receipt, charge):
            flag(receipt, Receipt.Attention.LATE, suggested=charge.pk)
            return
        charge = lock_charge(charge.pk)
    if _seller_said_so(receipt, charge):
        flag(receipt, Receipt.Attention.SUGGESTED, hint=SAID_BEFORE, suggested=charge.pk)
        return
    _allocate(receipt, charge, receipt.open_amount, match)


def _seller_said_so(receipt: Receipt, charge: Charge) -> bool:
    """Return whether a bank now tells of what the seller confirmed while its feed was silent.

    Counted without asking, one transfer would be two, and the seller would owe half of it back.
    """
    if receipt.account_id is None or receipt.source != Receipt.Source.NOTICE or charge.rest:
        return False
    confirmed = charge.allocations.filter(undo=None, proof=Allocation.Proof.SELLER)
    return confirmed.filter(amount=receipt.amount).exists()


def _candidates(receipt: Receipt) -> list[Charge]:
    """Return the charges that a receipt's codes name, locked; else the payee's open ones."""
    same = Charge.objects.filter(environment=receipt.environment, currency=receipt.currency)
    codes_of_tries = Attempt.objects.only("charge", "memo_code", "virtual_account").order_by()
    charges = same.prefetch_related(Prefetch("attempts", codes_of_tries))
    codes = find_codes(receipt.memo)
    if codes or receipt.virtual_account:
        proven = charges.filter(pk__in=_proven(codes, receipt.virtual_account))
        found = lock_rows(proven.select_related("payee"))
        if found:
            return found
    unpaid = charges.filter(
        payee=receipt.payee, settled_at=None, expired_at=None, cancelled_at=None
    )
    return list(unpaid.order_by("-pk")[:SUGGEST_AMONG])


def _proven(codes: Collection[str], virtual_account: str) -> QuerySet[Charge, tuple[int]]:
    """Return the keys of the charges that a code or a virtual account was made for.

    A union: one condition over both tables would read through all charges, for every transfer.
    """
    by_try = Q(memo_code__in=codes)
    if virtual_account:
        by_try |= Q(virtual_account=virtual_account)
    tries = Attempt.objects.filter(by_try).order_by()
    own = Charge.objects.filter(memo_code__in=codes).order_by()
    return own.values_list("pk").union(tries.values_list("charge_id"))


def _differs(credit: BankCredit, notice: Notice, account: PayoutAccount) -> bool:
    same_place = credit.account_number.upper() == account.account_number
    return (
        not same_place
        or credit.environment != account.environment
        or notice.environment != account.environment
    )


def _record_bank_money(credit: BankCredit, notice: Notice, account: PayoutAccount) -> Receipt:
    receipt = Receipt.objects.create(
        payee_id=account.payee_id,
        account=account,
        amount=credit.amount.amount,
        currency=credit.amount.currency,
        environment=account.environment,
        source=Receipt.Source.NOTICE,
        notice=notice,
        reference=credit.reference[:100],
        memo=credit.memo,
        virtual_account=credit.virtual_account[:34],
        occurred_at=credit.occurred_at,
        created_at=now(),
    )
    _book(receipt, None)
    return receipt


def _claim(notice: Notice) -> bool:
    """Take a notice's money, once: whoever comes second waits for the first and gets False."""
    untaken = Notice.objects.filter(pk=notice.pk).exclude(outcome=Notice.Outcome.CREDITED)
    is_ours = untaken.update(outcome=Notice.Outcome.CREDITED) == 1
    notice.outcome = Notice.Outcome.CREDITED
    return is_ours


def _record_gateway_money(notice: Notice, payment: GatewayPayment) -> Receipt:
    merchant = notice.merchant
    collected_for = payment.attempt.charge.payee_id if payment.attempt else None
    receipt = Receipt.objects.create(
        payee_id=(merchant.payee_id if merchant else None) or collected_for,
        merchant=merchant,
        amount=payment.amount.amount,
        currency=payment.amount.currency,
        environment=notice.environment,
        source=Receipt.Source.NOTICE,
        notice=notice,
        reference=payment.transaction_id,
        memo=(payment.attempt.order_ref or "") if payment.attempt else "",
        occurred_at=payment.occurred_at,
        created_at=now(),
    )
    notice.outcome = Notice.Outcome.CREDITED
    notice.save(update_fields=["outcome"])
    return receipt


def _record_by_person(
    charge: Charge,
    amount: Money,
    source: Receipt.Source,
    acting_user: User,
    account: PayoutAccount | None,
    taken_at: datetime | None = None,
) -> Receipt:
    if amount.amount <= 0:
        raise AmountError(amount=amount.amount)
    moment: datetime = now()
    with transaction.atomic():
        locked = lock_charge(charge.pk)
        # Two taps on one button are one confirmation; late money may still be reported.
        if not locked.facts.is_closed and not locked.rest:
            raise ChargeClosedError(charge=locked.memo_code)
        receipt = Receipt.objects.create(
            payee_id=locked.payee_id,
            account=account,
            amount=amount.amount,
            currency=amount.currency,
            environment=locked.environment,
            source=source,
            confirmed_by=acting_user,
            occurred_at=min(taken_at or moment, moment),
            created_at=moment,
        )
        _book(receipt, acting_user)
        proof = Allocation.Proof.CASH if source == Receipt.Source.CASH else Allocation.Proof.SELLER
        _pay(receipt, locked, Match(proof.value, acting_user))
        hooks.money_received.send(receipt)
    charge.refresh_from_db()
    return receipt


def _book(receipt: Receipt, acting_user: User | None) -> None:
    post_came(receipt)
    record(
        "receipt.recorded",
        acting_user=acting_user,
        subject=receipt,
        amount=receipt.total,
        source=receipt.source,
    )


def _tell_and_place(receipt: Receipt) -> None:
    place(receipt)
    hooks.money_received.send(receipt)


def _check_member(charge: Charge, user: User) -> None:
    if not charge.payee.members.filter(pk=user.pk).exists():
        raise NotYourMoneyError(payee=charge.payee_id)


def _fits(receipt: Receipt, charge: Charge) -> bool:
    """Return whether the money may pay the charge; collected, it may be nobody's until now."""
    return (
        receipt.payee_id in {None, charge.payee_id}
        and receipt.environment == charge.environment
        and receipt.currency == charge.currency
    )


def _allocate(receipt: Receipt, charge: Charge, amount: int, match: Match) -> Allocation:
    """See `allocate`; both rows are locked and freshly read."""
    if charge.facts.is_closed:
        raise ChargeClosedError(charge=charge.memo_code)
    if receipt.open_amount < amount:
        raise AlreadyMatchedError(receipt=receipt.pk)
    if not _fits(receipt, charge):
        raise OtherPayeeError(receipt=receipt.pk, charge=charge.memo_code)
    was_settled = charge.settled_at is not None
    allocation = _write_allocation(receipt, charge, amount, match)
    hooks.money_placed.send(allocation)
    if charge.rest:
        transaction.on_commit(partial(offer_rest, charge.pk), robust=True)
    elif not was_settled:
        record("charge.settled", subject=charge, amount=charge.asked)
        hooks.charge_settled.send(charge)
    return allocation


def _write_allocation(receipt: Receipt, charge: Charge, amount: int, match: Match) -> Allocation:
    entry = postings.allocated(amount, rest=charge.rest.amount)
    allocation = Allocation.objects.create(
        receipt=receipt,
        charge=charge,
        amount=amount,
        proof=match.proof,
        reason=match.reason,
        made_by=match.acting_user,
        created_at=now(),
    )
    _take_from(receipt, amount)
    _add_to(charge, amount)
    if receipt.payee_id is None:
        post_found(allocation, amount, payee_id=charge.payee_id, currency=charge.currency)
    post("allocated", allocation, entry, payee_id=charge.payee_id, currency=charge.currency)
    record(
        "receipt.matched",
        acting_user=match.acting_user,
        subject=receipt,
        charge=charge.memo_code,
        amount=amount,
        proof=match.proof,
    )
    return allocation


def _take_from(receipt: Receipt, amount: int) -> None:
    receipt.allocated += amount
    if receipt.open_amount == 0:
        receipt.attention, receipt.hint, receipt.suggested = Receipt.Attention.NONE, "", None
    receipt.save(update_fields=["allocated", "attention", "hint", "suggested"])


def _add_to(charge: Charge, amount: int) -> None:
    charge.allocated += amount
    if not charge.rest and charge.settled_at is None:
        charge.settled_at = now()
    charge.save(update_fields=["allocated", "settled_at"])
