"""Sellers: their papers, their state machine, what follows for their products."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from catalog.actions import (
    add_seller,
    ask_seller_for_more,
    edit_seller,
    restore_seller,
    submit_seller,
    suspend_seller,
    verify_seller,
)
from catalog.actions.sellers import SellerPapers, missing_papers
from catalog.choices import SellerKind, SellerState
from catalog.errors import DraftRefusedError, PapersMissingError, StateMoveError
from catalog.listing.models import ListingRow
from catalog.partner.models import Partner
from catalog.queries import public_seller, seller_of
from marketplace.kernel.models import AuditRow
from tests.factories.catalog import make_person, make_product, make_seller, make_ward

pytestmark = pytest.mark.django_db


def papers(**fields: object) -> SellerPapers:
    whole = SellerPapers(
        name="HTX Rạch Gò",
        kind=SellerKind.COOPERATIVE,
        legal_name="Hợp tác xã nông nghiệp Rạch Gò",
        tax_code="0100233488",
        place=make_ward(),
        street="Ấp Hòa Nhờ",
        phone="+84900000012",
    )
    return replace(whole, **fields)  # type: ignore[arg-type]


def test_a_seller_is_filled_in_submitted_and_verified() -> None:
    seller = add_seller(papers=papers(), users=[make_person()], acting_user=None)
    assert (seller.state, seller.slug, seller.tax_code) == ("draft", "htx-rach-go", "0100233488")
    assert public_seller(seller.slug) is None
    seller = submit_seller(seller=seller, acting_user=None)
    seller = verify_seller(seller=seller, acting_user=make_person())
    assert seller.is_verified
    assert seller.verified_at is not None
    assert public_seller(seller.slug) == seller
    told = AuditRow.objects.filter(subject_type="partner.partner").order_by("pk")
    assert list(told.values_list("action", flat=True)) == [
        "seller.added",
        "seller.submitted",
        "seller.verified",
    ]


@pytest.mark.parametrize(
    ("kind", "fields", "missing"),
    [
        (SellerKind.COOPERATIVE, {"tax_code": ""}, ["tax_code"]),
        (SellerKind.ENTERPRISE, {"tax_code": "", "street": ""}, ["tax_code", "street"]),
        (SellerKind.FARM_HOUSEHOLD, {"tax_code": ""}, []),
        (SellerKind.MARKET_VENDOR, {"place": None, "phone": ""}, ["place", "phone"]),
    ],
)
def test_each_kind_has_its_own_papers(
    kind: SellerKind, fields: dict[str, object], missing: list[str]
) -> None:
    seller = add_seller(papers=papers(kind=kind, **fields), users=[], acting_user=None)
    assert missing_papers(seller) == missing
    if not missing:
        assert submit_seller(seller=seller, acting_user=None).state == SellerState.SUBMITTED
        return
    with pytest.raises(PapersMissingError) as caught:
        submit_seller(seller=seller, acting_user=None)
    assert caught.value.details["fields"] == tuple(missing)
    assert Partner.objects.get().state == SellerState.DRAFT


def test_a_mistyped_tax_code_is_refused() -> None:
    with pytest.raises(DraftRefusedError) as caught:
        add_seller(papers=papers(tax_code="0100233489"), users=[], acting_user=None)
    assert caught.value.details == {"field": "tax_code", "reason": "tax_code_check_digit"}


def test_a_seller_without_tax_code_leaves_room_for_the_next() -> None:
    for name in ("Hộ một", "Hộ hai"):
        make_seller(name)
    assert list(Partner.objects.values_list("tax_code", flat=True)) == [None, None]


def test_papers_that_are_not_enough_go_back_with_words() -> None:
    seller = make_seller(verified=False)
    seller = submit_seller(seller=seller, acting_user=None)
    seller = ask_seller_for_more(seller=seller, reason="Ảnh mờ", acting_user=make_person())
    assert (seller.state, seller.state_reason) == ("draft", "Ảnh mờ")


def test_nobody_is_verified_without_having_asked() -> None:
    seller = make_seller(verified=False)
    with pytest.raises(StateMoveError):
        verify_seller(seller=seller, acting_user=make_person())


def test_a_suspended_seller_s_goods_leave_all_pages_and_come_back() -> None:
    product = make_product()
    staff = make_person()
    seller = suspend_seller(seller=product.seller, reason="Theo yêu cầu", acting_user=staff)
    product.refresh_from_db()
    assert (product.is_public, product.state) == (False, "published")
    assert ListingRow.objects.count() == 0
    assert public_seller(seller.slug) is None
    restore_seller(seller=seller, acting_user=staff)
    product.refresh_from_db()
    assert (product.is_public, ListingRow.objects.count()) == (True, 1)


def test_a_new_name_reaches_the_cards() -> None:
    product = make_product()
    person = make_person()
    edit_seller(seller=product.seller, papers=papers(name="HTX Mới"), acting_user=person)
    assert ListingRow.objects.get().facts["seller"] == "HTX Mới"


def test_a_verified_seller_s_papers_stay_whole() -> None:
    seller = make_seller()
    with pytest.raises(PapersMissingError):
        edit_seller(seller=seller, papers=papers(street=" "), acting_user=make_person())
    seller.refresh_from_db()
    assert seller.street == "Ấp Hòa Nhờ"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "shop"},
        {"state": "known"},
        {"tax_code": ""},
        {"place": None},
        {"street": ""},
        {"kind": "cooperative", "tax_code": None},
    ],
)
def test_the_database_refuses_a_verified_seller_without_papers(fields: dict[str, object]) -> None:
    make_seller()
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.update(**fields)


def test_a_person_sells_for_the_verified_one_of_their_sellers() -> None:
    from django.contrib.auth.models import AnonymousUser

    person = make_person()
    make_seller("Nháp", user=person, verified=False)
    verified = make_seller("Đã duyệt", user=person)
    assert seller_of(person) == verified
    assert seller_of(make_person()) is None
    assert seller_of(AnonymousUser()) is None
