"""What statements tell the modules above them, in the transaction that read the file."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from marketplace.kernel.hooks import Hook

if TYPE_CHECKING:
    from payments.statements.models import StatementFile, StatementLine

statement_read: "Hook[[StatementFile, Sequence[StatementLine]], None]" = Hook("statement_read")
"""Sent with the lines that are new here: money that went out may be a payout."""

went_out_for: "Hook[[Sequence[StatementLine]], Collection[int]]" = Hook("went_out_for")
"""Asked about lines of money that went out: answers with the keys of those it can explain."""
