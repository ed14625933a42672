"""Run by test_modules_are_optional in a process of its own, with MODULES="-name" set.

Makes a database without the module, checks the project, asks for the home page and prints JSON.
"""

import json
import logging
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_test_environment


class NoMigrations:
    """Make tables straight from the models: what is tested is the code, not its history."""

    def __contains__(self, _app: str) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def main() -> None:
    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection
    from django.test import Client

    from marketplace.kernel.installed import installed_manifests
    from tests.architecture.links import dead_links

    call_command("check", verbosity=0)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    client = Client(raise_request_exception=False)
    report = {
        "modules": [module.name for module in installed_manifests()],
        "home": client.get("/").status_code,
        "dead": dead_links(client),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
