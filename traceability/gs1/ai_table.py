"""Look-ups in the table of application identifiers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from traceability.gs1.ai_rows import ROWS
from traceability.gs1.application_identifier import ApplicationIdentifier
from traceability.gs1.errors import UnknownAiError

TABLE: Mapping[str, ApplicationIdentifier] = {ai: row for row in ROWS for ai in row.identifiers}

# All identifiers that share their first two digits are equally long.
_LENGTH_BY_PREFIX = {ai[:2]: len(ai) for ai in TABLE}


def describe(ai: str) -> ApplicationIdentifier:
    """Return what the standard says of ``ai``.

    Raises:
        UnknownAiError: there is no such application identifier.
    """
    try:
        return TABLE[ai]
    except KeyError:
        raise UnknownAiError(f"({ai}) is not an application identifier") from None


def is_known(ai: str) -> bool:
    """Say whether ``ai`` is an application identifier."""
    return ai in TABLE


def is_primary_key(ai: str) -> bool:
    """Say whether ``ai`` can be the key in the path of a Digital Link."""
    return ai in TABLE and TABLE[ai].qualifiers is not None


def leading_ai(data: str) -> str:
    """Return the application identifier that FNC1-separated ``data`` begins with.

    Raises:
        UnknownAiError: it begins with none.
    """
    ai = data[: _LENGTH_BY_PREFIX.get(data[:2], 2)]
    describe(ai)
    return ai


def is_path_sequence(sequence: tuple[str, ...]) -> bool:
    """Say whether ``sequence`` is a primary key and, in order, some of its qualifiers.

    >>> is_path_sequence(("01", "10", "21")), is_path_sequence(("01", "21", "10"))
    (True, False)
    """
    key, *chosen = sequence
    return is_primary_key(key) and any(
        _is_ordered_part(chosen, qualifiers) for qualifiers in TABLE[key].qualifiers or ((),)
    )


def _is_ordered_part(chosen: list[str], qualifiers: tuple[str, ...]) -> bool:
    remaining = iter(qualifiers)
    return all(ai in remaining for ai in chosen)


def path_sequences() -> Iterator[tuple[str, ...]]:
    """Yield every sequence of identifiers that the path of a Digital Link may hold."""
    seen = set()
    for key, row in TABLE.items():
        for qualifiers in () if row.qualifiers is None else row.qualifiers or ((),):
            for count in range(len(qualifiers) + 1):
                for chosen in combinations(qualifiers, count):
                    if (sequence := (key, *chosen)) not in seen:
                        seen.add(sequence)
                        yield sequence
