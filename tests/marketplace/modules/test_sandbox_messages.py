"""The phones of the demo, mounted here because no shop has them by default."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.base.notices.actions import send_notice
from marketplace.base.notices.channels import channels
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.notices.tasks import deliver_notice
from marketplace.kernel.assembly import Choice, assemble, refuse_sandboxes
from marketplace.kernel.discovery import discover
from marketplace.kernel.manifest import ModuleSetError
from marketplace.modules.sandbox_messages.channel import SandboxChannel
from marketplace.modules.sandbox_messages.queries import messages_to

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.marketplace.modules.sandbox_messages_urls"),
]

MODULE = "marketplace.modules.sandbox_messages"
PAGE = "/sandbox/tin-nhan/"
ONE, OTHER = "+84900000001", "+84900000123"


@pytest.fixture(autouse=True)
def installed(settings: Settings) -> Iterator[None]:
    if MODULE in settings.INSTALLED_APPS:
        yield
        return
    folder = Path(settings.BASE_DIR, *MODULE.split("."), "templates")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    with channels.register_temporarily(SandboxChannel.code, SandboxChannel(), module=MODULE):
        yield


def _send(text: str, to: str = ONE) -> NoticeMessage:
    phone, email = ("", to) if "@" in to else (to, "")
    context = {"text": text}
    message = send_notice(kind="plain", context=context, to_phone=phone, to_email=email)
    deliver_notice(message.pk)
    message.refresh_from_db()
    return message


def test_every_message_lands_here_before_any_real_channel() -> None:
    assert _send("Chào").channel == "sandbox"
    assert _send("Chào", "a@example.org").channel == "sandbox"


def test_the_page_says_that_it_is_a_sandbox_and_shows_messages(client: Client) -> None:
    _send("Mở https://example.org/t/26A9M <b>ngay</b>")

    response = client.get(PAGE)
    html = response.content.decode()
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert 'class="note warn"' in html
    assert "0900 000 001" in html
    assert 'href="https://example.org/t/26A9M"' in html
    assert "&lt;b&gt;ngay&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("0900 000 123", ["to other"]),
        ("+84900000123", ["to other"]),
        ("123", ["to other"]),
        ("a@ex", ["to e-mail"]),
        ("", ["to e-mail", "to other", "to one"]),
        ("0911 111 111", []),
    ],
)
def test_messages_are_found_by_phone_its_last_digits_or_e_mail(
    typed: str, found: list[str]
) -> None:
    _send("to one")
    _send("to other", OTHER)
    _send("to e-mail", "a@example.org")

    assert [message.text for message in messages_to(typed)] == found


def test_what_another_channel_carried_is_not_shown() -> None:
    message = _send("real")
    NoticeMessage.objects.filter(pk=message.pk).update(channel="email")

    assert list(messages_to("")) == []


def test_an_empty_page_says_what_to_do(client: Client) -> None:
    assert 'class="empty"' in client.get(PAGE).content.decode()
    assert 'href="?"' in client.get(PAGE, {"so": "0911 111 111"}).content.decode()


def test_the_page_costs_the_same_for_one_message_and_for_ten(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 9):
        for _each in range(count):
            _send("Chào")
        with django_assert_num_queries(2):
            client.get(PAGE)


def test_older_messages_are_a_page_further(client: Client) -> None:
    for number in range(31):
        _send(f"message {number}.")

    assert "message 0." not in client.get(PAGE).content.decode()
    assert "message 0." in client.get(PAGE, {"trang": "2"}).content.decode()
    assert client.get(PAGE, {"trang": "x"}).status_code == 200


def test_production_refuses_it_and_no_shop_has_it_by_default() -> None:
    known = discover(Path(django_settings.BASE_DIR))

    with pytest.raises(ModuleSetError):
        refuse_sandboxes(assemble(known, Choice(frozenset({MODULE}))))
    toml = (Path(django_settings.BASE_DIR) / "modules.toml").read_text(encoding="utf-8")
    assert MODULE not in toml
