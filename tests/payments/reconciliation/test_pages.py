"""Staff's page of differences."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from payments.reconciliation.models import Difference, ProviderReport
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.person(superuser=True))
    return client


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("report.csv", text.encode(), content_type="text/csv")


@time_machine.travel("2026-11-22T05:00:00Z")
def test_a_report_is_read_and_what_differs_is_closed_with_a_reason(desk: Client) -> None:
    merchant = make.merchant()
    url = reverse("reconciliation_staff")
    days = {"merchant": merchant.pk, "first_day": "2026-11-21", "last_day": "2026-11-21"}
    file = upload("kind,reference,amount,day\npayment,P1,50000,2026-11-21\n")

    assert "Không còn chênh lệch" in desk.get(url).content.decode()
    assert desk.post(url, {**days, "file": file}).status_code == 302
    difference = Difference.objects.get()
    page = desk.get(url).content.decode()
    assert ("50.000" in page, "P1" in page) == (True, True)
    desk.post(reverse("reconciliation_staff_close", args=[difference.pk]), {"reason": ""})
    difference.refresh_from_db()
    assert difference.closed_at is None
    desk.post(reverse("reconciliation_staff_close", args=[difference.pk]), {"reason": "a test"})

    difference.refresh_from_db()
    assert difference.reason == "a test"
    assert "a test" in desk.get(url, {"loai": "dong"}).content.decode()


@time_machine.travel("2026-11-22T05:00:00Z")
def test_a_bad_report_says_what_is_wrong_and_keeps_nothing(desk: Client) -> None:
    merchant = make.merchant()
    url = reverse("reconciliation_staff")
    days = {"merchant": merchant.pk, "first_day": "2026-11-21", "last_day": "2026-11-20"}

    backwards = desk.post(url, {**days, "file": upload("kind,reference,amount,day\n")})
    days["last_day"] = "2026-11-21"
    unknown = desk.post(
        url, {**days, "file": upload("kind,reference,amount,day\ngift,P1,1,2026-11-21\n")}
    )

    assert "Ngày cuối trước ngày đầu" in backwards.content.decode()
    assert "Dòng 2 có loại không rõ: gift" in unknown.content.decode()
    assert (backwards.status_code, unknown.status_code) == (422, 422)
    assert not ProviderReport.objects.exists()


@time_machine.travel("2026-11-22T05:00:00Z")
def test_a_day_is_compared_on_demand(desk: Client) -> None:
    with time_machine.travel("2026-11-21T05:00:00Z"):
        make.collect(make.charge(), through=make.merchant())

    desk.post(reverse("reconciliation_staff_run"), {"day": "2026-11-21"})
    desk.post(reverse("reconciliation_staff_run"), {"day": "nonsense"})

    assert Difference.objects.get().kind == "no_report"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-11-23"])
@time_machine.travel("2026-11-22T05:00:00Z")
def test_a_day_that_no_money_can_be_of_is_not_compared(desk: Client, day: str) -> None:
    answer = desk.post(reverse("reconciliation_staff_run"), {"day": day}, follow=True)

    assert "Chọn ngày" in answer.content.decode()


def test_the_page_is_for_staff_alone(client: Client) -> None:
    client.force_login(make.person())

    assert client.get(reverse("reconciliation_staff")).status_code in {302, 403}
