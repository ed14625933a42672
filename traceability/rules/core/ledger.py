"""How much of each thing there is: made, arrived, used up, sent away. Pure.

An account is one class of goods in one unit. It is judged only where everything that came in was
counted: an account with an uncounted part is open, and nothing can be said of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from traceability.rules.core.view import View, unit_amount

Way: TypeAlias = Literal["make", "use", "arrive", "leave"]
Key: TypeAlias = tuple[str, str]
"""URI and base unit."""
_ZERO = Decimal(0)
_OBSERVED: dict[str, Way] = {"shipping": "leave", "retail_selling": "leave", "receiving": "arrive"}
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Movement:
    """So much of a thing comes into being, is used up, arrives or leaves.

    ``amount`` is None where nobody counted; ``is_own`` says whether the party that hands in the
    event did it.
    """

    way: Way
    uri: str
    unit: str = ""
    amount: Decimal | None = None
    is_class: bool = True
    day: date | None = None
    is_own: bool = True


@dataclass(slots=True)
class Account:
    """Sums of one class of goods in one unit: of everybody, and of the one party."""

    total: dict[Way, Decimal] = field(default_factory=dict)
    own: dict[Way, Decimal] = field(default_factory=dict)
    is_open: bool = False

    def add(self, movement: Movement) -> None:
        """Write a movement down."""
        if movement.amount is None:
            self.is_open = self.is_open or movement.way in {"make", "arrive"}
            return
        way = movement.way
        self.total[way] = self.total.get(way, _ZERO) + movement.amount
        if movement.is_own:
            self.own[way] = self.own.get(way, _ZERO) + movement.amount

    @property
    def usable(self) -> Decimal:
        """Return how much there ever was to use: what was made, or what arrived if that is more."""
        return max(self.total.get("make", _ZERO), self.total.get("arrive", _ZERO))

    @property
    def sendable(self) -> Decimal:
        """Return how much the one party ever had to send."""
        return self.own.get("make", _ZERO) + self.own.get("arrive", _ZERO)

    @property
    def used(self) -> Decimal:
        """Return how much is used up."""
        return self.total.get("use", _ZERO)

    @property
    def gone(self) -> Decimal:
        """Return how much the one party sent away or used up."""
        return self.own.get("leave", _ZERO) + self.own.get("use", _ZERO)


@dataclass(frozen=True, slots=True)
class Shortage:
    """More is taken than there is. Amounts are in ``unit``."""

    uri: str
    unit: str
    there: Decimal
    taken_before: Decimal
    wanted: Decimal
    way: Way

    @property
    def left(self) -> Decimal:
        """Return how much there is left."""
        return max(self.there - self.taken_before, _ZERO)


@dataclass(slots=True)
class Ledger:
    """Accounts of goods, the days they came into being, and instances that exist."""

    tolerance_percent: Decimal = Decimal(1)
    accounts: dict[Key, Account] = field(default_factory=dict)
    born: dict[str, date] = field(default_factory=dict)
    instances: set[str] = field(default_factory=set)

    def add(self, movement: Movement) -> None:
        """Write down what happened."""
        if movement.way == "make":
            known = self.born.get(movement.uri)
            if movement.day and (known is None or movement.day < known):
                self.born[movement.uri] = movement.day
            if not movement.is_class:
                self.instances.add(movement.uri)
        if movement.is_class:
            key = (movement.uri, movement.unit)
            self.accounts.setdefault(key, Account()).add(movement)

    def shortages(self, movements: Iterable[Movement]) -> list[Shortage]:
        """Return what ``movements``, all of one event, take more than there is."""
        wanted: dict[tuple[Key, Way], Decimal] = {}
        for one in movements:
            if one.is_class and one.amount is not None and one.way in {"use", "leave"}:
                key = ((one.uri, one.unit), one.way)
                wanted[key] = wanted.get(key, _ZERO) + one.amount
        found = (self._shortage(key, way, amount) for (key, way), amount in wanted.items())
        return [one for one in found if one is not None]

    def unborn(self, movements: Iterable[Movement]) -> list[tuple[str, date]]:
        """Return what is used or sent on a day before it came into being, and when it did."""
        found = {}
        for one in movements:
            born = self.born.get(one.uri)
            if one.way in {"use", "leave"} and born and one.day and one.day < born:
                found[one.uri] = born
        return list(found.items())

    def made_twice(self, movements: Iterable[Movement]) -> list[str]:
        """Return instances that are made although they exist."""
        return [
            one.uri
            for one in movements
            if one.way == "make" and not one.is_class and one.uri in self.instances
        ]

    def _shortage(self, key: Key, way: Way, wanted: Decimal) -> Shortage | None:
        account = self.accounts.get(key)
        if account is None or account.is_open:
            return None
        is_use = way == "use"
        there = account.usable if is_use else account.sendable
        taken = account.used if is_use else account.gone
        if there == 0 or taken + wanted <= there * (1 + self.tolerance_percent / _WHOLE):
            return None
        return Shortage(key[0], key[1], there, taken, wanted, way)


def movements(view: View) -> list[Movement]:
    """Return what an event moves; aggregations and other observations move nothing."""
    found = []
    for one in view.named:
        way = way_of(view.type, view.action, view.biz_step, one.role)
        if way is None:
            continue
        amount, unit = (
            (None, one.uom) if one.quantity is None else unit_amount(one.quantity, one.uom)
        )
        found.append(Movement(way, one.uri, unit, amount, one.is_class, view.day))
    return found


def way_of(event_type: str, action: str, biz_step: str, role: str) -> Way | None:
    """Return what an element of such an event does to its account; None for nothing."""
    if role in {"input", "output"}:
        return "use" if role == "input" else "make"
    if event_type != "ObjectEvent" or role != "epc":
        return None
    if action == "ADD":
        return "make"
    if action == "DELETE":
        return "use"
    return _OBSERVED.get(biz_step)
