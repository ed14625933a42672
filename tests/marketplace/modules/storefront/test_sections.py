"""The sections of the home page show what the catalogue has, and vanish where it has nothing."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from catalog.models import CategoryText
from marketplace.modules.storefront import queries
from tests.factories.catalog import make_category, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    for remembered in (queries.categories, queries.goods_with_season):
        remembered.forget()
    yield
    for remembered in (queries.categories, queries.goods_with_season):
        remembered.forget()


def home(client: Client) -> str:
    return client.get("/").content.decode()


def test_a_shop_without_goods_shows_no_empty_sections(client: Client) -> None:
    text = home(client)
    assert "Vừa thu hoạch" not in text
    assert "Mùa nào thức nấy" not in text


def test_goods_on_sale_stand_on_the_home_page(client: Client) -> None:
    make_product("Gạo thơm ST25")
    text = home(client)
    assert "Vừa thu hoạch" in text
    assert "Gạo thơm ST25" in text
    assert "37.000 ₫/kg" in text.replace("\u00a0", " ")


def test_a_thousand_goods_show_as_many_cards_as_eight(client: Client) -> None:
    for number in range(10):
        make_product(f"Gạo số {number}")
    assert home(client).count('<li class="card') == 8


def test_the_header_leads_to_every_top_category_in_the_visitors_language(client: Client) -> None:
    category = make_category("Gạo", "gao")
    CategoryText.objects.create(category=category, language="en", name="Rice")
    assert '<a href="/g/gao/">Gạo</a>' in home(client)
    assert '<a href="/g/gao/">Rice</a>' in client.get("/?l=en").content.decode()


def test_a_page_with_goods_costs_as_few_queries_as_one_with_more(
    client: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_product("Gạo một", season_months=(1, 2))
    home(client)
    with CaptureQueriesContext(connection) as few:
        home(client)
    for number in range(9):
        make_product(f"Gạo số {number}", season_months=(1, 2))
    with CaptureQueriesContext(connection) as many:
        home(client)
    assert len(many) == len(few)


@time_machine.travel("2026-01-15 09:00+07:00", tick=False)
def test_the_calendar_begins_with_what_is_in_season_now() -> None:
    make_product("Vú sữa tím thùng 5 kg", season_months=(6, 7))
    make_product("Hành tím Vĩnh Châu, túi 1 kg", season_months=(11, 12, 1, 2))
    rows = queries.season_rows(1)
    assert [row.name for row in rows] == ["Hành tím Vĩnh Châu", "Vú sữa tím"]
    assert rows[0].spans == [(11, 2)]
    assert rows[0].bars == [(10, 2), (0, 2)]
    assert rows[1].bars == [(5, 2)]


def test_the_calendar_says_its_months_in_words(client: Client) -> None:
    make_product("Vú sữa tím", season_months=(11, 12, 1, 2, 3))
    assert 'aria-label="Vú sữa tím: tháng 11 đến 3"' in home(client)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Gạo thơm ST25 túi 5 kg", "Gạo thơm ST25"),
        ("Bánh pía chay đậu xanh, hộp 4 cái", "Bánh pía chay đậu xanh"),
        ("Tôm khô", "Tôm khô"),
    ],
)
def test_a_name_in_the_calendar_leaves_out_the_pack(name: str, short: str) -> None:
    assert queries.short_name(name) == short


@pytest.mark.parametrize(
    ("slug", "art"), [("gao", "st25"), ("tom-thuy-san", "shrimp"), ("dien-may", "no-photo")]
)
def test_a_category_gets_the_drawing_that_its_address_names(slug: str, art: str) -> None:
    assert queries.art_of(slug) == art
