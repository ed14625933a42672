"""``manage.py epcis hash|validate FILE…``: no database is needed."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from traceability.epcis.conf import json_schema
from traceability.epcis.core.schema import SchemaFileError
from traceability.epcis.core.tool import print_faults, print_hashes


class Command(BaseCommand):
    """Works on EPCIS files: documents, answers to queries, single events; ``-`` is standard input.

    ``hash`` prints one CBV 2.0 hash an event, in order. ``validate`` prints one line a fault with
    its JSON path and exits 1, or prints nothing and exits 0.
    """

    help = "Print the hashes of events in EPCIS files, or what is wrong with the files."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare ``hash FILE…`` and ``validate FILE…``."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        hashing = verbs.add_parser("hash", help="print one hash an event, in order")
        hashing.add_argument("files", nargs="+", metavar="FILE")
        checking = verbs.add_parser("validate", help="print one line a fault, or nothing")
        checking.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *, verb: str, files: list[str], **_options: object) -> None:
        """Run the verb and leave with its exit code."""
        try:
            if verb == "hash":
                code = print_hashes(files, self.stdout.write, self.stderr.write)
            else:
                code = print_faults(files, self.stdout.write, json_schema())
        except SchemaFileError as error:
            raise CommandError(str(error), returncode=2) from error
        if code:
            sys.exit(code)
