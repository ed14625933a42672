"""Read GS1 Digital Links from the command line."""

import json
import sys
from collections.abc import Mapping
from typing import IO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from traceability.gs1.errors import Gs1Error
from traceability.gs1.reading import describe_lines, describe_uri, refusal


class Command(BaseCommand):
    """``gs1 read URI`` prints what a URI says; ``gs1 read -`` does so for every line of input."""

    help = "Read a GS1 Digital Link URI; - reads one a line and prints one JSON object a line."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare ``read URI``."""
        actions = parser.add_subparsers(dest="action", required=True)
        reader = actions.add_parser("read", help=self.help)
        reader.add_argument("uri", help="the URI, or - for standard input")

    def handle(self, *args: object, **options: object) -> None:
        """Print the answer, or one answer a line."""
        uri = str(options["uri"])
        if uri == "-":
            self._read_lines()
        else:
            self._read_one(uri)

    def _read_one(self, uri: str) -> None:
        try:
            self._print(describe_uri(uri))
        except Gs1Error as error:
            self._print(refusal(error))
            raise CommandError(f"{error.code}: {error}", returncode=1) from error

    def _read_lines(self) -> None:
        """Answer line by line, so that a program can talk with the command through pipes."""
        source: IO[bytes] = sys.stdin.buffer
        for answer in describe_lines(source):
            self._print(answer)
            self.stdout.flush()

    def _print(self, answer: Mapping[str, object]) -> None:
        self.stdout.write(json.dumps(answer))
