"""Everything recomputed from the rows: where the log is not what was signed, and why.

From the event's JSON to its canonical bytes, their hash and signature, the entry, the tree, the
tiles, the checkpoints and the file outside the database. Streamed: memory does not grow.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from traceability.epcis.models import Event
from traceability.log import anchor, conf
from traceability.log.core.checkpoint import read_checkpoint
from traceability.log.core.examining import Row, faults
from traceability.log.core.growing import Growth
from traceability.log.core.notes import NoteError, Verifier
from traceability.log.core.ownership import Keys
from traceability.log.core.tiles import TILE_WIDTH, Tile, split
from traceability.log.errors import LogInconsistentError
from traceability.log.models import KeyRole, KeyState, LogCheckpoint, LogEntry, LogTile, PartyKey

CHUNK = 2000
SHOWN_EVENTS = 100
_COLUMNS = (
    "index",
    "leaf",
    "leaf_hash",
    "statement",
    "event_id",
    "event__event_id",
    "event__event_hash",
    "event__party_id",
    "event__body",
    "key__key_id",
    "pk",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was signed.

    Args:
        index: the entry's number; None where it is not about an entry.
        event_id: of the event, if it is about one.
        what: in a sentence without a full stop.
    """

    index: int | None
    event_id: str
    what: str

    def __str__(self) -> str:
        entry = "" if self.index is None else f"entry {self.index}"
        where = ", ".join(part for part in (entry, self.event_id) if part)
        return f"{where}: {self.what}" if where else self.what


def audit(start: int = 0) -> Iterator[Finding]:
    """Yield what is wrong from entry ``start`` on; nothing is wrong when nothing comes.

    The tree is rebuilt from its first leaf in any case; documents and signatures of entries
    before ``start`` are not looked at.
    """
    yield from _Audit(start).run()


class _Audit:
    """One walk through the log."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.tree = Growth()
        self.keys = Keys()
        self.marks: dict[int, bytes] = {}
        self.points = _points_by_size()
        self.last_good = 0
        self.last_pk = 0

    def run(self) -> Iterator[Finding]:
        kept = _anchor()
        if isinstance(kept, Finding):
            yield kept
        elif kept is not None:
            self.points.setdefault(kept[0], []).append(("the file", kept[1]))
        yield from self._at_size()
        for values in _rows():
            yield from self._entry(values)
        yield from self._rest()

    def _entry(self, values: tuple[object, ...]) -> Iterator[Finding]:
        row, pk = _row(values), values[-1]
        if row.index != self.tree.size:
            yield from self._gap(row.index)
        if row.index >= self.start:
            for what in faults(row, self.keys, self.marks):
                yield Finding(row.index, row.event_id, what)
        elif not row.event_id:
            self.keys.hear(row.index, row.document or {}, row.key_id)
        if isinstance(pk, int):
            yield from self._order(row, pk)
        for tile, joined in self.tree.add(row.kept_hash):
            yield from self._tile(tile, joined)
        yield from self._at_size()

    def _gap(self, index: int) -> Iterator[Finding]:
        """Tell of entries that are gone; their hashes come from the tile that knew them."""
        for missing in range(self.tree.size, index):
            yield Finding(missing, "", "the entry is missing")
            tile = LogTile.objects.filter(level=0, index=missing // TILE_WIDTH).first()
            at = missing % TILE_WIDTH * 32
            self.tree.add(bytes(tile.hashes)[at : at + 32] if tile else bytes(32))
            self.last_pk = 0

    def _order(self, row: Row, pk: int) -> Iterator[Finding]:
        """Entries that were numbered together stand in the order in which they were written."""
        if pk < self.last_pk:
            yield Finding(row.index, row.event_id, "it stands after an entry written later")
        self.last_pk = pk

    def _tile(self, tile: Tile, joined: bytes) -> Iterator[Finding]:
        kept = LogTile.objects.filter(level=tile.level, index=tile.index).first()
        if kept is None:
            yield Finding(None, "", f"tile {tile.path} is missing")
        elif bytes(kept.hashes) != joined:
            yield from _different(tile, bytes(kept.hashes), joined)

    def _at_size(self) -> Iterator[Finding]:
        """Hold the tree against what was signed over this many entries."""
        size = self.tree.size
        points = self.points.pop(size, [])
        if not points:
            return
        root = self.tree.root
        self.marks[size] = root
        self.last_pk = 0
        for name, signed in points:
            if signed != root:
                span = f"entries {self.last_good} to {size - 1} are not those that were signed"
                yield Finding(None, "", f"{name} of {size} entries: {span}")
        if all(signed == root for _name, signed in points):
            self.last_good = size

    def _rest(self) -> Iterator[Finding]:
        for size, points in sorted(self.points.items()):
            missing = f"entries {self.tree.size} to {size - 1} are missing"
            if size > self.tree.size:
                yield Finding(self.tree.size, "", f"{points[0][0]} knows {size}: {missing}")
        if self.tree.size and self.last_good != self.tree.size:
            rows = LogCheckpoint.objects.filter(size=self.tree.size)
            if not rows.exists():
                yield Finding(None, "", f"no checkpoint is over {self.tree.size} entries")
        yield from _about_checkpoints()
        yield from _about_keys(self.keys)
        yield from _about_events()


def _different(tile: Tile, kept: bytes, joined: bytes) -> Iterator[Finding]:
    """Tell which entries a tile knows otherwise; above level 0 the tiles below say it."""
    if len(kept) != len(joined) or tile.level:
        yield Finding(None, "", f"tile {tile.path} is not the one over these entries")
        return
    was, now = split(kept, TILE_WIDTH), split(joined, TILE_WIDTH)
    first = tile.index * TILE_WIDTH
    for at in range(TILE_WIDTH):
        if was[at] == now[at]:
            continue
        moved = f", it was entry {first + was.index(now[at])}" if now[at] in was else ""
        yield Finding(first + at, "", f"another entry stood here when it was signed{moved}")


def _points_by_size() -> dict[int, list[tuple[str, bytes]]]:
    found: dict[int, list[tuple[str, bytes]]] = {}
    for size, root in LogCheckpoint.objects.values_list("size", "root").iterator():
        found.setdefault(size, []).append(("the checkpoint", bytes(root)))
    return found


def _anchor() -> tuple[int, bytes] | Finding | None:
    try:
        kept = anchor.read(conf.anchor())
    except LogInconsistentError as error:
        return Finding(None, "", str(error.details["what"]))
    return (kept.size, kept.root) if kept else None


def _rows() -> Iterator[tuple[object, ...]]:
    """Yield the numbered entries in order, read in chunks: the log may grow meanwhile."""
    rows = LogEntry.objects.order_by("index").values_list(*_COLUMNS)
    last = -1
    while chunk := list(rows.filter(index__gt=last)[:CHUNK]):
        yield from chunk
        last = int(chunk[-1][0])


def _row(values: tuple[object, ...]) -> Row:
    index, leaf, kept, statement, event, event_id, event_hash, party, body, key, _pk = values
    document = statement if event is None else body
    return Row(
        index=index if isinstance(index, int) else -1,
        leaf=str(leaf),
        kept_hash=kept if isinstance(kept, bytes) else bytes(kept),  # type: ignore[call-overload]
        document=document if isinstance(document, dict) else None,
        event_id="" if event is None else str(event_id or f"event {event}"),
        event_hash=str(event_hash or ""),
        party=party if isinstance(party, int) else 0,
        key_id=str(key),
    )


def _about_checkpoints() -> Iterator[Finding]:
    """Check the notes: what they say, and that the log's key of then signed them."""
    for point in LogCheckpoint.objects.select_related("key").iterator(chunk_size=CHUNK):
        what = _wrong_note(point)
        if what:
            yield Finding(None, "", f"the checkpoint of {point.size} entries: {what}")


