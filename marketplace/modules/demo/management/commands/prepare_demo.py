"""``manage.py prepare_demo``: make all that the demo needs, each thing only when it is missing."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed

from marketplace.base.places.models import AdminUnit
from marketplace.modules.demo.load import is_loaded, load_demo
from marketplace.modules.demo.money import (
    load_bank,
    load_gateways,
    write_bank_accounts,
    write_gateway_hooks,
)

STATIC_STAMP = "static.stamp"


class Command(BaseCommand):
    """Database, translations, static files, places, demo data."""

    help = "Prepare the demo: what is there already is left alone."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Do what is missing, and say what is done."""
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        call_command("compile_catalogues", verbosity=0)
        # Django has started without them: lots' pages and pack labels are written in words below.
        translation_file_changed(sender=None, file_path=Path("django.mo"))
        self._migrate()
        self._collect_static()
        if not AdminUnit.objects.exists():
            self.stdout.write("Loading the administrative units")
            call_command("load_places", verbosity=0)
        bank_url = os.environ.get("SANDBOX_BANK_URL", "http://127.0.0.1:8010")
        if not is_loaded():
            self.stdout.write("Loading the demo: sellers, goods, lots, orders")
            load_demo(bank_url=bank_url)
        load_bank(bank_url)
        write_bank_accounts()
        load_gateways()
        write_gateway_hooks()

    def _migrate(self) -> None:
        """Migrate when something is unapplied; looking costs a tenth of migrating."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the database (once, about half a minute)")
            call_command("migrate", verbosity=0, interactive=False)

    def _collect_static(self) -> None:
        """Collect and compress static files when one of ours changed."""
        stamp = Path(settings.VAR_DIR) / STATIC_STAMP
        wanted = _fingerprint(settings.BASE_DIR)
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("Collecting static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(wanted)


def _fingerprint(base: Path) -> str:
    """Return a hash over name, size and time of every static file of the project."""
    digest = hashlib.sha256()
    for root in ("themes", "marketplace", "catalog", "payments", "traceability"):
        for path in sorted((base / root).rglob("static/**/*")):
            facts = path.stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
