"""Substances that must not be used, found by any of their names. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from traceability.core.periods import holds_on
from traceability.epcis.core import fields
from traceability.rules.core.view import View

_SIGNS = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Return ``text`` in small letters without accents, its words between single spaces.

    >>> folded("Xanh Malachit; 2,4-D")
    ' xanh malachit 2 4 d '
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return f" {_SIGNS.sub(' ', kept).strip()} "


@dataclass(frozen=True, slots=True)
class Banned:
    """A substance with all its names folded, where and when it is banned, and by what."""

    name: str
    keys: tuple[str, ...]
    scope: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None


def banned_in(view: View, substances: Iterable[Banned], scopes: frozenset[str]) -> Banned | None:
    """Return the first banned substance that an event names as used, on its day.

    Args:
        view: the event.
        substances: the list.
        scopes: what the place grows: ``crop``, ``aquaculture``, both where nobody knows.
    """
    names = (fields.ACTIVE_INGREDIENT, fields.PRODUCT, fields.ADDITIVES)
    text = "".join(folded(view.text(name)) for name in names)
    if not text.strip():
        return None
    for one in substances:
        applies = one.scope == "all" or one.scope in scopes
        in_force = applies and holds_on(view.day, one.valid_from, one.valid_to)
        if in_force and any(key in text for key in one.keys):
            return one
    return None
