"""An officer writes, sees and ends rules of commission."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts.models import User
from payments.settlement.actions import add_rule
from payments.settlement.core.commission import Terms
from payments.settlement.hooks import commission_categories
from payments.settlement.models import CommissionLine, CommissionRule
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
RULE = {"rate": "2,5", "valid_from": "2026-11-21", "reason": "decision 12"}


@pytest.fixture
def officer(client: Client) -> User:
    """Staff, signed in."""
    user = make.person(superuser=True)
    client.force_login(user)
    return user


@time_machine.travel("2026-11-21T03:00:00Z")
def test_a_rule_is_written_and_counts_for_the_next_sale(client: Client, officer: User) -> None:
    url = reverse("settlement_staff")
    assert "Chưa thu hoa hồng" in client.get(url).content.decode()

    asked = {**RULE, "fixed": "1.000", "maximum": "50.000", "payee_kind": "seller"}
    assert client.post(url, asked).status_code == 302
    make.pay(make.charge(amount=203_000))

    rule = CommissionRule.objects.get()
    assert (rule.terms, rule.payee_kind, rule.made_by) == (
        Terms(basis_points=250, fixed=1_000, maximum=50_000),
        "seller",
        officer,
    )
    assert CommissionLine.objects.get().amount == 6_075
    page = client.get(url).content.decode()
    assert ("2,5 %" in page, "50.000" in page, "decision 12" in page) == (True, True, True)


@time_machine.travel("2026-11-21T03:00:00Z")
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"rate": "101"}, "Ghi tỷ lệ từ 0 đến 100"),
        ({"rate": "2,555"}, "Ghi tỷ lệ từ 0 đến 100"),
        ({"rate": "-1"}, "Ghi tỷ lệ từ 0 đến 100"),
        ({"rate": ""}, "Ghi tỷ lệ."),
        ({"fixed": "abc"}, "203.000"),
        ({"minimum": "5.000", "maximum": "4.000"}, "mức cao nhất không nhỏ hơn"),
        ({"valid_from": "2026-11-20"}, "sớm nhất là hôm nay"),
        ({"valid_to": "2026-11-20"}, "Ngày cuối trước ngày đầu."),
        ({"reason": ""}, "Ghi lý do"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    client: Client, officer: User, wrong: dict[str, str], told: str
) -> None:
    answer = client.post(reverse("settlement_staff"), {**RULE, "fixed": "1.234", **wrong})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert (wrong.get("fixed") or "1.234") in page
    assert not CommissionRule.objects.exists()


@time_machine.travel("2026-11-21T03:00:00Z")
def test_a_rule_for_one_seller_is_found_by_name_and_counts_first(
    client: Client, officer: User
) -> None:
    url = reverse("settlement_staff")
    add_rule(terms=Terms(basis_points=500), valid_from=date(2026, 1, 1), reason="all")
    payee = make.payee()

    assert f"nguoi-ban={payee.pk}" in client.get(url, {"q": "cooperative"}).content.decode()
    assert "Không có ai tên đó." in client.get(url, {"q": "zzz"}).content.decode()
    client.post(f"{url}?nguoi-ban={payee.pk}", {**RULE, "rate": "1"})
    make.pay(make.charge(payee, amount=100_000))

    assert CommissionLine.objects.get().amount == 1_000
    assert client.get(f"{url}?nguoi-ban=999999").status_code == 404


@time_machine.travel("2026-11-21T03:00:00Z")
def test_a_rule_ends_today_at_the_earliest(client: Client, officer: User) -> None:
    rule = add_rule(terms=Terms(basis_points=500), valid_from=date(2026, 1, 1), reason="all")
    url = reverse("settlement_staff_end", args=[rule.pk])

    client.post(url, {"last_day": "2026-11-20"})
    client.post(url, {"last_day": "soon"})
    rule.refresh_from_db()
    assert rule.valid_to is None
    client.post(url, {"last_day": "2026-11-30"})

    rule.refresh_from_db()
    assert rule.valid_to == date(2026, 11, 30)
    with time_machine.travel("2026-12-01T03:00:00Z"):
        page = client.get(reverse("settlement_staff")).content.decode()
    assert "Đã hết hiệu lực" in page


def test_categories_are_offered_where_somebody_knows_them(client: Client, officer: User) -> None:
    def known() -> list[tuple[str, str]]:
        return [("rice", "Gạo")]

    known.__module__ = "payments"
    url = reverse("settlement_staff")
    assert 'name="category"' not in client.get(url).content.decode()
    with commission_categories.register_temporarily(known):
        page = client.get(url).content.decode()

    assert '<option value="rice">Gạo</option>' in page


def test_only_money_staff_sees_it(client: Client) -> None:
    rule = add_rule(terms=Terms(basis_points=500), valid_from=TODAY, reason="all")
    client.force_login(make.person())

    assert client.get(reverse("settlement_staff")).status_code in {302, 403}
    end = reverse("settlement_staff_end", args=[rule.pk])
    assert client.post(end, {"last_day": "2027-01-01"}).status_code in {302, 403}
    rule.refresh_from_db()
    assert rule.valid_to is None


def test_ten_rules_cost_no_more_queries_than_one(
    client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("settlement_staff")
    add_rule(terms=Terms(), valid_from=TODAY, reason="0", payee=make.payee(), acting_user=officer)
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for number in range(9):
        add_rule(terms=Terms(), valid_from=TODAY, reason=str(number), payee=make.payee())

    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 9
"""Three of them, a savepoint among them, ask the shop what its groups of goods are called."""
