"""The shop's verified papers say who a seller is to the tax office."""

from datetime import date

import pytest

from catalog.choices import SellerKind
from catalog.partner.models import Partner
from marketplace.shop.actions.links import link_payee
from payments.tax.queries import taxpayer
from tests.factories import payments as make
from tests.factories import tax
from tests.factories.catalog import make_seller

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("kind", "status", "withheld"),
    [
        (SellerKind.COOPERATIVE, "cooperative", False),
        (SellerKind.ENTERPRISE, "enterprise", False),
        (SellerKind.FARM_HOUSEHOLD, "household", True),
        (SellerKind.MARKET_VENDOR, "household", True),
        (SellerKind.COOPERATIVE_GROUP, "", False),
    ],
)
def test_a_verified_sellers_kind_is_their_status(kind: str, status: str, withheld: bool) -> None:
    seller = make_seller()
    Partner.objects.filter(pk=seller.pk).update(kind=kind, tax_code="2200000001")
    payee = link_payee(seller=seller)

    who = taxpayer(payee, DAY)

    assert (who.status, who.is_withheld_of) == (status, withheld)


def test_what_an_officer_wrote_comes_first() -> None:
    payee = link_payee(seller=make_seller(kind=SellerKind.FARM_HOUSEHOLD))
    tax.taxpayer(payee, "enterprise")

    assert taxpayer(payee, DAY).status == "enterprise"


def test_a_payee_that_is_no_seller_of_the_shop_is_nobody_yet() -> None:
    assert taxpayer(make.payee(), DAY).status == ""
