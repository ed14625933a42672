"""A forgotten password: a link by message, good once and for half an hour."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.notices.models import NoticeMessage

pytestmark = pytest.mark.django_db

PAGE = "/quen-mat-khau/"
NEW = "lua-tom-thom-lung"


def _ask(client: Client, phone: str = "0900 000 001") -> str:
    return client.post(PAGE, {"phone": phone}).content.decode()


def _link() -> str:
    message = NoticeMessage.objects.filter(kind="account.password_link").first()
    assert message is not None
    assert len(message.sms) <= 160
    found = re.search(r"https?://\S+$", message.sms)
    assert found is not None
    return found[0].removeprefix(settings.PUBLIC_ORIGIN)


def _set(client: Client, link: str, password: str = NEW) -> str:
    opened = client.get(link)
    if opened.status_code != 302:
        return opened.content.decode()
    answer = client.post(opened.headers["Location"], {"new_password": password})
    return str(answer.headers.get("Location", "")) or answer.content.decode()


def test_the_link_sets_a_new_password_and_proves_the_phone(client: Client, buyer: User) -> None:
    _ask(client)
    assert _set(client, _link()) == "/dang-nhap/"

    buyer.refresh_from_db()
    assert buyer.check_password(NEW)
    assert buyer.phone_verified_at is not None
    assert NoticeMessage.objects.filter(kind="account.password_changed").count() == 1


@pytest.mark.usefixtures("buyer")
def test_an_unknown_number_gets_the_same_answer_and_no_message(client: Client) -> None:
    known, unknown = _ask(client), _ask(client, "0900 000 002")

    assert NoticeMessage.objects.count() == 1
    assert known.replace("0900 000 001", "N").replace("%2B84900000001", "N") == unknown.replace(
        "0900 000 002", "N"
    ).replace("%2B84900000002", "N")


def test_a_locked_account_gets_no_link(client: Client, buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(is_active=False)
    _ask(client)

    assert not NoticeMessage.objects.exists()


@pytest.mark.usefixtures("buyer")
def test_a_link_works_once(client: Client) -> None:
    _ask(client)
    link = _link()
    _set(client, link)

    assert "Đường dẫn không dùng được nữa" in _set(Client(), link)


def test_a_link_works_for_half_an_hour(client: Client, buyer: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        _ask(client)
    link = _link()

    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert "Đường dẫn không dùng được nữa" in _set(Client(), link)
    buyer.refresh_from_db()
    assert not buyer.check_password(NEW)


def test_a_link_dies_with_a_change_of_the_phone(client: Client, buyer: User) -> None:
    _ask(client)
    User.objects.filter(pk=buyer.pk).update(phone="+84900000055")

    assert "Đường dẫn không dùng được nữa" in _set(client, _link())


@pytest.mark.parametrize("path", ["/mat-khau/nobody/abc-def/", "/mat-khau/x/moi/"])
def test_a_made_up_link_opens_nothing(path: str, client: Client) -> None:
    assert "Đường dẫn không dùng được nữa" in client.get(path).content.decode()


@pytest.mark.usefixtures("buyer")
def test_the_token_leaves_the_address_bar_before_the_form_is_shown(client: Client) -> None:
    _ask(client)
    link = _link()

    assert client.get(link).headers["Location"].endswith("/moi/")


def test_an_easy_password_is_refused_and_the_link_still_works(client: Client, buyer: User) -> None:
    _ask(client)
    link = _link()
    assert 'class="err"' in _set(client, link, "12345678")

    assert _set(client, link) == "/dang-nhap/"
    buyer.refresh_from_db()
    assert buyer.check_password(NEW)


@pytest.mark.usefixtures("buyer")
def test_three_messages_an_hour_to_one_phone_are_enough(client: Client) -> None:
    for _message in range(3):
        _ask(client)

    assert "Thử nhiều lần quá." in _ask(client)
    assert NoticeMessage.objects.count() == 3


def test_a_wrong_number_is_told_so(client: Client) -> None:
    assert "Thiếu số." in _ask(client, "0900")
