"""Rules from their rows, as the pure cores take them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from traceability.core.periods import holds_on
from traceability.rules.core.ranges import Range
from traceability.rules.core.substances import Banned, folded
from traceability.rules.models import BannedSubstance, Limit


@dataclass(frozen=True, slots=True)
class Limits:
    """All ranges with their days."""

    rows: tuple[Limit, ...]

    def on(self, code: str, day: date) -> Range | None:
        """Return the range of ``code`` that held on ``day``."""
        for row in self.rows:
            if row.code == code and holds_on(day, row.valid_from, row.valid_to):
                return Range(code, row.minimum, row.maximum, row.source)
        return None

    def maximum(self, code: str, day: date) -> Decimal:
        """Return a tolerance; zero where no row stands for one."""
        found = self.on(code, day)
        return (found.maximum if found else None) or Decimal(0)


def limits() -> Limits:
    """Return the ranges. One query."""
    return Limits(tuple(Limit.objects.all()))


def banned() -> list[Banned]:
    """Return the banned substances. One query."""
    return [
        Banned(
            name=row.name,
            keys=tuple(folded(name) for name in (row.name, *row.synonyms)),
            scope=row.scope,
            source=row.source,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in BannedSubstance.objects.all()
    ]
