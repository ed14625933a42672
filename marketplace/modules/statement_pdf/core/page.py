"""What stands on a statement, all in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table under its heading.

    Args:
        title: of the table.
        head: of its columns.
        rows: cells, each as text.
        numbers: which columns are set to the right.
        widths: shares of the page's width; 0 for as much as the cells need.
        none: what stands there instead of an empty table.
        note: below it.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    widths: Sequence[int]
    none: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All of it."""

    title: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    footer: str
