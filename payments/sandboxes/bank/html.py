"""Pages from files with ``$names``: everything put in is escaped, unless it is ``Html``."""

import html
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

PAGES: Final = Path(__file__).parent / "pages"


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


@cache
def _template(name: str) -> Template:
    return Template((PAGES / name).read_text(encoding="utf-8"))


def render(page: str, /, **values: object) -> Html:
    """Return ``page`` with ``values`` filled in.

    Raises:
        KeyError: the page names a value that is not given.
    """
    return Html(_template(page).substitute({key: _safe(value) for key, value in values.items()}))


def join(parts: list[Html]) -> Html:
    """Return the parts one after the other."""
    return Html("".join(parts))


def flag(name: str, *, on: bool) -> Html:
    """Return a boolean attribute, or nothing."""
    return Html(f" {name}" if on else "")


def _safe(value: object) -> str:
    return value if isinstance(value, Html) else html.escape(str(value))
