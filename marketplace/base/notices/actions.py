"""Sending a message: written in the caller's transaction, carried by the worker."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.base.notices.core import sms_text
from marketplace.base.notices.errors import NoticeAddressError
from marketplace.base.notices.kinds import kinds, render_text
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.notices.tasks import deliver_notice
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now


@transaction.atomic
def send_notice(
    *,
    kind: str,
    context: Mapping[str, object],
    to_phone: str = "",
    to_email: str = "",
    language: str = "vi",
    acting_user: AbstractBaseUser | None = None,
) -> NoticeMessage:
    """Write a message and queue it; rolled back with the caller, it was never sent.

    Args:
        kind: code of a registered kind.
        context: what its text names.
        to_phone: E.164; or else
        to_email: one address.
        language: the reader's.
        acting_user: whose doing it is; None for the machine.

    Raises:
        NotRegisteredError: no such kind.
        NoticeAddressError: not exactly one address.
        NoticeContextError: the text names what ``context`` does not hold.
    """
    if bool(to_phone) == bool(to_email):
        raise NoticeAddressError(kind=kind)
    known = kinds.get(kind)
    text = render_text(known, context, language)
    message = NoticeMessage.objects.create(
        to_phone=to_phone,
        to_email=to_email,
        kind=kind,
        language=language,
        text=text,
        sms=sms_text(text) if to_phone else "",
        blank_after=now() + known.secret_for if known.secret_for else None,
    )
    record("notice.queued", acting_user=acting_user, subject=message, kind=kind)
    deliver_notice.enqueue(message.pk)
    return message