def _wrong_note(point: LogCheckpoint) -> str:
    try:
        signed = read_checkpoint(point.note)
        told = signed.checkpoint
        if point.key.role != KeyRole.LOG:
            return "its key is not the log's"
        if not signed.signed_by(Verifier(told.origin, point.key.public_key)):
            return "the log's key did not sign it"
    except (NoteError, ValueError) as error:
        return str(error)
    same = (told.size, told.root) == (point.size, bytes(point.root))
    return "" if same else "its note says something else than its row"


def _about_keys(keys: Keys) -> Iterator[Finding]:
    """Hold the key rows against what the log says about keys."""
    waiting = set(
        LogEntry.objects.filter(index=None, event=None).values_list("statement__key", flat=True)
    )
    rows = {row.key_id: row for row in PartyKey.objects.all()}
    for key_id, row in rows.items():
        owned = keys.known.get(key_id)
        if owned is None:
            if key_id not in waiting:
                yield Finding(None, "", f"key {key_id} is not in the log")
        elif (owned.role, owned.party) != (row.role, row.party_id or 0):
            yield Finding(None, "", f"key {key_id} was registered for another party")
        elif owned.until is not None and row.state == KeyState.ACTIVE:
            yield Finding(None, "", f"key {key_id} was {owned.how} in entry {owned.until}")
    for key_id in keys.known.keys() - rows.keys():
        yield Finding(keys.known[key_id].since, "", f"key {key_id} of this entry is gone")


def _about_events() -> Iterator[Finding]:
    """Find events that the log never heard of."""
    unknown = Event.objects.filter(log_entry=None).order_by("pk")
    for event_id in unknown.values_list("event_id", flat=True)[:SHOWN_EVENTS]:
        yield Finding(None, event_id, "the event is not in the log")
    count = unknown.count()
    if count > SHOWN_EVENTS:
        yield Finding(None, "", f"{count - SHOWN_EVENTS} more events are not in the log")
