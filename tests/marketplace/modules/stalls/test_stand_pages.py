"""The stand's pages: the poster decodes, a pasted-over code alarms vendor and market."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from PIL import Image

from marketplace.base.accounts.models import User
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.qr.core import qr_png
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.stands import payload_of, print_stand, stand_account
from marketplace.modules.stalls.core.stand import stand_payload
from marketplace.modules.stalls.models import Stall, StandCheck, StandPrint
from payments.actions import verify_payout_account
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def photo(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("stand.png", qr_png(text), content_type="image/png")


def check(stall: Stall, text: str, by: User | None = None) -> StandCheck:
    client = signed_in(by or factory.vendor_of(stall))
    answer = client.post(f"/quay/bang/soi/?sap={stall.pk}", {"photo": photo(text)})
    assert answer.status_code == 302
    return StandCheck.objects.get()


def test_the_poster_names_stall_holder_and_last_digits() -> None:
    stall = factory.stall()
    account = stand_account(stall)
    page = signed_in(factory.vendor_of(stall)).get("/quay/bang/").content.decode()

    assert escape(f"{stall.number} · {stall.name}") in page
    assert account.holder_name in page
    assert account.account_number[-4:] in page
    assert account.account_number not in page
    for words in ("Quét để trả tiền", "ស្កេនដើម្បីបង់ប្រាក់", "Scan to pay"):
        assert words in page


def test_printing_twice_is_one_print() -> None:
    stall = factory.stall()
    client = signed_in(factory.vendor_of(stall))
    answers = [client.post("/quay/bang/", {"sap": stall.pk}) for _press in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    printed = StandPrint.objects.get()
    assert printed.payload == payload_of(stall, stand_account(stall))


def test_without_an_account_the_page_says_what_to_do() -> None:
    stall = factory.stall(payee=money.payee_without_account(money.person()))
    client = signed_in(factory.vendor_of(stall))

    page = client.get("/quay/bang/")
    assert "/ban/tien/tai-khoan/" in page.content.decode()
    assert client.post("/quay/bang/", {"sap": stall.pk}).status_code == 409
    assert not StandPrint.objects.exists()


def test_the_printed_stand_is_found_in_order() -> None:
    stall = factory.stall()
    print_stand(stall=stall, acting_user=factory.vendor_of(stall))

    assert check(stall, stall.prints.get().payload).outcome == StandCheck.Outcome.SAME
    assert not NoticeMessage.objects.exists()


def test_a_pasted_code_alarms_vendor_and_manager_in_big_words() -> None:
    manager = money.person()
    stall = factory.stall(factory.market(manager))
    vendor = factory.vendor_of(stall)
    foreign = stand_payload(
        bank_bin="999999", account="THIEF001", memo_code=stall.memo_code, stall_code=stall.code
    )

    made = check(stall, foreign)

    assert made.outcome == StandCheck.Outcome.OTHER_ACCOUNT
    assert made.differences == [["account", stand_account(stall).account_number, "THIEF001"]]
    told = set(NoticeMessage.objects.values_list("to_phone", flat=True))
    assert told == {vendor.phone, manager.phone}
    page = signed_in(vendor).get("/quay/bang/soi/").content.decode()
    assert "ĐÂY LÀ TÀI KHOẢN KHÁC" in page


def test_the_other_stall_of_one_account_is_told_apart() -> None:
    first = factory.stall()
    second = factory.stall(first.market, payee=first.payee)

    made = check(first, payload_of(second, stand_account(second)))

    assert made.outcome == StandCheck.Outcome.OTHER_CODE


def test_a_picture_without_a_code_is_unreadable_and_kept_in_the_history() -> None:
    out = BytesIO()
    Image.new("L", (300, 300), 200).save(out, "PNG")
    stall = factory.stall()
    blank = SimpleUploadedFile("x.png", out.getvalue(), content_type="image/png")
    client = signed_in(factory.vendor_of(stall))
    client.post(f"/quay/bang/soi/?sap={stall.pk}", {"photo": blank})

    assert StandCheck.objects.get().outcome == StandCheck.Outcome.UNREADABLE


@pytest.mark.parametrize("upload", [None, b"no picture"])
def test_what_is_no_photo_is_refused_with_a_reason(upload: bytes | None) -> None:
    stall = factory.stall()
    files = {"photo": SimpleUploadedFile("x.jpg", upload)} if upload else {}
    client = signed_in(factory.vendor_of(stall))
    answer = client.post(f"/quay/bang/soi/?sap={stall.pk}", files)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not StandCheck.objects.exists()


@pytest.mark.parametrize("path", ["/quay/bang/", "/quay/bang/soi/"])
def test_another_vendors_stall_is_not_there(path: str) -> None:
    stall, stranger = factory.stall(), factory.vendor_of(factory.stall())
    client = signed_in(stranger)

    assert client.get(f"{path}?sap={stall.pk}").status_code == 404
    assert client.post(path, {"sap": stall.pk}).status_code == 404
    assert client.get(f"{path}?sap=²").status_code == 404
    assert not StandPrint.objects.exists()


def test_the_markets_manager_may_look_at_its_stands_only() -> None:
    manager = money.person()
    stall, other = factory.stall(factory.market(manager)), factory.stall()

    assert signed_in(manager).get(f"/quay/bang/soi/?sap={stall.pk}").status_code == 200
    assert signed_in(manager).get(f"/quay/bang/soi/?sap={other.pk}").status_code == 404


def test_the_page_warns_after_the_account_changed() -> None:
    stall = factory.stall()
    print_stand(stall=stall, acting_user=factory.vendor_of(stall))
    changed = money.payout_account(stall.payee)
    verify_payout_account(account=changed, acting_user=money.person(staff=True))

    page = signed_in(factory.vendor_of(stall)).get("/quay/bang/").content.decode()
    assert "Tài khoản đã đổi từ lúc in bảng." in page


def test_a_page_of_many_checks_asks_no_more_than_a_page_of_one() -> None:
    stall = factory.stall()
    vendor = factory.vendor_of(stall)
    client = signed_in(vendor)
    counts = []
    for more in (1, 9):
        for _check in range(more):
            client.post(f"/quay/bang/soi/?sap={stall.pk}", {"photo": photo("x")})
        with CaptureQueriesContext(connection) as asked:
            client.get("/quay/bang/soi/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_closed_stall_has_no_stand() -> None:
    stall = factory.stall()
    vendor = factory.vendor_of(stall)
    actions.close_stall(stall=stall, reason="moved", acting_user=money.person(staff=True))

    assert signed_in(vendor).get(f"/quay/bang/?sap={stall.pk}").status_code == 404
