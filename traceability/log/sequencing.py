"""The sequencer: numbers for waiting entries, tiles, and a signed checkpoint. One at a time."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db import connection, transaction

from traceability.log import anchor, conf, keyring
from traceability.log.core import merkle
from traceability.log.core.checkpoint import Checkpoint
from traceability.log.core.notes import sign
from traceability.log.core.tiles import TILE_WIDTH, Tile
from traceability.log.errors import LogInconsistentError
from traceability.log.hooks import events_logged
from traceability.log.models import LogCheckpoint, LogEntry, LogState, LogTile, PartyKey
from traceability.log.reading import newest, nodes, tile_hashes

BATCH = 2000


def sequence() -> int:
    """Number every waiting entry, sign the tree, and return how many entries it got.

    Everything of a batch is one transaction: stopped at any moment, an entry has its number,
    its place in the tree and a checkpoint over it, or none of them.

    Raises:
        LogInconsistentError: the tree is not the one that was signed last; nothing is signed.
    """
    total = 0
    while count := sequence_batch():
        total += count
    return total


@transaction.atomic
def sequence_batch(limit: int = BATCH) -> int:
    """As `sequence`, for at most ``limit`` entries."""
    state = locked_state()
    key = keyring.log_key()
    last = newest()
    waiting = list(LogEntry.objects.filter(index=None).order_by("pk")[:limit])
    if not waiting and last is not None and last.key_id == key.pk:
        return 0
    size = last.size if last else 0
    _check_continues(last, size)
    _number(waiting, size)
    _gather(size, size + len(waiting))
    _sign(state, key, size + len(waiting))
    logged = [entry.event_id for entry in waiting if entry.event_id is not None]
    if logged:
        events_logged.send(logged)
    return len(waiting)


def locked_state() -> LogState:
    """Return the log's one row, locked; the log is begun the first time."""
    LogState.objects.bulk_create([LogState(pk=1, origin=conf.new_origin())], ignore_conflicts=True)
    return LogState.objects.select_for_update().get(pk=1)


def _check_continues(last: LogCheckpoint | None, size: int) -> None:
    """Refuse to go on from a tree that is not the one that was signed."""
    highest = LogEntry.objects.exclude(index=None).order_by("-index").first()
    count = 0 if highest is None or highest.index is None else highest.index + 1
    if count != size:
        raise LogInconsistentError(what=f"{count} entries have numbers, {size} were signed")
    if last is not None and _root_at(size) != bytes(last.root):
        raise LogInconsistentError(what=f"the tree of {size} entries has another root")
    kept = anchor.read(conf.anchor())
    if kept is None:
        return
    if kept.size > size:
        what = f"{conf.anchor()} knows {kept.size} entries, the database {size}"
        raise LogInconsistentError(what=what)
    if _root_at(kept.size) != kept.root:
        what = f"the tree of {kept.size} entries is not that of {conf.anchor()}"
        raise LogInconsistentError(what=what)


def _root_at(size: int) -> bytes:
    try:
        return merkle.root(size, nodes(size))
    except ValueError as error:  # a tile is short: entries are gone
        raise LogInconsistentError(what=str(error)) from error


def _number(waiting: Sequence[LogEntry], first: int) -> None:
    table = LogEntry._meta.db_table
    rows = [(first + at, entry.pk) for at, entry in enumerate(waiting)]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f'UPDATE "{table}" SET "index" = %s WHERE id = %s', rows)  # noqa: S608


def _gather(old: int, new: int) -> None:
    """Write down the tiles that became full."""
    for tile in _filled(old, new):
        joined = tile_hashes(tile)
        hashes = [joined[at : at + 32] for at in range(0, len(joined), 32)]
        if len(hashes) != TILE_WIDTH:
            raise LogInconsistentError(what=f"tile {tile.path} has {len(hashes)} hashes")
        LogTile.objects.create(
            level=tile.level, index=tile.index, hashes=joined, root=merkle.folded(hashes)
        )


def _filled(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles that are full in a tree of ``new`` and were not in one of ``old``."""
    level = 0
    while new:
        old, new = old // TILE_WIDTH, new // TILE_WIDTH
        for index in range(old, new):
            yield Tile(level, index)
        level += 1


def _ask_later(address: str) -> None:
    from traceability.log.tasks import ask_witness

    ask_witness.enqueue(address)


def _sign(state: LogState, key: PartyKey, size: int) -> LogCheckpoint:
    point = Checkpoint(state.origin, size, _root_at(size))
    note = str(point.note(sign(point.text, state.origin, keyring.seed_of(key))))
    row: LogCheckpoint = LogCheckpoint.objects.create(
        size=size, root=point.root, note=note, key=key
    )
    for witness in conf.witnesses():
        _ask_later(witness.address)
    # After the commit: a file ahead of the database would stop the log for good.
    transaction.on_commit(partial(anchor.write, conf.anchor(), note), robust=True)
    return row
