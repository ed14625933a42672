"""Secrets that staff keeps: two sets at once, wiped when retired, never told."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from payments.errors import PaymentRefusedError
from payments.feeds.secrets import secrets_of
from payments.feeds.sepay.keys import api_keys_of
from payments.models import MerchantAccount
from payments.secrets import secret_sets, secrets_to_sign_with
from payments.vault import actions
from payments.vault.checks import check_key
from payments.vault.errors import (
    EmptySetError,
    MerchantTakenError,
    RetiredSetError,
    SameSetError,
    TwoSetsError,
    VaultClosedError,
)
from payments.vault.models import StoredSecret
from tests.factories import payments as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def keeper() -> User:
    return make.person(superuser=True)


@pytest.fixture
def merchant(keeper: User) -> MerchantAccount:
    return actions.open_merchant(
        provider="vnpay",
        merchant_id="SCTDEMO",
        environment="live",
        payee=None,
        acting_user=keeper,
    )


def keep(merchant: MerchantAccount, user: User, **values: str) -> StoredSecret:
    return actions.store_secrets(holder=merchant, values=values, acting_user=user)


def test_a_stored_set_is_signed_with_before_the_one_of_the_setting(
    merchant: MerchantAccount, keeper: User, settings: Settings
) -> None:
    settings.PAYMENT_SECRETS = {"vnpay": {"live": {"SCTDEMO": {"hash_secret": "of the setting"}}}}
    assert secrets_to_sign_with(merchant) == {"hash_secret": "of the setting"}

    keep(merchant, keeper, hash_secret="stored")

    assert secrets_to_sign_with(merchant) == {"hash_secret": "stored"}
    assert secret_sets(merchant) == (
        {"hash_secret": "stored"},
        {"hash_secret": "of the setting"},
    )


def test_two_sets_count_while_one_replaces_the_other(
    merchant: MerchantAccount, keeper: User
) -> None:
    first = keep(merchant, keeper, hash_secret="old")
    keep(merchant, keeper, hash_secret="new")

    assert secret_sets(merchant) == ({"hash_secret": "new"}, {"hash_secret": "old"})
    with pytest.raises(TwoSetsError):
        keep(merchant, keeper, hash_secret="third")

    actions.retire_secrets(stored=first, acting_user=keeper)

    assert secret_sets(merchant) == ({"hash_secret": "new"},)
    keep(merchant, keeper, hash_secret="third")
    assert secrets_to_sign_with(merchant) == {"hash_secret": "third"}


def test_retiring_a_mistyped_new_set_brings_the_one_before_back(
    merchant: MerchantAccount, keeper: User
) -> None:
    keep(merchant, keeper, hash_secret="good")
    wrong = keep(merchant, keeper, hash_secret="mistyped")

    actions.retire_secrets(stored=wrong, acting_user=keeper)

    assert secret_sets(merchant) == ({"hash_secret": "good"},)
    assert StoredSecret.objects.get(state="current").names == ["hash_secret"]
    keep(merchant, keeper, hash_secret="new")


def test_a_retired_set_is_wiped_and_retired_once(merchant: MerchantAccount, keeper: User) -> None:
    stored = keep(merchant, keeper, hash_secret="gone")

    actions.retire_secrets(stored=stored, acting_user=keeper)

    stored.refresh_from_db()
    assert bytes(stored.sealed) == b""
    assert (stored.retired_by, stored.state) == (keeper, "retired")
    with pytest.raises(PaymentRefusedError):
        secrets_to_sign_with(merchant)
    with pytest.raises(RetiredSetError):
        actions.retire_secrets(stored=stored, acting_user=keeper)


def test_no_secret_stands_in_the_table_nor_in_the_audit_trail(
    merchant: MerchantAccount, keeper: User
) -> None:
    keep(merchant, keeper, hash_secret="SENTINEL-OF-THIS-TEST")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_storedsecret")
        row = [bytes(one) if isinstance(one, memoryview) else one for one in cursor.fetchone()]
    assert "SENTINEL" not in repr(row)
    audit = AuditRow.objects.get(action="secret.stored")
    assert audit.acting_user == keeper
    assert audit.details["names"] == ["hash_secret"]
    assert "SENTINEL" not in repr(audit.details)


@pytest.mark.parametrize(
    "values",
    [{}, {"hash_secret": " "}, {"Hash Secret": "x"}, {"hash_secret": "x" * 8193}],
)
def test_an_empty_set_or_a_strange_name_is_refused(
    merchant: MerchantAccount, keeper: User, values: dict[str, str]
) -> None:
    with pytest.raises(EmptySetError):
        actions.store_secrets(holder=merchant, values=values, acting_user=keeper)


def test_the_same_secrets_twice_are_refused(merchant: MerchantAccount, keeper: User) -> None:
    keep(merchant, keeper, hash_secret="one")

    with pytest.raises(SameSetError):
        keep(merchant, keeper, hash_secret=" one ")


def test_a_vault_without_a_key_takes_nothing_and_says_so(
    merchant: MerchantAccount, keeper: User, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY = ""

    with pytest.raises(VaultClosedError):
        keep(merchant, keeper, hash_secret="x")
    assert check_key(databases=["default"]) == []


def test_stored_secrets_and_no_key_or_another_one_fail_the_check(
    merchant: MerchantAccount, keeper: User, settings: Settings
) -> None:
    keep(merchant, keeper, hash_secret="x")
    assert check_key(databases=["default"]) == []

    for key in ("", "another key than the one they were stored with"):
        settings.PAYMENTS_VAULT_KEY = key
        assert [one.id for one in check_key(databases=["default"])] == ["vault.E001"]


def test_a_set_that_cannot_be_opened_counts_for_nothing_and_the_log_says_so(
    merchant: MerchantAccount,
    keeper: User,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.PAYMENT_SECRETS = {"vnpay": {"live": {"SCTDEMO": {"hash_secret": "of the setting"}}}}
    keep(merchant, keeper, hash_secret="stored")
    settings.PAYMENTS_VAULT_KEY = "another key"

    with caplog.at_level(logging.ERROR, "payments.vault"):
        assert secret_sets(merchant) == ({"hash_secret": "of the setting"},)

    assert "cannot be opened" in caplog.text


def test_a_row_copied_onto_another_account_opens_nothing(
    merchant: MerchantAccount, keeper: User
) -> None:
    stored = keep(merchant, keeper, hash_secret="x")
    sandbox = actions.open_merchant(
        provider="vnpay",
        merchant_id="SCTDEMO",
        environment="sandbox",
        payee=None,
        acting_user=keeper,
    )
    StoredSecret.objects.create(
        provider="vnpay",
        environment="sandbox",
        merchant=sandbox,
        names=stored.names,
        sealed=bytes(stored.sealed),
        digest=stored.digest,
        created_at=NOW,
        created_by=keeper,
    )

    assert secret_sets(sandbox) == ()


def test_last_use_is_written_now_and_then(merchant: MerchantAccount, keeper: User) -> None:
    keep(merchant, keeper, hash_secret="x")
    assert StoredSecret.objects.get().last_used_at is None

    for minutes, expected in ((0, 0), (5, 0), (11, 11)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            secret_sets(merchant)
        assert StoredSecret.objects.get().last_used_at == NOW + timedelta(minutes=expected)


def test_a_feeds_secret_is_read_from_the_vault_for_its_own_account_and_feed(
    keeper: User, settings: Settings
) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code="sepay")
    other = make.payout_account(make.payee_without_account(), feed_code="sepay")
    settings.SEPAY_SECRETS = {account.account_number: ("of the setting",)}
    settings.SEPAY_API_KEYS = {}
    actions.store_secrets(
        holder=account, values={"secret": "stored", "api_key": "key"}, acting_user=keeper
    )

    read = {"live": "SEPAY_SECRETS", "sandbox": "SEPAY_SANDBOX_SECRETS"}
    assert secrets_of(account, **read) == ("stored", "of the setting")
    assert api_keys_of(account) == ("key",)
    assert secrets_of(other, **read) == ()
    account.feed_code = "casso"
    assert secrets_of(account, live="CASSO_SECRETS", sandbox="CASSO_SANDBOX_SECRETS") == ()


def test_the_database_keeps_two_sets_at_most(merchant: MerchantAccount, keeper: User) -> None:
    stored = keep(merchant, keeper, hash_secret="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        StoredSecret.objects.create(
            provider="vnpay",
            environment="live",
            merchant=merchant,
            sealed=bytes(stored.sealed),
            digest="00000000",
            created_at=NOW,
            created_by=keeper,
        )


def test_one_gateway_account_is_written_down_once(merchant: MerchantAccount, keeper: User) -> None:
    with pytest.raises(MerchantTakenError):
        actions.open_merchant(
            provider="vnpay",
            merchant_id="SCTDEMO",
            environment="live",
            payee=None,
            acting_user=keeper,
        )
    assert AuditRow.objects.filter(action="merchant.opened").count() == 1


def test_an_account_goes_out_of_use_and_comes_back_unless_another_took_its_place(
    merchant: MerchantAccount, keeper: User
) -> None:
    actions.switch_merchant(merchant=merchant, active=False, acting_user=keeper)
    actions.open_merchant(
        provider="vnpay",
        merchant_id="SCTDEMO2",
        environment="live",
        payee=None,
        acting_user=keeper,
    )

    with pytest.raises(MerchantTakenError):
        actions.switch_merchant(merchant=merchant, active=True, acting_user=keeper)
    assert MerchantAccount.objects.get(active=True).merchant_id == "SCTDEMO2"
