"""A day, and what a gateway reports of it."""

from datetime import date

from payments.models import MerchantAccount
from payments.reconciliation.actions import take_report
from payments.reconciliation.models import ProviderReport

DAY = date(2026, 11, 21)


def report(merchant: MerchantAccount, *rows: str) -> ProviderReport:
    """Take a report of the day: kind, reference, amount, day, fee in each row."""
    text = "\n".join(["kind,reference,amount,day,fee", *rows])
    return take_report(
        merchant=merchant, name="report.csv", content=text.encode(), first_day=DAY, last_day=DAY
    )
