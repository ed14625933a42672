"""What payouts answer to the hooks of bank statements."""

from collections.abc import Sequence

from payments.models import Payee
from payments.payouts.actions import confirm_from_statement
from payments.statements.hooks import statement_read
from payments.statements.models import StatementFile, StatementLine


@statement_read.register
def find_payouts(file: StatementFile, lines: Sequence[StatementLine]) -> None:
    """The platform's own bank says what went out: payouts with their code are confirmed."""
    is_ours = file.account.payee.kind == Payee.Kind.PLATFORM
    if is_ours and file.read_by.is_staff:
        confirm_from_statement(lines=lines, acting_user=file.read_by)
