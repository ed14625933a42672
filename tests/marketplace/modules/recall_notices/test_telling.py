import re
from datetime import timedelta

import pytest
from django.test import Client

from catalog.models import Product
from marketplace.base.accounts.models import User
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.notices.tasks import deliver_notices
from marketplace.kernel.clock import now
from marketplace.modules.lot_allocation.models import ParcelLot
from marketplace.modules.recall_notices.actions import rows_waiting, write_part
from marketplace.modules.recall_notices.models import NoticeRun, RecallNotice
from marketplace.modules.recall_notices.tasks import tell_buyers
from marketplace.shop.order.models import Order
from tests.factories.recall import lot_of, many_buyers, sold
from tests.factories.shop import make_goods
from traceability.lots.identity import lot_element
from traceability.lots.models import Lot
from traceability.recall.actions import CaseWords, decide, open_case
from traceability.recall.drill import run_drill
from traceability.recall.hooks import reach_of, told_of
from traceability.recall.models import RecallCase
from traceability.recall.queries import case_view
from traceability.recall.tasks import remind_of_recoveries

pytestmark = pytest.mark.django_db


@pytest.fixture
def rice() -> Product:
    return make_goods(stock=0)


@pytest.fixture
def lot(rice: Product) -> Lot:
    return lot_of(rice, packs=20)


def case_of(lot: Lot, **words: object) -> RecallCase:
    return open_case(
        party=lot.item.party,
        starts={lot_element(lot): lot.code},
        words=CaseWords(**{"reason": "Dư lượng", **words}),  # type: ignore[arg-type]
    )


def member_of(lot: Lot) -> User:
    return lot.item.party.members.get()


def recalled(lot: Lot) -> RecallCase:
    case = decide(case=case_of(lot), acting_user=member_of(lot))
    tell_buyers(case.notice_runs.get().pk)
    return case


def texts() -> list[NoticeMessage]:
    return list(NoticeMessage.objects.filter(kind="recall.notice").order_by("pk"))


def test_every_buyer_is_told_once_with_goods_lot_and_link(rice: Product, lot: Lot) -> None:
    sold(rice, lot, 2)
    sold(rice, lot, 1)
    sold(rice, lot, 3, phone="+84900000012")

    case = recalled(lot)

    found = {one.to_phone: one.text for one in texts()}
    assert set(found) == {"+84900000011", "+84900000012"}
    assert "THU HỒI, đừng ăn: Gạo thơm ST25, lô DRILL-1." in found["+84900000011"]
    packs = dict(RecallNotice.objects.values_list("address", "packs"))
    assert packs == {"+84900000011": 3, "+84900000012": 3}
    told = told_of(case)
    assert (told.queued, told.sent, told.read, told.is_done) == (2, 0, 0, True)


def test_the_preview_counts_sold_promised_and_on_offer(rice: Product, lot: Lot) -> None:
    sold(rice, lot, 2)

    reach = reach_of([lot])

    one = reach.by_lot[lot.pk]
    assert (one.sold, one.promised, one.on_offer, one.buyers) == (2, 0, 18, 1)
    assert reach.buyers == 1


def test_an_sms_keeps_its_whole_link(rice: Product, lot: Lot) -> None:
    sold(rice, lot)
    recalled(lot)

    (message,) = texts()
    assert len(message.sms) <= 160
    assert re.search(r"https?://\S+/thu-hoi/tin/[0-9a-f]{12}-[0-9a-f]{10}/$", message.sms)


def test_a_buyer_without_phone_is_told_by_mail_or_counted(rice: Product, lot: Lot) -> None:
    mailed, bare = sold(rice, lot), sold(rice, lot)
    Order.objects.filter(pk=mailed.pk).update(phone="", guest_email="a@example.com")
    Order.objects.filter(pk=bare.pk).update(phone="", guest_email="")

    case = recalled(lot)

    assert [one.to_email for one in texts()] == ["a@example.com"]
    assert told_of(case).unreachable == 1


def test_telling_twice_is_telling_once(rice: Product, lot: Lot) -> None:
    sold(rice, lot)
    case = recalled(lot)
    run = case.notice_runs.get()
    NoticeRun.objects.filter(pk=run.pk).update(done_at=None)

    tell_buyers(run.pk)

    assert len(texts()) == 1


def test_a_part_done_by_another_worker_is_passed_over() -> None:
    lot = many_buyers(5)
    case = decide(case=case_of(lot), acting_user=member_of(lot))
    run = case.notice_runs.get()
    rows = rows_waiting(run)

    assert write_part(run_id=run.pk, rows=rows[:3]) == 3
    assert write_part(run_id=run.pk, rows=rows[:4]) == 1
    assert write_part(run_id=run.pk, rows=rows) == 1
    assert len(texts()) == 5


def test_a_decision_that_is_rolled_back_tells_nobody(rice: Product, lot: Lot) -> None:
    sold(rice, lot)
    case_of(lot)

    assert NoticeRun.objects.count() == 0


def test_a_drill_writes_all_messages_and_keeps_none() -> None:
    lot = many_buyers(4)
    before = ParcelLot.objects.count()

    case = run_drill(case=case_of(lot, is_drill=True), acting_user=member_of(lot))

    assert (case.measured["notices"], case.measured["buyers"]) == (4, 4)
    assert "DRILL-1" in str(case.measured["sample"])
    assert (NoticeMessage.objects.filter(kind="recall.notice").count(), before) == (0, 4)
    assert NoticeRun.objects.count() == 0


def test_a_buyer_answers_by_the_signed_link(client: Client, rice: Product, lot: Lot) -> None:
    sold(rice, lot)
    case = recalled(lot)
    url = "/thu-hoi/tin/" + texts()[0].text.rsplit("/tin/", 1)[1]

    page = client.get(url).content.decode()
    assert "Đừng ăn" in page
    assert told_of(case).read == 0
    assert client.post(url, {"answer": "kept"}).status_code == 302
    assert told_of(case).read == 1
    assert "Tôi để riêng ra" in client.get(url).content.decode()
    assert client.post(url, {"answer": "none"}).status_code == 422
    assert client.get(url[:-2] + "x/").status_code == 404


def test_messages_that_were_carried_count_as_sent(rice: Product, lot: Lot) -> None:
    sold(rice, lot)
    case = recalled(lot)

    deliver_notices([one.pk for one in texts()])

    assert told_of(case).sent == 1
    assert case_view(case, member_of(lot)).told.sent == 1


def test_the_party_is_reminded_once_a_week(rice: Product, lot: Lot) -> None:
    case = recalled(lot)
    RecallCase.objects.filter(pk=case.pk).update(decided_at=now() - timedelta(days=8))

    remind_of_recoveries()
    remind_of_recoveries()

    assert NoticeMessage.objects.filter(kind="recall.overdue").count() == 1
