"""``manage.py compile_catalogues``: make the .mo files that Django reads."""

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.kernel.catalogues import compile_catalogues


class Command(BaseCommand):
    """Compiles what changed; does nothing when all is fresh."""

    help = "Compile the message catalogues of the shop and its modules (no gettext needed)."
    requires_system_checks = ()

    def handle(self, *, verbosity: int, **options: object) -> None:
        """Compile, and say what was compiled."""
        compiled = compile_catalogues(settings.BASE_DIR)
        if verbosity:
            self.stdout.write(f"{len(compiled)} catalogues compiled.")
