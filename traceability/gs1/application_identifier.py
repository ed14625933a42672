"""What the standard says of one application identifier, as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Charset = Literal["digits", "82", "39", "64"]


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a value.

    Attributes:
        charset: what it is written in.
        least: fewest characters, when the part is there.
        most: most characters.
        rules: names of further rules in :mod:`traceability.gs1.rules`.
        optional: the part may be missing; then all behind it are, too.
    """

    charset: Charset
    least: int
    most: int
    rules: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationIdentifier:
    """One application identifier, or a run of them with the same rules.

    Attributes:
        first: the identifier, for example ``"01"``.
        last: the last of the run (``"3105"`` for 3100-3105); equal to ``first`` for one alone.
        title: the standard's short title.
        components: the parts of its value, in order.
        predefined_length: no separator is needed behind it in a barcode.
        data_attribute: it may stand in the query of a Digital Link.
        requires: each entry must hold; an entry holds when one of its groups is wholly there.
            Patterns end in ``n`` for any digit (``"31nn"``).
        excludes: identifiers or patterns it cannot be combined with.
        qualifiers: None unless it is a Digital Link primary key; then the alternative ordered
            qualifier sequences, each an ordered superset of what a path may hold.
    """

    first: str
    last: str
    title: str
    components: tuple[Component, ...]
    predefined_length: bool = False
    data_attribute: bool = False
    requires: tuple[tuple[tuple[str, ...], ...], ...] = ()
    excludes: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, ...], ...] | None = None

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Every identifier of the run, in order."""
        width = len(self.first)
        return tuple(f"{number:0{width}d}" for number in range(int(self.first), int(self.last) + 1))

    @property
    def least(self) -> int:
        """Fewest characters of a value."""
        return sum(part.least for part in self.components if not part.optional)

    @property
    def most(self) -> int:
        """Most characters of a value."""
        return sum(part.most for part in self.components)


def matches(pattern: str, ai: str) -> bool:
    """Say whether ``ai`` is named by ``pattern`` (``n`` stands for any digit).

    >>> matches("310n", "3103"), matches("01", "01"), matches("31nn", "310")
    (True, True, False)
    """
    return len(pattern) == len(ai) and all(
        wanted in ("n", given) for wanted, given in zip(pattern, ai, strict=True)
    )


def fixed(
    run: str,
    title: str,
    *components: Component,
    attribute: bool = True,
    needs: tuple[tuple[tuple[str, ...], ...], ...] = (),
    excludes: tuple[str, ...] = (),
    qualifiers: tuple[tuple[str, ...], ...] | None = None,
) -> ApplicationIdentifier:
    """Return an identifier of predefined length (no separator behind it), or a run of them."""
    described = variable(
        run,
        title,
        *components,
        attribute=attribute,
        needs=needs,
        excludes=excludes,
        qualifiers=qualifiers,
    )
    return replace(described, predefined_length=True)


def variable(
    run: str,
    title: str,
    *components: Component,
    attribute: bool = True,
    needs: tuple[tuple[tuple[str, ...], ...], ...] = (),
    excludes: tuple[str, ...] = (),
    qualifiers: tuple[tuple[str, ...], ...] | None = None,
) -> ApplicationIdentifier:
    """Return an identifier whose value ends with a separator or the data, or a run of them."""
    first, _, last = run.partition("-")
    return ApplicationIdentifier(
        first=first,
        last=last or first,
        title=title,
        components=components,
        data_attribute=attribute,
        requires=needs,
        excludes=excludes,
        qualifiers=qualifiers,
    )
