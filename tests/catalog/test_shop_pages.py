"""The pages buyers see: groups, search, products, sellers."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from catalog.actions import (
    add_certificate,
    set_stock,
    suspend_seller,
    withdraw_product,
)
from catalog.actions.certificates import Paper
from catalog.categories import category_tree
from catalog.choices import CertificateKind
from catalog.drafts import Words
from catalog.listing.types import PAGE_SIZE
from catalog.models import CategoryText, Product
from catalog.partner.models import Partner
from marketplace.kernel.slots import filled_temporarily
from marketplace.modules.storefront.queries import categories
from tests.factories.catalog import (
    make_category,
    make_ocop,
    make_person,
    make_product,
    make_seller,
)
from themes.base.cards import cards

pytestmark = pytest.mark.django_db

BUDGET = 6


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("path", ["/g/gao/", "/tim/?q=gao", "/tim/", "/nguoi-ban/htx/"])
def test_a_list_takes_six_queries_at_most_and_as_many_for_one_product_as_for_all(
    client: Client, path: str, django_assert_max_num_queries: object
) -> None:
    seller = make_seller("HTX")
    make_product("Gạo một", seller=seller)
    counts = []
    for products in (1, PAGE_SIZE + 2):
        for number in range(Product.objects.count(), products):
            make_product(f"Gạo {number}", seller=seller)
        for _round in ("cold", "warm"):
            # The header remembers the categories for a while; each round reads them.
            categories.forget()
            with django_assert_max_num_queries(BUDGET) as found:  # type: ignore[operator]
                text(client, path)
            counts.append(len(found))
        cards.clear()
    assert text(client, path).count('<li class="card') == PAGE_SIZE
    assert len(set(counts)) == 1


def test_a_group_shows_its_goods_with_price_for_a_unit(client: Client) -> None:
    make_product("Gạo ST25")
    html = text(client, "/g/gao/")
    assert "<h1>Gạo</h1>" in html
    assert "1 sản phẩm" in html
    assert "37.000\u00a0₫/kg" in html
    assert 'href="/p/gao-st25/"' in html


def test_an_empty_group_offers_others(client: Client) -> None:
    make_category("Gạo", "gao")
    make_category("Tôm", "tom")
    html = text(client, "/g/gao/")
    assert "Chưa có hàng ở đây" in html
    assert 'href="/g/tom/"' in html


@pytest.mark.parametrize(
    "path",
    [
        "/g/khong-co/",
        "/p/khong-co/",
        "/nguoi-ban/khong-co/",
        "/g/gao/?trang=2",
        "/g/gao/?trang=0",
        "/g/gao/?trang=x",
        "/g/gao/?trang=99999",
        "/g/gao/?trang=²",
    ],
)
def test_what_is_not_there_is_said_so(client: Client, path: str) -> None:
    make_product()
    assert client.get(path).status_code == 404


def test_the_next_page_is_a_plain_link_and_a_fragment_for_htmx(client: Client) -> None:
    seller = make_seller()
    for number in range(PAGE_SIZE + 2):
        make_product(f"Gạo {number}", seller=seller)
    html = text(client, "/g/gao/?xep=gia")
    assert 'href="/g/gao/?xep=gia&amp;trang=2"' in html
    second = text(client, "/g/gao/?xep=gia&trang=2")
    assert second.count('<li class="card') == 2
    assert 'rel="next"' not in second
    fragment = client.get("/g/gao/?xep=gia&trang=2", headers={"HX-Request": "true"})
    assert fragment.content.decode().strip().startswith("<li")
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment.headers["Vary"]


def test_each_page_has_one_address(client: Client) -> None:
    make_product()
    html = text(client, "/tim/?l=vi&q=%20g%E1%BA%A1o%20&trang=1&xep=hop&utm=x")
    found = re.search(r'<link rel="canonical" href="([^"]+)"', html)
    assert found is not None
    assert found[1] == "http://testserver/tim/?q=g%E1%BA%A1o"


def test_a_search_without_hits_offers_single_words_and_groups(client: Client) -> None:
    make_product("Gạo ST25")
    html = text(client, "/tim/?q=gạo+lứt")
    assert "Không tìm thấy" in html
    assert 'href="/tim/?q=g%E1%BA%A1o"' in html
    assert 'href="/g/gao/"' in html


@pytest.mark.parametrize("typed", ["%00", "%3Cscript%3E", "%22", "a" * 500])
def test_whatever_is_typed_is_shown_as_text(client: Client, typed: str) -> None:
    html = text(client, f"/tim/?q={typed}")
    assert "<script>" not in html


def test_groups_speak_the_language_of_the_page(client: Client) -> None:
    group = make_category("Gạo", "gao")
    CategoryText.objects.create(category=group, language="en", name="Rice")
    assert "<h1>Rice</h1>" in text(client, "/g/gao/?l=en")
    client.cookies.clear()
    assert "<h1>Gạo</h1>" in text(client, "/g/gao/?l=km")


def test_a_hidden_group_is_not_there(client: Client) -> None:
    group = make_category("Gạo", "gao")
    below = group.add_child(name="Nếp", slug="nep")
    group.is_public = False
    group.save()
    assert client.get("/g/gao/").status_code == 404
    assert client.get(f"/g/{below.slug}/").status_code == 404
    assert category_tree().groups == []


def test_a_product_page_says_all_a_buyer_must_know(client: Client) -> None:
    month = timezone.localdate().month
    product = make_product(
        "Tôm sú",
        description="Nuôi quảng canh.",
        stock=240,
        season_months=(month,),
        size_min=20,
        size_max=30,
    )
    html = text(client, "/p/tom-su/")
    for words in (
        "<h1>Tôm sú</h1>",
        'value="185000"',
        "37.000\u00a0₫/kg",
        "túi 5 kg",
        "Nuôi quảng canh.",
        "Đang vào mùa",
        "20–30 con/kg",
        "Ấp Hòa Nhờ, Xã Hòa Tú, Thành phố Cần Thơ",
        product.seller.get_absolute_url(),
        "Nơi khô mát",
    ):
        assert words in html, words


def test_papers_are_shown_until_their_last_day(client: Client) -> None:
    product = make_product()
    today = timezone.localdate()
    make_ocop(product, stars=4, valid_to=today)
    old = Paper(
        kind=CertificateKind.ASC,
        number="ASC-1",
        issuer="x",
        valid_from=today - dt.timedelta(days=9),
        valid_to=today - dt.timedelta(days=1),
    )
    add_certificate(seller=product.seller, product=None, paper=old, acting_user=None)
    html = text(client, product.get_absolute_url())
    assert "OCOP 4 sao" in html
    assert "ASC-1" not in html


def test_what_is_sold_out_cannot_be_put_into_the_basket(client: Client) -> None:
    product = make_product(season_months=(1, 2))
    set_stock(product=product, available=0, acting_user=product.seller.users.get())
    html = text(client, product.get_absolute_url())
    assert "Hết hàng" in html
    assert 'name="quantity"' not in html


def test_what_is_not_public_has_no_page(client: Client) -> None:
    product = make_product("Gạo")
    other = make_product("Tôm", seller=make_seller("Hộ hai"))
    withdraw_product(product=product, acting_user=make_person())
    assert client.get(product.get_absolute_url()).status_code == 404
    suspend_seller(seller=other.seller, reason="x", acting_user=make_person())
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(other.seller.get_absolute_url()).status_code == 404


def test_modules_put_their_parts_on_the_product_page(client: Client) -> None:
    product = make_product()
    with filled_temporarily("product.origin", lambda found: f"lô của {found['product']}"):
        assert f"lô của {product.title}" in text(client, product.get_absolute_url())


def test_another_language_falls_back_to_vietnamese_and_says_so(client: Client) -> None:
    texts = {"vi": Words("Gạo ST25", "Thơm"), "en": Words("ST25 rice", "Fragrant")}
    product = make_product(texts=texts)
    assert "<h1>ST25 rice</h1>" in text(client, f"{product.get_absolute_url()}?l=en")
    client.cookies.clear()
    assert 'lang="vi">' in text(client, f"{product.get_absolute_url()}?l=km")


def test_a_product_page_takes_as_many_queries_for_one_photo_as_for_none(
    client: Client, django_assert_max_num_queries: object
) -> None:
    product = make_product()
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        text(client, product.get_absolute_url())


def test_a_seller_s_page_says_who_it_is(client: Client) -> None:
    seller = make_seller("Hộ bên sông")
    seller.texts.create(language="vi", story="Ba đời trồng hành.")
    html = text(client, seller.get_absolute_url())
    assert "Ba đời trồng hành." in html
    assert "Hộ sản xuất" in html
    assert "Lúc này chưa có hàng" in html


@pytest.mark.parametrize(("code", "shown"), [("0100233488", True), ("094123456789", False)])
def test_a_person_s_identity_number_is_never_shown(
    client: Client, code: str, *, shown: bool
) -> None:
    seller = make_seller()
    Partner.objects.filter(pk=seller.pk).update(tax_code=code)
    assert (code in text(client, seller.get_absolute_url())) is shown
