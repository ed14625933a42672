"""What genealogy asks of layers above: which names belong together though no event says so."""

from collections.abc import Collection, Sequence

from marketplace.kernel.hooks import Hook
from traceability.genealogy.core.graph import Direction, Kin

kin: Hook[[Collection[str], Direction, int], Sequence[Kin]] = Hook("genealogy_kin")
"""Asked once a round for all things of the round; the last argument bounds the answer."""
