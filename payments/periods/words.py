"""What accounts and entries are called, for sellers and for accountants."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments.ledger.core.postings import Role

ACCOUNTS: dict[str, Promise] = {
    Role.BANK.value: _("Money in the bank"),
    Role.CASH.value: _("Cash"),
    Role.HELD.value: _("Held by the shop for the seller"),
    Role.DISPUTED.value: _("Taken by gateways while contested"),
    Role.RECEIVABLE.value: _("Owed by buyers"),
    Role.TAX_WITHHELD.value: _("Tax withheld"),
    Role.SALES.value: _("Sales"),
    Role.COMMISSION.value: _("Commission"),
    Role.UNMATCHED.value: _("Money of unknown purpose"),
    Role.TO_RETURN.value: _("To be given back to buyers"),
    Role.DUE_TO_PLATFORM.value: _("Owed to the shop"),
    Role.CLEARING.value: _("At gateways"),
    Role.SELLERS_DUE.value: _("Owed by sellers"),
    Role.BILLS_PAID.value: _("Bills paid by sellers"),
    Role.GATEWAY_FEES.value: _("Fees of gateways"),
    Role.PAYABLE.value: _("To be paid out to sellers"),
    Role.TAX_PAYABLE.value: _("Tax to be paid on"),
    Role.COMMISSION_INCOME.value: _("Income from commission"),
    Role.DIFFERENCES.value: _("Differences written off"),
}

CREDIT_SIDE = frozenset(
    role.value
    for role in (
        Role.SALES,
        Role.UNMATCHED,
        Role.TO_RETURN,
        Role.DUE_TO_PLATFORM,
        Role.BILLS_PAID,
        Role.PAYABLE,
        Role.TAX_PAYABLE,
        Role.COMMISSION_INCOME,
    )
)
"""Accounts that grow by credits: debts and income. Shown with their sign turned round."""

ENTRIES: dict[str, Promise] = {
    "charge_opened": _("Sale"),
    "charge_raised": _("Price raised"),
    "charge_waived": _("Price lowered"),
    "charge_closed": _("Charge given up"),
    "charge_revived": _("Sold after all"),
    "money_came": _("Money came"),
    "allocated": _("Money matched"),
    "allocation_undone": _("Matching taken back"),
    "payee_found": _("Money of an unknown order"),
    "money_returned": _("Money given back"),
    "commission": _("Commission"),
    "tax_withheld": _("Tax withheld"),
    "kept_back": _("Kept back for commission and tax"),
    "paid_out": _("Paid out"),
    "payout_came_back": _("Payout came back"),
    "bill_paid": _("Bill paid"),
    "gateway_settled": _("Gateway paid the shop"),
    "tax_paid": _("Tax paid on"),
    "contested": _("Contested: taken by the gateway"),
    "contest_over": _("Dispute ended"),
    "written_off": _("Difference written off"),
    "write_off_undone": _("Write-off taken back"),
}

TAXES: dict[str, Promise] = {"vat": _("VAT"), "pit": _("income tax")}
