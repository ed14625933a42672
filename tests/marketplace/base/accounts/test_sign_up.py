"""Opening an account."""

import pytest
from django.test import Client

from marketplace.base.accounts.actions import open_account
from marketplace.base.accounts.errors import PhoneTakenError
from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow

pytestmark = pytest.mark.django_db

PAGE = "/dang-ky/"
FILLED = {"full_name": "A seller", "phone": "0900 000 077", "password1": "gao-st25-thom"}


def test_a_name_a_phone_and_a_password_open_an_account_and_sign_in(client: Client) -> None:
    response = client.post(PAGE, FILLED)

    user = User.objects.get()
    assert response.headers["Location"] == "/"
    assert (user.phone, user.full_name, user.email) == ("+84900000077", "A seller", None)
    assert user.check_password("gao-st25-thom")
    assert user.phone_verified_at is None
    assert client.session["_auth_user_id"] == str(user.pk)
    assert AuditRow.objects.get(action="account.opened").subject_id == str(user.pk)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"phone": "0900 000"}, "Thiếu số."),
        ({"phone": ""}, "Ghi số điện thoại."),
        ({"full_name": ""}, "err"),
        ({"password1": "ngan"}, "err"),
        ({"password1": "12345678"}, "err"),
        ({"password1": "password"}, "err"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_stays(
    change: dict[str, str], told: str, client: Client
) -> None:
    html = client.post(PAGE, FILLED | change).content.decode()

    assert 'class="err"' in html
    assert told in html
    for kept in {"full_name", "phone"} - set(change):
        assert f'value="{FILLED[kept]}"' in html
    assert not User.objects.exists()


def test_a_taken_number_opens_no_second_account(client: Client, buyer: User) -> None:
    html = client.post(PAGE, FILLED | {"phone": str(buyer.phone)}).content.decode()

    assert "Số này có tài khoản rồi." in html
    assert User.objects.count() == 1
    buyer.refresh_from_db()
    assert buyer.full_name == "A buyer"


def test_a_number_taken_a_moment_ago_is_refused_by_the_database(buyer: User) -> None:
    with pytest.raises(PhoneTakenError):
        open_account(phone=str(buyer.phone), full_name="Another", password="gao-st25-thom")

    assert User.objects.count() == 1
    assert not AuditRow.objects.filter(action="account.opened").exists()


def test_one_place_opens_thirty_accounts_an_hour_at_most(client: Client) -> None:
    for number in range(30):
        Client().post(PAGE, FILLED | {"phone": f"0900 001 {number:03d}"})
    html = client.post(PAGE, FILLED).content.decode()

    assert "Thử nhiều lần quá." in html
    assert User.objects.count() == 30


def test_next_is_kept_from_sign_in_to_sign_up(client: Client) -> None:
    assert (
        'href="/dang-ky/?next=%2Fgio%2F"' in client.get("/dang-nhap/?next=/gio/").content.decode()
    )
    response = client.post(PAGE, FILLED | {"next": "/gio/"})

    assert response.headers["Location"] == "/gio/"
