"""Signing in and out by phone and password."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts.models import User
from tests.factories.base import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/dang-nhap/"
WRONG = "Số điện thoại hoặc mật khẩu không đúng."
TOO_MANY = "Thử nhiều lần quá."


def _sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> str:
    response = client.post(PAGE, {"login": login, "password": password, **more})
    return str(response.headers.get("Location", "")) or response.content.decode()


def _who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("typed", ["0900000001", "0900 000 001", "+84 900.000.001", "84900000001"])
def test_the_number_is_understood_as_people_type_it(
    typed: str, client: Client, buyer: User
) -> None:
    assert _sign_in(client, typed) == "/"
    assert _who(client) == str(buyer.pk)


@pytest.mark.usefixtures("buyer")
def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(client: Client) -> None:
    wrong = _sign_in(client, "0900 000 001", "wrong-password")
    unknown = _sign_in(client, "0900 000 002", "wrong-password")

    assert WRONG in wrong
    assert _without_number(wrong) == _without_number(unknown)
    assert _who(client) is None


def _without_number(html: str) -> list[str]:
    return [line for line in html.splitlines() if "0900" not in line and "csrf" not in line]


@pytest.mark.usefixtures("buyer")
def test_what_was_typed_stays_and_the_password_does_not(client: Client) -> None:
    html = _sign_in(client, "0900 000 001", "wrong-password")

    assert 'value="0900 000 001"' in html
    assert "wrong-password" not in html


def test_an_old_number_of_11_digits_is_told_its_new_one(client: Client) -> None:
    html = _sign_in(client, "0169 123 4567")

    assert "0391 234 567" in html


def test_the_session_gets_a_new_key(client: Client, buyer: User) -> None:
    client.get(PAGE)
    session = client.session
    session["basket"] = "kept"
    session.save()
    before = session.session_key

    _sign_in(client, str(buyer.phone))

    assert client.session.session_key != before


@pytest.mark.usefixtures("buyer")
@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/tai-khoan/", "/tai-khoan/"),
        ("https://example.com/", "/"),
        ("//example.com/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\\example.com", "/"),
    ],
)
def test_next_leads_only_inside_the_site(wanted: str, reached: str, client: Client) -> None:
    assert _sign_in(client, "0900 000 001", next=wanted) == reached


@pytest.mark.usefixtures("buyer")
def test_next_survives_a_wrong_password(client: Client) -> None:
    html = _sign_in(client, "0900 000 001", "wrong-password", next="/tai-khoan/")

    assert '<input type="hidden" name="next" value="/tai-khoan/">' in html


def test_a_locked_account_is_not_signed_in(client: Client, buyer: User) -> None:
    User.objects.filter(pk=buyer.pk).update(is_active=False)

    assert _sign_in(client, "0900 000 001") == "/dang-nhap/khoa/"
    assert _who(client) is None
    assert client.get("/dang-nhap/khoa/").status_code == 200


@pytest.mark.usefixtures("buyer")
def test_after_eight_tries_from_one_place_even_the_right_password_waits(client: Client) -> None:
    for _try in range(8):
        assert WRONG in _sign_in(client, "0900 000 001", "wrong-password")

    assert TOO_MANY in _sign_in(client, "0900 000 001")
    assert _who(client) is None


def test_others_are_not_locked_out_by_somebody_elses_tries(client: Client, buyer: User) -> None:
    neighbour = UserFactory.create()
    for _try in range(9):
        _sign_in(client, "0900 000 001", "wrong-password")

    assert _sign_in(client, str(neighbour.phone)) == "/"
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert _sign_in(elsewhere, str(buyer.phone)) == "/"


@pytest.mark.usefixtures("buyer")
def test_a_forwarded_address_is_not_believed_without_a_proxy(client: Client) -> None:
    html = ""
    for number in range(9):
        typed = {"login": "0900 000 001", "password": "wrong-password"}
        header = {"X-Forwarded-For": f"10.0.0.{number}"}
        html = client.post(PAGE, typed, headers=header).content.decode()

    assert TOO_MANY in html


def test_signing_out_takes_a_post(client: Client, buyer: User) -> None:
    client.force_login(buyer)

    assert client.get("/dang-xuat/").status_code == 200
    assert _who(client) == str(buyer.pk)
    assert client.post("/dang-xuat/").headers["Location"] == "/"
    assert _who(client) is None


def test_the_page_itself_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PAGE)

    with django_assert_num_queries(0):
        assert client.get(PAGE).status_code == 200


def test_the_back_office_sends_people_to_this_page(client: Client) -> None:
    assert client.get("/quan-tri/").headers["Location"] == "/dang-nhap/?next=/quan-tri/"
