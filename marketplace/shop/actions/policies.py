"""Publishing a new version of a policy. Old ones stay: orders name what their buyer saw."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from marketplace.kernel.audit import record
from marketplace.shop.models import PolicyVersion

if TYPE_CHECKING:
    from marketplace.base.accounts.models import User


def publish_policy(
    *, kind: str, body: Mapping[str, str], valid_from: date, acting_user: "User | None" = None
) -> PolicyVersion:
    """Write the next version of a policy; ``body`` must hold Vietnamese (``vi``)."""
    with transaction.atomic():
        last = PolicyVersion.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
        policy = PolicyVersion.objects.create(
            kind=kind, version=last + 1, valid_from=valid_from, body={"vi": body["vi"], **body}
        )
        record("policy.published", acting_user=acting_user, subject=policy, version=policy.version)
    return policy
