import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from marketplace.kernel.models import RateWindow
from marketplace.kernel.ratelimit import allow, forget_old_windows

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_uses_within_the_limit_pass_and_the_next_does_not() -> None:
    assert [allow("phone:1", 3, MINUTE) for _use in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_keys_do_not_share_a_window() -> None:
    assert allow("phone:1", 1, MINUTE) is True
    assert allow("phone:2", 1, MINUTE) is True


@pytest.mark.django_db
def test_new_window_opens_when_the_old_one_is_over() -> None:
    allow("phone:1", 1, MINUTE)

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert [allow("phone:1", 1, MINUTE), allow("phone:1", 1, MINUTE)] == [True, False]


@pytest.mark.django_db
def test_limit_of_zero_allows_nothing() -> None:
    assert allow("phone:1", 0, MINUTE) is False
    assert not RateWindow.objects.exists()


@pytest.mark.django_db
def test_key_is_not_stored_in_the_clear() -> None:
    allow("+84900000001", 1, MINUTE)

    assert "900000001" not in RateWindow.objects.get().key


@pytest.mark.django_db
def test_old_windows_are_forgotten_and_open_ones_kept() -> None:
    allow("old", 1, MINUTE)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        allow("new", 1, MINUTE)
        assert forget_old_windows() == 1
    assert RateWindow.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_racing_processes_share_the_limit() -> None:
    answers: list[bool] = []

    def use() -> None:
        answers.append(allow("phone:1", 5, MINUTE))
        connection.close()

    threads = [threading.Thread(target=use) for _use in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (answers.count(True), len(answers)) == (5, 20)
