"""The labels' page of a lot: who sees it, what it shows, what its forms do."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_user,
)
from traceability.labels.actions import STANDSTILL, order_labels
from traceability.labels.models import LabelSheet, SheetState
from traceability.lots.actions import recall_lot
from traceability.lots.identity import lot_url, scan_url
from traceability.lots.models import Lot, Serial

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> User:
    return make_user("+84900000001")


@pytest.fixture
def lot(member: User) -> Lot:
    return make_lot(make_item(make_cooperative(member)), quantity=40)


@pytest.fixture
def url(client: Client, member: User, lot: Lot) -> str:
    """The page's address; its member is signed in."""
    client.force_login(member)
    return f"/ban/lo/{lot.link_code}/tem/"


def statuses() -> list[str]:
    return list(Serial.objects.order_by("number").values_list("status", flat=True))


def text(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


ADDRESSES = [
    "",
    "lam/",
    "mo/",
    "bo/",
    "ma.csv",
    "to/",
    "to/1.pdf",
    "to/1/lai/",
    "in-lai/",
    "mau.png",
    "in/1/dung/",
    "in/1/tiep/",
]


@pytest.mark.parametrize("rest", ADDRESSES)
def test_a_stranger_learns_nothing_of_a_lot(client: Client, lot: Lot, rest: str) -> None:
    order_labels(lot=lot, count=1)
    run_due()
    LabelSheet.objects.update(id=1)
    client.force_login(make_user("+84900000002"))
    address = f"/ban/lo/{lot.link_code}/tem/{rest}"

    answers = {client.get(address).status_code, client.post(address).status_code}

    assert answers <= {404, 405}
    assert 404 in answers
    assert statuses() == ["printed"]


@pytest.mark.parametrize("rest", ["", "ma.csv", "to/", "to/1.pdf", "mau.png"])
def test_nobody_signed_in_is_sent_to_sign_in(client: Client, lot: Lot, rest: str) -> None:
    address = f"/ban/lo/{lot.link_code}/tem/{rest}"

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"/dang-nhap/?next={address}"


def test_a_lot_is_found_by_its_own_code_too(client: Client, url: str, lot: Lot) -> None:
    assert client.get(f"/ban/lo/{lot.code}/tem/").status_code == 200
    assert client.get("/ban/lo/ST25-XXXX/tem/").status_code == 404


def test_a_fresh_lot_offers_all_its_labels(client: Client, url: str) -> None:
    html = text(client.get(url))

    assert "40 mã của lô này" in html
    assert "40 chưa làm" in html
    assert 'name="count" value="40"' in html
    assert "Mỗi tờ A4 được 30 tem. Lô này còn làm được 40 tem." in html
    assert "Mở mã đã dán" not in html
    assert "Bỏ tem hư" not in html
    assert "Gạo ST25 lúa–tôm, túi 5 kg" in html


def test_ordering_makes_labels_and_comes_back(client: Client, url: str, lot: Lot) -> None:
    response = client.post(url + "lam/", {"count": "35", "after": "0"}, follow=True)

    assert response.redirect_chain == [(url, 302)]
    assert "Đang làm 35 tem." in text(response)
    assert len(statuses()) == 35


def test_the_page_asks_for_progress_only_while_a_sheet_is_made(client: Client, url: str) -> None:
    client.post(url + "lam/", {"count": "40", "after": "0"})
    waiting = text(client.get(url + "to/"))
    run_due()
    ready = text(client.get(url + "to/"))

    assert f'hx-get="{url}to/" hx-trigger="every 5s"' in waiting
    assert "Đang chờ tới lượt" in waiting
    assert "hx-get" not in ready
    assert "2 tờ" in ready
    assert re.search(rf'href="{url}to/\d+\.pdf"', ready)


def test_a_second_tap_orders_nothing_and_keeps_what_was_typed(client: Client, url: str) -> None:
    client.post(url + "lam/", {"count": "10", "after": "0"})

    response = client.post(url + "lam/", {"count": "7", "after": "0"})

    assert response.status_code == 422
    assert "tem đã được làm thêm tới số 0010" in text(response)
    assert 'name="count" value="7"' in text(response)
    assert len(statuses()) == 10


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Ghi số tem cần làm."),
        ("ba", "Ghi số nguyên, chỉ chữ số."),
        ("0", "Ít nhất 1 tem."),
        ("100001", "Mỗi lần nhiều nhất 100000 tem."),
        ("41", "40"),
    ],
)
def test_a_wrong_count_is_told_beside_the_field(
    client: Client, url: str, typed: str, told: str
) -> None:
    response = client.post(url + "lam/", {"count": typed, "after": "0"})

    assert response.status_code == 422
    (error,) = re.findall(r'<p class="err".*?</p>', text(response))
    assert told in error
    assert statuses() == []


