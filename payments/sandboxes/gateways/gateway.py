"""What a sandbox gateway is: its provider's HTTP, fields and signatures. The kit does the rest."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from payments.sandboxes.common.wsgi import Answer
from payments.sandboxes.gateways.values import (
    CANCELLED,
    FAILED,
    PAID,
    Heard,
    Letter,
    Order,
    Press,
    Refund,
    Request,
    Told,
)

if TYPE_CHECKING:
    from payments.sandboxes.gateways.desk import Desk


class Gateway(ABC):
    """One provider's sandbox; ``payments/sandboxes/<code>/gateway.py`` has one as ``GATEWAY``.

    Args (class attributes):
        code: as the shop's provider; the address is ``/<code>``.
        title: what people call it.
        outcomes: what a buyer's page offers.
        hooks: notices whose address is agreed beforehand and not sent with an order, e.g. ``ipn``.
        retry_seconds: waits after the first try, the second …; then it is given up.
        patience: seconds the merchant has to answer.
        browser_paths: opened by the buyer, so no fault is played there.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    outcomes: ClassVar[tuple[str, ...]] = (PAID, FAILED, CANCELLED)
    hooks: ClassVar[tuple[str, ...]] = ()
    retry_seconds: ClassVar[tuple[float, ...]] = ()
    patience: ClassVar[float] = 30
    browser_paths: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def answer(self, request: Request, desk: "Desk") -> Answer:
        """Answer one call of the provider's own addresses, signed as the provider signs."""

    @abstractmethod
    def tells(self, order: Order, desk: "Desk") -> Sequence[Told]:
        """Return what the merchant is told of an order that has just been settled."""

    @abstractmethod
    def letter(self, told: Told, *, secrets: Mapping[str, str], now: float) -> Letter:
        """Return one try of a notice, signed for this very second where a time is signed."""

    @abstractmethod
    def return_url(self, order: Order, desk: "Desk") -> str:
        """Return where the buyer goes after paying, with what the provider adds and signs."""

    def took(self, heard: Heard) -> bool:
        """Say whether this answer ends the tries."""
        return heard.is_success

    def refuses(self, order: Order, press: Press, desk: "Desk") -> str:  # noqa: ARG002
        """Return why the money is not taken (the merchant said no just now), or an empty text."""
        return ""

    def tells_of_refund(self, refund: Refund, order: Order, desk: "Desk") -> Sequence[Told]:  # noqa: ARG002
        """Return what the merchant is told of a refund that was pending and now is not."""
        return ()

    def transaction_id(self, number: int) -> str:
        """Return the provider's form of a number that grows."""
        return str(number)
