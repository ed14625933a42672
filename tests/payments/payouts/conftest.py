"""Two members of staff, and accounts that need not wait before money goes there."""

import pytest
from pytest_django import Settings

from marketplace.base.accounts.models import User
from tests.factories import payments as make


@pytest.fixture(autouse=True)
def no_waiting(settings: Settings) -> None:
    settings.PAYOUTS_ACCOUNT_HOURS = 0


@pytest.fixture
def ann() -> User:
    return make.person(staff=True)


@pytest.fixture
def ben() -> User:
    return make.person(staff=True)
