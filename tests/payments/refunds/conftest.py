"""The gateway that the tests give money back through."""

from collections.abc import Iterator

import pytest

from payments.protocol import providers
from tests.factories.refunds import CODE, BenchWallet


@pytest.fixture
def wallet() -> Iterator[BenchWallet]:
    """A gateway, switched on for one test."""
    with providers.register_temporarily(CODE, BenchWallet(), module="payments") as made:
        assert isinstance(made, BenchWallet)
        yield made
