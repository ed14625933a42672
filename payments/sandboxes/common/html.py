"""Pages from files with ``$names``: everything put in is escaped, unless it is ``Html``."""

import html
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

STYLE: Final = Path(__file__).parent / "pages" / "style.css"


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


EMPTY: Final = Html("")


class Pages:
    """The templates of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def render(self, page: str, /, **values: object) -> Html:
        """Return ``page`` with ``values`` filled in.

        Raises:
            KeyError: the page names a value that is not given.
        """
        safe = {key: _safe(value) for key, value in values.items()}
        return Html(_template(self._folder / page).substitute(safe))


@cache
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))


def join(parts: list[Html]) -> Html:
    """Return the parts one after the other."""
    return Html("".join(parts))


def flag(name: str, *, on: bool) -> Html:
    """Return a boolean attribute, or nothing."""
    return Html(f" {name}" if on else "")


def _safe(value: object) -> str:
    return value if isinstance(value, Html) else html.escape(str(value))
