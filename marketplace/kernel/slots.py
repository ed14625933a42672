"""Slots: a page leaves a place, modules put fragments in it.

    @fill_slot("product.aside", order=10)
    def origin(context: Mapping[str, object]) -> str: ...

The place is ``{% load kernel_tags %}{% slot "product.aside" product=product %}``. ``context``
holds what the tag passes, and ``request`` where there is one.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from marketplace.kernel import installed
from marketplace.kernel.active import is_active_code

logger = logging.getLogger(__name__)

Fragment = Callable[[Mapping[str, object]], str]


@dataclass(frozen=True, slots=True)
class _Filling:
    order: int
    fragment: Fragment

    @property
    def rank(self) -> tuple[int, int, str]:
        module = self.fragment.__module__
        name = f"{module}.{self.fragment.__qualname__}"
        return self.order, installed.position(installed.owner_of(module) or ""), name


_fillings: dict[str, list[_Filling]] = defaultdict(list)


def fill_slot(slot: str, *, order: int = 0) -> Callable[[Fragment], Fragment]:
    """Return a decorator that puts a fragment into ``slot``; low ``order`` first."""

    def put(fragment: Fragment) -> Fragment:
        _fillings[slot].append(_Filling(order, fragment))
        _fillings[slot].sort(key=lambda filling: filling.rank)
        return fragment

    return put


@contextmanager
def filled_temporarily(slot: str, fragment: Fragment, *, order: int = 0) -> Iterator[None]:
    """Fill ``slot`` for the length of a ``with`` block, for tests."""
    fill_slot(slot, order=order)(fragment)
    try:
        yield
    finally:
        _fillings[slot] = [one for one in _fillings[slot] if one.fragment is not fragment]


def render_slot(slot: str, context: Mapping[str, object]) -> SafeString:
    """Return the fragments of active modules, joined. One that fails is logged and left out."""
    shown = [one for one in _fillings[slot] if is_active_code(one.fragment.__module__)]
    return mark_safe("".join(_render(slot, one.fragment, context) for one in shown))  # noqa: S308


def slot_names() -> list[str]:
    """Return the slots that some module fills, sorted."""
    return sorted(name for name, fillings in _fillings.items() if fillings)


def _render(slot: str, fragment: Fragment, context: Mapping[str, object]) -> str:
    try:
        return conditional_escape(fragment(context))
    except Exception:
        logger.exception(
            "slot %s: fragment %s.%s failed", slot, fragment.__module__, fragment.__qualname__
        )
        return ""
