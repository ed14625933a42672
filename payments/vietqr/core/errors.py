"""Why a text is not a VietQR payload: one class, and one stable ``code``, for each rule. Pure.

``code`` is what programs and translations key on; the message is English, names the data object
(``62.08`` is object 08 inside template 62) and never repeats more than a few characters of the
payload, so it may be logged.
"""

from typing import ClassVar


class VietQrError(ValueError):
    """The text breaks a rule of NAPAS VietQR, or what was asked for may not be made."""

    code: ClassVar[str] = "not_a_payload"


# --- the text as a whole ---------------------------------------------------------------------


class EmptyPayloadError(VietQrError):
    """There is no text at all."""

    code = "empty"


class UnreadableTextError(VietQrError):
    """The bytes were not UTF-8, or the text holds a lone surrogate."""

    code = "unreadable_text"


class ControlCharacterError(VietQrError):
    """A line break, tab, NUL or other control character: no data object may hold one."""

    code = "control_character"


# --- tag, length, value ----------------------------------------------------------------------


class TlvError(VietQrError):
    """The text does not divide into data objects."""

    code = "bad_structure"


class BadTagError(TlvError):
    """A tag is not two ASCII digits."""

    code = "bad_tag"


class BadLengthError(TlvError):
    """A length is not two ASCII digits."""

    code = "bad_length"


class EmptyValueError(TlvError):
    """A data object of length 00: lengths run from 01 to 99."""

    code = "empty_value"


class ValueTooLongError(TlvError):
    """A data object of more than 99 characters cannot be written."""

    code = "value_too_long"


class ValueCutShortError(TlvError):
    """The text ends before the length that was announced."""

    code = "value_cut_short"


class DuplicateTagError(TlvError):
    """The same tag twice in one template: readers would differ on which one counts."""

    code = "duplicate_tag"


class FitsOnlyByBytesError(TlvError):
    """Lengths fit when UTF-8 bytes are counted and not when characters are, as they must be."""

    code = "fits_only_by_bytes"


# --- frame: 00 first, 63 last ----------------------------------------------------------------


class FormatIndicatorNotFirstError(VietQrError):
    """Object 00 is missing or not the first one."""

    code = "format_indicator_not_first"


class BadFormatIndicatorError(VietQrError):
    """Object 00 says something other than 01."""

    code = "bad_format_indicator"


class CrcMissingError(VietQrError):
    """The text does not end in 6304 and four characters: usually it was cut off."""

    code = "crc_missing"


class CrcNotLastError(VietQrError):
    """Object 63 is there, but other objects follow it."""

    code = "crc_not_last"


class BadCrcError(VietQrError):
    """The checksum is not four hexadecimal digits."""

    code = "bad_crc"


class CrcMismatchError(VietQrError):
    """The checksum belongs to another text: a damaged code or an altered one."""

    code = "crc_mismatch"


# --- which network, which account ------------------------------------------------------------


class NotVietQrError(VietQrError):
    """An EMV code without template 38: another network's (VNPAY, AirPay …) or nobody's."""

    code = "not_vietqr"


class MissingGuidError(VietQrError):
    """Template 38 does not say whose it is."""

    code = "missing_guid"


class WrongGuidError(VietQrError):
    """Template 38 belongs to another network than NAPAS."""

    code = "wrong_guid"


class MissingBeneficiaryError(VietQrError):
    """Template 38 names no beneficiary (object 01)."""

    code = "missing_beneficiary"


class MissingAcquirerBinError(VietQrError):
    """The beneficiary's bank (38.01.00) is missing."""

    code = "missing_acquirer_bin"


class BadAcquirerBinError(VietQrError):
    """The bank's BIN is not six ASCII digits."""

    code = "bad_acquirer_bin"


class MissingAccountError(VietQrError):
    """The beneficiary's account or card (38.01.01) is missing."""

    code = "missing_account"


class BadAccountError(VietQrError):
    """An account holds something other than ASCII letters and digits."""

    code = "bad_account"


class AccountTooLongError(VietQrError):
    """An account or card has more than 19 characters."""

    code = "account_too_long"


class MissingServiceCodeError(VietQrError):
    """Template 38 does not say which service (object 02)."""

    code = "missing_service_code"


class UnknownServiceCodeError(VietQrError):
    """The service is none of QRIBFTTA, QRIBFTTC, QRPUSH, QRCASH."""

    code = "unknown_service_code"


class ServiceNotMadeError(VietQrError):
    """QRPUSH and QRCASH are read and never made: they are not in the public specification."""

    code = "service_not_made"


# --- the other objects -----------------------------------------------------------------------


class MissingInitiationMethodError(VietQrError):
    """Object 01 is missing: nothing says whether the code is static or dynamic."""

    code = "missing_initiation_method"


class BadInitiationMethodError(VietQrError):
    """Object 01 is neither 11 (static) nor 12 (dynamic)."""

    code = "bad_initiation_method"


class BadMerchantCategoryError(VietQrError):
    """Object 52 is not four ASCII digits."""

    code = "bad_merchant_category"


class MissingCurrencyError(VietQrError):
    """Object 53 is missing."""

    code = "missing_currency"


class WrongCurrencyError(VietQrError):
    """Object 53 is not 704, the Vietnamese đồng."""

    code = "wrong_currency"


class MissingCountryError(VietQrError):
    """Object 58 is missing."""

    code = "missing_country"


class WrongCountryError(VietQrError):
    """Object 58 is not VN."""

    code = "wrong_country"


class BadAmountError(VietQrError):
    """An amount is not digits with at most one point after them."""

    code = "bad_amount"


class AmountTooLongError(VietQrError):
    """An amount has more than 13 characters."""

    code = "amount_too_long"


class AmountHasDecimalsError(VietQrError):
    """Đồng have no decimals."""

    code = "amount_has_decimals"


class AmountZeroError(VietQrError):
    """An amount of nothing: leave the object out instead."""

    code = "amount_zero"


class AmountOverLimitError(VietQrError):
    """A transfer of 500 million đồng or more does not pass NAPAS247, so no code is made for it."""

    code = "amount_over_limit"


class BadTipIndicatorError(VietQrError):
    """Object 55 is not two ASCII digits."""

    code = "bad_tip_indicator"


class BadPercentageFeeError(VietQrError):
    """Object 57 is not a number of at most five characters."""

    code = "bad_percentage_fee"


class TextOutsideAnsError(VietQrError):
    """A character outside the EMV common set (printable ASCII) where only that set may stand."""

    code = "text_outside_ans"


class TextTooLongError(VietQrError):
    """A text has more characters than its object allows."""

    code = "text_too_long"


class BadConsumerDataRequestError(VietQrError):
    """Object 62.09 is not made of A, M and E, each at most once."""

    code = "bad_consumer_data_request"


class MissingLanguageError(VietQrError):
    """Template 64 does not name its language (object 00)."""

    code = "missing_language"


class BadLanguageError(VietQrError):
    """Object 64.00 is not a language code of two ASCII letters."""

    code = "bad_language"


# --- only when making ------------------------------------------------------------------------


class NotAsciiError(VietQrError):
    """What is made is ASCII in every object; this one cannot be folded to it."""

    code = "not_ascii"


class BadUnknownTagError(VietQrError):
    """A tag to carry along is malformed, or has a field of its own."""

    code = "bad_unknown_tag"
