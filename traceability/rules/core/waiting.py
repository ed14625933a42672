"""Waiting times: after a spray or a drug, nothing is harvested until it is over. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from traceability.epcis.core import fields
from traceability.rules.core.view import View


@dataclass(frozen=True, slots=True)
class Treatment:
    """Something used on a field or in a pond. ``until`` is the first day harvest is allowed."""

    product: str
    used_on: date
    days: int
    is_drug: bool

    @property
    def until(self) -> date:
        """Return the first day on which harvest is allowed."""
        return self.used_on + timedelta(days=self.days)

    def forbids(self, harvest: date) -> bool:
        """Say whether a harvest on that day comes too early."""
        return self.used_on <= harvest < self.until


def treatment(view: View) -> Treatment | None:
    """Return what an event tells was used, with its waiting time; None without either.

    The days run from the last day of use. A pre-harvest interval is a plant's, a withdrawal time
    an animal's; where both are written the longer one counts.
    """
    intervals = [view.number(fields.PRE_HARVEST_DAYS), view.number(fields.WITHDRAWAL_DAYS)]
    days = [int(number) for number in intervals if number is not None and number >= 0]
    if not days or view.is_harvest:
        return None
    product = view.text(fields.PRODUCT) or view.text(fields.ACTIVE_INGREDIENT)
    last = max(filter(None, (view.date(fields.ENDED_ON), view.day)))
    return Treatment(product, last, max(days), is_drug=intervals[1] is not None)


def is_use_without_wait(view: View) -> bool:
    """Say whether a drug or poison was used and nobody wrote how long to wait."""
    kind = view.text(fields.PRODUCT_KIND)
    is_poison = kind in _WITH_WAIT if kind else bool(view.text(fields.ACTIVE_INGREDIENT))
    return is_poison and treatment(view) is None and not view.is_harvest


_WITH_WAIT = frozenset({"pesticide", "herbicide", "fungicide", "drug", "antibiotic"})


def latest_forbidding(treatments: Iterable[Treatment], harvest: date) -> Treatment | None:
    """Return the treatment that forbids a harvest on that day the longest."""
    found = [one for one in treatments if one.forbids(harvest)]
    return max(found, key=lambda one: one.until, default=None)
