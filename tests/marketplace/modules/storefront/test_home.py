"""The home page exists on a fresh database and speaks the visitor's language."""

from collections.abc import Callable, Mapping

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, Site

from marketplace.kernel.slots import filled_temporarily
from marketplace.modules.storefront.actions import ensure_home
from marketplace.modules.storefront.blocks import section_choices
from marketplace.modules.storefront.models import HomePage

pytestmark = pytest.mark.django_db


def test_a_fresh_database_has_one_home_page_that_the_site_shows(client: Client) -> None:
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert client.get("/").status_code == 200


def test_making_sure_of_the_home_page_again_changes_nothing() -> None:
    before = list(Page.objects.order_by("pk").values())
    ensure_home()
    assert list(Page.objects.order_by("pk").values()) == before


def test_the_home_page_comes_back_after_everything_was_flushed(client: Client) -> None:
    Page.objects.all().delete()
    ensure_home()
    assert "mua\u00a0tận\u00a0gốc" in client.get("/").content.decode()


def test_the_headline_is_in_the_visitors_language_and_vietnamese_where_there_is_none(
    client: Client,
) -> None:
    assert "Sóc\u00a0Trăng farm goods" in client.get("/?l=en").content.decode()
    assert "Nông sản Sóc\u00a0Trăng" in client.get("/?l=km").content.decode()


def test_a_module_offers_a_section_by_filling_a_slot(client: Client) -> None:
    def fragment(_context: Mapping[str, object]) -> str:
        return "mùa nước nổi"

    home = HomePage.objects.get()
    with filled_temporarily("home.flood", fragment):
        assert ("home.flood", "flood") in section_choices()
        home.sections = [("section", "home.flood")]
        home.save_revision().publish()
        assert "mùa nước nổi" in client.get("/").content.decode()
    assert "mùa nước nổi" not in client.get("/").content.decode()


def test_the_home_page_promises_no_signed_log(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "Mỗi bao một mã riêng" in text
    assert "ký bằng khóa" not in text
    assert "sổ công khai" not in text.lower()


def test_a_browser_that_asks_for_the_icon_gets_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/static/themes/base/icon.svg"
    assert "max-age" in answer.headers["Cache-Control"]


def test_the_home_page_costs_few_queries(
    client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    cache.clear()
    client.get("/")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get("/")


def test_staff_edit_the_home_page_in_the_back_office(client: Client) -> None:
    user = get_user_model().objects.create_superuser(phone="+84900000001", password="x" * 12)
    client.force_login(user)
    page = client.get(f"/quan-tri/pages/{HomePage.objects.get().pk}/edit/")
    assert page.status_code == 200
    assert "home.trust" in page.content.decode()
