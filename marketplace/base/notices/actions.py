"""Sending a message: written in the caller's transaction, carried by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.base.notices.core import sms_text
from marketplace.base.notices.errors import NoticeAddressError
from marketplace.base.notices.kinds import NoticeKind, kinds, render_text
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.notices.tasks import deliver_notice, deliver_notices
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
    draft = NoticeDraft(context=context, to_phone=to_phone, to_email=to_email, language=language)
    message = _message(kinds.get(kind), draft)
    message.save()
    record("notice.queued", acting_user=acting_user, subject=message, kind=kind)
    deliver_notice.enqueue(message.pk)
    return message


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDraft:
    """One of many messages: what its text names, and to whom it goes in which language."""

    context: Mapping[str, object]
    to_phone: str = ""
    to_email: str = ""
    language: str = "vi"


BATCH = 50
"""Messages that one task carries: so many wait when a worker dies, not thousands."""


@transaction.atomic
def send_notices(
    *, kind: str, drafts: Sequence[NoticeDraft], acting_user: AbstractBaseUser | None = None
) -> list[NoticeMessage]:
    """Write many messages of one kind and queue them, rolled back with the caller.

    Raises:
        NotRegisteredError: no such kind.
        NoticeAddressError: one has not exactly one address.
        NoticeContextError: the text names what a context does not hold.
    """
    known = kinds.get(kind)
    messages = NoticeMessage.objects.bulk_create(
        [_message(known, draft) for draft in drafts], batch_size=1000
    )
    if not messages:
        return []
    record(
        "notices.queued",
        acting_user=acting_user,
        subject=messages[0],
        kind=kind,
        count=len(messages),
        last=messages[-1].pk,
    )
    for start in range(0, len(messages), BATCH):
        deliver_notices.enqueue([one.pk for one in messages[start : start + BATCH]])
    return messages


def _message(kind: NoticeKind, draft: NoticeDraft) -> NoticeMessage:
    if bool(draft.to_phone) == bool(draft.to_email):
        raise NoticeAddressError(kind=kind.code)
    text = render_text(kind, draft.context, draft.language)
    return NoticeMessage(
        to_phone=draft.to_phone,
        to_email=draft.to_email,
        kind=kind.code,
        language=draft.language,
        text=text,
        sms=sms_text(text) if draft.to_phone else "",
        blank_after=now() + kind.secret_for if kind.secret_for else None,
    )
