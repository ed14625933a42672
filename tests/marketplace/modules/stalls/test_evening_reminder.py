"""A stall that forgot to close its day is reminded by message: in the evening, once."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from pytest_django import Settings

from marketplace.base.notices.actions import NoticeDraft, send_notices
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.money import Money
from marketplace.modules.stalls import actions, tasks
from marketplace.modules.stalls.models import Stall
from marketplace.modules.stalls.tasks import remind_to_close
from tests.factories import payments as money
from tests.factories import stalls as factory

pytestmark = pytest.mark.django_db


def sold(at: Stall) -> Stall:
    actions.take_cash(
        stall=at,
        amount=Money(35_000),
        client_id=str(uuid4()),
        acting_user=factory.vendor_of(at),
    )
    return at


def reminders() -> list[tuple[str, str]]:
    """Return to whom and what."""
    sent = NoticeMessage.objects.filter(kind="stalls.unclosed").order_by("pk")
    return list(sent.values_list("to_phone", "text"))


def test_it_comes_in_the_evening_and_once() -> None:
    with time_machine.travel("2026-12-31 19:59+07:00", tick=False) as clock:
        stall = sold(factory.stall())
        remind_to_close()
        assert reminders() == []

        clock.move_to("2026-12-31 20:00+07:00")
        remind_to_close()
        clock.move_to("2026-12-31 23:59+07:00")
        remind_to_close()

    (told,) = reminders()
    assert told[0] == factory.vendor_of(stall).phone
    assert told[1].startswith(f"Sạp {stall.number}, {stall.market.name}, 31/12: chưa chốt ngày.")
    assert told[1].endswith(f"/quay/so/?sap={stall.pk}")


def test_every_evening_has_its_own() -> None:
    with time_machine.travel("2026-12-31 21:00+07:00", tick=False) as clock:
        stall = sold(factory.stall())
        remind_to_close()
        clock.move_to("2027-01-01 20:30+07:00")
        remind_to_close()
        assert len(reminders()) == 1

        sold(stall)
        remind_to_close()

    assert [text.split(": ")[0][-5:] for _phone, text in reminders()] == ["31/12", "01/01"]


def test_who_closed_who_sold_nothing_and_who_left_hear_nothing() -> None:
    with time_machine.travel("2026-11-21 20:30+07:00", tick=False):
        factory.stall()
        closed, gone = sold(factory.stall()), sold(factory.stall())
        vendor = factory.vendor_of(closed)
        day = actions.Drawer(counted=35_000)
        today = date(2026, 11, 21)
        actions.close_day(stall=closed, day=today, drawer=day, acting_user=vendor)
        actions.close_stall(stall=gone, reason="moved", acting_user=vendor)

        remind_to_close()

    assert reminders() == []


def test_all_people_of_a_stall_hear_it_and_only_of_their_stall() -> None:
    with time_machine.travel("2026-11-21 20:30+07:00", tick=False):
        stall = sold(factory.stall(None, money.person(), money.person()))
        factory.stall()
        remind_to_close()

    phones = set(stall.payee.members.values_list("phone", flat=True))
    assert {phone for phone, _text in reminders()} == phones
    assert len(reminders()) == 2


def test_the_hour_is_a_setting(settings: Settings) -> None:
    settings.STALLS_REMINDER_HOUR = 17
    with time_machine.travel("2026-11-21 17:00+07:00", tick=False):
        sold(factory.stall())
        remind_to_close()

    assert len(reminders()) == 1


def test_one_that_fails_keeps_no_other_from_hearing_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = send_notices

    def broken(*, kind: str, drafts: Sequence[NoticeDraft]) -> list[NoticeMessage]:
        if drafts[0].to_phone == factory.vendor_of(first).phone:
            raise RuntimeError("no paper")
        return send(kind=kind, drafts=drafts)

    with time_machine.travel("2026-11-21 20:30+07:00", tick=False):
        first, second = sold(factory.stall()), sold(factory.stall())
        with monkeypatch.context() as patched:
            patched.setattr(tasks, "send_notices", broken)
            remind_to_close()
        assert [phone for phone, _text in reminders()] == [factory.vendor_of(second).phone]

        remind_to_close()

    assert len(reminders()) == 2