def test_a_range_is_opened_across_orders(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=3)
    order_labels(lot=lot, count=3)

    response = client.post(url + "mo/", {"open-first": "0002", "open-last": "0005"}, follow=True)

    assert "Đã mở mã 4 túi. 0002 – 0005" in text(response)
    assert statuses() == ["printed", *["active"] * 4, "printed"]
    assert "4 đang dùng" in text(response)
    assert "0001, 0006" in text(response)
    assert 'name="open-first" value="0001"' in text(response)


def test_opening_twice_says_so(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=2)
    span = {"open-first": "1", "open-last": "2"}
    client.post(url + "mo/", span)

    assert "Các túi này đã mở mã rồi." in text(client.post(url + "mo/", span, follow=True))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("", "2", "Ghi số vào."),
        ("x", "2", "Lô này không có tem đó. Ghi số tem, như 0313, hoặc quét tem."),
        ("0", "2", "Số bắt đầu từ 0001."),
        ("2", "1", "Số cuối nhỏ hơn số đầu."),
        ("1", "4", "0003"),
        ("99999999999999999999", "99999999999999999999", "Lô này không có tem đó."),
    ],
)
@pytest.mark.parametrize(("action", "prefix"), [("mo/", "open"), ("bo/", "void")])
def test_a_wrong_range_is_told_and_changes_nothing(  # noqa: PLR0917
    client: Client, url: str, lot: Lot, first: str, last: str, told: str, action: str, prefix: str
) -> None:
    order_labels(lot=lot, count=3)
    sent = {f"{prefix}-first": first, f"{prefix}-last": last, f"{prefix}-reason": "damaged"}

    response = client.post(url + action, sent | {"void-confirmed": "1"})

    assert response.status_code == 422
    assert told in " ".join(re.findall(r'<p class="err".*?</p>', text(response)))
    assert f'name="{prefix}-first" value="{first}"' in text(response) or not first
    assert statuses() == ["printed"] * 3


def test_throwing_away_asks_first_and_says_who_is_hurt(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=4)
    client.post(url + "mo/", {"open-first": "2", "open-last": "3"})
    sent = {"void-first": "2", "void-last": "4", "void-reason": "damaged", "void-words": "ướt"}

    asked = client.post(url + "bo/", sent)

    assert asked.status_code == 200
    assert "2 mã này đang dùng." in text(asked)
    assert "Bỏ 3 tem" in text(asked)
    assert "Tem rách, mờ: ướt" in text(asked)
    assert statuses() == ["printed", "active", "active", "printed"]

    hidden = dict(re.findall(r'name="(void-\w+)" value="([^"]*)"', text(asked)))
    done = client.post(url + "bo/", hidden, follow=True)

    assert "Đã bỏ 3 tem." in text(done)
    assert statuses() == ["printed", "void", "void", "void"]
    assert set(Serial.objects.filter(status="void").values_list("void_reason", flat=True)) == {
        "Tem rách, mờ: ướt"
    }


def test_another_reason_needs_words(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=1)

    response = client.post(
        url + "bo/", {"void-first": "1", "void-last": "1", "void-reason": "other"}
    )

    assert "Ghi chuyện gì đã xảy ra." in text(response)
    assert statuses() == ["printed"]


