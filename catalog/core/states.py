"""Which state may follow which, for sellers and for products. Pure."""

from collections.abc import Mapping
from typing import Final

SELLER_MOVES: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"submitted"}),
    "submitted": frozenset({"draft", "verified"}),
    "verified": frozenset({"suspended"}),
    "suspended": frozenset({"verified"}),
}
"""``submitted`` goes back to ``draft`` when the checker asks for more."""

PRODUCT_MOVES: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"review", "published", "withdrawn"}),
    "review": frozenset({"published", "rejected", "withdrawn"}),
    "published": frozenset({"review", "rejected", "withdrawn"}),
    "rejected": frozenset({"review", "published", "withdrawn"}),
    "withdrawn": frozenset({"review", "published"}),
}
"""A published product can be taken down by staff (``rejected``) as well as by its seller."""

PUBLIC: Final = "published"


class MoveError(ValueError):
    """The state asked for cannot follow the present one.

    Args:
        old: the present state.
        new: the state asked for.
    """

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"{new} cannot follow {old}")
        self.old = old
        self.new = new


def check_move(moves: Mapping[str, frozenset[str]], old: str, new: str) -> None:
    """Accept a move of a machine.

    Raises:
        MoveError: the machine does not allow it, or does not know the state.
    """
    if new not in moves.get(old, frozenset()):
        raise MoveError(old, new)
