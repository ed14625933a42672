"""Oscar's known holes: each is there in stock Oscar, and closed here.

Closed by: overselling, ``test_placing`` and ``test_races``; refunds and numbers, below; children
under a stranger's product, ``tests/catalog/test_list_product``; e-mail without the password,
``tests/marketplace/base/accounts/test_own_account``; a stranger's lines, ``test_order_pages``.
"""

import json
import subprocess
import sys
from decimal import Decimal

import pytest

from marketplace.shop.errors import MoneyMovedElsewhereError
from marketplace.shop.order.utils import OrderNumberGenerator
from marketplace.shop.payment.models import Source


@pytest.fixture(scope="session")
def stock_oscar() -> dict[str, bool]:
    """Which holes Oscar has as it is shipped: found by a process with Oscar's own settings."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.projects.stock_oscar.holes"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    found: dict[str, bool] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    "hole",
    [
        "oversells",
        "refunds_without_ceiling",
        "children_under_a_strangers_product",
        "e_mail_without_password",
        "strangers_lines_visible",
        "numbers_can_be_guessed",
    ],
)
def test_stock_oscar_has_the_hole(stock_oscar: dict[str, bool], hole: str) -> None:
    assert stock_oscar[hole] is True


@pytest.mark.parametrize("verb", ["allocate", "debit", "refund"])
def test_oscars_source_moves_no_money(verb: str) -> None:
    source = Source(amount_allocated=Decimal(100), amount_debited=Decimal(100))

    with pytest.raises(MoneyMovedElsewhereError):
        getattr(source, verb)(Decimal(100))

    assert (source.amount_debited, source.amount_refunded) == (Decimal(100), Decimal(0))


def test_numbers_do_not_follow_from_each_other() -> None:
    numbers = {OrderNumberGenerator().order_number() for _ in range(1000)}

    assert len(numbers) == 1000
    assert not any(number.isdigit() and int(number) < 10**6 for number in numbers)
