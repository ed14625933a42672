"""Tax codes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core.tax_code import TaxCodeError, check_digit, normalise_tax_code


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("0100233488", "0100233488"),
        (" 0100 233 488 ", "0100233488"),
        ("0314409058-002", "0314409058-002"),
        ("0314409058002", "0314409058-002"),
        ("094.123.456.789", "094123456789"),
    ],
)
def test_a_tax_code_is_kept_as_it_is_printed(typed: str, printed: str) -> None:
    assert normalise_tax_code(typed) == printed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "shape"),
        ("010023348", "shape"),
        ("01002334881", "shape"),
        ("abc0233488", "shape"),
        ("٠١٠٠٢٣٣٤٨٨", "shape"),
        ("097123456789", "shape"),
        ("000123456789", "shape"),
        ("0100233489", "check_digit"),
        ("0314409059-002", "check_digit"),
    ],
)
def test_a_wrong_tax_code_says_what_is_wrong(typed: str, code: str) -> None:
    with pytest.raises(TaxCodeError) as caught:
        normalise_tax_code(typed)
    assert caught.value.code == code


@given(st.from_regex(r"\d{9}", fullmatch=True).filter(str.isascii), st.integers(1, 9))
def test_one_mistyped_check_digit_is_always_noticed(nine: str, shift: int) -> None:
    right = check_digit(nine)
    wrong = (right + shift) % 10
    if right < 10:
        assert normalise_tax_code(f"{nine}{right}") == f"{nine}{right}"
    if right < 10 and wrong != right:
        with pytest.raises(TaxCodeError):
            normalise_tax_code(f"{nine}{wrong}")
