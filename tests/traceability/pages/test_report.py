from typing import Any

import pytest
from django.test import Client

from marketplace.kernel.active import flags
from tests.factories.traceability import make_lot, make_pack
from traceability.resolver.models import Report

pytestmark = pytest.mark.django_db


def test_a_report_goes_to_the_queue_without_a_name(client: Client) -> None:
    pack = make_pack()
    words = {"words": "Chữ trên tem mờ", "bought_at": "Chợ Sóc Trăng", "contact": ""}

    response = client.post(f"/q/{pack.code}/bao/?l=vi", words)

    assert response.status_code == 200
    assert "Đã nhận báo, cám ơn bạn" in response.content.decode()
    assert not response.cookies
    report = Report.objects.get()
    assert (report.serial, report.lot, report.code) == (pack, pack.lot, pack.code)
    assert (report.words, report.bought_at, report.state) == (
        "Chữ trên tem mờ",
        "Chợ Sóc Trăng",
        "new",
    )


def test_a_code_never_issued_can_be_reported(client: Client) -> None:
    client.post("/q/7K3Q9ZXWPM2/bao/", {"words": "Tem lạ"})

    report = Report.objects.get()
    assert (report.code, report.serial, report.lot) == ("7K3Q9ZXWPM2", None, None)


def test_a_lots_own_page_can_be_reported(client: Client) -> None:
    lot = make_lot()

    client.post(f"/q/{lot.link_code}/bao/", {"words": "Bao rách"})

    assert Report.objects.get().lot == lot


def test_an_empty_report_is_refused_and_the_rest_is_kept(client: Client) -> None:
    response = client.post("/q/7K3Q9ZXWPM2/bao/", {"words": " ", "bought_at": "Chợ <Sóc Trăng>"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Ghi có gì lạ." in html
    assert 'value="Chợ &lt;Sóc Trăng&gt;"' in html
    assert Report.objects.count() == 0


def test_one_device_cannot_flood_the_queue(client: Client, settings: Any) -> None:  # noqa: ANN401
    settings.ORIGIN_REPORTS_PER_DAY = 2

    answers = [
        client.post("/q/7K3Q9ZXWPM2/bao/", {"words": "Tem lạ"}).status_code for _ in range(4)
    ]

    assert answers == [200, 200, 422, 422]
    assert Report.objects.count() == 2


def test_the_form_is_there_in_english(client: Client) -> None:
    html = client.get("/q/7K3Q9ZXWPM2/bao/?l=en").content.decode()

    assert "You need not say who you are." in html
    assert 'action="/q/7K3Q9ZXWPM2/bao/?l=en"' in html


def test_codes_are_shown_as_text_whatever_they_hold(client: Client) -> None:
    html = client.get("/q/%3Cscript%3E").content.decode()

    assert "<script" not in html.lower()


def test_a_module_switched_off_has_no_pages(client: Client) -> None:
    pack = make_pack()
    flags.set(frozenset({"traceability"}), fresh_for=1000)

    assert client.get(f"/q/{pack.code}").status_code == 404
    assert "chưa ghi sổ" not in client.get(f"/q/{pack.code}").content.decode()
