"""A shop of four made-up modules, so that the kernel is tested without the real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.kernel import active, installed
from marketplace.kernel.assembly import Choice, assemble
from marketplace.kernel.discovery import Module
from marketplace.kernel.manifest import Manifest

MADE_UP = (
    Manifest(name="marketplace.kernel", title="Kernel"),
    Manifest(name="lots", title="Lots", depends=("marketplace.kernel",)),
    Manifest(name="basket", title="B", depends=("marketplace.kernel",), replaces=("oscar.basket",)),
    Manifest(name="gifts", title="Gifts", depends=("basket",)),
    Manifest(name="link", title="Link", depends=("lots", "gifts"), auto_install=True),
)


@pytest.fixture
def made_up_shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run with the modules above instead of the installed ones."""
    known = {one.name: Module(one, Path("/nowhere") / one.name) for one in MADE_UP}
    assembled = assemble(known, Choice(frozenset(known)))
    monkeypatch.setattr(installed, "_started", [assembled])
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    installed._positions.cache_clear()
    installed._by_name.cache_clear()
    active._fixed_of.clear()
