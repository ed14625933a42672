"""A seller's pages: home, goods, quick changes, the sell form. Strangers stay outside."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.actions import hold_stock, reject_product, submit_seller
from catalog.choices import ProductState
from catalog.drafts import Words
from catalog.listing.models import ListingRow
from catalog.models import Product
from catalog.partner.models import Partner, StockRecord
from marketplace.base.media.models import Media
from marketplace.kernel.slots import filled_temporarily
from tests.factories.catalog import (
    make_category,
    make_person,
    make_product,
    make_seller,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(tmp_path: Path, settings: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "originals": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def seller() -> Partner:
    return make_seller("HTX Rạch Gò")


@pytest.fixture
def stall(client: Client, seller: Partner) -> Client:
    """A browser of somebody who works for the seller."""
    client.force_login(seller.users.get())
    return client


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), "#88aa55").save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), "image/jpeg")


def typed(**fields: object) -> dict[str, object]:
    """What a person types for shallots in bags of two kilograms."""
    return {
        "name": "Hành tím Vĩnh Châu loại 1",
        "category": make_category("Hành tím", "hanh-tim").pk,
        "description": "Phơi gió.",
        "sell_by": "tui",
        "content": "2",
        "content_unit": "kg",
        "price": "68.000",
        "stock": "150",
        "storage": "dry",
        **fields,
    }


def test_a_product_is_listed_and_can_be_found_at_once(stall: Client, seller: Partner) -> None:
    sent = typed(photo=photo(), season_months=["1", "2"], name_en="Red shallots")
    response = stall.post("/ban/hang/moi/", sent, follow=True)
    assert response.redirect_chain == [("/ban/hang/", 302)]
    assert "Đã đăng bán: Hành tím Vĩnh Châu loại 1." in response.content.decode()
    product = Product.objects.get()
    assert (product.seller, product.state) == (seller, ProductState.PUBLISHED)
    assert (product.pack_label, product.season_months) == ("Túi 2 kg", [1, 2])
    assert product.stockrecords.get().price == 68_000
    assert product.photos.get().media.owner == seller.users.get()
    assert "Hành tím Vĩnh Châu loại 1" in stall.get("/tim/?q=hanh+tim").content.decode()


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"sell_by": "kg", "content": ""}, "1 kg"),
        ({"sell_by": "chuc", "content": "", "piece_count": "12"}, "Chục 12 trái"),
        (
            {"sell_by": "hop", "content": "4", "content_unit": "cai", "net_weight": "400"},
            "Hộp 4 cái",
        ),
        ({"sell_by": "bao", "content": "50"}, "Bao 50 kg"),
        ({"sell_by": "tui", "content": "0,5"}, "Túi 0,5 kg"),
    ],
)
def test_goods_are_sold_in_the_packs_of_the_market(
    stall: Client, fields: dict[str, object], label: str
) -> None:
    assert stall.post("/ban/hang/moi/", typed(**fields)).status_code == 302
    assert Product.objects.get().pack_label == label


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "err"),
        ({"price": "68,5"}, "Ghi số đồng chẵn"),
        ({"price": "0"}, "Giá phải lớn hơn 0"),
        ({"content": ""}, "chứa bao nhiêu?"),
        ({"content": "hai"}, "Ghi một số"),
        ({"sell_by": "chuc"}, "Chục có nơi 10"),
        ({"size_min": "30"}, "Ghi đủ hai số"),
        ({"size_min": "30", "size_max": "20"}, "Số sau không được nhỏ hơn"),
        ({"stock": "-1"}, "err"),
        ({"category": "999999"}, "err"),
        ({"sell_by": "cong"}, "err"),
    ],
)
def test_what_cannot_be_sold_says_why_and_keeps_what_was_typed(
    stall: Client, fields: dict[str, object], message: str
) -> None:
    response = stall.post("/ban/hang/moi/", typed(**fields))
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "Phơi gió." in html
    assert Product.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff no picture"), "Hình bị hư"),
        (SimpleUploadedFile("a.jpg", b"x" * 30_000_000), "30 MB"),
    ],
)
def test_a_bad_photo_is_told_and_the_good_one_stays(
    stall: Client, seller: Partner, upload: SimpleUploadedFile, message: str
) -> None:
    stall.post("/ban/hang/anh/", {"photo": photo()})
    good = Media.objects.get()
    upload.seek(0)
    response = stall.post("/ban/hang/moi/", typed(photos=[str(good.pk)], photo=upload))
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert f'value="{good.pk}"' in html
    assert 'value="68.000"' in html
    assert Product.objects.count() == 0
    again = stall.post("/ban/hang/moi/", typed(photos=[str(good.pk)]))
    assert again.status_code == 302
    assert Product.objects.get().photos.get().media == good


def test_photos_are_taken_in_ordered_and_taken_away_without_losing_the_rest(
    stall: Client,
) -> None:
    first = stall.post("/ban/hang/moi/", typed(add_photo="1", photo=photo(), season_months=["3"]))
    one = Media.objects.get()
    assert first.status_code == 200
    assert 'value="Hành tím Vĩnh Châu loại 1"' in first.content.decode()
    assert 'value="3" ' in first.content.decode()
    stall.post("/ban/hang/moi/", typed(add_photo="1", photo=photo(), photos=[str(one.pk)]))
    two = Media.objects.exclude(pk=one.pk).get()
    both = [str(one.pk), str(two.pk)]
    turned = stall.post("/ban/hang/moi/", typed(cover=str(two.pk), photos=both)).content.decode()
    assert turned.index(str(two.pk)) < turned.index(str(one.pk))
    left = stall.post("/ban/hang/moi/", typed(remove=str(one.pk), photos=both)).content.decode()
    assert str(one.pk) not in left
    assert str(two.pk) in left
    assert Product.objects.count() == 0


def test_a_stranger_s_photo_is_not_shown(stall: Client) -> None:
    other = Media.objects.create(owner=make_person(), original="x.jpg", width=9, height=9)
    html = stall.get(f"/ban/hang/anh/?photos={other.pk}&photos=nonsense").content.decode()
    assert str(other.pk) not in html


def test_a_price_far_from_the_others_is_asked_about_once(stall: Client) -> None:
    category = make_category("Hành tím", "hanh-tim")
    for number in range(3):
        make_product(
            f"Hành {number}", seller=make_seller(f"Hộ {number}"), category=category, price=170_000
        )
    response = stall.post("/ban/hang/moi/", typed(price="6.800"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "3.400\u00a0₫/kg" in html
    assert "Có phải 68.000\u00a0₫ không?" in html
    stall.post("/ban/hang/moi/", typed(price="6.800", price_checked="1"))
    assert StockRecord.objects.get(product__title="Hành tím Vĩnh Châu loại 1").price == 6_800


def test_the_unit_price_is_told_while_typing(stall: Client) -> None:
    html = stall.post("/ban/hang/xem-gia/", typed()).content.decode()
    assert "34.000\u00a0₫/kg" in html
    assert stall.post("/ban/hang/xem-gia/", typed(price="")).content.decode().strip() == ""


def test_modules_ask_about_the_origin_in_the_third_step(stall: Client) -> None:
    with filled_temporarily("seller.product.origin", lambda found: f"lô của {found['seller']}"):
        assert "lô của HTX Rạch Gò" in stall.get("/ban/hang/moi/").content.decode()


def test_a_product_is_changed_with_what_it_is_shown_first(stall: Client, seller: Partner) -> None:
    product = make_product("Gạo ST25", seller=seller, description="Thơm.", season_months=(1,))
    path = f"/ban/hang/{product.pk}/sua/"
    html = stall.get(path).content.decode()
    for shown in ('value="Gạo ST25"', "Thơm.", 'value="185.000"', 'value="5"'):
        assert shown in html
    assert 'name="stock"' not in html
    category = product.categories.get().pk
    sent = typed(name="Gạo ST25 mới", category=category, content="10", price="350000")
    assert stall.post(path, sent).status_code == 302
    product.refresh_from_db()
    assert (product.title, product.pack_label) == ("Gạo ST25 mới", "Túi 10 kg")
    assert StockRecord.objects.get().num_in_stock == 10
    assert ListingRow.objects.get().base_price == 35_000


def test_a_change_keeps_the_descriptions_it_does_not_ask_for(
    stall: Client, seller: Partner
) -> None:
    texts = {"vi": Words("Gạo"), "en": Words("Rice", "Fragrant."), "km": Words("អង្ករ", "x")}
    product = make_product(seller=seller, texts=texts)
    category = product.categories.get().pk
    stall.post(
        f"/ban/hang/{product.pk}/sua/", typed(name_en="Jasmine rice", name_km="", category=category)
    )
    rows = product.texts.order_by("language")
    assert [(row.language, row.name, row.description) for row in rows] == [
        ("en", "Jasmine rice", "Fragrant."),
        ("vi", "Hành tím Vĩnh Châu loại 1", "Phơi gió."),
    ]


def test_what_staff_refused_shows_why(stall: Client, seller: Partner) -> None:
    product = make_product(seller=seller)
    reject_product(product=product, reason="Ảnh mờ", acting_user=make_person())
    assert "Ảnh mờ" in stall.get("/ban/hang/").content.decode()
    assert "Ảnh mờ" in stall.get(f"/ban/hang/{product.pk}/sua/").content.decode()


def test_stock_and_price_are_changed_in_the_list(stall: Client, seller: Partner) -> None:
    product = make_product(seller=seller, stock=10)
    stall.post(f"/ban/hang/{product.pk}/kho/", {"stock": "25", "shown": "10"})
    stall.post(f"/ban/hang/{product.pk}/gia/", {"price": "190.000"})
    row = StockRecord.objects.get()
    assert (row.num_in_stock, row.amount) == (25, 190_000)


@pytest.mark.parametrize(
    ("path", "sent", "message"),
    [
        ("kho", {"stock": "nhiều", "shown": "10"}, "Ghi một số chẵn."),
        ("kho", {"stock": "50", "shown": "10"}, "Số hàng vừa đổi: giờ còn 7."),
        ("gia", {"price": "12,5"}, "Ghi số đồng chẵn"),
        ("gia", {"price": "0"}, "Ghi giá bằng số đồng chẵn"),
        ("ban-lai", {}, "Lúc này không làm được"),
    ],
)
def test_a_quick_change_that_is_refused_stays_in_its_place(
    stall: Client, seller: Partner, path: str, sent: dict[str, str], message: str
) -> None:
    product = make_product(seller=seller, stock=10)
    hold_stock(lines=[(product.pk, 3)])
    response = stall.post(f"/ban/hang/{product.pk}/{path}/", sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert all(f'value="{value}"' in html for value in sent.values() if value != "10")
    row = StockRecord.objects.get()
    assert (row.num_in_stock, row.num_allocated, row.amount) == (10, 3, 185_000)


def test_goods_are_taken_off_sale_and_put_back(stall: Client, seller: Partner) -> None:
    product = make_product("Gạo", seller=seller)
    gone = stall.post(f"/ban/hang/{product.pk}/ngung/", follow=True).content.decode()
    assert "Đã ngưng bán: Gạo." in gone
    assert "Bán lại" in gone
    assert ListingRow.objects.count() == 0
    stall.post(f"/ban/hang/{product.pk}/ban-lai/")
    assert ListingRow.objects.count() == 1


@pytest.mark.parametrize("path", ["sua", "kho", "gia", "ngung", "ban-lai"])
def test_another_seller_s_product_is_not_there(stall: Client, seller: Partner, path: str) -> None:
    other = make_product("Tôm", seller=make_seller("Hộ khác"))
    response = stall.post(f"/ban/hang/{other.pk}/{path}/", typed(stock="1", price="1"))
    assert response.status_code == 404
    other.refresh_from_db()
    assert (other.title, other.is_public, StockRecord.objects.get().amount) == (
        "Tôm",
        True,
        185_000,
    )


SELLER_PAGES = ["/ban/", "/ban/hang/", "/ban/hang/moi/", "/ban/hang/anh/"]


@pytest.mark.parametrize("path", SELLER_PAGES)
def test_who_is_not_signed_in_is_asked_to(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/dang-nhap/")


def test_a_session_that_ended_while_typing_leads_to_the_sign_in_and_back(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/ban/hang/moi/?x=1"}
    response = client.post("/ban/hang/xem-gia/", headers=headers)
    assert response.headers["HX-Redirect"] == "/dang-nhap/?next=/ban/hang/moi/"
    assert response.content == b""


@pytest.mark.parametrize("path", SELLER_PAGES)
def test_who_works_for_no_seller_is_told_how_to_begin(client: Client, path: str) -> None:
    client.force_login(make_person())
    response = client.get(path)
    assert response.status_code == 403
    assert "Chưa có gian hàng" in response.content.decode()


def test_a_seller_in_draft_sees_what_is_missing_and_cannot_publish(client: Client) -> None:
    draft = make_seller("Hộ mới", verified=False)
    Partner.objects.update(street="")
    client.force_login(draft.users.get())
    response = client.post("/ban/hang/moi/", typed())
    assert response.status_code == 403
    assert "Số nhà, đường, ấp" in response.content.decode()
    assert Product.objects.count() == 0
    Partner.objects.update(street="Ấp Hòa Nhờ")
    assert "Gửi duyệt" in client.get("/ban/").content.decode()
    client.post("/ban/gui-duyet/")
    assert Partner.objects.get().state == "submitted"
    assert "Sàn đang xem giấy tờ" in client.get("/ban/").content.decode()


def test_a_submitted_seller_cannot_submit_again(client: Client) -> None:
    draft = make_seller("Hộ mới", verified=False)
    submit_seller(seller=draft, acting_user=None)
    client.force_login(draft.users.get())
    assert client.post("/ban/gui-duyet/").status_code == 409


def test_the_home_of_a_stall_counts_truly(stall: Client, seller: Partner) -> None:
    make_product("Gạo", seller=seller, stock=100)
    make_product("Tôm", seller=seller, stock=5)
    make_product("Hành", seller=seller, stock=0)
    with filled_temporarily("seller.home", lambda found: f"đơn của {found['seller']}"):
        html = stall.get("/ban/").content.decode()
    assert "Chào HTX Rạch Gò" in html
    assert "Còn 5 túi" in html
    assert "Còn 100 túi" not in html
    assert "đơn của HTX Rạch Gò" in html
    assert '<span class="c">2</span>' in html
    assert '<span class="c hot">1</span>' in html


def test_the_list_takes_as_many_queries_for_ten_products_as_for_one(
    stall: Client, seller: Partner, django_assert_max_num_queries: object
) -> None:
    make_product("Một", seller=seller)
    with django_assert_max_num_queries(20) as one:  # type: ignore[operator]
        stall.get("/ban/hang/")
    for number in range(9):
        make_product(f"Hàng {number}", seller=seller)
    with django_assert_max_num_queries(20) as ten:  # type: ignore[operator]
        stall.get("/ban/hang/")
    assert len(one) == len(ten)
