"""A PostgreSQL of its own for a bench: ``DATABASE_URL``, or one that is started and thrown away."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


class NoMigrations(dict[str, None]):
    """Makes every table from its model: a bench need not walk through history."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


@contextmanager
def prepared() -> Iterator[None]:
    """Set Django up on PostgreSQL with empty tables; the test settings, no history."""
    from tests.services import postgres

    with postgres() as url:
        os.environ.setdefault("DATABASE_URL", os.environ.get("DATABASE_URL") or url or "")
        os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
        os.environ.setdefault("LOG_LEVEL", "WARNING")
        import django
        from django.conf import settings

        settings.MIGRATION_MODULES = NoMigrations()
        django.setup()
        from django.test.utils import setup_databases, teardown_databases

        kept = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(kept, verbosity=0)
