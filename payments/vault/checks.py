"""Secrets that nobody can open are found when the shop is deployed, not when money waits."""

from collections.abc import Sequence

from django.core import checks
from django.db.utils import DatabaseError

from payments.vault import conf


@checks.register(checks.Tags.database)
def check_key(
    databases: Sequence[str] | None = None, **_options: object
) -> Sequence[checks.CheckMessage]:
    """Return an error when secrets are stored that the key does not open (``migrate`` asks)."""
    from payments.vault.queries import unopenable

    if not databases:
        return []
    try:
        closed = unopenable()
    except DatabaseError:  # the table comes with the migration that is about to run
        return []
    if not closed:
        return []
    why = "PAYMENTS_VAULT_KEY is another one" if conf.has_key() else "PAYMENTS_VAULT_KEY is not set"
    told = f"{len(closed)} sets of payment secrets cannot be opened: {why}."
    hint = "Set the key they were stored with, or set the secrets anew and retire these."
    return [checks.Error(told, hint=hint, id="vault.E001")]
