"""Keys as people type them."""

import pytest

from traceability.gs1 import keys
from traceability.gs1.errors import Gs1Error


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("09520600012346", "09520600012346"),
        ("9520600012346", "09520600012346"),
        (" 9520 6000 1234 6 ", "09520600012346"),
        ("614141123452", "00614141123452"),
        ("95060002", "00000095060002"),
        ("19520600012343", "19520600012343"),
    ],
)
def test_a_gtin_is_kept_as_fourteen_digits(typed: str, kept: str) -> None:
    assert keys.gtin(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "non_digit_character"),
        ("952060001234X", "non_digit_character"),
        ("٩٥٢٠٦٠٠٠١٢٣٤٦", "non_digit_character"),
        ("952060001234", "wrong_check_digit"),
        ("95206000123", "wrong_key_length"),
        ("9520600012347", "wrong_check_digit"),
    ],
)
def test_a_wrong_gtin_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(Gs1Error) as refusal:
        keys.gtin(typed)

    assert refusal.value.code == code


def test_packs_print_thirteen_digits_and_cases_fourteen() -> None:
    assert keys.gtin_as_printed("09520600012346") == "9520600012346"
    assert keys.gtin_as_printed("19520600012343") == "19520600012343"


def test_a_location_number_has_thirteen_digits() -> None:
    assert keys.gln("9520600010014") == "9520600010014"
    with pytest.raises(Gs1Error) as refusal:
        keys.gln("09520600010014")
    assert refusal.value.code == "wrong_key_length"


def test_a_logistic_unit_has_eighteen_digits() -> None:
    assert keys.sscc("095206000000000015") == "095206000000000015"


def test_new_numbers_carry_prefix_reference_and_check_digit() -> None:
    assert keys.new_gtin(company_prefix="9520600", item_reference=1234) == "09520600012346"
    assert (
        keys.new_gtin(company_prefix="9520600", item_reference=1234, indicator=1)
        == "19520600012343"
    )
    assert keys.new_sscc(company_prefix="9520600", serial_reference=1) == "095206000000000015"


@pytest.mark.parametrize(
    ("prefix", "reference", "code"),
    [
        ("952x", 1, "non_digit_character"),
        ("9520", -1, "non_digit_character"),
        ("952060000000", 1, "wrong_key_length"),
        ("9520", 123_456_789, "wrong_key_length"),
    ],
)
def test_a_reference_that_does_not_fit_its_prefix_is_refused(
    prefix: str, reference: int, code: str
) -> None:
    with pytest.raises(Gs1Error) as refusal:
        keys.new_gtin(company_prefix=prefix, item_reference=reference)

    assert refusal.value.code == code


def test_lots_and_serials_are_twenty_characters_codes_can_carry() -> None:
    assert keys.batch_or_lot("ST25-0725-01") == "ST25-0725-01"
    assert keys.serial("7K3QZ9XWPM") == "7K3QZ9XWPM"
    for text, code in (
        ("", "empty_value"),
        ("Lô 1", "non_charset_82_character"),
        ("ABCDEFGHIJKLMNOPQRSTU", "value_too_long"),
    ):
        with pytest.raises(Gs1Error) as refusal:
            keys.batch_or_lot(text)
        assert refusal.value.code == code
        assert refusal.value.ai == "10"
