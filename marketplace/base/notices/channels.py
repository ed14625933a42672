"""Ways a message reaches people. The first active one that accepts it carries it."""

import logging
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail

from marketplace.base.notices.errors import ChannelUnreachableError
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.registry import Registry

logger = logging.getLogger(__name__)


class Channel(Protocol):
    """One way; ``rank`` orders them, the lowest is asked first."""

    code: str
    rank: int

    def accepts(self, message: NoticeMessage) -> bool:
        """Return whether this message can go this way."""
        ...

    def deliver(self, message: NoticeMessage) -> None:
        """Send it.

        Raises:
            DeliveryError: refused for good.
            ChannelUnreachableError: no answer; to be tried again.
        """
        ...


channels: Registry[Channel] = Registry("notice channel")


def channel_for(message: NoticeMessage) -> Channel:
    """Return the channel that carries the message; the log takes what no other does."""
    ranked = sorted((channel for _code, channel in channels.active()), key=lambda one: one.rank)
    return next(channel for channel in ranked if channel.accepts(message))


class EmailChannel:
    """E-mail through Django's mail settings."""

    code = "email"
    rank = 100

    def accepts(self, message: NoticeMessage) -> bool:
        """Return whether the message goes to an e-mail address."""
        return bool(message.to_email)

    def deliver(self, message: NoticeMessage) -> None:
        """Send it; the first line is the subject.

        Raises:
            ChannelUnreachableError: the mail server did not take it.
        """
        try:
            send_mail(settings.SITE_NAME, message.text, None, [str(message.to_email)])
        except OSError as error:
            raise ChannelUnreachableError(channel=self.code) from error


class LogChannel:
    """The last resort: the log says that a message had no way out, never what it says."""

    code = "log"
    rank = 1000

    def accepts(self, message: NoticeMessage) -> bool:
        """Accept all."""
        del message
        return True

    def deliver(self, message: NoticeMessage) -> None:
        """Leave a line in the log."""
        logger.warning(
            "notice %s (%s) has no channel; it stays in the list", message.pk, message.kind
        )


channels.register(EmailChannel.code, EmailChannel(), module=__name__)
channels.register(LogChannel.code, LogChannel(), module=__name__)
