"""The ward picker, with and without JavaScript."""

import re

import pytest
from django import forms
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.base.places.forms import WardField, wants_search
from marketplace.base.places.models import AdminUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


class AddressForm(forms.Form):
    ward = WardField()


def _codes(html: str) -> list[str]:
    return re.findall(r'name="ward" value="(\w+)"', html)


def test_the_chosen_ward_comes_out_with_its_province() -> None:
    form = AddressForm({"ward": "31507", "ward_tinh": "92", "ward_q": "soc trang"})

    assert form.is_valid()
    assert form.cleaned_data["ward"].name == "Phường Sóc Trăng"
    assert form.cleaned_data["ward"].parent.name == "Thành phố Cần Thơ"


@pytest.mark.parametrize("code", ["31507~2025-06-30", "92", "99999", "'; --"])
def test_a_code_of_no_ward_in_force_is_refused(code: str) -> None:
    form = AddressForm({"ward": code})

    assert not form.is_valid()
    assert form.errors.as_data()["ward"][0].code == "unknown"


def test_nothing_chosen_is_told_so_and_the_search_stays() -> None:
    form = AddressForm({"ward_q": "quận 3", "ward_tinh": "79"})

    assert not form.is_valid()
    assert form.errors.as_data()["ward"][0].code == "required"
    html = str(form["ward"])
    assert 'value="quận 3"' in html
    assert len(_codes(html)) == 3
    assert '<option value="79" selected>' in html


def test_without_javascript_the_button_brings_the_list() -> None:
    data = {"ward_q": "hoa tu", "ward_tinh": "92", "ward_find": "1"}

    assert wants_search(data, "ward")
    assert not wants_search({"ward": "31507"}, "ward")
    assert _codes(str(AddressForm(data)["ward"]))[0] == AdminUnit.objects.get(name="Xã Hòa Tú").pk


def test_a_chosen_ward_stays_in_the_list_when_searching_on() -> None:
    html = str(AddressForm({"ward": "31507", "ward_q": "hoa tu", "ward_tinh": "92"})["ward"])

    assert _codes(html)[0] == "31507"
    assert 'value="31507" checked' in html


def test_a_stored_ward_is_shown_as_chosen() -> None:
    ward = AdminUnit.objects.get(code="31507")
    html = str(AddressForm(initial={"ward": ward})["ward"])

    assert 'value="31507" checked' in html
    assert "Thành phố Cần Thơ" in html


def test_only_another_ward_is_a_change() -> None:
    field = WardField()
    ward = AdminUnit.objects.get(code="31507")

    assert not field.has_changed(ward, field.prepare_value("31507"))
    assert field.has_changed(ward, field.prepare_value("31679"))
    assert field.has_changed(None, field.prepare_value("31679"))


def test_the_list_while_typing_marks_old_names(client: Client) -> None:
    response = client.get("/dia-ban/tim/", {"tinh": "79", "q": "quan 3"})

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<mark>Quận 3</mark>") == 3
    assert "Hồ Chí Minh" not in html


def test_the_list_of_the_whole_country_names_provinces(client: Client) -> None:
    html = client.get("/dia-ban/tim/?q=hoa+tu").content.decode()

    assert "Xã Hòa Tú" in html
    assert "Thành phố Cần Thơ" in html


def test_the_list_is_for_the_field_that_asks_and_no_other_name_gets_in(client: Client) -> None:
    asked = {"ten": "giao-xa", "giao-xa_q": "hoa tu", "giao-xa_tinh": "92"}
    assert 'name="giao-xa"' in client.get("/dia-ban/tim/", asked).content.decode()

    html = client.get("/dia-ban/tim/", {"ten": '"><script>', "q": "hoa tu"}).content.decode()
    assert "<script>" not in html
    assert 'name="ward"' in html


def test_choosing_a_province_tells_the_picker_its_name(client: Client) -> None:
    html = client.get("/dia-ban/tim/", {"tinh": "79", "o": "id_ward"}).content.decode()

    assert '<span id="id_ward_ten" hx-swap-oob="true">Thành phố Hồ Chí Minh</span>' in html
    assert "hx-swap-oob" not in client.get("/dia-ban/tim/", {"o": '"><b>'}).content.decode()


def test_nothing_found_says_what_to_try(client: Client) -> None:
    html = client.get("/dia-ban/tim/", {"q": "khongco", "tinh": "92"}).content.decode()

    assert 'class="hit none"' in html
    assert client.get("/dia-ban/tim/").content.decode().strip() == ""


def test_a_list_of_one_is_chosen_already(client: Client) -> None:
    html = client.get("/dia-ban/tim/", {"q": "lịch hội thượng", "tinh": "92"}).content.decode()

    assert html.count("checked") == 1


@pytest.mark.parametrize("query", ["lịch hội thượng", "phuong"])
def test_the_picker_costs_the_same_however_much_it_finds(
    query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    str(AddressForm()["ward"])

    with django_assert_num_queries(5):  # one of them checks the ward, one lists the provinces
        str(AddressForm({"ward": "31507", "ward_q": query, "ward_tinh": "92"})["ward"])
