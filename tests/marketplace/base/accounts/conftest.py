"""Somebody with an account, at the usual settings of the site."""

import pytest

from marketplace.base.accounts.models import User
from tests.factories.base import UserFactory

PHONE = "+84900000001"


@pytest.fixture
def buyer(db: None) -> User:
    return UserFactory.create(phone=PHONE, full_name="A buyer", email="buyer@example.org")
