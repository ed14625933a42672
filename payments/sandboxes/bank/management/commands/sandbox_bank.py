"""``manage.py sandbox_bank``: a bank to rehearse with, in a process of its own."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from payments.sandboxes.bank import cli
from payments.sandboxes.bank.server import run


class Command(BaseCommand):
    """Serve the sandbox bank until it is stopped."""

    help = "Run the sandbox bank: transfers on a page, told to the shop as SePay tells them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        cli.add_arguments(parser)

    def handle(self, *args: object, **options: object) -> None:
        """Serve, or say what is missing."""
        secret = str(getattr(settings, "SANDBOX_BANK_SECRET", ""))
        template = str(getattr(settings, "SANDBOX_BANK_NOTIFY_URL", ""))
        folder = Path(settings.VAR_DIR)
        try:
            run(cli.options(options, secret=secret, template=template, folder=folder))
        except (cli.OptionError, OSError) as error:
            raise CommandError(f"The sandbox bank cannot start: {error}") from error