def test_numbers_thrown_away_before_are_not_thrown_away_again(
    client: Client, url: str, lot: Lot
) -> None:
    order_labels(lot=lot, count=1)
    sent = {"void-first": "1", "void-last": "1", "void-reason": "lost"}
    client.post(url + "bo/", sent | {"void-confirmed": "1"})

    assert "Các số này không còn tem nào để bỏ." in text(client.post(url + "bo/", sent))


def test_a_recalled_lot_neither_makes_nor_opens(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=2)
    recall_lot(lot=lot, reason="Dư lượng thuốc")

    html = text(client.get(url))
    answer = client.post(url + "mo/", {"open-first": "1", "open-last": "2"})

    assert "Lô này đang thu hồi hoặc đã đóng" in html
    assert 'action="' + url + 'lam/"' not in html
    assert answer.status_code == 422
    assert statuses() == ["printed"] * 2


def test_a_download_is_the_pdf_and_is_written_down(
    client: Client, url: str, lot: Lot, member: User
) -> None:
    order_labels(lot=lot, count=2)
    run_due()
    sheet = LabelSheet.objects.get()

    response = client.get(f"{url}to/{sheet.pk}.pdf")

    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="tem-ST25-2601-A3-0001-0002.pdf"'
    )
    assert "no-store" in response["Cache-Control"]
    row = AuditRow.objects.get(action="label_sheet.downloaded")
    assert (row.acting_user_id, row.details["time"]) == (member.pk, 1)
    assert "đã tải 1 lần" in text(client.get(url))


def test_a_sheet_of_another_lot_is_not_found(client: Client, url: str, member: User) -> None:
    other = make_lot(make_item(make_household(), gtin14=None))
    order_labels(lot=other, count=1)
    run_due()

    assert client.get(f"{url}to/{LabelSheet.objects.get().pk}.pdf").status_code == 404


def test_a_sheet_that_is_not_ready_is_refused_kindly(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=1)

    response = client.get(f"{url}to/{LabelSheet.objects.get().pk}.pdf")

    assert response.status_code == 409
    assert "Tờ tem này chưa xong." in text(response)


def test_a_lost_file_is_made_again(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=1)
    run_due()
    sheet = LabelSheet.objects.get()
    sheet.file.storage.delete(str(sheet.file.name))

    response = client.get(f"{url}to/{sheet.pk}.pdf", follow=True)
    assert "Tệp không còn. Đang làm lại." in text(response)
    run_due()

    assert client.get(f"{url}to/{sheet.pk}.pdf")["Content-Type"] == "application/pdf"


def test_a_sheet_that_stands_still_can_be_made_again(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=1)
    LabelSheet.objects.update(
        state=SheetState.MAKING, touched_at=timezone.now() - STANDSTILL - timedelta(seconds=1)
    )
    sheet = LabelSheet.objects.get()
    assert "Đã dừng." in text(client.get(url))

    client.post(f"{url}to/{sheet.pk}/lai/")
    run_due()

    sheet.refresh_from_db()
    assert sheet.state == SheetState.READY


def test_the_codes_come_as_csv(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=2)

    response = client.get(url + "ma.csv")

    body = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, first, second = csv.reader(body.splitlines())
    serial = Serial.objects.get(number=1)
    assert head == ["số", "mã", "trạng thái", "địa chỉ trong QR"]
    assert first[:2] == ["0001", serial.code]
    assert first[3].endswith(f"/01/09520600012353/10/ST25-2601-A3/21/{serial.serial}")
    assert second[0] == "0002"
    assert response["Content-Disposition"] == 'attachment; filename="ma-ST25-2601-A3.csv"'


