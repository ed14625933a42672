import pytest

from marketplace.kernel.errors import AppendOnlyError
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_lot, make_user
from traceability.errors import AlreadyRecalledError, NotRecalledError, ReasonMissingError
from traceability.lots.actions import lift_recall, recall_lot
from traceability.lots.hooks import lot_recall_ended, lot_recalled
from traceability.lots.models import Lot, LotState, Recall

pytestmark = pytest.mark.django_db


def test_a_recall_stops_the_lot_and_tells_whoever_listens() -> None:
    lot, user = make_lot(), make_user()
    told: list[str] = []

    with lot_recalled.register_temporarily(lambda lot: told.append(lot.state)):
        recall = recall_lot(lot=lot, reason="Dư lượng kháng sinh", acting_user=user)

    lot.refresh_from_db()
    assert lot.state == LotState.RECALLED
    assert told == ["recalled"]
    assert recall.phone == "+8418000000"
    event = lot.events.get(disposition="recalled")
    assert event.body["quantityList"][0]["quantity"] == 840
    audit = AuditRow.objects.get(action="lot.recalled")
    assert audit.acting_user_id == user.pk
    assert audit.details["reason"] == "Dư lượng kháng sinh"


def test_a_recall_needs_a_reason_and_happens_once() -> None:
    lot = make_lot()
    with pytest.raises(ReasonMissingError):
        recall_lot(lot=lot, reason=" ")
    recall_lot(lot=lot, reason="Dư lượng")

    with pytest.raises(AlreadyRecalledError):
        recall_lot(lot=lot, reason="Lần nữa")

    assert Recall.objects.count() == 1


def test_a_recall_stays_when_a_listener_fails() -> None:
    lot = make_lot()

    def broken(lot: Lot) -> None:
        raise RuntimeError("no network")

    with lot_recalled.register_temporarily(broken):
        recall_lot(lot=lot, reason="Dư lượng")

    lot.refresh_from_db()
    assert lot.state == LotState.RECALLED


def test_a_finished_recall_closes_the_lot_for_good() -> None:
    lot = make_lot()
    recall_lot(lot=lot, reason="Dư lượng")
    told: list[str] = []

    with lot_recall_ended.register_temporarily(lambda lot: told.append(lot.state)):
        recall = lift_recall(lot=lot, outcome="completed", reason="Đã nhận lại 731 hộp")

    lot.refresh_from_db()
    assert lot.state == LotState.CLOSED
    assert told == ["closed"]
    assert (recall.outcome, recall.lift_reason) == ("completed", "Đã nhận lại 731 hộp")


def test_a_false_alarm_opens_the_lot_again() -> None:
    lot = make_lot()
    recall_lot(lot=lot, reason="Dư lượng")

    lift_recall(lot=lot, outcome="withdrawn", reason="Phiếu của lô khác")

    lot.refresh_from_db()
    assert lot.state == LotState.OPEN
    assert lot.events.order_by("-pk").values_list("disposition", flat=True)[0] == "conformant"


def test_there_is_no_end_without_a_recall_or_a_reason() -> None:
    lot = make_lot()
    with pytest.raises(NotRecalledError):
        lift_recall(lot=lot, outcome="completed", reason="…")
    recall_lot(lot=lot, reason="Dư lượng")

    with pytest.raises(ReasonMissingError):
        lift_recall(lot=lot, outcome="completed", reason="")

    lot.refresh_from_db()
    assert lot.state == LotState.RECALLED


def test_the_words_of_a_recall_cannot_be_changed() -> None:
    recall = recall_lot(lot=make_lot(), reason="Dư lượng")
    recall.reason = "Không có gì"

    with pytest.raises(AppendOnlyError):
        recall.save()
    with pytest.raises(AppendOnlyError):
        recall.delete()

    recall.refresh_from_db()
    assert recall.reason == "Dư lượng"
