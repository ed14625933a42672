"""Addresses of two tiers."""

import pytest
from django.core.exceptions import ValidationError

from catalog.address.actions import vietnam
from catalog.address.models import UserAddress
from marketplace.base.places.models import AdminUnit
from tests.factories.catalog import make_person, make_ward

pytestmark = pytest.mark.django_db


def address(**fields: object) -> UserAddress:
    return UserAddress(
        user=make_person(),
        full_name="Người mua",
        street="12 ấp Hòa Nhờ",
        ward=make_ward(),
        country=vietnam(),
        **fields,
    )


def test_the_names_of_the_units_are_kept_with_the_address() -> None:
    saved = address()
    saved.save()
    assert (saved.ward_name, saved.province_name) == ("Xã Hòa Tú", "Thành phố Cần Thơ")
    assert saved.province == AdminUnit.objects.get(code="92")
    assert saved.summary == "Người mua, 12 ấp Hòa Nhờ, Xã Hòa Tú, Thành phố Cần Thơ"
    assert (saved.line1, saved.line3, saved.line4) == (
        "12 ấp Hòa Nhờ",
        "Xã Hòa Tú",
        "Thành phố Cần Thơ",
    )
    assert saved.hash


@pytest.mark.parametrize("postcode", ["", "96000", "96 000"])
def test_a_postcode_of_five_digits_or_none_is_taken(postcode: str) -> None:
    address(postcode=postcode).clean()


@pytest.mark.parametrize("postcode", ["960000", "9600", "ABCDE", "٩٦٠٠٠"])
def test_other_postcodes_are_refused(postcode: str) -> None:
    with pytest.raises(ValidationError):
        address(postcode=postcode).clean()
