"""Typed hooks: a lower layer invites guests it does not know.

parcel_paid: Hook[[Parcel], None] = Hook("parcel_paid")    # the host, in its hooks.py

@parcel_paid.register                                       # a guest, in its hooks.py
def tell_the_buyer(parcel: Parcel) -> None: ...
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Generic, ParamSpec, TypeVar

from django.db import transaction

from marketplace.kernel import installed
from marketplace.kernel.active import is_active_code

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


class Hook(Generic[P, R]):
    """One invitation. Guests answer in load order of their modules, then by name.

    Args:
        name: what happened, for logs.
        may_fail: False (the rule): a guest's failure is logged with the guest's name, what the
            guest wrote is rolled back, the host and the other guests go on. True: guests may
            fail the host, for vetoes and for what must not be done by halves; the guest's error
            reaches the host with a note that names the guest, and the host's own transaction
            takes back what both wrote.
    """

    def __init__(self, name: str, *, may_fail: bool = False) -> None:
        self.name = name
        self.may_fail = may_fail
        self._guests: list[Callable[P, R]] = []

    def __repr__(self) -> str:
        return f"Hook({self.name!r})"

    def register(self, guest: Callable[P, R]) -> Callable[P, R]:
        """Add a guest; use as a decorator."""
        self._guests.append(guest)
        self._guests.sort(key=_rank)
        return guest

    @contextmanager
    def register_temporarily(self, guest: Callable[P, R]) -> Iterator[None]:
        """Add a guest for the length of a ``with`` block, for tests."""
        self.register(guest)
        try:
            yield
        finally:
            self._guests.remove(guest)

    def guests(self) -> list[Callable[P, R]]:
        """Return the guests of active modules, in the order they answer."""
        return [guest for guest in self._guests if is_active_code(guest.__module__)]

    def send(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Ask every guest and return the answers of those that did not fail."""
        answers: list[R] = []
        for guest in self.guests():
            try:
                with nullcontext() if self.may_fail else _savepoint():
                    answers.append(guest(*args, **kwargs))
            except Exception as error:
                if self.may_fail:
                    error.add_note(f"raised by {_name(guest)}, a guest of hook {self.name}")
                    raise
                logger.exception("hook %s: guest %s failed", self.name, _name(guest))
        return answers


def _savepoint() -> AbstractContextManager[None]:
    """Return a savepoint inside the host's transaction; without one there is nothing to save."""
    return transaction.atomic() if transaction.get_connection().in_atomic_block else nullcontext()


def _name(guest: Callable[..., object]) -> str:
    return f"{guest.__module__}.{getattr(guest, '__qualname__', guest)}"


def _rank(guest: Callable[..., object]) -> tuple[int, str]:
    return installed.position(installed.owner_of(guest.__module__) or ""), _name(guest)