def test_the_page_asks_the_database_as_often_for_ten_sheets_as_for_one(
    client: Client, url: str, lot: Lot, django_assert_max_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    order_labels(lot=lot, count=2)
    client.get(url)
    once = queries()
    for _time in range(9):
        order_labels(lot=lot, count=2)

    assert queries() == once
    assert once <= 14


def test_the_bar_shows_numbers_where_they_are(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=10)
    client.post(url + "mo/", {"open-first": "3", "open-last": "5"})

    bar = re.findall(r'<rect class="(k-\w+)" x="(\d+)" width="(\d+)"', text(client.get(url)))

    assert bar == [
        ("k-printed", "0", "2"),
        ("k-active", "2", "3"),
        ("k-printed", "5", "5"),
        ("k-left", "10", "30"),
    ]


def test_a_range_is_opened_by_scanning_its_first_and_last_label(
    client: Client, url: str, lot: Lot
) -> None:
    order_labels(lot=lot, count=5)
    first, last = (
        scan_url(Serial.objects.select_related("lot__item").get(number=n)) for n in (2, 4)
    )

    response = client.post(url + "mo/", {"open-first": first, "open-last": last}, follow=True)

    assert "Đã mở mã 3 túi. 0002 – 0004" in text(response)
    assert statuses() == ["printed", "active", "active", "active", "printed"]


def test_the_button_says_how_many_codes_it_opens(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=28)

    assert ">Mở 28 mã</button>" in text(client.get(url))


def test_a_way_to_print_that_has_no_room_is_told_beside_its_size(client: Client, url: str) -> None:
    sent = {"count": "5", "after": "0", "medium": "roll", "width": "25", "height": "20"}

    response = client.post(url + "lam/", sent)

    assert response.status_code == 422
    assert "Nhỏ quá: mã và chữ cần ít nhất" in text(response)
    assert 'name="width" value="25"' in text(response)
    assert statuses() == []


def test_a_roll_is_ordered_with_its_own_size(client: Client, url: str) -> None:
    sent = {
        "count": "2",
        "after": "0",
        "medium": "zpl",
        "width": "80",
        "height": "50",
        "dpi": "300",
    }

    client.post(url + "lam/", sent)
    run_due()
    html = text(client.get(url))

    sheet = LabelSheet.objects.get()
    assert (sheet.job.how.width, sheet.job.how.dpi) == (80, 300)
    assert "Tải ZPL" in html
    answer = client.get(f"{url}to/{sheet.pk}.zpl")
    assert answer["Content-Disposition"].endswith('.zpl"')
    assert client.get(f"{url}to/{sheet.pk}.pdf").status_code == 404


def test_a_reprint_asks_why_and_shows_it(client: Client, url: str, lot: Lot) -> None:
    order_labels(lot=lot, count=5)
    span = {"again-first": "2", "again-last": "3"}

    refused = client.post(url + "in-lai/", span | {"again-reason": "other"})
    made = client.post(url + "in-lai/", span | {"again-reason": "jam"}, follow=True)

    assert refused.status_code == 422
    assert "Ghi chuyện gì đã xảy ra." in text(refused)
    assert "Kẹt giấy, in dở dang" in text(made)
    assert "In lại" in text(made)


def test_a_job_is_stopped_and_gone_on_with_by_its_buttons(
    client: Client, url: str, lot: Lot
) -> None:
    order_labels(lot=lot, count=5)
    job = LabelSheet.objects.get().job

    stopped = client.post(f"{url}in/{job.pk}/dung/", follow=True)
    assert "Đã dừng." in text(stopped)
    assert "Làm tiếp" in text(stopped)
    client.post(f"{url}in/{job.pk}/tiep/")
    run_due()

    assert LabelSheet.objects.get().state == SheetState.READY


def test_a_preview_is_a_picture_of_the_size_asked_for(client: Client, url: str, lot: Lot) -> None:
    response = client.get(url + "mau.png", {"medium": "roll", "width": "60", "height": "30"})

    image = Image.open(io.BytesIO(response.content))
    assert response["Content-Type"] == "image/png"
    assert image.width / image.height == pytest.approx(2, abs=0.02)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [lot_url(lot)]
    assert client.get(url + "mau.png", {"width": "3"}).status_code == 422


def test_no_pin_is_offered_without_a_secret(client: Client, url: str, settings: Any) -> None:  # noqa: ANN401
    assert 'name="with_pin"' not in text(client.get(url))
    settings.ORIGIN_PIN_SECRET = "a secret"
    assert 'name="with_pin"' in text(client.get(url))
