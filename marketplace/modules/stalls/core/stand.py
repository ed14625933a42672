"""A stall's printed code: what it says, and whether a code that was read still says the same.

Pure. A thief pastes a sticker over the stand, so what matters first is whose account the code
names; what cannot be read as VietQR at all is no code of ours either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import VietQr, encode, parse

ACCOUNT_FIELDS: Final = ("acquirer_bin", "account")
COMPARED: Final = (
    *ACCOUNT_FIELDS,
    "service_code",
    "dynamic",
    "amount",
    "purpose",
    "store_label",
    "terminal_label",
    "bill_number",
    "reference_label",
    "merchant_name",
    "merchant_city",
)
SHOWN: Final = 60
"""Characters of a field that are kept of what was read."""


class Outcome(StrEnum):
    """What a look at the stand came to; the worst one first."""

    OTHER_ACCOUNT = "other_account"
    OTHER_CODE = "other_code"
    SAME = "same"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not as printed; ``code`` stands for a text that is no VietQR at all."""

    field: str
    printed: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one photo shows; ``found`` is the text that decided, empty when none was read."""

    outcome: Outcome
    found: str = ""
    differences: tuple[Difference, ...] = ()


def stand_payload(*, bank_bin: str, account: str, memo_code: str, stall_code: str) -> str:
    """Return the static code of a stall: any amount, its own code in the memo.

    Raises:
        VietQrError: the account makes no VietQR.
    """
    wanted = VietQr(
        acquirer_bin=bank_bin, account=account, purpose=memo_code, store_label=stall_code
    )
    return encode(wanted)


def judge(printed: str, found: Iterable[str]) -> Verdict:
    """Return what the codes of one photo come to: a foreign one beside ours is an alarm."""
    verdicts = [compare(printed, text) for text in found]
    order = list(Outcome)
    verdicts.sort(key=lambda one: order.index(one.outcome))
    return verdicts[0] if verdicts else Verdict(Outcome.UNREADABLE)


def compare(printed: str, found: str) -> Verdict:
    """Compare one code that was read with the printed one, field by field."""
    if found == printed:
        return Verdict(Outcome.SAME, found)
    ours = parse(printed)
    try:
        theirs = parse(found)
    except VietQrError as error:
        told = Difference("code", "VietQR", f"{error.code}: {found[:SHOWN]}")
        return Verdict(Outcome.OTHER_ACCOUNT, found, (told,))
    differences = tuple(_differences(ours, theirs))
    if any(one.field in ACCOUNT_FIELDS for one in differences):
        return Verdict(Outcome.OTHER_ACCOUNT, found, differences)
    # Two texts of the same fields (another order, unknown extras) are another print of ours.
    return Verdict(Outcome.OTHER_CODE if differences else Outcome.SAME, found, differences)


def _differences(ours: VietQr, theirs: VietQr) -> Iterable[Difference]:
    for name in COMPARED:
        printed, found = getattr(ours, name), getattr(theirs, name)
        if printed != found:
            yield Difference(name, _shown(printed), _shown(found))


def _shown(value: object) -> str:
    return "–" if value is None else str(value)[:SHOWN]
