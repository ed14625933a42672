"""Which ways to pay people see first, and which stand a tap further."""

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_django.fixtures import Settings

from marketplace.kernel.money import Money
from payments.models import Attempt, Payee
from payments.protocol import NextStep, NothingStep, Provider
from payments.ways import for_a_phone, in_order


@dataclass
class Way:
    """A way to pay by its code alone."""

    code: str
    waits_for_money: bool = True
    label: str = "A way"
    summary: str = "How it goes"

    def is_offered(self, payee: Payee, amount: Money) -> bool:
        """Fit everybody who can be paid something."""
        return bool(payee.pk and amount.amount)

    def start(self, attempt: Attempt) -> NextStep:
        """Say that nothing is to be done."""
        return NothingStep(text=f"try {attempt.pk}")


def ways(*codes: str) -> list[Provider]:
    return [Way(code) for code in codes]


def codes(found: Sequence[Provider]) -> list[str]:
    return [way.code for way in found]


def test_the_setting_decides_the_order_and_strangers_follow(settings: Settings) -> None:
    settings.PAYMENTS_WAY_ORDER = ["vietqr_transfer", "momo"]

    found = in_order(ways("stranger", "momo", "another", "vietqr_transfer"))

    assert codes(found) == ["vietqr_transfer", "momo", "stranger", "another"]


def test_what_is_paid_later_comes_last_whatever_the_setting_says(settings: Settings) -> None:
    settings.PAYMENTS_WAY_ORDER = ["cod"]

    found = in_order([Way("cod", waits_for_money=False), Way("momo")])

    assert codes(found) == ["momo", "cod"]


def test_the_rarer_ways_are_one_tap_further() -> None:
    found = for_a_phone([*ways("a", "b", "c", "d", "e", "f"), Way("cod", waits_for_money=False)])

    assert codes(found.first) == ["a", "b", "c", "d"]
    assert codes(found.others) == ["e", "f"]
    assert codes(found.later) == ["cod"]


def test_one_way_alone_is_not_hidden() -> None:
    found = for_a_phone(ways("a", "b", "c", "d", "e"))

    assert codes(found.first) == ["a", "b", "c", "d", "e"]
    assert not found.others


def test_the_chosen_way_is_never_hidden() -> None:
    found = for_a_phone(ways("a", "b", "c", "d", "e", "f"), chosen="f")

    assert codes(found.first) == ["a", "b", "c", "d", "e", "f"]
