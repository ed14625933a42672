from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from traceability.lots.amounts import AmountField


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7.800", "7800"),
        ("1.250.000", "1250000"),
        ("4.200,5", "4200.5"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("0.500", "0.500"),
        ("0,125", "0.125"),
        (" 12 000 ", "12000"),
    ],
)
def test_amounts_mean_what_people_here_mean(typed: str, number: str) -> None:
    assert AmountField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["mười", "1.2.3", "1,2,3", "7.80.0", "1e3x", "--5"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(typed)
