"""What the law wants told of a lot, and what is missing. Pure.

Every requirement has the article it comes from. Sources: Circular 02/2024/TT-BKHCN Art. 7(5);
Decree 37/2026/ND-CP Art. 32; both as quoted in official mirrors, not as gazette scans.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

CIRCULAR = "Circular 02/2024/TT-BKHCN, Art. 7(5)"
DECREE = "Decree 37/2026/NĐ-CP, Art. 32"


@dataclass(frozen=True, slots=True, kw_only=True)
class LotFacts:
    """What is known of a lot. Texts are empty, days None where nobody wrote them down."""

    name: str = ""
    picture: str = ""
    gtin: str = ""
    producer: str = ""
    address: str = ""
    identifier: str = ""
    origin: str = ""
    steps: frozenset[str] = field(default_factory=frozenset)
    produced_on: date | None = None
    best_before: date | None = None
    certificates: int = 0
    has_warning: bool = False
    has_code: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must be told: a stable rule, its article, whether it is met."""

    rule: str
    article: str
    is_met: Callable[[LotFacts], bool]
    is_blocking: bool = True


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("circular.name", CIRCULAR, lambda lot: bool(lot.name)),
    Requirement("circular.picture", CIRCULAR, lambda lot: bool(lot.picture)),
    Requirement("circular.producer", CIRCULAR, lambda lot: bool(lot.producer)),
    Requirement("circular.address", CIRCULAR, lambda lot: bool(lot.address)),
    Requirement("circular.time", CIRCULAR, lambda lot: lot.produced_on is not None),
    Requirement("circular.code", CIRCULAR, lambda lot: lot.has_code, is_blocking=False),
    Requirement(
        "circular.shelf_life", CIRCULAR, lambda lot: lot.best_before is not None, is_blocking=False
    ),
    Requirement("decree.gtin", DECREE, lambda lot: bool(lot.gtin)),
    Requirement("decree.identifier", DECREE, lambda lot: bool(lot.identifier)),
    Requirement("decree.origin", DECREE, lambda lot: bool(lot.origin)),
    Requirement("decree.grown", DECREE, lambda lot: bool(lot.steps & {"harvest", "catch"})),
    Requirement("decree.packed", DECREE, lambda lot: "pack" in lot.steps),
    Requirement("decree.certificate", DECREE, lambda lot: lot.certificates > 0, is_blocking=False),
    Requirement("decree.expiry", DECREE, lambda lot: lot.best_before is not None),
    Requirement("decree.warning", DECREE, lambda lot: lot.has_warning),
)


def missing(lot: LotFacts) -> list[Requirement]:
    """Return the requirements that ``lot`` does not meet, in the order of the articles."""
    return [one for one in REQUIREMENTS if not one.is_met(lot)]
