import pytest
from django.db.models import Sum

from tests.factories.traceability import make_lot
from traceability.epcis.actor import Actor
from traceability.epcis.corrections import DID_NOT_OCCUR, declare_wrong
from traceability.lots.hooks import lot_changed
from traceability.lots.models import Lot
from traceability.lots.queries import lot_summary, span_of_dates

pytestmark = pytest.mark.django_db


def test_a_wrong_line_stays_readable_with_its_reason_and_counts_no_more() -> None:
    lot = make_lot()
    packing = lot.events.order_by("event_time")[1]
    changed: list[Lot] = []

    def guest(told: Lot) -> None:
        changed.append(told)

    with lot_changed.register_temporarily(guest):
        declare_wrong(event=packing, actor=Actor(), note="Nhầm lô")

    rows = lot_summary(lot, "vi").timeline
    assert [(row.step, row.is_wrong, row.why_wrong) for row in rows] == [
        ("pack", True, "Nhầm lô"),
        ("harvest", False, ""),
    ]
    first, last = span_of_dates(lot)
    assert first == last
    assert changed == [lot]


def test_without_words_the_page_says_what_the_declaration_says() -> None:
    lot = make_lot()
    harvest = lot.events.order_by("event_time")[0]

    declare_wrong(event=harvest, reason=DID_NOT_OCCUR, actor=Actor())

    (row,) = [row for row in lot_summary(lot, "en").timeline if row.is_wrong]
    assert row.why_wrong == "This did not happen."


def test_its_mass_is_not_in_the_sum() -> None:
    lot = make_lot()
    packing = lot.events.order_by("event_time")[1]
    declare_wrong(event=packing, actor=Actor())

    counted = lot.events.filter(declared_wrong_at=None, elements__role="output")

    assert counted.aggregate(mass=Sum("elements__quantity"))["mass"] is None
