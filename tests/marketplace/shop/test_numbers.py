"""Order numbers: read aloud, typed back, not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shop.core.numbers import (
    ALPHABET,
    OrderNumberError,
    order_number,
    read_number,
    show_number,
)

sixteen_bytes = st.binary(min_size=16, max_size=16)


@given(sixteen_bytes)
def test_a_number_is_ten_characters_that_no_one_confuses(random_bytes: bytes) -> None:
    number = order_number(random_bytes)

    assert len(number) == 10
    assert set(number) <= set(ALPHABET)
    assert not set(number) & set("AEIOUL")


@given(sixteen_bytes)
def test_what_is_shown_is_read_back(random_bytes: bytes) -> None:
    number = order_number(random_bytes)

    assert read_number(show_number(number)) == number
    assert read_number(f" {show_number(number).lower()} ") == number


def test_look_alikes_are_forgiven() -> None:
    assert read_number("o123-45b c7l") == "012345BC71"


@pytest.mark.parametrize(
    "text", ["", "123", "012345BC7", "012345BC7DX", "012345BC7E", "đơn hàng 1"]
)
def test_what_cannot_be_a_number_is_refused(text: str) -> None:
    with pytest.raises(OrderNumberError):
        read_number(text)


def test_only_sixteen_bytes_make_a_number() -> None:
    with pytest.raises(OrderNumberError):
        order_number(b"short")


def test_neighbouring_bytes_do_not_make_neighbouring_numbers_of_one_order() -> None:
    numbers = {order_number(bytes([value]) * 16) for value in range(256)}

    assert len(numbers) == 256
