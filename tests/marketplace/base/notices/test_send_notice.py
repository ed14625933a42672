"""Messages: written with the change they tell of, carried by the worker."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from marketplace.base.notices.actions import send_notice
from marketplace.base.notices.channels import LogChannel, channel_for, channels
from marketplace.base.notices.errors import (
    ChannelUnreachableError,
    DeliveryError,
    NoticeAddressError,
    NoticeContextError,
)
from marketplace.base.notices.kinds import NoticeKind, kinds
from marketplace.base.notices.models import NoticeMessage
from marketplace.base.notices.tasks import BLANK, blank_secrets, deliver_notice
from marketplace.kernel.errors import AppendOnlyError, NotRegisteredError
from marketplace.kernel.models import AuditRow

pytestmark = pytest.mark.django_db

PHONE = "+84900000001"
TASK = "marketplace.base.notices.tasks.deliver_notice"
THIS = "marketplace.base.notices"


class FakeChannel:
    code = "fake"
    rank = 1

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.carried: list[NoticeMessage] = []

    def accepts(self, message: NoticeMessage) -> bool:
        return bool(message.to_phone)

    def deliver(self, message: NoticeMessage) -> None:
        if self.error:
            raise self.error
        self.carried.append(message)


@pytest.fixture
def paid() -> Iterator[NoticeKind]:
    kind = NoticeKind(code="test.paid", text=_("Order %(number)s is paid."))
    with kinds.register_temporarily(kind.code, kind, module=THIS):
        yield kind


@pytest.fixture
def secret() -> Iterator[NoticeKind]:
    kind = NoticeKind(code="test.secret", text="Open %(link)s", secret_for=timedelta(minutes=15))
    with kinds.register_temporarily(kind.code, kind, module=THIS):
        yield kind


def _send(number: str = "26A9M") -> NoticeMessage:
    return send_notice(to_phone=PHONE, kind="test.paid", context={"number": number})


def test_a_message_is_written_queued_and_audited(paid: NoticeKind) -> None:
    message = _send()

    assert (message.to_phone, message.kind, message.state) == (PHONE, paid.code, "queued")
    assert "26A9M" in message.text
    assert message.sms.isascii()
    [task] = DBTaskResult.objects.filter(task_path=TASK)
    assert task.args_kwargs["args"] == [message.pk]
    assert AuditRow.objects.get(action="notice.queued").details == {"kind": "test.paid"}


@pytest.mark.usefixtures("paid")
def test_what_is_rolled_back_was_never_sent() -> None:
    with transaction.atomic():
        _send()
        transaction.set_rollback(True)

    assert not NoticeMessage.objects.exists()
    assert not DBTaskResult.objects.filter(task_path=TASK).exists()


@pytest.mark.usefixtures("paid")
def test_an_unknown_kind_a_missing_word_and_a_wrong_address_are_refused() -> None:
    with pytest.raises(NotRegisteredError):
        send_notice(to_phone=PHONE, kind="test.unknown", context={})
    with pytest.raises(NoticeContextError):
        send_notice(to_phone=PHONE, kind="test.paid", context={})
    with pytest.raises(NoticeAddressError):
        send_notice(kind="test.paid", context={"number": "1"})
    with pytest.raises(NoticeAddressError):
        send_notice(to_phone=PHONE, to_email="a@b.vn", kind="test.paid", context={"number": "1"})

    assert not NoticeMessage.objects.exists()


@pytest.mark.usefixtures("paid")
def test_the_first_channel_that_accepts_carries_it_once() -> None:
    fake = FakeChannel()
    with channels.register_temporarily("fake", fake, module=THIS):
        message = _send()
        deliver_notice(message.pk)
        deliver_notice(message.pk)

    message.refresh_from_db()
    assert [one.pk for one in fake.carried] == [message.pk]
    assert (message.state, message.channel) == ("sent", "fake")
    assert message.sent_at is not None


@pytest.mark.usefixtures("paid")
def test_a_refused_message_is_marked_and_not_tried_again() -> None:
    with channels.register_temporarily("fake", FakeChannel(DeliveryError()), module=THIS):
        message = _send()
        deliver_notice(message.pk)

    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("failed", None)


@pytest.mark.usefixtures("paid")
def test_an_unreachable_channel_leaves_the_message_waiting_for_the_next_try() -> None:
    unreachable = FakeChannel(ChannelUnreachableError())
    with channels.register_temporarily("fake", unreachable, module=THIS):
        message = _send()
        with pytest.raises(ChannelUnreachableError):
            deliver_notice(message.pk)

    message.refresh_from_db()
    assert message.state == "queued"


@pytest.mark.usefixtures("paid")
def test_without_a_channel_the_log_says_so_but_not_the_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    message = _send()
    assert isinstance(channel_for(message), LogChannel)

    LogChannel().deliver(message)

    assert "test.paid" in caplog.text
    assert "26A9M" not in caplog.text
    assert PHONE not in caplog.text


@pytest.mark.usefixtures("paid")
def test_an_email_goes_out_as_one() -> None:
    message = send_notice(to_email="a@example.org", kind="test.paid", context={"number": "26A9M"})
    deliver_notice(message.pk)

    [sent] = mail.outbox
    assert sent.to == ["a@example.org"]
    assert "26A9M" in sent.body
    assert message.sms == ""


@pytest.mark.usefixtures("paid")
def test_what_a_message_said_stays() -> None:
    message = _send()
    message.to_phone = "+84900000002"

    with pytest.raises(AppendOnlyError):
        message.save()
    with pytest.raises(AppendOnlyError):
        message.delete()
    with pytest.raises(AppendOnlyError):
        NoticeMessage.objects.update(kind="other")


@pytest.mark.usefixtures("paid", "secret")
def test_a_secret_is_blanked_when_it_no_longer_works_and_nothing_else_is() -> None:
    with time_machine.travel("2026-11-21T09:00:00Z", tick=False) as clock:
        hidden = send_notice(to_phone=PHONE, kind="test.secret", context={"link": "https://x/1"})
        plain = _send()
        clock.shift(timedelta(minutes=14))
        blank_secrets()
        hidden.refresh_from_db()
        assert hidden.text == "Open https://x/1"

        clock.shift(timedelta(minutes=1))
        blank_secrets()

    hidden.refresh_from_db()
    plain.refresh_from_db()
    assert (hidden.text, hidden.sms) == (BLANK, BLANK)
    assert "26A9M" in plain.text
