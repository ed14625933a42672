"""A seller's statement as a PDF: balances, and every line of the money that moved."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.base.words.formats import dong
from marketplace.modules.statement_pdf.core.page import Page, Part
from payments.models import Payee
from payments.periods.statement import OF_MONEY, AccountRow, LineRow, statement
from traceability.press import Manuscript, typeset

TEMPLATE = Path(__file__).parent / "core" / "statement.typ"
MOST_LINES = 5_000
PATIENCE = 30


def statement_pdf(payee: Payee, month: date, made_at: datetime) -> bytes:
    """Return the statement of a month as an A4 PDF.

    Raises:
        PressError: the typesetter failed or took too long.
    """
    inputs = {"statement": asdict(page_of(payee, month, made_at))}
    order = Manuscript(template=TEMPLATE, inputs=inputs, made_at=made_at)
    (pdf,) = typeset(order, patience=PATIENCE)
    return pdf


def page_of(payee: Payee, month: date, made_at: datetime) -> Page:
    """Return what stands on the statement."""
    first = statement(payee, month, most=MOST_LINES)
    roles = [one.value for one in OF_MONEY]
    moved = [one for one in first.accounts if one.role in roles and (one.rise or one.fall)]
    moment = timezone.localtime(made_at)
    return Page(
        title=_("Statement of %(month)s") % {"month": f"{month:%m/%Y}"},
        facts=[(_("Seller"), payee.legal_name or payee.name), (_("Code"), payee.reference)],
        parts=[_balances(first.accounts), *(_movements(payee, month, one) for one in moved)],
        footer=_("Made on %(moment)s") % {"moment": f"{moment:%d/%m/%Y %H:%M}"},
    )


def _balances(accounts: Sequence[AccountRow]) -> Part:
    return Part(
        title=_("Balances"),
        head=[_("Account"), _("Opening balance"), _("Rise"), _("Fall"), _("Closing balance")],
        rows=[
            [str(one.label), *map(dong, (one.opening, one.rise, one.fall, one.closing))]
            for one in accounts
        ],
        numbers=[False, True, True, True, True],
        widths=[1, 0, 0, 0, 0],
        none=_("Nothing moved in this month."),
    )


def _movements(payee: Payee, month: date, account: AccountRow) -> Part:
    shown = statement(payee, month, role=account.role, most=MOST_LINES)
    cut = _("The first %(count)s lines. The CSV file has all of them.") % {"count": MOST_LINES}
    return Part(
        title=str(account.label),
        head=[_("Day"), _("Movement"), _("Code"), _("Rise"), _("Fall"), _("Balance")],
        rows=[_row(line) for line in shown.lines],
        numbers=[False, False, False, True, True, True],
        widths=[0, 1, 0, 0, 0, 0],
        note=cut if shown.is_cut else "",
    )


def _row(line: LineRow) -> list[str]:
    rise, fall = (dong(amount) if amount else "" for amount in (line.rise, line.fall))
    return [f"{line.day:%d/%m/%Y}", str(line.what), line.code, rise, fall, dong(line.balance)]
