from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.traceability import make_lot, make_serials
from traceability.lots.actions import activate_range
from traceability.lots.models import Lot, Serial
from traceability.resolver.actions import mark_sold
from traceability.resolver.compiled import Compiled
from traceability.resolver.core.target import Target
from traceability.resolver.queries import find

pytestmark = pytest.mark.django_db


def by_code_and_state() -> Compiled:
    return Compiled(
        lambda values: Lot.objects.filter(code=values[0], state=values[1]).values_list(
            "pk", "packed_on", "created_at"
        ),
        2,
    )


def test_the_answer_is_what_the_orm_would_give() -> None:
    lot = make_lot()

    found = by_code_and_state().first("ST25-2601-A3", "open")

    assert found == Lot.objects.values_list("pk", "packed_on", "created_at").get(pk=lot.pk)


def test_another_value_asks_with_another_value() -> None:
    first = make_lot()
    other = make_lot(first.item, code="B4")
    query = by_code_and_state()

    found = [query.first(code, "open") for code in ("B4", "ST25-2601-A3", "B4", "C5")]

    assert [row[0] if row else None for row in found] == [other.pk, first.pk, other.pk, None]


def test_values_are_never_part_of_the_sql() -> None:
    make_lot()
    query = by_code_and_state()

    assert query.first("' OR 1=1 --", "open") is None
    assert query.first("\x01" + "1\x01", "open") is None


def test_each_answer_is_one_read() -> None:
    make_lot()
    query = by_code_and_state()
    query.first("x", "open")

    with CaptureQueriesContext(connection) as queries:
        query.first("ST25-2601-A3", "open")

    assert len(queries) == 1


def test_a_scan_is_found_by_every_way_it_is_written() -> None:
    lot = make_lot()
    serials = make_serials(lot, 2)
    activate_range(run=serials[0].run)
    mark_sold(serials=serials[:1], day=date(2026, 1, 15))
    pack = Serial.objects.get(pk=serials[0].pk)
    gtin = str(lot.item.gtin14)
    ways = [
        Target(code=pack.code),
        Target(gtin=gtin, serial=pack.serial),
        Target(gtin=gtin, serial=pack.serial, lot=lot.code),
    ]

    found = [find(way, "en") for way in ways]

    assert found[0] == found[1] == found[2]
    assert found[0] is not None
    assert found[0].serial is not None
    assert (found[0].serial.pk, found[0].serial.sold_on) == (pk_of(pack), date(2026, 1, 15))
    assert find(Target(gtin=gtin, serial=pack.serial, lot="B4"), "en") is None


def pk_of(serial: Serial) -> int:
    return int(serial.pk)
