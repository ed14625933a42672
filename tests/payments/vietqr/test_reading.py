"""What the parser reads and, rule by rule, what it refuses."""

import pytest

from payments.vietqr.core import errors as e
from payments.vietqr.core.payload import VietQr, parse
from tests.payments.vietqr.raw import BENEFICIARY, ROOT, merchant_account, obj, payload, seal


def test_a_dynamic_code_for_one_order_is_read() -> None:
    assert parse(payload()) == VietQr(
        acquirer_bin="999999",
        account="SCTDEMO000001",
        service_code="QRIBFTTA",
        dynamic=True,
        amount=185000,
        purpose="ST7K2M9Q4C",
    )


def test_a_static_stand_without_amount_is_read() -> None:
    code = parse(payload({"01": "11", "54": None, "62": None, "59": "SAP 12", "60": "SOC TRANG"}))

    assert (code.dynamic, code.amount, code.purpose) == (False, None, None)
    assert (code.merchant_name, code.merchant_city) == ("SAP 12", "SOC TRANG")


@pytest.mark.parametrize(("method", "amount"), [("11", "20000"), ("12", None)])
def test_static_may_have_an_amount_and_dynamic_none(method: str, amount: str | None) -> None:
    code = parse(payload({"01": method, "54": amount}))

    assert code.dynamic is (method == "12")
    assert code.amount == (20000 if amount else None)


def test_objects_between_first_and_last_come_in_any_order() -> None:
    turned = [("00", "01"), *reversed(list(ROOT.items())[1:])]

    assert parse(seal("".join(obj(*pair) for pair in turned))) == parse(payload())


def test_all_fields_of_the_additional_template_are_read() -> None:
    template = "".join(obj(f"{tag:02d}", f"X{tag}") for tag in range(1, 9)) + obj("09", "AME")

    code = parse(payload({"62": template}))

    assert (code.bill_number, code.store_label, code.reference_label) == ("X1", "X3", "X5")
    assert (code.terminal_label, code.purpose) == ("X7", "X8")
    assert code.unknown == {"62.02": "X2", "62.04": "X4", "62.06": "X6", "62.09": "AME"}


def test_unknown_objects_are_kept_where_they_stood() -> None:
    code = parse(
        payload(
            {
                "38": merchant_account(rest="0208QRIBFTTA" + obj("03", "later")),
                "26": "0010A0000007750106123456",
                "61": "95000",
                "62": obj("08", "MEMO") + obj("50", "app data"),
                "70": "abc",
                "80": "046",
            }
        )
    )

    assert code.purpose == "MEMO"
    assert code.unknown == {
        "26": "0010A0000007750106123456",
        "38.03": "later",
        "61": "95000",
        "62.50": "app data",
        "70": "abc",
        "80": "046",
    }


def test_the_language_template_may_hold_any_script() -> None:
    code = parse(payload({"64": obj("00", "km") + obj("01", "អង្ករ") + obj("02", "Sóc Trăng")}))

    assert code.unknown == {"64.00": "km", "64.01": "អង្ករ", "64.02": "Sóc Trăng"}


@pytest.mark.parametrize("service", ["QRPUSH", "QRCASH", "QRIBFTTC"])
def test_services_of_the_switching_specification_are_read(service: str) -> None:
    code = parse(payload({"38": merchant_account(rest=obj("02", service))}))

    assert code.service_code == service


def test_a_prompt_for_the_payer_is_read_as_it_stands() -> None:
    assert parse(payload({"62": "0803***"})).purpose == "***"


def test_the_checksum_may_be_in_small_letters() -> None:
    text = next(t for n in range(100) if not (t := payload({"54": f"1{n:03d}"}))[-4:].isdigit())

    assert parse(text[:-4] + text[-4:].lower()) == parse(text)


