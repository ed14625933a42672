"""A visitor chooses language and shade by a link, without an account and without JavaScript."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_site_speaks_vietnamese_whatever_the_browser_asks_for(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "en-US,en;q=0.9"})
    assert b'<html lang="vi" dir="ltr">' in page.content
    assert page.headers["Content-Language"] == "vi"


def test_a_language_link_answers_in_that_language_and_is_remembered(client: Client) -> None:
    chosen = client.get("/?l=en")
    assert b'<html lang="en" dir="ltr">' in chosen.content
    assert chosen.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert b'<html lang="en" dir="ltr">' in client.get("/").content


def test_an_unknown_language_is_ignored_and_not_remembered(client: Client) -> None:
    page = client.get("/?l=xx")
    assert b'<html lang="vi" dir="ltr">' in page.content
    assert settings.LANGUAGE_COOKIE_NAME not in page.cookies


def test_a_page_in_khmer_says_so_and_falls_back_to_vietnamese_words(client: Client) -> None:
    page = client.get("/?l=km").content.decode()
    assert '<html lang="km" dir="ltr">' in page
    assert "Danh mục" in page


def test_one_visitors_language_does_not_leak_into_the_next_request(client: Client) -> None:
    client.get("/?l=en")
    assert b'<html lang="vi" dir="ltr">' in Client().get("/").content


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_a_shade_is_written_on_the_page_and_remembered(client: Client, shade: str) -> None:
    client.get(f"/?mode={shade}")
    assert f'dir="ltr" data-mode="{shade}">' in client.get("/").content.decode()


def test_following_the_phone_takes_the_shade_away_again(client: Client) -> None:
    client.get("/?mode=dark")
    client.get("/?mode=auto")
    assert b"data-mode" not in client.get("/").content


def test_an_unknown_shade_is_ignored(client: Client) -> None:
    assert b"data-mode" not in client.get("/?mode=pink").content
    assert "mode" not in client.cookies


def test_caches_are_told_that_the_page_depends_on_the_cookie(client: Client) -> None:
    assert "Cookie" in client.get("/").headers["Vary"]


def test_the_language_menu_keeps_what_was_asked(client: Client) -> None:
    page = client.get("/khong-co/?q=gao").content.decode()
    assert 'href="?q=gao&amp;l=en"' in page
