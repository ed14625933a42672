"""Staff and people's accounts: Wagtail's screens with our user."""

import pytest
from django.core.checks import Error
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from marketplace.base.accounts.checks import check_sign_in
from marketplace.base.accounts.models import User
from tests.factories.base import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/users/"


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(StaffFactory.create())
    return client


def test_people_are_listed_by_name_with_their_phone(staff: Client, buyer: User) -> None:
    html = staff.get(LIST).content.decode()

    assert buyer.full_name in html
    assert "0900 000 001" in html
    assert buyer.handle not in html


@pytest.mark.parametrize("words", ["A buyer", "900000001", "buyer@example"])
@pytest.mark.usefixtures("buyer")
def test_people_are_found_by_name_phone_and_email(words: str, staff: Client) -> None:
    assert "0900 000 001" in staff.get(LIST, {"q": words}).content.decode()
    assert "0900 000 001" not in staff.get(LIST, {"q": "nobody"}).content.decode()


def test_staff_opens_an_account_without_a_password(staff: Client) -> None:
    data = {"phone": "0900 000 066", "full_name": "A market vendor", "email": ""}
    assert staff.post(f"{LIST}new/", data).status_code == 302

    user = User.objects.get(phone="+84900000066")
    assert (user.full_name, user.email, user.has_usable_password()) == (
        "A market vendor",
        None,
        False,
    )


def test_an_account_that_nobody_could_be_reached_by_is_refused(staff: Client) -> None:
    staff.post(f"{LIST}new/", {"phone": "", "email": "", "full_name": "Nobody"})

    assert not User.objects.filter(full_name="Nobody").exists()


def test_a_taken_phone_is_told_and_changes_nothing(staff: Client, buyer: User) -> None:
    other = UserFactory.create()
    response = staff.post(
        f"{LIST}edit/{other.pk}/",
        {"phone": str(buyer.phone), "full_name": "Other", "is_active": "on"},
    )

    assert response.status_code == 200
    assert User.objects.get(pk=other.pk).phone == other.phone


def test_staff_edits_an_account_and_shows_the_phone_as_people_read_it(
    staff: Client, buyer: User
) -> None:
    page = f"{LIST}edit/{buyer.pk}/"
    assert 'value="0900 000 001"' in staff.get(page).content.decode()

    staff.post(page, {"phone": "0900 000 001", "full_name": "A new name", "is_active": "on"})

    buyer.refresh_from_db()
    assert (buyer.full_name, buyer.email, buyer.phone) == ("A new name", None, "+84900000001")


@pytest.mark.parametrize("page", ["/quan-tri/", "/quan-tri/account/", f"{LIST}new/"])
def test_the_screens_that_show_people_open(page: str, staff: Client) -> None:
    assert staff.get(page).status_code == 200


def test_nobody_takes_their_own_rights_away(client: Client) -> None:
    me = StaffFactory.create()
    client.force_login(me)
    client.post(f"{LIST}edit/{me.pk}/", {"phone": str(me.phone), "full_name": "Me"})

    me.refresh_from_db()
    assert (me.full_name, me.is_superuser, me.is_active) == ("Me", True, True)


def test_the_list_costs_the_same_for_one_and_for_ten(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    staff.get(LIST)
    with CaptureQueriesContext(connection) as one:
        staff.get(LIST)
    UserFactory.create_batch(10)
    with django_assert_num_queries(len(one)):
        staff.get(LIST)


def _ids(found: list[Error]) -> list[str | None]:
    return [message.id for message in found]


def test_settings_that_open_the_door_are_errors(settings: Settings) -> None:
    assert check_sign_in(None) == []

    settings.ACCOUNT_ADAPTER = "allauth.account.adapter.DefaultAccountAdapter"
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert _ids(check_sign_in(None)) == ["accounts.E002", "accounts.E003"]  # type: ignore[arg-type]
