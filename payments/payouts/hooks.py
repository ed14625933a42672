"""What payouts answer to the hooks of bank statements."""

from collections.abc import Collection, Sequence

from payments.models import Payee
from payments.payouts.actions import confirm_from_statement
from payments.payouts.actions.ending import is_of
from payments.payouts.models import Payout
from payments.statements.hooks import statement_read, went_out_for
from payments.statements.models import StatementFile, StatementLine

CARRIED_OUT = (Payout.State.FILED, Payout.State.PAID)


@statement_read.register
def find_payouts(file: StatementFile, lines: Sequence[StatementLine]) -> None:
    """The platform's own bank says what went out: payouts with their code are confirmed."""
    is_ours = file.account.payee.kind == Payee.Kind.PLATFORM
    if is_ours and file.read_by.is_staff:
        confirm_from_statement(lines=lines, acting_user=file.read_by)


@went_out_for.register
def explained_by_payouts(lines: Sequence[StatementLine]) -> Collection[int]:
    """Return which money went out for a payout: confirmed by the line, or with its code in it."""
    known = set(
        Payout.objects.filter(statement_line__in=lines).values_list("statement_line", flat=True)
    )
    amounts = {-line.amount for line in lines}
    payouts = list(Payout.objects.filter(state__in=CARRIED_OUT, amount__in=amounts))
    found = {line.pk for line in lines if any(is_of(line, payout) for payout in payouts)}
    return known | found
