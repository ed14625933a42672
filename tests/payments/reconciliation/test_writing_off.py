"""Writing a difference off posts balanced lines; large ones need two people; it can be undone."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from marketplace.base.accounts.models import User
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances, mirror_differences, unbalanced_entries
from payments.reconciliation.actions import close_difference, reconcile_day
from payments.reconciliation.core.effect import effect
from payments.reconciliation.errors import (
    DifferenceClosedError,
    NothingToWriteOffError,
    SecondOfficerError,
    WriteOffOverError,
)
from payments.reconciliation.models import Difference, WriteOff
from payments.reconciliation.writing_off import approve_write_off, take_back, write_off
from tests.factories import payments as make
from tests.factories.reconciliation import DAY, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make.person(superuser=True)


@pytest.fixture
def ben() -> User:
    return make.person(superuser=True)


def missing(amount: int = 203_000) -> Difference:
    """Return the difference of a payment that the gateway does not know."""
    merchant = make.merchant()
    make.collect(make.charge(amount=amount), through=merchant)
    report(merchant)
    return Difference.objects.get()


def books() -> tuple[int, int, int]:
    mine = balances(owner=PLATFORM)
    assert not unbalanced_entries().exists()
    assert mirror_differences() == {}
    return mine[Role.CLEARING], mine[Role.BANK], mine[Role.DIFFERENCES]


@pytest.mark.parametrize(
    ("kind", "ours", "theirs", "there_is_more"),
    [
        ("payment_not_here", 0, 5, 5),
        ("payment_not_there", 5, 0, -5),
        ("payment_amount", 7, 5, -2),
        ("payment_amount", 5, 7, 2),
        ("refund_not_here", 0, 5, -5),
        ("refund_not_there", 5, 0, 5),
        ("refund_amount", 5, 7, -2),
        ("payout_not_in_bank", 0, 5, -5),
        ("no_report", 5, 0, 0),
        ("not_in_bank", 5, 0, 0),
        ("bank_not_here", 0, 5, 0),
        ("bank_went_out", 0, 5, -5),
        ("unbalanced", 5, 4, 0),
        ("mirror", 5, 0, 0),
    ],
)
def test_what_there_really_is(kind: str, ours: int, theirs: int, there_is_more: int) -> None:
    assert effect(kind, ours=ours, theirs=theirs) == there_is_more


def test_a_payment_the_gateway_never_had_is_borne_by_the_shop(ann: User) -> None:
    difference = missing()
    assert books() == (203_000, 0, 0)

    made = write_off(difference=difference, reason="the gateway lost it", acting_user=ann)

    difference.refresh_from_db()
    assert (difference.reason, difference.closed_by) == ("the gateway lost it", ann)
    assert (made.waits, made.effect) == (False, -203_000)
    assert books() == (0, 0, 203_000)
    reconcile_day(day=DAY)
    assert not Difference.objects.filter(closed_at=None).exists()


def test_money_the_gateway_has_and_nobody_claims_is_kept(ann: User) -> None:
    merchant = make.merchant()
    report(merchant, "payment,P1,50000,2026-11-21,0")

    write_off(difference=Difference.objects.get(), reason="nobody claims it", acting_user=ann)

    assert books() == (50_000, 0, -50_000)


def test_what_the_gateway_says_it_sent_and_the_bank_has_not(ann: User) -> None:
    merchant = make.merchant()
    receipt = make.collect(make.charge(), through=merchant)
    report(
        merchant,
        f"payment,{receipt.reference},203000,2026-11-21,0",
        "payout,N1,200000,2026-11-21,3000",
    )
    assert books() == (0, 200_000, 0)

    write_off(difference=Difference.objects.get(), reason="lost on its way", acting_user=ann)

    assert books() == (0, 0, 200_000)


def test_a_large_one_waits_for_another_person(ann: User, ben: User) -> None:
    difference = missing(1_000_000)

    made = write_off(difference=difference, reason="the gateway lost it", acting_user=ann)
    assert made.waits
    assert books() == (1_000_000, 0, 0)
    with pytest.raises(SecondOfficerError):
        approve_write_off(write_off=made, acting_user=ann)
    with pytest.raises(DifferenceClosedError):
        write_off(difference=difference, reason="by another route", acting_user=ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        WriteOff.objects.filter(pk=made.pk).update(approved_by=ann)

    approve_write_off(write_off=made, acting_user=ben)

    assert books() == (0, 0, 1_000_000)
    with pytest.raises(WriteOffOverError):
        approve_write_off(write_off=made, acting_user=ben)


def test_just_below_the_setting_one_person_is_enough(ann: User, settings: Settings) -> None:
    settings.RECONCILE_TWO_PEOPLE_FROM = 203_001

    assert not write_off(difference=missing(), reason="small", acting_user=ann).waits


def test_taken_back_it_is_undone_by_an_entry_and_open_again(ann: User, ben: User) -> None:
    difference = missing()
    made = write_off(difference=difference, reason="lost", acting_user=ann)

    take_back(write_off=made, acting_user=ben)

    difference.refresh_from_db()
    assert (difference.closed_at, difference.reason) == (None, "")
    assert books() == (203_000, 0, 0)
    with pytest.raises(WriteOffOverError):
        take_back(write_off=made, acting_user=ben)
    assert write_off(difference=difference, reason="lost after all", acting_user=ann).effect < 0
    assert books() == (0, 0, 203_000)


def test_a_difference_that_was_explained_meanwhile_is_not_written_off(ann: User, ben: User) -> None:
    difference = missing(2_000_000)
    made = write_off(difference=difference, reason="lost", acting_user=ann)
    close_difference(difference=difference, reason="found it", acting_user=ben)

    with pytest.raises(DifferenceClosedError):
        approve_write_off(write_off=made, acting_user=ben)

    assert books() == (2_000_000, 0, 0)


def test_only_the_shops_own_money_and_only_with_a_reason(ann: User) -> None:
    charge = make.charge()
    own = make.merchant(charge.payee)
    make.collect(charge, through=own)
    report(own)
    difference = Difference.objects.get()

    with pytest.raises(NothingToWriteOffError):
        write_off(difference=difference, reason="lost", acting_user=ann)
    with pytest.raises(DifferenceClosedError):
        write_off(difference=difference, reason="  ", acting_user=ann)
    assert not WriteOff.objects.exists()


def test_the_page_offers_proposes_and_asks_the_other(client: Client, ann: User, ben: User) -> None:
    difference = missing(1_500_000)
    url = reverse("reconciliation_staff")
    off = reverse("reconciliation_staff_off", args=[difference.pk])
    client.force_login(ann)
    assert "Xóa sổ 1.500.000" in client.get(url).content.decode()

    client.post(off, {"reason": ""})
    assert not WriteOff.objects.exists()
    client.post(off, {"reason": "lost"})
    page = client.get(url).content.decode()
    assert ("Cần một người khác đồng ý." in page, "Đồng ý</button>" in page) == (True, False)
    decide = reverse("reconciliation_staff_decide", args=[WriteOff.objects.get().pk])
    client.force_login(ben)
    assert "Đồng ý</button>" in client.get(url).content.decode()
    client.post(decide, {"answer": "yes"})

    assert books() == (0, 0, 1_500_000)
    page = client.get(url, {"loai": "dong"}).content.decode()
    assert "Đã xóa sổ: 1.500.000" in page
    client.post(decide, {"answer": "no"})
    assert books() == (1_500_000, 0, 0)
    client.force_login(make.person())
    assert client.post(off, {"reason": "x"}).status_code in {302, 403}
    assert WriteOff.objects.count() == 1
