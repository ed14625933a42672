"""The rates of the law, and sellers of a known kind."""

from datetime import date

from marketplace.kernel.clock import now
from payments.models import Payee
from payments.tax.actions import keep_declaration, set_taxpayer
from payments.tax.models import PayeeTax, TaxRule
from payments.tax.seed import RULES
from tests.factories import payments as make

LONG_AGO = date(2026, 1, 1)


def rates() -> None:
    """Write the rates that the migration seeds, where tests run without migrations."""
    for valid_from, valid_to, basis, confidence, classes in RULES:
        for tax_class, vat, pit, nonresident in classes:
            TaxRule.objects.get_or_create(
                tax_class=tax_class,
                valid_from=valid_from,
                defaults={
                    "vat": vat,
                    "pit": pit,
                    "pit_nonresident": nonresident,
                    "valid_to": valid_to,
                    "basis": basis,
                    "confidence": confidence,
                    "created_at": now(),
                },
            )


def taxpayer(payee: Payee, status: str = "household", *, sells: str = "distribution") -> PayeeTax:
    """Let an officer say who a payee is; the zero class comes with its declaration."""
    officer = make.person(staff=True)
    if sells == "own_produce":
        keep_declaration(payee=payee, produce="Gạo ST25", signed_on=LONG_AGO, acting_user=officer)
    return set_taxpayer(
        payee=payee,
        status=status,
        default_class=sells,
        reason="papers seen",
        valid_from=LONG_AGO,
        acting_user=officer,
    )
