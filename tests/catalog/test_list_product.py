"""A product is listed, edited, withdrawn and put back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings

from catalog.actions import (
    approve_product,
    edit_product,
    list_product,
    publish_again,
    reject_product,
    send_to_review,
    withdraw_product,
)
from catalog.choices import ProductState
from catalog.core.packs import Pack
from catalog.drafts import Words
from catalog.errors import (
    DraftRefusedError,
    PhotoNotYoursError,
    SellerNotVerifiedError,
    StateMoveError,
)
from catalog.listing.models import ListingRow
from catalog.models import Product, ProductText
from catalog.partner.models import StockRecord
from catalog.queries import sellable
from marketplace.base.media.models import Media
from marketplace.kernel.models import AuditRow
from tests.factories.catalog import (
    make_category,
    make_draft,
    make_person,
    make_product,
    make_seller,
)

pytestmark = pytest.mark.django_db


def audit_of(row: Product | StockRecord) -> list[str]:
    rows = AuditRow.objects.filter(
        subject_type=row._meta.label_lower, subject_id=str(row.pk)
    ).order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_listed_product_is_public_at_once() -> None:
    product = make_product("Gạo ST25 đặc sản")
    assert (product.state, product.is_public) == (ProductState.PUBLISHED, True)
    assert product.slug == "gao-st25-dac-san"
    assert product.published_at is not None
    assert ListingRow.objects.get().product == product
    assert audit_of(product) == ["product.listed", "product.published"]


def test_the_title_mirrors_the_vietnamese_text() -> None:
    texts = {"vi": Words(" Gạo ST25 ", "Thơm."), "en": Words("ST25 rice")}
    product = make_product(texts=texts)
    assert (product.title, product.description) == ("Gạo ST25", "Thơm.")
    rows = ProductText.objects.filter(product=product).order_by("language")
    assert [(row.language, row.name) for row in rows] == [
        ("en", "ST25 rice"),
        ("vi", "Gạo ST25"),
    ]


def test_two_products_of_one_name_get_two_addresses() -> None:
    assert [make_product("Tôm khô").slug for _ in range(3)] == ["tom-kho", "tom-kho-2", "tom-kho-3"]


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_only_a_verified_seller_may_list(state: str) -> None:
    seller = make_seller(verified=False)
    seller.state = state
    with pytest.raises(SellerNotVerifiedError):
        list_product(seller=seller, draft=make_draft(), acting_user=make_person())
    assert Product.objects.count() == 0


def test_a_photo_of_a_stranger_is_refused_and_nothing_is_written() -> None:
    seller = make_seller()
    media = Media.objects.create(owner=make_person(), original="x.jpg", width=10, height=10)
    draft = make_draft(photos=(media.pk,))
    with pytest.raises(PhotoNotYoursError):
        list_product(seller=seller, draft=draft, acting_user=seller.users.get())
    assert Product.objects.count() == 0
    assert AuditRow.objects.filter(action="product.listed").count() == 0


def test_photos_keep_their_order_and_a_colleague_may_keep_them() -> None:
    seller = make_seller()
    person, colleague = seller.users.get(), make_person()
    made = [
        Media.objects.create(owner=person, original=f"{n}.jpg", width=10, height=10)
        for n in range(3)
    ]
    photos = tuple(media.pk for media in made)
    product = list_product(seller=seller, draft=make_draft(photos=photos), acting_user=person)
    turned = make_draft(photos=photos[::-1])
    edit_product(product=product, draft=turned, acting_user=colleague)
    found = product.photos.order_by("position").values_list("media_id", flat=True)
    assert list(found) == list(photos[::-1])


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"price": 0}, "price", "price_wrong"),
        ({"price": 10**10}, "price", "price_wrong"),
        ({"stock": -1}, "stock", "stock_wrong"),
        ({"texts": {"en": Words("Rice")}}, "name", "name_missing"),
        ({"texts": {"vi": Words("  ")}}, "name", "name_missing"),
        ({"texts": {"vi": Words("x" * 121)}}, "name", "name_too_long"),
        ({"size_min": 30, "size_max": 20}, "size_min", "size_count_wrong"),
        ({"size_min": 30}, "size_min", "size_count_wrong"),
        ({"season_months": (13,)}, "season_months", "month_wrong"),
    ],
)
def test_a_draft_that_cannot_be_sold_names_its_field(
    fields: dict[str, object], field: str, reason: str
) -> None:
    with pytest.raises(DraftRefusedError) as caught:
        make_draft("Gạo", **fields)
    assert caught.value.details == {"field": field, "reason": reason}


def test_a_category_that_is_gone_is_refused() -> None:
    seller, draft = make_seller(), make_draft()
    gone = replace(draft, category_id=draft.category_id + 100)
    with pytest.raises(DraftRefusedError) as caught:
        list_product(seller=seller, draft=gone, acting_user=seller.users.get())
    assert caught.value.details["field"] == "category"
    assert Product.objects.count() == 0


def test_an_edit_changes_price_pack_and_row_together() -> None:
    product = make_product()
    ten = Pack(quantity=Decimal(10), unit="kg", container="bao")
    draft = make_draft(
        "Gạo ST25 bao lớn", pack=ten, price=350_000, category=make_category("Lúa", "lua")
    )
    edited = edit_product(product=product, draft=draft, acting_user=product.seller.users.get())
    row = ListingRow.objects.get(product=product)
    assert (row.price, row.base_price) == (350_000, 35_000)
    assert row.facts["names"] == {"vi": "Gạo ST25 bao lớn"}
    assert edited.slug == product.slug
    assert [category.slug for category in edited.categories.all()] == ["lua"]
    assert audit_of(StockRecord.objects.get()) == ["price.changed"]


def test_an_edit_leaves_the_stock_alone() -> None:
    product = make_product(stock=10)
    edit_product(
        product=product, draft=make_draft(stock=99), acting_user=product.seller.users.get()
    )
    assert StockRecord.objects.get().num_in_stock == 10


def test_a_withdrawn_product_is_gone_from_public_and_comes_back() -> None:
    product = make_product()
    person = product.seller.users.get()
    gone = withdraw_product(product=product, acting_user=person)
    assert (gone.state, gone.is_public, sellable(gone)) == (ProductState.WITHDRAWN, False, False)
    assert ListingRow.objects.count() == 0
    back = publish_again(product=gone, acting_user=person)
    assert (back.is_public, back.published_at) == (True, product.published_at)
    assert ListingRow.objects.count() == 1


def test_a_product_withdrawn_twice_says_so() -> None:
    product = make_product()
    person = product.seller.users.get()
    withdraw_product(product=product, acting_user=person)
    with pytest.raises(StateMoveError):
        withdraw_product(product=product, acting_user=person)


@override_settings(CATALOG_REVIEW_FIRST=True)
def test_where_staff_review_first_nothing_is_public_before() -> None:
    product = make_product()
    assert (product.state, product.is_public) == (ProductState.REVIEW, False)
    assert ListingRow.objects.count() == 0
    approved = approve_product(product=product, acting_user=make_person())
    assert approved.is_public
    assert ListingRow.objects.count() == 1
    edited = edit_product(product=approved, draft=make_draft(), acting_user=make_person())
    assert (edited.state, edited.is_public) == (ProductState.REVIEW, False)


def test_what_staff_refused_goes_back_to_them_and_never_straight_to_buyers() -> None:
    product = make_product()
    staff, person = make_person(), product.seller.users.get()
    refused = reject_product(product=product, reason="Ảnh không phải hàng này", acting_user=staff)
    assert (refused.is_public, refused.state_reason) == (False, "Ảnh không phải hàng này")
    with pytest.raises(StateMoveError):
        publish_again(product=refused, acting_user=person)
    edited = edit_product(product=refused, draft=make_draft(), acting_user=person)
    assert (edited.state, edited.is_public) == (ProductState.REVIEW, False)


def test_a_refusal_needs_words() -> None:
    product = make_product()
    with pytest.raises(DraftRefusedError):
        reject_product(product=product, reason="  ", acting_user=make_person())
    assert Product.objects.get().is_public


def test_staff_can_take_a_product_off_to_look_at_it() -> None:
    product = send_to_review(product=make_product(), acting_user=make_person(), reason="?")
    assert (product.state, ListingRow.objects.count()) == (ProductState.REVIEW, 0)


def test_a_variant_under_a_stranger_s_product_is_refused() -> None:
    product = make_product()
    stranger = make_seller("Hộ bên sông")
    child = Product(structure=Product.CHILD, parent=product, seller=stranger, title="x", slug="x")
    with pytest.raises(ValidationError):
        child.save()
    with pytest.raises(ValidationError):
        StockRecord.objects.create(
            product=product, partner=stranger, partner_sku="x", price=1, num_in_stock=1
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sold"},
        {"is_public": True, "state": "review"},
        {"unit": "chuc", "piece_count": None},
        {"pack_quantity": 0},
        {"ocop_stars": 2},
        {"ocop_stars": 6},
        {"size_count_min": 30, "size_count_max": 20},
        {"storage": "warm"},
    ],
)
def test_the_database_refuses_a_product_that_means_nothing(fields: dict[str, object]) -> None:
    product = make_product()
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(**fields)
