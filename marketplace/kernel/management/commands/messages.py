"""``manage.py messages``: the texts people read, and those that lack a translation."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.kernel.catalogues import Text, texts, translations, untranslated


class Command(BaseCommand):
    """Lists texts; with ``--check LANGUAGE`` only those without a translation (exit 1)."""

    help = "List the texts of the shop, or with --check those that lack a translation."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``--check`` and ``--under``."""
        parser.add_argument("--check", metavar="LANGUAGE", help="list what lacks a translation")
        parser.add_argument("--under", metavar="FOLDER", default="", help="only files in FOLDER")

    def handle(self, *, check: str | None, under: str, **options: object) -> None:
        """List the texts, or the missing translations."""
        tree: Path = settings.BASE_DIR
        found = untranslated(tree, check) if check else texts(tree)
        shown = [text for text in found if text.file.is_relative_to(under)]
        for text in shown:
            self.stdout.write(_line(text))
        if check:
            self._warn_of_conflicts(tree, check)
            if shown:
                raise CommandError(f"{len(shown)} texts have no translation into {check}.")

    def _warn_of_conflicts(self, tree: Path, language: str) -> None:
        for (_context, msgid), found in translations(tree, language).items():
            if len(found) > 1:
                said = "; ".join(f"{string!r} in {file}" for string, file in found.items())
                self.stderr.write(f"two translations of {msgid!r}: {said}")


def _line(text: Text) -> str:
    context = f" [{text.context}]" if text.context else ""
    return f"{text.file}:{text.line}: {text.msgid!r}{context}"
