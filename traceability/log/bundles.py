"""Proof files: what a log says about some events, in one file that needs no server."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet

from marketplace.kernel.clock import now
from traceability.epcis.models import Event
from traceability.log import conf
from traceability.log.core.canonical import Json
from traceability.log.core.notes import Verifier
from traceability.log.core.verifying import FORMAT
from traceability.log.models import KeyRole, KeyState, LogCheckpoint, LogEntry, LogState, PartyKey
from traceability.log.queries import Prover
from traceability.log.reading import newest


def log_verifiers() -> list[Verifier]:
    """Return the keys that checkpoints are checked with, the one in use first."""
    state = LogState.objects.filter(pk=1).first()
    keys = PartyKey.objects.filter(role=KeyRole.LOG).order_by("-pk")
    return [Verifier(state.origin, key.public_key) for key in keys] if state else []


def lot_events(link_code: str) -> QuerySet[Event]:
    """Return the events of a lot in the order of its story."""
    return Event.objects.filter(lots__link_code=link_code).order_by("event_time", "pk")


def bundle(events: Iterable[Event], about: Mapping[str, Json]) -> dict[str, Json]:
    """Return the proof file of events: each with its entry and the path to the checkpoint.

    The entries about the keys that signed them come along; events that have no number yet are
    named in ``waiting``.
    """
    asked = list(events)
    point = newest()
    size = point.size if point else 0
    rows = LogEntry.objects.filter(event__in=asked, index__lt=size).select_related("event", "key")
    logged = {row.event_id: row for row in rows}
    ordered = [logged[event.pk] for event in asked if event.pk in logged]
    told = [] if point is None else [*_statements(ordered, size), *ordered]
    return {
        "format": FORMAT,
        "made_at": now().isoformat(timespec="seconds"),
        "about": about,
        "log": {
            "keys": [str(one) for one in log_verifiers()],
            "witnesses": [str(one.verifier) for one in conf.witnesses()],
        },
        "entries": _entries(told, point) if point else [],
        "waiting": [event.event_id for event in asked if event.pk not in logged],
    }


def about_lot(link_code: str) -> dict[str, Json]:
    """Return how a proof file names its lot."""
    return {"lot": link_code, "page": f"{settings.PUBLIC_ORIGIN}/q/{link_code}"}


def _entries(rows: Sequence[LogEntry], point: LogCheckpoint) -> list[Json]:
    prover = Prover(point)
    return [_entry(row, prover) for row in rows]


def _entry(row: LogEntry, prover: Prover) -> dict[str, Json]:
    document: Json = row.event.body if row.event else row.statement
    name = "event" if row.event else "statement"
    return {name: document, "proof": str(prover.proof(row))}


def _statements(entries: Sequence[LogEntry], size: int) -> list[LogEntry]:
    """Return the entries about the keys of ``entries``, and about the keys that vouched for them.

    Of the platform itself all are taken: a replaced platform key may have vouched.
    """
    wanted = {row.key.key_id for row in entries}
    about_keys = LogEntry.objects.filter(event=None, index__lt=size).select_related("key")
    rows = list(about_keys.order_by("index"))
    while True:
        chosen = [row for row in rows if _concerns(row, wanted)]
        more = {key for row in chosen for key in _keys_in(row)}
        if more <= wanted:
            return chosen
        wanted |= more


def _concerns(row: LogEntry, wanted: set[str]) -> bool:
    told = row.statement or {}
    return told.get("role") == KeyRole.OPERATOR or str(told.get("key")) in wanted


def _keys_in(row: LogEntry) -> set[str]:
    told = row.statement or {}
    return {str(told[name]) for name in ("key", "old") if told.get(name)} | {row.key.key_id}


def keys_document() -> dict[str, Json]:
    """Return what ``/log/keys.json`` says: the log's keys, its witnesses, everybody's keys."""
    state = LogState.objects.filter(pk=1).first()
    rows = PartyKey.objects.exclude(role=KeyRole.LOG).select_related("party").order_by("pk")
    return {
        "origin": state.origin if state else conf.new_origin(),
        "log_keys": [str(one) for one in log_verifiers()],
        "witnesses": [
            {"key": str(one.verifier), "address": one.address} for one in conf.witnesses()
        ],
        "keys": [_key(row) for row in rows],
    }


def _key(row: PartyKey) -> dict[str, Json]:
    return {
        "key": row.key_id,
        "did": f"did:key:{row.key_id}",
        "role": row.role,
        "party": row.party.name if row.party else None,
        "custody": row.custody,
        "state": row.state,
        "valid_from": row.valid_from.isoformat(timespec="seconds"),
        "valid_to": row.valid_to.isoformat(timespec="seconds") if row.valid_to else None,
        "reason": row.reason if row.state == KeyState.REVOKED else "",
    }
