import csv
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from marketplace.base.accounts.models import User
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from traceability.lots.models import Lot, LotState, Recall
from traceability.recall.models import CaseState, RecallCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def lot(member: User) -> Lot:
    return make_lot(make_item(make_cooperative(member)))


def begin(client: Client, lot: Lot, **more: str) -> RecallCase:
    typed = {"lot": lot.link_code, "reason": "Dư lượng", "risk": "high", "reach": "forward"}
    response = client.post("/ban/thu-hoi/moi/", typed | more)
    assert response.status_code == 302
    return RecallCase.objects.get()


def test_from_a_doubt_to_the_closing(client: Client, lot: Lot) -> None:
    case = begin(client, lot)
    url = f"/ban/thu-hoi/{case.number}/"
    page = client.get(url).content.decode()
    assert "1 lô trong phạm vi" in page
    assert "đang kiểm tra" in page

    unsure = client.post(f"{url}quyet-dinh/", {"seen": str(lot.pk)})
    assert unsure.status_code == 422
    assert Recall.objects.count() == 0
    client.post(f"{url}quyet-dinh/", {"seen": str(lot.pk), "is_sure": "on"})
    lot.refresh_from_db()
    assert lot.state == LotState.RECALLED

    wrong = {"lot": str(lot.pk), "packs": "9000", "place": "Kho", "treatment": "destroy"}
    refused = client.post(f"{url}nhan-lai/", wrong)
    assert refused.status_code == 400
    assert 'value="9000"' in refused.content.decode()
    client.post(f"{url}nhan-lai/", wrong | {"packs": "40"})
    assert "40" in client.get(url).content.decode()

    client.post(f"{url}dong/", {"outcome": "completed", "reason": "Đã nhận đủ"})
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_the_page_of_one_lot_is_the_quick_way(client: Client, lot: Lot) -> None:
    response = client.post(
        f"/ban/lo/{lot.link_code}/thu-hoi/", {"reason": "Dư lượng", "is_sure": "on"}
    )

    case = RecallCase.objects.get()
    assert response.headers["Location"] == f"/ban/thu-hoi/{case.number}/"
    assert case.state == CaseState.DECIDED
    assert case.number in client.get(f"/ban/lo/{lot.link_code}/").content.decode()


def test_strangers_see_neither_case_nor_report(client: Client, lot: Lot) -> None:
    case = begin(client, lot)
    client.force_login(make_user("+84900000099"))

    for page in ("", "bao-cao.csv", "bao-cao.pdf"):
        assert client.get(f"/ban/thu-hoi/{case.number}/{page}").status_code == 404
    assert client.post(f"/ban/thu-hoi/{case.number}/quyet-dinh/", {}).status_code == 404
    assert client.get("/quan-tri/thu-hoi/").status_code in {302, 404}


def test_a_code_that_names_nothing_is_said_beside_the_field(client: Client, lot: Lot) -> None:
    typed = {"code": "KHONGCO", "reason": "Dư lượng", "risk": "high", "reach": "forward"}

    response = client.post("/ban/thu-hoi/moi/", typed)

    assert response.status_code == 422
    assert "KHONGCO" in response.content.decode()
    assert RecallCase.objects.count() == 0


def test_everybody_reads_a_recall_and_nobody_a_doubt(client: Client, lot: Lot) -> None:
    case = begin(client, lot)
    assert client.get(f"/thu-hoi/{case.number}/").status_code == 404
    client.post(f"/ban/thu-hoi/{case.number}/quyet-dinh/", {"seen": str(lot.pk), "is_sure": "on"})
    client.logout()

    listed = client.get("/thu-hoi/").content.decode()
    page = client.get(f"/thu-hoi/{case.number}/").content.decode()
    assert "Dư lượng" in listed
    assert lot.code in page
    assert "Đừng ăn" in page


def test_a_drill_is_marked_and_shown_to_nobody_else(client: Client, lot: Lot) -> None:
    case = begin(client, lot, is_drill="on")
    url = f"/ban/thu-hoi/{case.number}/"
    client.post(f"{url}dien-tap/")

    page = client.get(url).content.decode()
    assert "DIỄN TẬP" in page
    assert Recall.objects.count() == 0
    text = client.get(f"{url}bao-cao.csv").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text)))[1] == "DIỄN TẬP"
    client.logout()
    assert client.get(f"/thu-hoi/{case.number}/").status_code == 404


def test_the_report_is_a_pdf_with_the_numbers(client: Client, lot: Lot) -> None:
    case = begin(client, lot)

    pdf = client.get(f"/ban/thu-hoi/{case.number}/bao-cao.pdf")

    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_the_desk_of_staff_shows_open_cases(client: Client, lot: Lot) -> None:
    case = begin(client, lot)
    client.force_login(make_user("+84900000088", is_staff=True, is_superuser=True))

    assert case.number in client.get("/quan-tri/thu-hoi/").content.decode()
    assert client.get(f"/ban/thu-hoi/{case.number}/").status_code == 200


def test_the_home_page_shows_a_recall_on_ten_days(client: Client, lot: Lot) -> None:
    with time_machine.travel("2026-11-21T09:00+07:00", tick=False):
        case = begin(client, lot)
        url = f"/ban/thu-hoi/{case.number}/quyet-dinh/"
        client.post(url, {"seen": str(lot.pk), "is_sure": "on"})
    client.logout()

    with time_machine.travel("2026-11-30T23:00+07:00", tick=False):
        assert f"/thu-hoi/{case.number}/" in client.get("/").content.decode()
    with time_machine.travel("2026-12-01T01:00+07:00", tick=False):
        assert f"/thu-hoi/{case.number}/" not in client.get("/").content.decode()
        assert f"/thu-hoi/{case.number}/" in client.get("/thu-hoi/").content.decode()


def test_goods_that_came_back_may_have_a_photo(client: Client, lot: Lot) -> None:
    case = begin(client, lot)
    url = f"/ban/thu-hoi/{case.number}/"
    client.post(f"{url}quyet-dinh/", {"seen": str(lot.pk), "is_sure": "on"})
    typed = {"lot": str(lot.pk), "packs": "4", "place": "Kho", "treatment": "destroy"}

    broken = SimpleUploadedFile("a.jpg", b"no picture")
    refused = client.post(f"{url}nhan-lai/", typed | {"photo": broken})
    assert refused.status_code >= 400
    assert case.recoveries.count() == 0

    client.post(f"{url}nhan-lai/", typed | {"photo": SimpleUploadedFile("a.png", pixel())})
    assert case.recoveries.get().photo is not None
    assert client.get(url).status_code == 200


def pixel() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(file, "PNG")
    return file.getvalue()
