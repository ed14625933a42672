"""``manage.py origin``: EPCIS documents in and out, pages anew; the log's verbs join in."""

import json
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from marketplace.kernel.clock import now
from marketplace.kernel.errors import DomainError
from traceability.epcis.core import document
from traceability.lots.actions import import_document
from traceability.lots.models import Lot
from traceability.management.parties import party_named

PARTS = ("traceability.log.cli",)
"""Modules with ``declare(verbs)``; each verb sets ``run``, called with command and options."""


class Command(BaseCommand):
    """Works on parties' lots and events from the command line."""

    help = "Import and export EPCIS documents, prepare pages anew, check and audit the log, keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare ``import``, ``export``, ``refresh``, and what other parts bring."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        taking = verbs.add_parser("import", help="keep the events of a document, open its lots")
        taking.add_argument("file", type=Path)
        taking.add_argument("--party", required=True, help="GLN, number or name of the party")
        giving = verbs.add_parser("export", help="write the events of a lot as a document")
        giving.add_argument("lot", help="the code of the lot's page (the 8 characters of /q/)")
        verbs.add_parser("refresh", help="prepare every lot's page anew, after a change of texts")
        for part in PARTS:
            import_module(part).declare(verbs)

    def handle(self, *, verb: str, **options: object) -> None:
        """Run the verb."""
        run = options.get("run")
        if callable(run):
            run(self, options)
        elif verb == "import":
            self._import(Path(str(options["file"])), str(options["party"]))
        elif verb == "export":
            self._export(str(options["lot"]))
        else:
            self._refresh()

    def _import(self, file: Path, party: str) -> None:
        try:
            text = file.read_bytes()
            done = import_document(text=text, party=party_named(party))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        except DomainError as error:
            raise CommandError(f"{file}: {error.details.get('fault', error)}") from error
        self.stdout.write(f"{done.events} events, {done.new_events} of them new")
        for lot in done.lots:
            self.stdout.write(f"lot {lot.code}: /q/{lot.link_code}")
        for gtin in done.unknown_gtins:
            self.stderr.write(f"GTIN {gtin} is no trade item of this party: no lot opened")

    def _export(self, link_code: str) -> None:
        lot = Lot.objects.filter(link_code=link_code).first()
        if lot is None:
            raise CommandError(f"There is no lot {link_code}.")
        events = [event.body for event in lot.events.order_by("event_time", "pk")]
        json.dump(document.write(events, created=now()), sys.stdout, ensure_ascii=False, indent=1)
        self.stdout.write("")

    def _refresh(self) -> None:
        from traceability.resolver.snapshots import refresh_all

        with transaction.atomic():
            self.stdout.write(f"{refresh_all()} lots prepared")
