"""Check digits and check characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.gs1.check_digit import (
    check_digit,
    check_pair,
    has_valid_check_digit,
    require_check_digit,
    require_check_pair,
    with_check_digit,
)
from traceability.gs1.errors import CheckDigitError, CheckPairError, NonDigitError

bodies = st.text("0123456789", min_size=1, max_size=17)


@given(bodies, st.data())
def test_every_wrong_single_digit_is_noticed(body: str, data: st.DataObject) -> None:
    whole = with_check_digit(body)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != whole[place]))

    assert has_valid_check_digit(whole)
    assert not has_valid_check_digit(whole[:place] + wrong + whole[place + 1 :])


def test_exchanged_neighbours_are_noticed_unless_they_differ_by_five() -> None:
    for first in range(10):
        for second in range(10):
            noticed = check_digit(f"95{first}{second}") != check_digit(f"95{second}{first}")
            assert noticed == (abs(first - second) not in (0, 5))


def test_leading_zeros_do_not_change_the_check_digit() -> None:
    assert check_digit("952060001234") == check_digit("0952060001234") == "6"


@pytest.mark.parametrize("text", ["", "12a", "٣٤", "1 2", "²"])
def test_what_is_not_digits_has_no_check_digit(text: str) -> None:
    with pytest.raises(NonDigitError):
        check_digit(text)


@pytest.mark.parametrize("text", ["", "6", "abc", "9520600012347", "٩٥"])
def test_what_is_no_checked_number_is_not_valid(text: str) -> None:
    assert not has_valid_check_digit(text)


def test_the_refusal_says_which_digit_it_should_be() -> None:
    with pytest.raises(CheckDigitError, match="should be 6"):
        require_check_digit("9520600012347")


charset_82 = st.sampled_from(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)


@given(st.text(charset_82, max_size=23), st.data())
def test_every_wrong_single_character_of_a_model_number_is_noticed(
    body: str, data: st.DataObject
) -> None:
    whole = body + check_pair(body)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(charset_82.filter(lambda character: character != whole[place]))

    require_check_pair(whole)
    with pytest.raises(CheckPairError):
        require_check_pair(whole[:place] + wrong + whole[place + 1 :])


def test_a_character_outside_set_82_has_no_check_characters() -> None:
    with pytest.raises(CheckPairError):
        check_pair("Lô")
