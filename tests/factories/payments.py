"""Payees, accounts, charges and money for tests; made by the actions that make them in the shop."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.actions.books import post_came
from payments.models import (
    Allocation,
    Attempt,
    Bank,
    Charge,
    MerchantAccount,
    Notice,
    Payee,
    PayoutAccount,
    Receipt,
)
from payments.protocol import BankCredit, providers
from payments.wallets.protocol import Wallet

SAMPLE_BIN = "999999"
_numbers = count(1)


def next_number() -> int:
    """Return a number no other object of this test run has."""
    return next(_numbers)


def person(*, staff: bool = False, superuser: bool = False) -> User:
    """Return a user who can be reached by a sample phone."""
    return User.objects.create_user(
        phone=f"+849{next_number():08d}",
        password="a sample password",
        is_staff=staff or superuser,
        is_superuser=superuser,
    )


def sample_bank() -> Bank:
    """Return the bank that does not exist."""
    bank, _created = Bank.objects.get_or_create(
        bin=SAMPLE_BIN, defaults={"code": "SAMPLE", "short_name": "Ngân hàng mẫu"}
    )
    return bank


def payee(*members: User, legal_name: str = "HỢP TÁC XÃ MẪU") -> Payee:
    """Return a cooperative that can be paid into an account of its own."""
    made = payee_without_account(*members, legal_name=legal_name)
    payout_account(made)
    return made


def payee_without_account(*members: User, legal_name: str = "HỢP TÁC XÃ MẪU") -> Payee:
    """Return a cooperative with no bank account yet."""
    return actions.register_payee(
        name="The cooperative",
        legal_name=legal_name,
        kind=Payee.Kind.SELLER,
        reference=f"seller:{next_number()}",
        members=members,
    )


def payout_account(owner: Payee, *, feed_code: str = "") -> PayoutAccount:
    """Return a new account of ``owner`` at the sample bank."""
    account = actions.add_payout_account(
        payee=owner,
        bank_bin=sample_bank().bin,
        account_number=f"SCTDEMO{next_number():06d}",
        holder_name=owner.legal_name,
    )
    return actions.connect_feed(account=account, feed_code=feed_code) if feed_code else account


def charge(
    owner: Payee | None = None, amount: int = 203_000, *, minutes: int | None = 45
) -> Charge:
    """Return an open charge."""
    return actions.open_charge(
        payee=owner or payee(),
        amount=Money(amount),
        purpose=f"parcel:{next_number()}",
        description="Gạo ST25, 1 túi 5 kg",
        expires_at=None if minutes is None else now() + timedelta(minutes=minutes),
    )


def attempt(on: Charge) -> Attempt:
    """Return the transfer that was just offered for a charge."""
    actions.start_attempt(charge=on, provider_code="vietqr_transfer")
    return on.attempts.order_by("-pk")[0]


def notice(account: PayoutAccount, *, event_id: str = "") -> Notice:
    """Return a kept notice for ``account``."""
    return actions.take_notice(
        feed_code="test_feed",
        event_id=event_id or f"event-{next_number()}",
        environment=account.environment,
        account=account,
        body=b"{}",
        headers={},
    )


def credit(account: PayoutAccount, amount: int, memo: str) -> BankCredit:
    """Return what a bank says when ``amount`` came into ``account``."""
    return BankCredit(
        provider="test_feed",
        event_id="of its notice",
        environment=account.environment,
        account_number=account.account_number,
        amount=Money(amount),
        occurred_at=datetime(2026, 11, 21, 2, 42, tzinfo=UTC),
        memo=memo,
        reference="FT26325000001",
    )


def money(owner: Payee, amount: int, memo: str = "") -> Receipt:
    """Let ``amount`` arrive in the payee's account and return its receipt."""
    account = owner.payout_accounts.get(active=True)
    return actions.receive(credit=credit(account, amount, memo), notice=notice(account))


def pay(on: Charge, amount: int | None = None) -> Receipt:
    """Pay a charge by transfer with its code."""
    return money(on.payee, on.amount if amount is None else amount, f"{on.memo_code} cam on")


def gateway_attempt(on: Charge, merchant: MerchantAccount) -> Attempt:
    """Return a try that was offered at a gateway, as if the gateway had answered."""
    key = uuid4()
    wallet = providers.get(merchant.provider)
    assert isinstance(wallet, Wallet)
    return Attempt.objects.create(
        charge=on,
        provider=merchant.provider,
        provider_label=str(wallet.label),
        idempotency_key=key,
        due=on.rest.amount,
        currency=on.currency,
        merchant=merchant,
        order_ref=wallet.order_ref(key=key, at=now()),
        outcome=Attempt.Outcome.OFFERED,
        expires_at=on.expires_at,
        next_query_at=now() + timedelta(minutes=1),
        created_at=now(),
    )


def merchant(owner: Payee | None = None, provider: str = "sample_wallet") -> MerchantAccount:
    """Return an account at a gateway that no module speaks to; without an owner it collects."""
    return MerchantAccount.objects.create(
        payee=owner, provider=provider, merchant_id=f"SCTDEMO{next_number()}"
    )


def platform_merchant() -> MerchantAccount:
    """Return the platform's account with the sample gateway, the same each time."""
    return MerchantAccount.objects.filter(payee=None).first() or merchant()


def collected_money(on: Charge, amount: int, through: MerchantAccount) -> Receipt:
    """Let money for a payee arrive at a gateway; it pays nothing yet."""
    notice = Notice.objects.create(
        provider=through.provider,
        event_id=f"event-{next_number()}",
        environment=on.environment,
        merchant=through,
        body=b"{}",
        received_at=now(),
    )
    receipt = Receipt.objects.create(
        payee_id=on.payee_id,
        merchant=through,
        amount=amount,
        environment=on.environment,
        source=Receipt.Source.NOTICE,
        notice=notice,
        reference=f"pay-{next_number()}",
        occurred_at=now(),
        created_at=now(),
    )
    post_came(receipt)
    return receipt


def collect(on: Charge, amount: int | None = None, *, through: MerchantAccount) -> Receipt:
    """Pay a charge through a gateway."""
    due = on.amount if amount is None else amount
    receipt = collected_money(on, due, through)
    actions.allocate(receipt=receipt, charge=on, amount=due, proof=Allocation.Proof.ORDER.value)
    return receipt
