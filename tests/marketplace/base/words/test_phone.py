"""Phones: as people type them, as stored, as shown."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.base.words.phone import (
    PhoneError,
    display_phone,
    mask_phone,
    normalise_phone,
)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        " (0912) 345678 ",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "+84 0912345678",
        "0084912345678",
        "912345678",
        "០៩១២៣៤៥៦៧៨",
    ],
)
def test_a_mobile_number_is_understood_as_people_type_it(typed: str) -> None:
    assert normalise_phone(typed) == "+84912345678"


def test_a_landline_is_understood_and_shown() -> None:
    assert normalise_phone("0299 3822 222") == "+842993822222"
    assert normalise_phone("(0299) 3.822.222") == "+842993822222"
    assert display_phone("+842993822222") == "0299 3822 222"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("+", "empty"),
        ("không có", "letters"),
        ("0912 345 67x", "letters"),
        ("091234567", "too_short"),
        ("0299 382 222", "too_short"),
        ("09123456789", "too_long"),
        ("+1 202 555 0100", "not_vietnam"),
        ("0112345678", "unknown_prefix"),
        ("0612345678", "unknown_prefix"),
        ("٠٩١٢٣٤٥٦٧٨", "letters"),
    ],
)
def test_what_is_no_number_says_why(typed: str, code: str) -> None:
    with pytest.raises(PhoneError) as caught:
        normalise_phone(typed)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0169 123 4567", "0391 234 567"), ("+84 120 123 4567", "0701 234 567")],
)
def test_a_number_from_before_2018_is_refused_with_the_number_it_became(
    typed: str, meant: str
) -> None:
    with pytest.raises(PhoneError) as caught:
        normalise_phone(typed)

    assert caught.value.code == "old_number"
    assert caught.value.suggestion == meant


@given(st.sampled_from(["32", "56", "70", "81", "91", "98"]), st.integers(0, 9_999_999))
def test_what_is_shown_is_understood_again(prefix: str, rest: int) -> None:
    stored = normalise_phone(f"0{prefix}{rest:07d}")

    assert normalise_phone(display_phone(stored)) == stored
    assert normalise_phone(stored) == stored


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_named_error(text: str) -> None:
    with contextlib.suppress(PhoneError):
        stored = normalise_phone(text)
        assert normalise_phone(stored) == stored


def test_a_foreign_number_is_shown_as_it_is_and_a_mask_shows_three_digits() -> None:
    assert display_phone("+12025550100") == "+12025550100"
    assert mask_phone("+84912345678") == "••• ••• 678"
