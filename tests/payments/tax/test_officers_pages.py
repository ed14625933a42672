"""Officers place many sellers at once, write and end rates, and let declarations end."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts.models import User
from payments.models import Payee
from payments.periods.actions import blockers
from payments.tax.actions import keep_declaration
from payments.tax.models import OwnProduceDeclaration, PayeeTax, TaxRule, WithholdingLine
from payments.tax.queries import has_declared, unknown_sellers
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

PLACING = {"status": "household", "default_class": "distribution", "reason": "papers seen"}
RATES = {
    "tax_class": "production",
    "vat": "2",
    "pit": "1,25",
    "valid_from": "2026-12-01",
    "basis": "Decree 1/2027",
    "confidence": "O",
}


@pytest.fixture(autouse=True)
def rates() -> None:
    tax.rates()


@pytest.fixture
def officer(client: Client) -> User:
    """Staff, signed in."""
    user = make.person(superuser=True)
    client.force_login(user)
    return user


def sold() -> Payee:
    """Return a stall nobody has placed, that sold on 10 November."""
    payee = make.payee()
    with time_machine.travel("2026-11-10T03:00:00Z"):
        make.pay(make.charge(payee))
    return payee


@time_machine.travel("2026-12-02T03:00:00Z")
def test_many_sellers_are_placed_at_once_since_their_oldest_sale(
    client: Client, officer: User
) -> None:
    first, second, left = sold(), sold(), sold()
    url = reverse("tax_staff_sellers")
    page = client.get(url).content.decode()
    assert f'value="{first.pk}"' in page
    assert "bán từ 10/11/2026" in page

    asked = {**PLACING, "nguoi-ban": [first.pk, second.pk]}
    assert client.post(url, asked).status_code == 302

    assert unknown_sellers() == [left]
    since = set(PayeeTax.objects.values_list("valid_from", "made_by"))
    assert since == {(date(2026, 11, 10), officer.pk)}
    assert WithholdingLine.objects.filter(period=date(2026, 11, 1)).count() == 2
    assert any("1 người bán" in one for one in blockers(date(2026, 11, 1)))
    client.post(url, {**PLACING, "nguoi-ban": [left.pk]})
    assert "Ai bán hàng cũng đã rõ" in client.get(url).content.decode()
    assert blockers(date(2026, 11, 1)) == []


@time_machine.travel("2026-12-02T03:00:00Z")
def test_nobody_ticked_and_a_missing_declaration_are_told(client: Client, officer: User) -> None:
    payee = sold()
    url = reverse("tax_staff_sellers")

    answer = client.post(url, PLACING)
    assert answer.status_code == 422
    assert "papers seen" in answer.content.decode()
    asked = {**PLACING, "default_class": "own_produce", "nguoi-ban": [payee.pk]}
    page = client.post(url, asked, follow=True).content.decode()

    assert f"Lưu giấy cam đoan trước của: {payee.name}" in page
    assert unknown_sellers() == [payee]


@time_machine.travel("2026-12-02T03:00:00Z")
def test_every_seller_is_found_by_name(client: Client, officer: User) -> None:
    payee = make.payee()
    tax.taxpayer(payee, "cooperative")
    url = reverse("tax_staff_sellers")

    page = client.get(url, {"loai": "tat-ca", "q": "cooperative"}).content.decode()

    assert "tự khai thuế" in page
    assert "Không có ai tên đó." in client.get(url, {"q": "zzz"}).content.decode()


@time_machine.travel("2026-11-21T03:00:00Z")
def test_new_rates_count_from_their_day_and_bad_ones_keep_what_was_typed(
    client: Client, officer: User
) -> None:
    url = reverse("tax_staff_rules")
    assert "Decree 252/2026" in client.get(url).content.decode()

    assert client.post(url, RATES).status_code == 302
    rule = TaxRule.objects.get(basis="Decree 1/2027")
    assert (rule.vat, rule.pit, rule.pit_nonresident, rule.made_by) == (200, 125, None, officer)
    for wrong in ({"vat": "101"}, {"valid_from": "2026-11-20"}, {"basis": ""}, {}):
        answer = client.post(url, {**RATES, "confidence": "S: an adviser", **wrong})
        assert answer.status_code == 422
        assert "S: an adviser" in answer.content.decode()
    assert TaxRule.objects.filter(made_by=officer).count() == 1


@time_machine.travel("2026-11-21T03:00:00Z")
def test_rates_end_today_at_the_earliest_and_once(client: Client, officer: User) -> None:
    rule = TaxRule.objects.get(tax_class="service", valid_to=None)
    url = reverse("tax_staff_rule_end", args=[rule.pk])

    for day in ("2026-11-20", "tomorrow"):
        client.post(url, {"last_day": day})
        rule.refresh_from_db()
        assert rule.valid_to is None
    client.post(url, {"last_day": "2026-11-30"})

    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 11, 30)
    with time_machine.travel("2026-12-05T03:00:00Z"):
        client.post(url, {"last_day": "2027-01-01"})
    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 11, 30)


@time_machine.travel("2026-11-21T03:00:00Z")
def test_a_declaration_ends_and_the_highest_rates_count_after_it(
    client: Client, officer: User
) -> None:
    payee = make.payee()
    tax.taxpayer(payee, sells="own_produce")
    declaration = OwnProduceDeclaration.objects.get()
    url = reverse("tax_staff_declaration_end", args=[declaration.pk])
    assert url in client.get(reverse("tax_staff_payee", args=[payee.pk])).content.decode()

    client.post(url, {"last_day": "2026-11-20"})
    assert has_declared(payee, date(2026, 12, 1))
    client.post(url, {"last_day": "2026-11-21"})

    assert not has_declared(payee, date(2026, 11, 22))
    with time_machine.travel("2026-11-22T03:00:00Z"):
        make.pay(make.charge(payee))
        assert url not in client.get(reverse("tax_staff_payee", args=[payee.pk])).content.decode()
    assert WithholdingLine.objects.get().vat == 10_150


@time_machine.travel("2026-11-21T03:00:00Z")
def test_one_seller_is_offered_the_day_of_their_oldest_sale(client: Client, officer: User) -> None:
    page = client.get(reverse("tax_staff_payee", args=[sold().pk])).content.decode()

    assert 'value="2026-11-10"' in page


def test_only_money_staff_sees_them(client: Client) -> None:
    payee, person = make.payee(), make.person()
    kept = keep_declaration(
        payee=payee, produce="lúa", signed_on=date(2026, 1, 1), acting_user=person
    )
    client.force_login(person)

    for name, arguments in (("sellers", []), ("rules", []), ("payee", [payee.pk])):
        assert client.get(reverse(f"tax_staff_{name}", args=arguments)).status_code in {302, 403}
    end = reverse("tax_staff_declaration_end", args=[kept.pk])
    assert client.post(end, {"last_day": "2099-01-01"}).status_code in {302, 403}
    kept.refresh_from_db()
    assert kept.valid_to is None


@time_machine.travel("2026-12-02T03:00:00Z")
def test_ten_sellers_cost_no_more_queries_than_one(
    client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [
        (reverse("tax_staff_sellers"), {"loai": "tat-ca"}),
        (reverse("tax_staff"), {"thang": "2026-11"}),
    ]
    tax.taxpayer(sold())
    counts = []
    for url, asked in pages:
        client.get(url, asked)
        with CaptureQueriesContext(connection) as done:
            client.get(url, asked)
        counts.append(len(done.captured_queries))
    for _more in range(9):
        tax.taxpayer(sold())

    for (url, asked), count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(url, asked)
