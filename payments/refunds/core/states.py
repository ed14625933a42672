"""How a refund moves, and how much may go back. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from payments.core.states import ChargeFacts

LONGEST_WAIT = timedelta(hours=6)


class State(StrEnum):
    """The states of a refund, in the words of docs/model/refunds.md."""

    REQUESTED = "requested"
    SENT = "sent"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.REQUESTED, State.SENT, State.UNKNOWN})
"""States in which the money is held: it may be on its way, so it cannot go back twice."""

MOVES: Mapping[State, frozenset[State]] = {
    State.REQUESTED: frozenset(State) - {State.REQUESTED},
    # A payout that failed is asked for again.
    State.SENT: frozenset({State.REQUESTED, State.UNKNOWN, State.DONE, State.REFUSED}),
    State.UNKNOWN: frozenset({State.SENT, State.DONE, State.REFUSED}),
    # A gateway that said no and sent the money all the same: the money counts.
    State.REFUSED: frozenset({State.DONE}),
    State.DONE: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class TooMuchError(ValueError):
    """More than can go back."""


class NotPaidError(ValueError):
    """The price is not paid in full, so there is nothing to lower: give the charge up instead."""


def may_move(before: State, after: State) -> bool:
    """Return whether a refund may go from one state to another."""
    return after in MOVES[before]


def credit_note(facts: ChargeFacts, amount: int) -> int:
    """Return by how much the price must be lowered so that ``amount`` can go back.

    What is too much already, and all of a closed charge, goes back without lowering anything.

    Args:
        facts: of the charge, under its lock.
        amount: to go back, in minor units, more than zero.

    Raises:
        TooMuchError: more than is kept and not on its way back.
        NotPaidError: the charge is open and not paid in full.

    >>> credit_note(ChargeFacts(amount=203_000, allocated=220_000), 50_000)
    33000
    """
    if not 0 < amount <= facts.returnable:
        raise TooMuchError(f"{amount} of {facts.returnable}")
    if facts.is_closed:
        return 0
    if facts.kept < facts.due:
        raise NotPaidError(f"{facts.kept} of {facts.due} is paid")
    lowered = max(0, amount - facts.owed)
    if lowered > facts.due:
        raise TooMuchError(f"{lowered} of {facts.due}")
    return lowered


def forced_note(facts: ChargeFacts, amount: int) -> int:
    """Return by how much the price must be lowered for ``amount`` that went back unasked.

    A gateway's own refund or a lost dispute takes the money of a price paid in part, too: then
    nothing more is due than what is left.

    Raises:
        TooMuchError: more than is kept and not on its way back.

    >>> forced_note(ChargeFacts(amount=203_000, allocated=185_000), 100_000)
    118000
    """
    if not 0 < amount <= facts.returnable:
        raise TooMuchError(f"{amount} of {facts.returnable}")
    if facts.is_closed:
        return 0
    return min(facts.due, max(0, amount - (facts.kept - facts.due - facts.refunding)))


def pause(first: timedelta, asked: int) -> timedelta:
    """Return how long to wait before asking again, after ``asked`` times; doubled each time."""
    return min(first * (1 << min(max(asked - 1, 0), 16)), LONGEST_WAIT)
