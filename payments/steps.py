"""The next step as JSON beside its attempt: a reload must not ask the provider again."""

from datetime import datetime

from marketplace.kernel.money import Money
from payments.protocol import NextStep, NothingStep, QrStep, RedirectStep, WalletQrStep

StepJson = dict[str, str | int]


def to_json(step: NextStep) -> StepJson:
    """Return ``step`` with only JSON's own types."""
    match step:
        case QrStep():
            return {
                "kind": "qr",
                "payload": step.payload,
                "bank_bin": step.bank_bin,
                "bank_name": step.bank_name,
                "account_number": step.account_number,
                "holder_name": step.holder_name,
                "amount": step.amount.amount,
                "currency": step.amount.currency,
                "memo": step.memo,
                "expires_at": step.expires_at.isoformat(),
            }
        case WalletQrStep():
            return {
                "kind": "wallet_qr",
                "payload": step.payload,
                "wallet": step.wallet,
                "amount": step.amount.amount,
                "currency": step.amount.currency,
                "expires_at": step.expires_at.isoformat(),
                "app_url": step.app_url,
            }
        case RedirectStep():
            return {"kind": "redirect", "url": step.url}
        case NothingStep():
            return {"kind": "nothing", "text": step.text}


def from_json(stored: StepJson) -> NextStep | None:
    """Return the step that `to_json` wrote; ``None`` when none was stored yet."""
    match stored.get("kind"):
        case "qr":
            return _qr_step(stored)
        case "wallet_qr":
            return _wallet_qr_step(stored)
        case "redirect":
            return RedirectStep(url=str(stored["url"]))
        case "nothing":
            return NothingStep(text=str(stored["text"]))
        case _:
            return None


def _qr_step(stored: StepJson) -> QrStep:
    return QrStep(
        payload=str(stored["payload"]),
        bank_bin=str(stored["bank_bin"]),
        bank_name=str(stored["bank_name"]),
        account_number=str(stored["account_number"]),
        holder_name=str(stored["holder_name"]),
        amount=Money(int(stored["amount"]), str(stored["currency"])),
        memo=str(stored["memo"]),
        expires_at=datetime.fromisoformat(str(stored["expires_at"])),
    )


def _wallet_qr_step(stored: StepJson) -> WalletQrStep:
    return WalletQrStep(
        payload=str(stored["payload"]),
        wallet=str(stored["wallet"]),
        amount=Money(int(stored["amount"]), str(stored["currency"])),
        expires_at=datetime.fromisoformat(str(stored["expires_at"])),
        app_url=str(stored["app_url"]),
    )
