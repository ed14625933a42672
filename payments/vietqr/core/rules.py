"""The rule of each data object: what its value may be. Pure.

Source: NAPAS VietQR v1.0 (09/2021), tables of the root objects and of templates 38, 62 and 64;
QRPUSH and QRCASH from the switching specification, as public libraries quote it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from payments.vietqr.core import errors as e
from payments.vietqr.core.text import is_ans

NAPAS_GUID: Final = "A000000727"
DONG: Final = "704"
STATIC, DYNAMIC = "11", "12"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
MADE_SERVICES: Final = frozenset({TO_ACCOUNT, TO_CARD})
READ_SERVICES: Final = MADE_SERVICES | {"QRPUSH", "QRCASH"}
TEMPLATES: Final = frozenset({"38", "38.01", "62", "64"})
"""Objects that are read as templates; all others, 80 to 99 among them, are opaque."""

MAX_TEXT: Final = {
    "59": 25,
    "60": 15,
    "61": 10,
    "64.01": 25,
    "64.02": 15,
    **{f"62.{tag:02d}": 25 for tag in range(1, 9)},
}
MAX_ACCOUNT: Final = 19
MAX_AMOUNT: Final = 13
MAX_PERCENTAGE: Final = 5
FIRST_FREE_TAG: Final = 64  # from here on EMVCo's format is S: any script may stand

REQUIRED: Final[Mapping[str, type[e.VietQrError]]] = {
    "01": e.MissingInitiationMethodError,
    "38.00": e.MissingGuidError,
    "38.01": e.MissingBeneficiaryError,
    "38.01.00": e.MissingAcquirerBinError,
    "38.01.01": e.MissingAccountError,
    "38.02": e.MissingServiceCodeError,
    "53": e.MissingCurrencyError,
    "58": e.MissingCountryError,
}

_AMOUNT: Final = re.compile(r"([0-9]+)(?:\.([0-9]*))?\Z")


def amount(value: str, path: str = "54") -> int:
    """Return an amount in whole đồng; ``50000`` and ``50000.`` are the same.

    Raises:
        AmountTooLongError, BadAmountError, AmountHasDecimalsError, AmountZeroError.
    """
    if len(value) > MAX_AMOUNT:
        raise e.AmountTooLongError(f"{path}: {len(value)} characters, at most {MAX_AMOUNT}")
    match = _AMOUNT.match(value)
    if match is None:
        raise e.BadAmountError(f"{path}: not digits with at most one point after them")
    if match[2]:
        raise e.AmountHasDecimalsError(f"{path}: đồng have no decimals")
    if int(match[1]) == 0:
        raise e.AmountZeroError(f"{path}: the amount is nothing")
    return int(match[1])


def check(objects: Mapping[str, str]) -> None:
    """Hold every value against its rule, then look for what is missing.

    Args:
        objects: value by path, templates already divided.

    Raises:
        VietQrError: the child that names the broken rule.
    """
    for path, value in objects.items():
        _check_characters(path, value)
        RULES.get(path, _check_length)(value, path)
    present = _with_parents(objects)
    for path, missing in REQUIRED.items():
        if path not in present:
            raise missing(f"{path}: missing")
    if "64" in present and "64.00" not in present:
        raise e.MissingLanguageError("64.00: missing")


def _with_parents(objects: Iterable[str]) -> set[str]:
    return {path[:end] for path in objects for end in (2, 5, 8)}


def _check_characters(path: str, value: str) -> None:
    if int(path[:2]) < FIRST_FREE_TAG and not is_ans(value):
        raise e.TextOutsideAnsError(f"{path}: a character outside the EMV common set")


def _check_length(value: str, path: str) -> None:
    if len(value) > MAX_TEXT.get(path, len(value)):
        raise e.TextTooLongError(f"{path}: {len(value)} characters, at most {MAX_TEXT[path]}")


def _matching(pattern: str, broken: type[e.VietQrError], wanted: str) -> Callable[[str, str], None]:
    expression = re.compile(pattern + r"\Z")

    def rule(value: str, path: str) -> None:
        if expression.match(value) is None:
            raise broken(f"{path}: {wanted} wanted")

    return rule


def _account(value: str, path: str) -> None:
    if len(value) > MAX_ACCOUNT:
        raise e.AccountTooLongError(f"{path}: {len(value)} characters, at most {MAX_ACCOUNT}")
    if not (value.isascii() and value.isalnum()):
        raise e.BadAccountError(f"{path}: ASCII letters and digits wanted")


def _service(value: str, path: str) -> None:
    if value not in READ_SERVICES:
        raise e.UnknownServiceCodeError(f"{path}: none of {', '.join(sorted(READ_SERVICES))}")


def _whole_amount(value: str, path: str) -> None:
    amount(value, path)


def _percentage(value: str, path: str) -> None:
    if len(value) > MAX_PERCENTAGE or _AMOUNT.match(value) is None:
        raise e.BadPercentageFeeError(f"{path}: a number of at most {MAX_PERCENTAGE} wanted")


def _consumer_data_request(value: str, path: str) -> None:
    if not set(value) <= set("AME") or len(set(value)) != len(value):
        raise e.BadConsumerDataRequestError(f"{path}: A, M and E, each once at most")


RULES: Final[Mapping[str, Callable[[str, str], None]]] = {
    "00": _matching("01", e.BadFormatIndicatorError, "01"),
    "01": _matching("1[12]", e.BadInitiationMethodError, "11 or 12"),
    "38.00": _matching(NAPAS_GUID, e.WrongGuidError, NAPAS_GUID),
    "38.01.00": _matching("[0-9]{6}", e.BadAcquirerBinError, "six digits"),
    "38.01.01": _account,
    "38.02": _service,
    "52": _matching("[0-9]{4}", e.BadMerchantCategoryError, "four digits"),
    "53": _matching(DONG, e.WrongCurrencyError, DONG),
    "54": _whole_amount,
    "55": _matching("[0-9]{2}", e.BadTipIndicatorError, "two digits"),
    "56": _whole_amount,
    "57": _percentage,
    "58": _matching("VN", e.WrongCountryError, "VN"),
    "62.09": _consumer_data_request,
    "64.00": _matching("[A-Za-z]{2}", e.BadLanguageError, "two letters"),
}
