"""Staff's pages: lists, decisions, papers; every change goes through an action."""

import datetime as dt

import pytest
from django.test import Client

from catalog.actions import submit_seller
from catalog.listing.models import ListingRow
from catalog.models import Category, Certificate, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from tests.factories.catalog import (
    make_category,
    make_person,
    make_product,
    make_seller,
    make_ward,
)

pytestmark = pytest.mark.django_db
OFFICE = "/quan-tri"
LISTS = ["nguoi-ban", "hang", "giay-chung-nhan", "nhom-hang"]


@pytest.fixture
def office(client: Client) -> Client:
    """A browser of somebody who may do everything."""
    boss = User.objects.create_superuser(email="boss@example.org", password="ba-con")
    client.force_login(boss)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_show_what_is_there(office: Client, name: str) -> None:
    make_product("Gạo ST25", seller=make_seller("HTX Rạch Gò"))
    response = office.get(f"{OFFICE}/{name}/")
    assert response.status_code == 200
    shown = {"nguoi-ban": "HTX Rạch Gò", "hang": "Gạo ST25", "nhom-hang": "Gạo"}
    assert shown.get(name, "") in response.content.decode()


@pytest.mark.parametrize("path", [*LISTS, "nguoi-ban/new", "giay-chung-nhan/new", "nhom-hang/new"])
def test_sellers_have_no_way_in(client: Client, path: str) -> None:
    seller = make_seller()
    client.force_login(seller.users.get())
    assert client.get(f"{OFFICE}/{path}/").status_code in {302, 403}


def test_staff_without_the_right_may_not_decide(client: Client) -> None:
    seller = submit_seller(seller=make_seller(verified=False), acting_user=None)
    person = make_person()
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person)
    response = client.post(f"{OFFICE}/nguoi-ban/edit/{seller.pk}/", {"decision": "verify"})
    assert response.status_code in {302, 403}
    assert Partner.objects.get().state == "submitted"


def test_a_seller_is_verified_suspended_and_let_back(office: Client) -> None:
    product = make_product()
    path = f"{OFFICE}/nguoi-ban/edit/{product.seller.pk}/"
    assert "Ấp Hòa Nhờ" in office.get(path).content.decode()
    office.post(path, {"decision": "suspend", "reason": "Theo yêu cầu"})
    assert (Partner.objects.get().state, ListingRow.objects.count()) == ("suspended", 0)
    office.post(path, {"decision": "restore"})
    assert (Partner.objects.get().state, ListingRow.objects.count()) == ("verified", 1)
    row = AuditRow.objects.get(action="seller.suspended")
    assert row.acting_user == User.objects.get(email="boss@example.org")


def test_papers_that_are_not_whole_are_told_and_not_accepted(office: Client) -> None:
    seller = make_seller(verified=False)
    Partner.objects.update(street="")
    path = f"{OFFICE}/nguoi-ban/edit/{seller.pk}/"
    html = office.post(path, {"decision": "submit"}, follow=True).content.decode()
    assert "số nhà, đường, ấp" in html
    assert Partner.objects.get().state == "draft"


