"""Who is paid, into which account of the sandbox bank, and money that comes and goes wrong."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.kernel.money import Money
from marketplace.modules.demo.data import table
from marketplace.shop.actions import link_payee
from payments.actions import (
    add_payout_account,
    connect_feed,
    receive,
    take_notice,
    verify_payout_account,
)
from payments.models import Bank, Charge, MerchantAccount, PayoutAccount, Receipt
from payments.models.payees import Environment
from payments.protocol import BankCredit
from payments.sandboxes.gateways.demo import SECRETS
from payments.wallets.addresses import call_url
from payments.wallets.calls import RETURN, wallet_of

SANDBOX_BIN = "999999"
FEED = "sepay"


def load_bank(bank_url: str) -> None:
    """Put the sandbox bank into the table of banks, with the link that opens its page."""
    Bank.objects.update_or_create(
        bin=SANDBOX_BIN,
        defaults={
            "code": "MAU",
            "short_name": "Ngân hàng thử",
            "app_link": f"{bank_url}/?payload={{payload}}",
            "position": 0,
            "shown": True,
        },
    )


def load_accounts(sellers: dict[str, Partner], staff: User) -> dict[str, PayoutAccount]:
    """Give every seller an account of the sandbox bank; return them by the seller's key."""
    return {row["key"]: _account(row, sellers[row["key"]], staff) for row in table("sellers")}


def _account(row: dict[str, str], seller: Partner, staff: User) -> PayoutAccount:
    payee = link_payee(seller=seller, acting_user=staff)
    account = add_payout_account(
        payee=payee,
        bank_bin=SANDBOX_BIN,
        account_number=row["bank_account"],
        holder_name=row["legal_name"],
        acting_user=seller.users.get(),
    )
    account = verify_payout_account(account=account, acting_user=staff)
    if row["feed"] == "connected":
        account = connect_feed(account=account, feed_code=FEED, acting_user=staff)
    return account


def write_bank_accounts() -> Path:
    """Write where the sandbox bank tells of each account (``ACCOUNT=URL`` lines)."""
    lines = [
        f"{account.account_number}={settings.PUBLIC_ORIGIN}{_hook(account)}"
        for account in PayoutAccount.objects.filter(bank_id=SANDBOX_BIN, feed_code=FEED)
    ]
    path = Path(settings.VAR_DIR) / "sandbox_bank_accounts.txt"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _hook(account: PayoutAccount) -> str:
    return reverse("sepay-webhook", args=[account.public_id])


def load_gateways() -> None:
    """Give the platform an account with every sandbox gateway whose way to pay is installed."""
    for code, environments in SECRETS.items():
        if wallet_of(code) is None:
            continue
        for merchant_id in environments["sandbox"]:
            MerchantAccount.objects.get_or_create(
                provider=code, merchant_id=merchant_id, environment=Environment.SANDBOX
            )


def write_gateway_hooks() -> Path:
    """Write where the sandbox gateways tell of each account (``CODE/MERCHANT/NAME=URL`` lines)."""
    accounts = MerchantAccount.objects.filter(environment=Environment.SANDBOX, active=True)
    lines = [
        f"{account.provider}/{account.merchant_id}/{name}={call_url(account, name)}"
        for account in accounts
        for name in _calls(account.provider)
    ]
    path = Path(settings.VAR_DIR) / "sandbox_gateways_hooks.txt"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _calls(code: str) -> list[str]:
    wallet = wallet_of(code)
    return [name for name in wallet.calls if name != RETURN] if wallet else []


def bring_money(
    account: PayoutAccount, amount: int, memo: str, *, event: int, at: datetime
) -> Receipt:
    """Let money come in as the feed would have told of it."""
    body = {
        "id": event,
        "transactionDate": f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}",
        "accountNumber": account.account_number,
        "content": memo,
        "transferType": "in",
        "transferAmount": amount,
        "referenceCode": f"DEMO{event:08}",
    }
    notice = take_notice(
        feed_code=FEED,
        event_id=f"demo-{event}",
        environment=account.environment,
        account=account,
        body=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    credit = BankCredit(
        provider=FEED,
        event_id=f"demo-{event}",
        environment=account.environment,
        account_number=account.account_number,
        amount=Money(amount),
        occurred_at=at,
        memo=memo,
        reference=f"DEMO{event:08}",
    )
    return receive(credit=credit, notice=notice)


def pay(charge: Charge, *, amount: int | None = None, event: int, at: datetime) -> Receipt:
    """Pay a charge by its memo code, in full or another amount."""
    account = PayoutAccount.objects.get(payee=charge.payee, active=True)
    return bring_money(account, amount or charge.amount, charge.memo_code, event=event, at=at)


def load_stray_money(accounts: dict[str, PayoutAccount], at: datetime) -> None:
    """Money that needs a person: no code in its memo, and a code that nobody has."""
    bring_money(accounts["rachgo"], 250_000, "tien gao thang truoc", event=9001, at=at)
    later = at + timedelta(minutes=7)
    bring_money(accounts["giongme"], 68_000, "ST0000000Z hanh tim", event=9002, at=later)
