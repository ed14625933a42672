"""The vault's own key is replaced: nothing stops meanwhile, and nothing is lost."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from payments.models import MerchantAccount
from payments.secrets import secret_sets
from payments.vault import actions
from payments.vault.checks import check_key
from payments.vault.errors import SameSetError
from payments.vault.models import StoredSecret
from tests.factories import payments as make

OLD = "test-only-key-before-it-was-replaced"
NEW = "test-only-key-that-replaces-the-other"

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return make.person(superuser=True)


@pytest.fixture
def merchant(keeper: User, settings: Settings) -> MerchantAccount:
    """Two sets of one account that count, and one that is retired, under the old key."""
    settings.PAYMENTS_VAULT_KEY = OLD
    merchant = make.merchant()
    for value in ("first", "second", "third"):
        if value == "third":
            first = StoredSecret.objects.earliest("pk")
            actions.retire_secrets(stored=first, acting_user=keeper)
        values = {"hash_secret": value}
        actions.store_secrets(holder=merchant, values=values, acting_user=keeper)
    return merchant


def rekey() -> str:
    said = StringIO()
    call_command("rekey_vault", stdout=said)
    return said.getvalue()


BOTH = ({"hash_secret": "third"}, {"hash_secret": "second"})


def test_while_both_keys_are_set_what_the_old_one_sealed_is_opened(
    merchant: MerchantAccount, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = NEW, OLD

    assert secret_sets(merchant) == BOTH
    assert check_key(databases=["default"]) == []


def test_after_the_command_the_new_key_alone_opens_everything(
    merchant: MerchantAccount, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = NEW, OLD
    before = {one.pk: one.digest for one in StoredSecret.objects.all()}

    assert "2 sets" in rekey()

    settings.PAYMENTS_VAULT_OLD_KEY = ""
    assert secret_sets(merchant) == BOTH
    assert check_key(databases=["default"]) == []
    assert {one.pk: one.digest for one in StoredSecret.objects.all()} == before
    assert bytes(StoredSecret.objects.get(state="retired").sealed) == b""
    assert AuditRow.objects.filter(action="secret.rekeyed").count() == 2

    settings.PAYMENTS_VAULT_KEY = OLD
    assert secret_sets(merchant) == ()


def test_the_command_twice_changes_nothing_more(
    merchant: MerchantAccount, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = NEW, OLD
    rekey()
    sealed = [bytes(one.sealed) for one in StoredSecret.objects.order_by("pk")]

    assert "0 sets" in rekey()

    assert [bytes(one.sealed) for one in StoredSecret.objects.order_by("pk")] == sealed
    assert secret_sets(merchant) == BOTH


def test_a_set_that_neither_key_opens_leaves_all_as_they_were(
    merchant: MerchantAccount, settings: Settings
) -> None:
    broken = StoredSecret.objects.get(state="current")
    broken.sealed = b"damaged"
    broken.save(update_fields=["sealed"])
    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = NEW, OLD

    with pytest.raises(CommandError, match=broken.digest):
        rekey()

    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = OLD, ""
    assert secret_sets(merchant) == BOTH[1:]


def test_without_a_key_the_command_says_what_to_set(settings: Settings) -> None:
    settings.PAYMENTS_VAULT_KEY = ""

    with pytest.raises(CommandError, match="PAYMENTS_VAULT_KEY"):
        rekey()


def test_a_set_sealed_anew_is_still_known_when_it_is_typed_again(
    merchant: MerchantAccount, keeper: User, settings: Settings
) -> None:
    settings.PAYMENTS_VAULT_KEY, settings.PAYMENTS_VAULT_OLD_KEY = NEW, OLD
    rekey()

    with pytest.raises(SameSetError):
        actions.store_secrets(holder=merchant, values={"hash_secret": "third"}, acting_user=keeper)
