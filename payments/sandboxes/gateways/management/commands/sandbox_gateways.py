"""``manage.py sandbox_gateways``: gateways to rehearse with, in a process of their own."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from payments.sandboxes.gateways import cli
from payments.sandboxes.gateways.server import run


class Command(BaseCommand):
    """Serve the sandbox gateways until they are stopped."""

    help = "Run the sandbox gateways: wallets and cards on a page, over their real HTTP."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        cli.add_arguments(parser)

    def handle(self, *args: object, **options: object) -> None:
        """Serve, or say what is missing."""
        try:
            run(cli.options(options, folder=Path(settings.VAR_DIR)))
        except (cli.OptionError, OSError) as error:
            raise CommandError(f"The sandbox gateways cannot start: {error}") from error
