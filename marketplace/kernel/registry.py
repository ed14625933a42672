"""Registries of one kind: payment providers, carriers, notice channels, looked up by code."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.kernel import installed
from marketplace.kernel.active import is_active_code
from marketplace.kernel.errors import NotRegisteredError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    thing: T
    module: str


class Registry(Generic[T]):
    """Things of one kind by code, remembered with the module that brought them."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, _Entry[T]] = {}

    def register(self, code: str, thing: T, *, module: str = "") -> T:
        """Add ``thing`` under ``code``.

        Args:
            code: stable; stored in rows.
            thing: what is looked up.
            module: whose it is; by default the Python module that defines ``thing`` or its class.

        Raises:
            ValueError: the code is taken.
        """
        if code in self._entries:
            raise ValueError(
                f"{self.kind} {code!r} is taken by {self._entries[code].module}; choose another"
            )
        home = module or getattr(thing, "__module__", type(thing).__module__)
        self._entries[code] = _Entry(thing, home)
        return thing

    @contextmanager
    def register_temporarily(self, code: str, thing: T, *, module: str = "") -> Iterator[T]:
        """Add ``thing`` for the length of a ``with`` block, for tests."""
        self.register(code, thing, module=module)
        try:
            yield thing
        finally:
            del self._entries[code]

    def get(self, code: str) -> T:
        """Return what goes by ``code``, active or not: old records must stay readable.

        Raises:
            NotRegisteredError: nothing does.
        """
        try:
            return self._entries[code].thing
        except KeyError:
            raise NotRegisteredError(kind=self.kind, wanted=code) from None

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def is_active(self, code: str) -> bool:
        """Say whether ``code`` is there and its module is switched on."""
        return code in self._entries and is_active_code(self._entries[code].module)

    def active(self) -> list[tuple[str, T]]:
        """Return ``(code, thing)`` of active modules, in load order, then by code."""
        return [(code, self._entries[code].thing) for code in self.codes() if self.is_active(code)]

    def codes(self) -> list[str]:
        """Return all codes, in load order of their modules, then by code."""
        return sorted(self._entries, key=self._rank)

    def _rank(self, code: str) -> tuple[int, str]:
        owner = installed.owner_of(self._entries[code].module)
        return installed.position(owner or ""), code
