"""Put the rules we ship into the tables; what an officer changed stays as it is."""

import json
from pathlib import Path

from traceability.rules.models import BannedSubstance, Limit

_DATA = Path(__file__).parent / "data"


def load_rules(**_signal: object) -> None:
    """Add ranges and banned substances that no row knows yet. Runs after every migrate."""
    known = set(Limit.objects.values_list("code", flat=True))
    rows = json.loads((_DATA / "limits.json").read_text(encoding="utf-8"))
    Limit.objects.bulk_create(Limit(**row) for row in rows if row["code"] not in known)
    named = set(BannedSubstance.objects.values_list("name", "scope"))
    rows = json.loads((_DATA / "banned.json").read_text(encoding="utf-8"))
    BannedSubstance.objects.bulk_create(
        BannedSubstance(**row) for row in rows if (row["name"], row["scope"]) not in named
    )
