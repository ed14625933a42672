import logging
import math
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from marketplace.kernel.active import flags
from marketplace.kernel.hooks import Hook
from marketplace.kernel.models import ModuleState

pytestmark = pytest.mark.usefixtures("made_up_shop")

Guest = Callable[[list[str]], str]


def guest(module: str, name: str) -> Guest:
    """Return a guest that lives in ``module``, notes that it was asked, and answers its name."""

    def answer(asked: list[str]) -> str:
        asked.append(name)
        return name

    answer.__module__, answer.__qualname__ = module, name
    return answer


def test_guests_answer_in_load_order_then_by_name() -> None:
    hook: Hook[[list[str]], str] = Hook("packed")
    for module, name in [("link.h", "e"), ("x.y", "f"), ("lots.h", "c"), ("lots.h", "b")]:
        hook.register(guest(module, name))
    hook.register(guest("gifts.h", "d"))
    hook.register(guest("basket.h", "a"))
    asked: list[str] = []

    assert hook.send(asked) == asked == ["a", "b", "c", "d", "e", "f"]


def test_guests_of_switched_off_modules_are_not_asked() -> None:
    hook: Hook[[list[str]], str] = Hook("packed")
    hook.register(guest("lots.h", "lots"))
    hook.register(guest("gifts.h", "gifts"))
    flags.set(frozenset({"lots"}), fresh_for=math.inf)

    assert hook.send([]) == ["gifts"]


def test_guest_for_a_test_leaves_afterwards() -> None:
    hook: Hook[[list[str]], str] = Hook("packed")

    with hook.register_temporarily(guest("lots.h", "lots")):
        assert hook.send([]) == ["lots"]
    assert hook.send([]) == []


def stumble(_asked: list[str]) -> str:
    ModuleState.objects.create(name="half done")
    raise RuntimeError("no carrier")


@pytest.mark.django_db
def test_failing_guest_is_named_rolled_back_and_the_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hook: Hook[[list[str]], str] = Hook("packed")
    hook.register(stumble)
    hook.register(guest("x.y", "next"))

    with caplog.at_level(logging.ERROR), transaction.atomic():
        ModuleState.objects.create(name="host")
        assert hook.send([]) == ["next"]

    assert [row.name for row in ModuleState.objects.all()] == ["host"]
    told = f"hook packed: guest {stumble.__module__}.stumble failed"
    assert told in [record.getMessage() for record in caplog.records]


@pytest.mark.django_db
def test_guest_that_breaks_the_database_does_not_break_the_host() -> None:
    hook: Hook[[list[str]], str] = Hook("packed")

    def break_sql(_asked: list[str]) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return ""

    with hook.register_temporarily(break_sql), transaction.atomic():
        hook.send([])
        assert ModuleState.objects.count() == 0


def test_guest_may_fail_a_host_that_allows_it_and_is_named() -> None:
    hook: Hook[[list[str]], str] = Hook("may we pack", may_fail=True)

    def veto(_asked: list[str]) -> str:
        raise PermissionError("closed")

    with hook.register_temporarily(veto), pytest.raises(PermissionError) as refused:
        hook.send([])

    (note,) = refused.value.__notes__
    assert note.startswith(f"raised by {veto.__module__}.")
    assert note.endswith("veto, a guest of hook may we pack")
