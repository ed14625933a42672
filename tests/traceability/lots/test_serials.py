import pytest

from marketplace.kernel.models import AuditRow
from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_lot, make_plain_lot, make_serials
from traceability.errors import (
    LotNotOpenError,
    RangeOutsideRunError,
    ReasonMissingError,
    RunNotReadyError,
    TooManyLabelsError,
)
from traceability.lots.actions import (
    activate_range,
    issue_serials,
    note_reprint,
    recall_lot,
    void_range,
)
from traceability.lots.hooks import lot_activated
from traceability.lots.identity import scan_url
from traceability.lots.models import LabelRun, Lot, Serial, SerialStatus

pytestmark = pytest.mark.django_db


def numbers(status: str) -> list[int]:
    return list(Serial.objects.filter(status=status).values_list("number", flat=True))


def test_runs_number_on_from_the_last_label() -> None:
    lot = make_lot()

    first, second = issue_serials(lot=lot, count=10), issue_serials(lot=lot, count=5)

    assert (first.first, first.last, second.first, second.last) == (1, 10, 11, 15)
    assert numbers("printed") == list(range(1, 16))
    assert second.is_ready


def test_a_lot_has_no_more_labels_than_packs() -> None:
    lot = make_lot(quantity=10)
    issue_serials(lot=lot, count=8)

    with pytest.raises(TooManyLabelsError) as refusal:
        issue_serials(lot=lot, count=3)

    assert refusal.value.details == {"rest": 2}
    assert Serial.objects.count() == 8


def test_a_label_thrown_away_may_be_replaced() -> None:
    lot = make_lot(quantity=3)
    run = issue_serials(lot=lot, count=3)
    void_range(run=run, first=2, last=2, reason="Tem rách")

    again = issue_serials(lot=lot, count=1)

    assert (again.first, again.last) == (4, 4)


def test_a_qr_says_the_digital_link_or_our_own_address() -> None:
    (rice,) = make_serials(make_lot(), 1)
    (plain,) = make_serials(make_plain_lot(), 1)

    assert scan_url(rice) == (
        f"http://127.0.0.1:8000/01/09520600012353/10/ST25-2601-A3/21/{rice.serial}"
    )
    assert scan_url(plain) == f"http://127.0.0.1:8000/q/{plain.code}"


def test_printed_packs_go_on_sale_by_range() -> None:
    run = issue_serials(lot=make_lot(), count=10)
    told: list[Lot] = []

    def listen(lot: Lot) -> None:
        told.append(lot)

    with lot_activated.register_temporarily(listen):
        count = activate_range(run=run, first=3, last=5)

    assert count == 3
    assert numbers("active") == [3, 4, 5]
    assert [lot.pk for lot in told] == [run.lot_id]
    event = run.lot.events.get(biz_step="stocking")
    assert event.body["quantityList"][0]["quantity"] == 3
    assert event.body["stt:note"] == "0003–0005"


def test_putting_on_sale_twice_changes_nothing_the_second_time() -> None:
    run = issue_serials(lot=make_lot(), count=4)
    activate_range(run=run)

    assert activate_range(run=run) == 0
    assert run.lot.events.filter(biz_step="stocking").count() == 1


def test_numbers_of_another_run_are_refused() -> None:
    lot = make_lot()
    run = issue_serials(lot=lot, count=4)
    issue_serials(lot=lot, count=4)

    with pytest.raises(RangeOutsideRunError) as refusal:
        activate_range(run=run, first=3, last=6)

    assert refusal.value.details == {"first": 1, "last": 4}
    assert numbers("active") == []


def test_a_void_label_stays_void() -> None:
    run = issue_serials(lot=make_lot(), count=4)

    assert void_range(run=run, first=2, last=3, reason="Tem rách, mờ") == 2
    assert activate_range(run=run) == 2
    assert numbers("void") == [2, 3]
    assert numbers("active") == [1, 4]
    event = run.lot.events.get(biz_step="decommissioning")
    named = [
        f"https://id.gs1.org/01/09520600012353/21/{serial.serial}"
        for serial in Serial.objects.filter(status=SerialStatus.VOID)
    ]
    assert event.body["epcList"] == named


def test_labels_are_not_thrown_away_without_a_reason() -> None:
    run = issue_serials(lot=make_lot(), count=2)

    with pytest.raises(ReasonMissingError):
        void_range(run=run, reason="  ")

    assert numbers("void") == []


def test_nothing_of_a_recalled_lot_goes_on_sale() -> None:
    lot = make_lot()
    run = issue_serials(lot=lot, count=2)
    recall_lot(lot=lot, reason="Dư lượng kháng sinh")

    with pytest.raises(LotNotOpenError):
        activate_range(run=run)
    with pytest.raises(LotNotOpenError):
        issue_serials(lot=lot, count=1)

    assert numbers("active") == []


def test_a_big_run_is_made_by_the_worker_exactly() -> None:
    run = issue_serials(lot=make_lot(quantity=2500), count=2500)
    assert not run.is_ready
    with pytest.raises(RunNotReadyError):
        activate_range(run=run)

    run_due()

    assert LabelRun.objects.get(pk=run.pk).is_ready
    assert numbers("printed") == list(range(1, 2501))


def test_a_broken_run_goes_on_where_it_stopped() -> None:
    from traceability.lots.serial_filling import fill_batch

    lot = make_lot(quantity=1500)
    run = LabelRun.objects.create(lot=lot, first=1, last=1500)
    assert fill_batch(run.pk) == 500
    before = list(Serial.objects.values_list("code", flat=True))

    assert fill_batch(run.pk) == 0

    assert numbers("printed") == list(range(1, 1501))
    assert set(before) < set(Serial.objects.values_list("code", flat=True))
    assert fill_batch(run.pk) == 0
    assert Serial.objects.count() == 1500


def test_a_label_printed_again_counts_on_its_pack_and_its_run() -> None:
    lot = make_lot()
    first, second = issue_serials(lot=lot, count=3), issue_serials(lot=lot, count=3)
    void_range(run=first, first=2, last=2, reason="Tem rách")

    count = note_reprint(lot=lot, first=2, last=4, reason="Kẹt giấy")

    assert count == 2
    assert list(lot.serials.order_by("number").values_list("reprints", flat=True)) == [
        0, 0, 1, 1, 0, 0,
    ]  # fmt: skip
    assert [LabelRun.objects.get(pk=run.pk).reprinted for run in (first, second)] == [1, 1]
    row = AuditRow.objects.get(action="labels.reprinted")
    assert row.details == {"first": 2, "last": 4, "count": 2, "reason": "Kẹt giấy"}


def test_a_reprint_needs_a_reason_and_labels() -> None:
    lot = make_lot()
    issue_serials(lot=lot, count=3)

    with pytest.raises(ReasonMissingError):
        note_reprint(lot=lot, first=1, last=1, reason="  ")
    with pytest.raises(RangeOutsideRunError):
        note_reprint(lot=lot, first=4, last=9, reason="Kẹt giấy")


def test_a_run_may_ask_for_scratch_pins() -> None:
    lot = make_lot()

    assert issue_serials(lot=lot, count=1, with_pin=True).with_pin is True
    assert issue_serials(lot=lot, count=1).with_pin is False
