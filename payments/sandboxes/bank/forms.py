"""What a person typed into the transfer form, as an instruction or as sentences about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from payments.sandboxes.bank.core.memos import WAYS
from payments.sandboxes.bank.store import Instruction
from payments.vietqr.core.payload import VietQr

LARGEST: Final = 499_999_999
"""In đồng: NAPAS247 carries less than 500 million in one transfer."""

LONGEST_MEMO: Final = 200
LONGEST_DELAY: Final = 24 * 60
REPEATS: Final[Mapping[str, tuple[int, int]]] = {
    "once": (1, 1),
    "twice": (2, 1),
    "told_twice": (1, 2),
}
"""Transfers, and notices of each."""

_DIGITS: Final = re.compile(r"[0-9]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferForm:
    """The typed values, kept as typed, and what is wrong with each."""

    values: Mapping[str, str]
    errors: Mapping[str, str]

    def value(self, name: str, default: str = "") -> str:
        """Return what was typed."""
        return self.values.get(name, default)


def from_code(code: VietQr, payload: str) -> TransferForm:
    """Return the form as a bank app fills it in from a code."""
    values = {
        "payload": payload,
        "bank_bin": code.acquirer_bin,
        "account": code.account,
        "amount": "" if code.amount is None else f"{code.amount:,}".replace(",", "."),
        "memo": "" if code.purpose in {None, "***"} else str(code.purpose),
    }
    return TransferForm(values=values, errors={})


def check(values: Mapping[str, str]) -> tuple[TransferForm, Instruction | None]:
    """Return the form with its errors and, when there are none, the instruction."""
    amount = _amount(values.get("amount", ""))
    delay = _whole(values.get("delay", "") or "0")
    errors = {
        "account": None if _is_account(values.get("account", "")) else _SAY["account"],
        "bank_bin": None if re.fullmatch("[0-9]{6}", values.get("bank_bin", "")) else _SAY["bin"],
        "amount": None if amount is not None and 0 < amount <= LARGEST else _SAY["amount"],
        "memo": None if len(values.get("memo", "")) <= LONGEST_MEMO else _SAY["memo"],
        "delay": None if delay is not None and delay <= LONGEST_DELAY else _SAY["delay"],
    }
    form = TransferForm(values=values, errors={k: v for k, v in errors.items() if v is not None})
    if form.errors or amount is None or delay is None:
        return form, None
    return form, _instruction(form, amount, delay)


_SAY: Final[Mapping[str, str]] = {
    "account": "Số tài khoản có 1 đến 19 chữ và số, viết liền.",
    "bin": "Mã ngân hàng có 6 số.",
    "amount": "Nhập số tiền dưới 500 triệu, ví dụ 185.000.",
    "memo": f"Nội dung dài nhất {LONGEST_MEMO} chữ.",
    "delay": f"Nhập số phút, từ 0 đến {LONGEST_DELAY}.",
}


def _instruction(form: TransferForm, amount: int, delay: int) -> Instruction:
    transfers, told = REPEATS.get(form.value("repeat"), (1, 1))
    way = form.value("way")
    return Instruction(
        bank_bin=form.value("bank_bin"),
        account=form.value("account"),
        amount=amount,
        memo=" ".join(form.value("memo").split()),
        incoming=form.value("direction") != "out",
        way=way if way in WAYS else "as_is",
        delay=delay * 60,
        transfers=transfers,
        notices=told,
    )


def _is_account(text: str) -> bool:
    return re.fullmatch("[0-9A-Za-z]{1,19}", text) is not None


def _amount(text: str) -> int | None:
    """Read an amount as people type it: ``185.000``, ``185 000 đ``, ``185,000``."""
    return _whole(re.sub(r"[\s.,]|₫|đ|Đ|vnd|VND", "", text))


def _whole(text: str) -> int | None:
    return int(text) if _DIGITS.match(text) and len(text) <= 13 else None  # noqa: PLR2004
