"""The worker's part: carrying messages, blanking old secrets."""

import logging
from datetime import timedelta

from marketplace.base.notices.channels import channel_for
from marketplace.base.notices.errors import ChannelUnreachableError, DeliveryError
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.clock import now
from marketplace.kernel.outbox import outbox_task, periodic

logger = logging.getLogger(__name__)

AGAIN = timedelta(seconds=30)
"""Until a message that found no answer is tried by itself."""

BLANK = "•••"
"""What stands in place of a secret that no longer works."""


@outbox_task(max_attempts=8)
def deliver_notice(message_id: int) -> None:
    """Carry one message; a second run finds it sent.

    Raises:
        ChannelUnreachableError: no answer; the outbox tries again.
    """
    waiting = NoticeMessage.objects.filter(pk=message_id, state=NoticeMessage.State.QUEUED)
    message = waiting.first()
    if message is None:
        return
    # No transaction around the channel: it may wait for a stranger's server.
    channel = channel_for(message)
    message.channel = channel.code
    try:
        channel.deliver(message)
    except DeliveryError:
        logger.warning("notice %s refused by %s", message.pk, channel.code)
        message.state = NoticeMessage.State.FAILED
    else:
        message.state = NoticeMessage.State.SENT
        message.sent_at = now()
    message.save(update_fields=["state", "channel", "sent_at"])


@outbox_task(max_attempts=8)
def deliver_notices(message_ids: list[int]) -> None:
    """Carry many messages; one that finds no answer gets a task of its own and keeps nobody.

    A second run, after a worker died, carries those that are still waiting.
    """
    for pk in message_ids:
        try:
            deliver_notice(pk)
        except ChannelUnreachableError:
            deliver_notice.enqueue(pk, delay=AGAIN)


@periodic(every=timedelta(minutes=10))
def blank_secrets() -> None:
    """Take links and codes out of messages when they no longer work."""
    over = NoticeMessage.objects.filter(blank_after__lte=now()).exclude(text=BLANK)
    over.update(text=BLANK, sms=BLANK)
