"""What a stall's phone says, written with the money: in its transaction, numbered, once a receipt.

A sentence is an answer to "has what I asked for come?", so it is written only after the receipt
found its charge, and speaks of the whole sale: 40,000 and then 10,000 for a sale of 50,000 are
"short" and then "full". Lock order: charge, receipt, then the stall.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q

from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.stalls.core.voice import Kind, kind_of, sentence
from marketplace.modules.stalls.models import Announcement, Sale, Stall
from payments.models import Charge, Receipt

TOLD: Final = frozenset({Receipt.Source.NOTICE, Receipt.Source.CASH})
"""Sources that are heard. A statement is days old; what the vendor confirmed she knows herself."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """Which stall hears of a receipt, and for which of its sales."""

    stall: Stall
    sale: Sale | None = None
    charge: Charge | None = None


def announce(*, receipt: Receipt) -> Announcement | None:
    """Write the sentence that a stall says about ``receipt``; None where no stall should speak.

    Runs inside the transaction in which the money found its place, or was recorded without one.
    Told again, the first sentence is returned;
    only money that was doubtful and has found its sale since is said a second time, as received.
    """
    is_held = receipt.attention == Receipt.Attention.HELD
    heard = _heard(receipt) if receipt.source in TOLD and not is_held else None
    if heard is None:
        return None
    (stall,) = lock_rows(Stall.objects.filter(pk=heard.stall.pk))
    measured = _measured(heard, receipt)
    said = Announcement.objects.filter(stall=stall, receipt=receipt)
    if measured[0] != Kind.UNEXPECTED:
        said = said.exclude(kind=Kind.UNEXPECTED)
    return said.first() or _write(stall, heard, receipt, measured)


def _write(
    stall: Stall, heard: _Heard, receipt: Receipt, measured: tuple[Kind, int, int | None]
) -> Announcement:
    kind, amount, expected = measured
    Stall.objects.filter(pk=stall.pk).update(last_announcement=F("last_announcement") + 1)
    return Announcement.objects.create(
        stall=stall,
        number=stall.last_announcement + 1,
        sale=heard.sale,
        receipt=receipt,
        kind=kind,
        amount=amount,
        expected=expected,
        language=stall.language,
        text=sentence(amount, stall.language, kind, expected),
        created_at=now(),
    )


def _measured(heard: _Heard, receipt: Receipt) -> tuple[Kind, int, int | None]:
    """Return how the money stands to what was asked for: kind, what came, what was asked."""
    if receipt.source == Receipt.Source.CASH:
        return Kind.CASH, receipt.amount, None
    sale, charge = heard.sale, heard.charge
    if sale is None or charge is None:
        return Kind.UNEXPECTED, receipt.amount, None
    if sale.kind == Sale.Kind.STATIC:
        # The code of this stall alone made the sale: it is its own, and nothing else was asked.
        return Kind.FULL, receipt.amount, None
    came = charge.facts.kept
    return kind_of(came, sale.amount), came, sale.amount


def _heard(receipt: Receipt) -> _Heard | None:
    sales = Sale.objects.select_related("stall", "charge")
    if receipt.allocated:
        paid = Q(charge__allocations__receipt=receipt, charge__allocations__undo=None)
        sale = sales.filter(paid).first()
        return _Heard(sale.stall, sale, sale.charge) if sale else None
    if receipt.suggested_id is not None:  # money that pays nothing is not counted for its sale
        sale = sales.filter(charge=receipt.suggested_id).first()
        return _Heard(sale.stall, sale) if sale else None
    return _only_stall(receipt)


def _only_stall(receipt: Receipt) -> _Heard | None:
    """Return the stall of money that nothing points to: of several on one account, none.

    Two vendors who both hear "money came" would both hand over the goods.
    """
    stalls = Stall.objects.filter(payee=receipt.payee_id, closed_at=None)[:2]
    return _Heard(stalls[0]) if len(stalls) == 1 else None
