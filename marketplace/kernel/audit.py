"""The audit trail: a row in the same transaction as the change it tells of."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from marketplace.kernel.errors import NoTransactionError
from marketplace.kernel.money import Money
from marketplace.kernel.requestid import current_request_id

if TYPE_CHECKING:
    from marketplace.kernel.models import AuditRow


class AuditEncoder(DjangoJSONEncoder):
    """JSON for details: money and rows besides Django's dates, decimals and UUIDs."""

    def default(self, o: object) -> object:
        """Return what ``o`` is in JSON."""
        if isinstance(o, Money):
            return {"amount": o.amount, "currency": o.currency}
        if isinstance(o, models.Model):
            return f"{o._meta.label_lower}:{o.pk}"
        if isinstance(o, datetime):
            return o.isoformat()
        if isinstance(o, set | frozenset):
            return sorted(o)
        return super().default(o)


def record(
    action: str,
    *,
    acting_user: AbstractBaseUser | None = None,
    subject: models.Model,
    **details: object,
) -> "AuditRow":
    """Write and return the audit row of a change.

    Args:
        action: ``noun.past_participle``, e.g. ``charge.opened``.
        acting_user: who; None for the machine itself or somebody without an account.
        subject: the saved record that changed.
        details: what else matters; no secrets, no whole payloads.

    Raises:
        NoTransactionError: called outside ``transaction.atomic``, where row and change could part.
    """
    from marketplace.kernel.models import AuditRow

    if not transaction.get_connection().in_atomic_block:
        raise NoTransactionError("record needs the transaction of the change it tells of")
    return AuditRow.objects.create(
        action=action,
        acting_user_id=None if acting_user is None else acting_user.pk,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        request_id=current_request_id(),
        details=details,
    )
