from datetime import date
from itertools import product

import pytest

from traceability.resolver.core.verdict import Facts, Verdict, verdict

TODAY = date(2026, 1, 20)


def said(
    *,
    is_recalled: bool = False,
    best_before: date | None = date(2026, 9, 11),
    serial_status: str = "active",
    is_unusual: bool = False,
) -> Verdict:
    facts = Facts(
        is_recalled=is_recalled,
        best_before=best_before,
        serial_status=serial_status,
        is_unusual=is_unusual,
    )
    return verdict(facts, TODAY)


def test_each_fact_alone_has_its_verdict() -> None:
    assert said() == Verdict.KNOWN
    assert said(serial_status="") == Verdict.KNOWN
    assert said(is_recalled=True) == Verdict.RECALLED
    assert said(serial_status="void") == Verdict.VOID
    assert said(serial_status="printed") == Verdict.NOT_ON_SALE
    assert said(best_before=date(2026, 1, 19)) == Verdict.EXPIRED
    assert said(is_unusual=True) == Verdict.UNUSUAL


def test_the_last_good_day_is_still_good() -> None:
    assert said(best_before=TODAY) == Verdict.KNOWN
    assert said(best_before=None) == Verdict.KNOWN


@pytest.mark.parametrize(
    ("status", "best_before", "is_unusual"),
    list(product(["", "printed", "active", "void"], [None, date(2020, 1, 1)], [True, False])),
)
def test_a_recall_is_said_before_everything_else(
    status: str, best_before: date | None, is_unusual: bool
) -> None:
    found = said(
        is_recalled=True, serial_status=status, best_before=best_before, is_unusual=is_unusual
    )

    assert found == Verdict.RECALLED


def test_a_code_that_is_not_on_sale_is_said_before_its_date() -> None:
    assert said(serial_status="printed", best_before=date(2020, 1, 1)) == Verdict.NOT_ON_SALE
    assert said(is_unusual=True, best_before=date(2020, 1, 1)) == Verdict.EXPIRED
