"""Put the rules we ship into the tables; what an officer changed stays as it is."""

import json
from pathlib import Path

from django.db import connection

from traceability.rules.models import BannedSubstance, Limit

_DATA = Path(__file__).parent / "data"


def load_rules(**_signal: object) -> None:
    """Add ranges and banned substances that no row knows yet. Runs after every migrate.

    ``migrate <app>`` may have stopped before our tables were made: then there is nothing to fill.
    """
    there = connection.introspection.table_names()
    if not {Limit._meta.db_table, BannedSubstance._meta.db_table} <= set(there):
        return
    known = set(Limit.objects.values_list("code", flat=True))
    rows = json.loads((_DATA / "limits.json").read_text(encoding="utf-8"))
    Limit.objects.bulk_create(Limit(**row) for row in rows if row["code"] not in known)
    named = set(BannedSubstance.objects.values_list("name", "scope"))
    rows = json.loads((_DATA / "banned.json").read_text(encoding="utf-8"))
    BannedSubstance.objects.bulk_create(
        BannedSubstance(**row) for row in rows if (row["name"], row["scope"]) not in named
    )
