"""The messages the sandbox took."""

import re

from django.db.models import Q, QuerySet

from marketplace.base.notices.models import NoticeMessage
from marketplace.base.words.phone import PhoneError, normalise_phone
from marketplace.modules.sandbox_messages.channel import SandboxChannel


def messages_to(address: str) -> QuerySet[NoticeMessage]:
    """Return what the sandbox took for a phone as typed, its last digits, or an e-mail address.

    All of it, newest first, when nothing is typed.
    """
    taken = NoticeMessage.objects.filter(channel=SandboxChannel.code).order_by("-pk")
    typed = address.strip()
    if not typed:
        return taken
    try:
        return taken.filter(to_phone=normalise_phone(typed))
    except PhoneError:
        digits = re.sub(r"\D", "", typed)
    if digits and not re.search(r"[^\W\d_]", typed):
        return taken.filter(to_phone__endswith=digits)
    return taken.filter(Q(to_email__icontains=typed) & ~Q(to_email=""))