@pytest.mark.parametrize(
    ("written", "amount"), [("50000", 50000), ("50000.", 50000), ("1", 1), ("0000000000001", 1)]
)
def test_amounts_are_digits_with_at_most_a_closing_point(written: str, amount: int) -> None:
    assert parse(payload({"54": written})).amount == amount


def test_an_amount_above_the_transfer_limit_is_still_read() -> None:
    assert parse(payload({"54": "9999999999999"})).amount == 9_999_999_999_999


def test_a_tip_or_fee_is_kept() -> None:
    code = parse(payload({"55": "03", "56": "10000", "57": "5.0"}))

    assert code.unknown == {"55": "03", "56": "10000", "57": "5.0"}


LONG = "X" * 26
BYTES_MEMO = "Thanh toán hóa đơn"
BYTES_62 = f"62260822{BYTES_MEMO}"  # 22 bytes, 18 characters

REFUSED: list[tuple[type[e.VietQrError], str]] = [
    (e.EmptyPayloadError, ""),
    (e.UnreadableTextError, payload()[:20] + "\udc80" + payload()[20:]),
    (e.ControlCharacterError, payload() + "\n"),
    (e.ControlCharacterError, payload({"62": "0804A\tBC"})),
    (e.BadTagError, seal("000201" + "5X03704")),
    (e.BadTagError, seal("000201" + "٥٣03704")),
    (e.BadLengthError, seal("000201" + "530٣704")),
    (e.BadLengthError, payload({"62": "08+5MEMO1"})),
    (e.EmptyValueError, payload({"62": "0800"})),
    (e.ValueCutShortError, payload({"62": "0811ST7K2M9Q4C"})),
    (e.DuplicateTagError, seal("".join(obj(*pair) for pair in ROOT.items()) + obj("54", "1"))),
    (e.DuplicateTagError, payload({"62": "0801A0801B"})),
    (e.DuplicateTagError, payload({"38": merchant_account(BENEFICIARY + "0006999998")})),
    (
        e.FitsOnlyByBytesError,
        seal(f"000201010212{obj('38', ROOT['38'])}53037045802VN{BYTES_62}"),
    ),
    (e.FormatIndicatorNotFirstError, payload({"00": None})),
    (e.FormatIndicatorNotFirstError, seal("010212" + "000201" + obj("38", ROOT["38"]))),
    (e.BadFormatIndicatorError, payload({"00": "02"})),
    (e.CrcMissingError, payload()[:-9]),
    (e.CrcMissingError, "000201"),
    (e.CrcMissingError, payload() + " "),
    (e.CrcMissingError, seal("".join(obj(*pair) for pair in ROOT.items()) + "8008")),
    (e.CrcNotLastError, payload() + obj("80", "046")),
    (e.CrcNotLastError, seal(payload() + "8008")),
    (e.BadCrcError, payload()[:-4] + "12G4"),
    (e.CrcMismatchError, payload()[:-4] + "0000"),
    (e.CrcMismatchError, payload().replace("185000", "985000")),
    (e.NotVietQrError, payload({"38": None, "26": "0010A0000007750106123456"})),
    (e.NotVietQrError, payload({"38": None})),
    (e.MissingGuidError, payload({"38": obj("01", BENEFICIARY) + "0208QRIBFTTA"})),
    (e.WrongGuidError, payload({"38": ROOT["38"].replace("A000000727", "A000000775")})),
    (e.MissingBeneficiaryError, payload({"38": "0010A0000007270208QRIBFTTA"})),
    (e.MissingAcquirerBinError, payload({"38": merchant_account("0113SCTDEMO000001")})),
    (e.BadAcquirerBinError, payload({"38": merchant_account("00059999901011")})),
    (e.BadAcquirerBinError, payload({"38": merchant_account("000699999X01011")})),
    (e.MissingAccountError, payload({"38": merchant_account("0006999999")})),
    (e.BadAccountError, payload({"38": merchant_account("00069999990104A-12")})),
    (e.AccountTooLongError, payload({"38": merchant_account("00069999990120" + "1" * 20)})),
    (e.MissingServiceCodeError, payload({"38": merchant_account(rest="")})),
    (e.UnknownServiceCodeError, payload({"38": merchant_account(rest="0208QRIBFTTB")})),
    (e.UnknownServiceCodeError, payload({"38": merchant_account(rest="0208qribftta")})),
    (e.MissingInitiationMethodError, payload({"01": None})),
    (e.BadInitiationMethodError, payload({"01": "13"})),
    (e.BadMerchantCategoryError, payload({"52": "541"})),
    (e.BadMerchantCategoryError, payload({"52": "54A1"})),
    (e.MissingCurrencyError, payload({"53": None})),
    (e.WrongCurrencyError, payload({"53": "840"})),
    (e.MissingCountryError, payload({"58": None})),
    (e.WrongCountryError, payload({"58": "vn"})),
    (e.BadAmountError, payload({"54": "50,000"})),
    (e.BadAmountError, payload({"54": "50 000"})),
    (e.BadAmountError, payload({"54": "-5"})),
    (e.BadAmountError, payload({"54": "."})),
    (e.BadAmountError, payload({"54": "5..0"})),
    (e.BadAmountError, payload({"56": "1e3"})),
    (e.AmountTooLongError, payload({"54": "1" + "0" * 13})),
    (e.AmountHasDecimalsError, payload({"54": "50000.5"})),
    (e.AmountHasDecimalsError, payload({"54": "50000.0"})),
    (e.AmountZeroError, payload({"54": "0"})),
    (e.AmountZeroError, payload({"54": "000."})),
    (e.BadTipIndicatorError, payload({"55": "X1"})),
    (e.BadPercentageFeeError, payload({"57": "5%"})),
    (e.BadPercentageFeeError, payload({"57": "100.00"})),
    (e.TextOutsideAnsError, payload({"59": "GẠO"})),
    (e.TextOutsideAnsError, payload({"62": obj("08", BYTES_MEMO)})),
    (e.TextOutsideAnsError, payload({"54": "١٢٣"})),
    (e.TextOutsideAnsError, payload({"26": "Đ"})),
    (e.TextTooLongError, payload({"59": LONG})),
    (e.TextTooLongError, payload({"60": LONG[:16]})),
    (e.TextTooLongError, payload({"61": LONG[:11]})),
    (e.TextTooLongError, payload({"62": obj("08", LONG)})),
    (e.TextTooLongError, payload({"62": obj("02", LONG)})),
    (e.TextTooLongError, payload({"64": obj("00", "vi") + obj("01", LONG)})),
    (e.BadConsumerDataRequestError, payload({"62": obj("09", "B")})),
    (e.BadConsumerDataRequestError, payload({"62": obj("09", "AA")})),
    (e.MissingLanguageError, payload({"64": obj("01", "Gạo")})),
    (e.BadLanguageError, payload({"64": obj("00", "vie")})),
]


@pytest.mark.parametrize(("error", "text"), REFUSED)
def test_each_broken_rule_has_its_own_error(error: type[e.VietQrError], text: str) -> None:
    with pytest.raises(e.VietQrError) as caught:
        parse(text)

    assert type(caught.value) is error
    assert str(caught.value)


ONLY_WHEN_MADE = {
    e.ValueTooLongError,
    e.ServiceNotMadeError,
    e.AmountOverLimitError,
    e.NotAsciiError,
    e.BadUnknownTagError,
}


def _leaves(error: type[e.VietQrError]) -> set[type[e.VietQrError]]:
    children = error.__subclasses__()
    return set().union(*map(_leaves, children)) if children else {error}


def test_every_error_of_reading_is_met_above() -> None:
    assert {error for error, _ in REFUSED} == _leaves(e.VietQrError) - ONLY_WHEN_MADE


def test_codes_are_unique() -> None:
    leaves = _leaves(e.VietQrError)

    assert len({leaf.code for leaf in leaves}) == len(leaves)
