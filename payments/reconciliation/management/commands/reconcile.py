"""``manage.py reconcile --day 2026-11-20``: compare a day now, and print what differs."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from payments.reconciliation.actions import reconcile_day
from payments.reconciliation.models import Difference


class Command(BaseCommand):
    """Compare gateways, bank and ledger on one day."""

    help = "Compare gateways, bank and ledger on one day (default: yesterday); list differences."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day."""
        parser.add_argument("--day", help="YYYY-MM-DD")

    def handle(self, *args: object, **options: object) -> None:
        """Print each open difference of the day as a line; fail when there is one."""
        day = _day(options["day"])
        reconcile_day(day=day)
        rows = Difference.objects.filter(day=day, closed_at=None).select_related("merchant")
        for row in rows:
            place = str(row.merchant or row.account or "")
            line = f"{row.kind:20} {place:24} {row.reference:32} {row.ours:>14} {row.theirs:>14}"
            self.stdout.write(line)
        if rows:
            raise CommandError(f"{len(rows)} open on {day}")
        self.stdout.write(f"{day}: gateways, bank and ledger agree.")


def _day(text: object) -> date:
    if not text:
        return timezone.localdate() - timedelta(days=1)
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise CommandError("--day takes YYYY-MM-DD") from error
