from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.factories.traceability import make_lot
from traceability.lots.actions import activate_range, issue_serials
from traceability.resolver.core.pin import pin_of
from traceability.resolver.models import PackMark
from traceability.resolver.pin_actions import open_pin

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SECRET = "a secret of the operator"


def results(code: str, typed: list[str]) -> Counter[str]:
    """Return what came of PINs that several phones type at once."""

    def type_it(pin: str) -> str:
        try:
            return open_pin(code=code, typed=pin).result.value
        finally:
            connection.close()

    with ThreadPoolExecutor(len(typed)) as phones:
        return Counter(phones.map(type_it, typed))


def pack_with_pin(settings: Any) -> str:  # noqa: ANN401 -- the fixture has no public type
    settings.ORIGIN_PIN_SECRET = SECRET
    settings.ORIGIN_PIN_TRIES = 3
    run = issue_serials(lot=make_lot(), count=1, with_pin=True)
    activate_range(run=run)
    return str(run.serials.get().code)


def test_of_several_who_open_at_once_one_is_the_first(settings: Any) -> None:  # noqa: ANN401
    code = pack_with_pin(settings)

    assert results(code, [pin_of(SECRET, code)] * 6) == {"first": 1, "again": 5}


def test_wrong_pins_typed_at_once_are_all_counted(settings: Any) -> None:  # noqa: ANN401
    code = pack_with_pin(settings)

    found = results(code, ["00000000"] * 6)

    assert found == {"wrong": 2, "locked": 4}
    assert PackMark.objects.get().pin_failures == 3