def test_a_seller_is_registered_with_people_and_story(office: Client) -> None:
    person, ward = make_person(), make_ward()
    sent = {
        "name": "HTX Mới",
        "kind": "cooperative",
        "legal_name": "Hợp tác xã Mới",
        "tax_code": "0100233488",
        "ward": ward.code,
        "street": "Ấp 1",
        "phone": "0900 000 012",
        "story": "Trồng lúa trên đất tôm.",
        "people": person.phone,
    }
    assert office.post(f"{OFFICE}/nguoi-ban/new/", sent).status_code == 302
    seller = Partner.objects.get()
    assert (seller.phone, seller.place, seller.users.get()) == ("+84900000012", ward, person)
    assert seller.texts.get().story == "Trồng lúa trên đất tôm."
    path = f"{OFFICE}/nguoi-ban/papers/{seller.pk}/"
    assert 'value="0100233488"' in office.get(path).content.decode()
    office.post(path, {**sent, "name": "HTX Khác", "people": "", "story": ""})
    seller.refresh_from_db()
    assert (seller.name, seller.users.count(), seller.texts.count()) == ("HTX Khác", 0, 0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"tax_code": "0100233489"}, "Chưa đăng được"),
        ({"ward": "99999"}, "Không có phường, xã nào"),
        ({"people": "0900 999 999"}, "chưa có tài khoản"),
        ({"phone": "abc"}, "Số điện thoại chưa đúng"),
    ],
)
def test_a_mistyped_paper_keeps_what_was_typed(
    office: Client, fields: dict[str, str], message: str
) -> None:
    sent = {"name": "HTX Mới", "kind": "cooperative", **fields}
    response = office.post(f"{OFFICE}/nguoi-ban/new/", sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert 'value="HTX Mới"' in html
    assert Partner.objects.count() == 0


def test_a_product_is_refused_with_words_and_accepted_again(office: Client) -> None:
    product = make_product()
    path = f"{OFFICE}/hang/edit/{product.pk}/"
    assert product.title in office.get(path).content.decode()
    office.post(path, {"decision": "reject", "reason": ""})
    assert Product.objects.get().is_public
    office.post(path, {"decision": "reject", "reason": "Ảnh không phải hàng này"})
    assert not Product.objects.get().is_public
    office.post(path, {"decision": "approve"})
    assert Product.objects.get().is_public


def test_an_ocop_paper_brings_its_stars_and_ends_with_them(office: Client) -> None:
    product = make_product()
    sent = {
        "seller": product.seller.pk,
        "product": f"/p/{product.slug}/",
        "kind": "ocop",
        "stars": "4",
        "number": "OCOP-1",
        "issuer": "UBND",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
    }
    assert office.post(f"{OFFICE}/giay-chung-nhan/new/", sent).status_code == 302
    paper = Certificate.objects.get()
    assert (paper.product, Product.objects.get().ocop_stars) == (product, 4)
    office.post(f"{OFFICE}/giay-chung-nhan/edit/{paper.pk}/", {"valid_to": "2026-02-01"})
    paper.refresh_from_db()
    assert paper.valid_to == dt.date(2026, 2, 1)


def test_a_paper_that_does_not_fit_is_told(office: Client) -> None:
    product = make_product()
    sent = {
        "seller": product.seller.pk,
        "kind": "asc",
        "stars": "4",
        "number": "1",
        "issuer": "x",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }
    response = office.post(f"{OFFICE}/giay-chung-nhan/new/", sent)
    assert response.status_code == 422
    assert Certificate.objects.count() == 0


def test_categories_are_added_below_each_other_and_renamed(office: Client) -> None:
    rice = make_category("Gạo", "gao")
    office.post(
        f"{OFFICE}/nhom-hang/new/",
        {"name": "Nếp", "parent": rice.pk, "name_en": "Glutinous rice", "is_public": "on"},
    )
    below = Category.objects.get(slug="nep")
    assert below.path.startswith(rice.path)
    assert below.texts.get().name == "Glutinous rice"
    make_product("Nếp than", category=below)
    office.post(
        f"{OFFICE}/nhom-hang/edit/{below.pk}/",
        {"name": "Nếp Ngã Năm", "slug": "nep", "is_public": "on", "in_menu": "on"},
    )
    below.refresh_from_db()
    assert (below.name, below.texts.count()) == ("Nếp Ngã Năm", 0)
    assert "Nếp than" in office.get("/tim/?q=nga+nam").content.decode()


def test_two_categories_cannot_share_an_address(office: Client) -> None:
    make_category("Gạo", "gao")
    response = office.post(f"{OFFICE}/nhom-hang/new/", {"name": "Gạo"})
    assert response.status_code == 422
    assert Category.objects.count() == 1
