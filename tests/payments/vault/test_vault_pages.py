"""The back office's pages of secrets: set, retire, never show."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from marketplace.base.accounts.models import User
from payments.models import MerchantAccount
from payments.secrets import secret_sets
from payments.vault import actions
from payments.vault.models import StoredSecret
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/khoa-cong/"
SENTINEL = "SENTINEL-OF-THIS-TEST"


@pytest.fixture
def keeper() -> User:
    return make.person(superuser=True)


@pytest.fixture
def office(english_client: Client, keeper: User) -> Client:
    english_client.force_login(keeper)
    return english_client


def opened(keeper: User, number: str = "SCTDEMO", environment: str = "live") -> MerchantAccount:
    return actions.open_merchant(
        provider=f"gateway{number[7:]}",
        merchant_id=number,
        environment=environment,
        payee=None,
        acting_user=keeper,
    )


def test_strangers_and_staff_without_the_right_see_no_secrets(client: Client, keeper: User) -> None:
    merchant = opened(keeper)
    for user in (None, make.person(), make.person(staff=True)):
        if user is not None:
            client.force_login(user)
        assert client.get(PAGE).status_code in {302, 403}
        link = f"{PAGE}gateway/{merchant.pk}/"
        posted = client.post(link, {"name_1": "a", "secret_1": "b"})
        assert posted.status_code in {302, 403}
    assert not StoredSecret.objects.exists()


def test_secrets_are_set_and_never_shown_again(office: Client, keeper: User) -> None:
    merchant = opened(keeper)
    link = f"{PAGE}gateway/{merchant.pk}/"

    answer = office.post(link, {"name_1": "hash_secret", "secret_1": SENTINEL}, follow=True)

    html = answer.content.decode()
    assert "Set. It signs from now on" in html
    assert "hash_secret" in html
    assert StoredSecret.objects.get().digest in html
    assert SENTINEL not in html
    assert SENTINEL not in office.get(link).content.decode()
    assert secret_sets(merchant) == ({"hash_secret": SENTINEL},)


def test_what_was_typed_is_not_sent_back_after_an_error(office: Client, keeper: User) -> None:
    link = f"{PAGE}gateway/{opened(keeper).pk}/"

    answer = office.post(link, {"name_1": "Hash Secret", "secret_1": SENTINEL})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Small letters, digits and underscores." in html
    assert "Type all of it once more." in html
    assert SENTINEL not in html


def test_a_feed_asks_for_its_own_secrets_by_name(office: Client) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code="sepay")
    link = f"{PAGE}feed/{account.pk}/"

    assert office.post(link, {"secret_api_key": "x"}).status_code == 422
    office.post(link, {"secret_secret": SENTINEL})

    assert StoredSecret.objects.get().names == ["secret"]
    assert account.account_number in office.get(PAGE).content.decode()


def test_a_bare_account_says_that_nothing_can_be_paid_through_it(
    office: Client, keeper: User, settings: Settings
) -> None:
    opened(keeper)
    assert "No secret is set" in office.get(PAGE).content.decode()

    settings.PAYMENT_SECRETS = {"gateway": {"live": {"SCTDEMO": {"a": "b"}}}}

    html = office.get(PAGE).content.decode()
    assert "No secret is set" not in html
    assert "The environment holds secrets for it, too" in html


def test_a_set_is_retired_with_one_button_and_listed(office: Client, keeper: User) -> None:
    merchant = opened(keeper)
    stored = actions.store_secrets(holder=merchant, values={"a": "b"}, acting_user=keeper)
    assert "It is the only set" in office.get(PAGE).content.decode()

    html = office.post(f"{PAGE}bo/{stored.pk}/", follow=True).content.decode()

    assert "Retired and wiped." in html
    assert "retired by" in html
    again = office.post(f"{PAGE}bo/{stored.pk}/", follow=True).content.decode()
    assert "This set is retired already." in again


def test_a_vault_without_key_says_so_on_the_page_and_keeps_nothing(
    office: Client, keeper: User, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY = ""
    link = f"{PAGE}gateway/{opened(keeper).pk}/"

    answer = office.post(link, {"name_1": "a", "secret_1": "b"})

    assert answer.status_code == 422
    assert "set PAYMENTS_VAULT_KEY" in answer.content.decode()
    assert not StoredSecret.objects.exists()


def test_the_list_asks_as_often_for_ten_accounts_as_for_one(
    office: Client, keeper: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(number: int) -> None:
        merchant = opened(keeper, f"SCTDEMO{number}")
        actions.store_secrets(holder=merchant, values={"a": "b"}, acting_user=keeper)

    fill(1)
    office.get(PAGE)
    with django_assert_num_queries(7):
        office.get(PAGE)
    for number in range(2, 11):
        fill(number)
    with django_assert_num_queries(7):
        office.get(PAGE)


def test_an_account_is_taken_out_of_use_and_back(office: Client, keeper: User) -> None:
    merchant = opened(keeper)

    office.post(f"{PAGE}doi/{merchant.pk}/", {"active": "no"})
    assert "Take into use" in office.get(PAGE).content.decode()
    office.post(f"{PAGE}doi/{merchant.pk}/", {"active": "yes"})

    merchant.refresh_from_db()
    assert merchant.active


def test_a_new_account_needs_a_way_to_pay_that_is_installed(office: Client) -> None:
    answer = office.post(
        f"{PAGE}moi/", {"provider": "nobody", "merchant_id": "X", "environment": "live"}
    )

    assert answer.status_code == 422
    assert not MerchantAccount.objects.exists()
