"""Say numbers in words from the command line."""

import re
import sys
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.base.words.numerals import LANGUAGES, NumeralError, in_words

_PLAIN = re.compile(r"[+-]?\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,\u00a0\u202f ]\d{3})+")


class Command(BaseCommand):
    """``words vi 1250000`` prints the words; ``words vi -`` does so for every line of input."""

    help = "Print whole numbers in words (vi, km, en); - reads one number a line."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the language and the numbers."""
        parser.add_argument("language", choices=LANGUAGES)
        parser.add_argument("numbers", nargs="+", help="numbers, or - for standard input")

    def handle(self, *args: object, **options: object) -> None:
        """Print the words of every number, one line each; a bad one is told and the rest go on."""
        given = options["numbers"]
        lines: Iterable[str] = given if isinstance(given, list) else [str(given)]
        if list(lines) == ["-"]:
            lines = (line.rstrip("\n") for line in sys.stdin)
        refused = sum(not self._say(line, str(options["language"])) for line in lines)
        if refused:
            raise CommandError(f"{refused} of the lines hold no number", returncode=1)

    def _say(self, line: str, language: str) -> bool:
        try:
            self.stdout.write(in_words(whole_number(line), language))
        except NumeralError as error:
            self.stdout.write("")
            self.stderr.write(f"{line.strip()[:60]!r}: {error}")
            return False
        return True


def whole_number(text: str) -> int:
    """Return a whole number as people write it: ``1250000``, ``1.250.000``, ``1,250,000``.

    Raises:
        NumeralError: there is no number, it has a fraction, or its groups are no groups.
    """
    text = text.strip()
    if not (_PLAIN.fullmatch(text) or _is_grouped(text)):
        raise NumeralError("this is no whole number")
    return int(re.sub(r"[^\d+-]", "", text))


def _is_grouped(text: str) -> bool:
    marks = set(re.sub(r"[\d+-]", "", text))
    return len(marks) == 1 and _GROUPED.fullmatch(text) is not None
