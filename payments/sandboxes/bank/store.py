"""The sandbox bank's own SQLite file: transfers, the notices they cause, and every try.

Times are Unix seconds.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from payments.sandboxes.bank.core import memos, notices
from payments.sandboxes.common.database import Database

WAITING, DELIVERED, GIVEN_UP, NO_ADDRESS = "waiting", "delivered", "given_up", "no_address"
OPENING_BALANCE: Final = 10_000_000
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS transfer (
    id INTEGER PRIMARY KEY, booked_at REAL NOT NULL, bank_bin TEXT NOT NULL,
    account TEXT NOT NULL, incoming INTEGER NOT NULL, amount INTEGER NOT NULL,
    memo TEXT NOT NULL, reference TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY, transfer_id INTEGER NOT NULL REFERENCES transfer(id),
    url TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at REAL);
CREATE TABLE IF NOT EXISTS try (
    id INTEGER PRIMARY KEY, notice_id INTEGER NOT NULL REFERENCES notice(id),
    at REAL NOT NULL, status INTEGER, said TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notice_due ON notice(next_at) WHERE state = 'waiting';
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What a person asks the bank to do.

    Args:
        way: how the bank mangles the memo, a key of ``memos.WAYS``.
        delay: seconds until the transfer is booked.
        transfers: how many times the money moves.
        notices: how many times each movement is told.
    """

    bank_bin: str
    account: str
    amount: int
    memo: str
    incoming: bool = True
    way: str = "as_is"
    delay: float = 0
    transfers: int = 1
    notices: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """A notice whose time has come."""

    id: int
    url: str
    body: bytes
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One call of the shop: HTTP status, or None when there was no answer."""

    at: float
    status: int | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice as the page shows it."""

    id: int
    state: str
    next_at: float | None
    tries: Sequence[Try]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A transfer as the page shows it."""

    id: int
    booked_at: float
    bank_bin: str
    account: str
    incoming: bool
    amount: int
    memo: str
    notices: Sequence[NoticeRow]


class Store(Database):
    """The bank's books in one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)

    def transfer(self, asked: Instruction, *, url: str, now: float) -> list[int]:
        """Book what was ``asked`` with its notices, in one transaction, and return the ids.

        Args:
            asked: what a person wants.
            url: where the shop is told; empty when nobody is.
            now: Unix seconds.
        """
        with self._transaction() as db:
            return [self._book(db, asked, url, now) for _ in range(asked.transfers)]

    def due(self, now: float) -> list[DueNotice]:
        """Return the notices whose time has come, oldest first."""
        query = """SELECT notice.id, url, body, tries FROM notice
            JOIN transfer ON transfer.id = transfer_id
            WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, notice.id"""
        with self._transaction() as db:
            return [DueNotice(**row) for row in db.execute(query, (now,))]

    def record(self, notice_id: int, made: Try, *, state: str, next_at: float | None) -> None:
        """Write down a try and what follows from it."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO try (notice_id, at, status, said) VALUES (?, ?, ?, ?)",
                (notice_id, made.at, made.status, made.said),
            )
            db.execute(
                "UPDATE notice SET tries = tries + 1, state = ?, next_at = ? WHERE id = ?",
                (state, next_at, notice_id),
            )

    def send_again(self, notice_id: int, *, now: float) -> bool:
        """Make a notice due now, delivered or not; False when there is none or nobody to tell."""
        with self._transaction() as db:
            changed = db.execute(
                "UPDATE notice SET state = 'waiting', next_at = ? WHERE id = ? AND url <> ''",
                (now, notice_id),
            )
            return changed.rowcount == 1

    def latest(self, count: int) -> list[TransferRow]:
        """Return the newest transfers with their notices and tries."""
        with self._transaction() as db:
            rows = db.execute(
                """SELECT id, booked_at, bank_bin, account, incoming, amount, memo
                FROM transfer ORDER BY id DESC LIMIT ?""",
                (count,),
            ).fetchall()
            return [
                TransferRow(
                    **{**row, "incoming": bool(row["incoming"])},
                    notices=self._notices(db, row["id"]),
                )
                for row in map(dict, rows)
            ]

    def _book(self, db: sqlite3.Connection, asked: Instruction, url: str, now: float) -> int:
        # from the clock, so that a new file does not use numbers again that a shop has seen
        newest: int = db.execute("SELECT COALESCE(MAX(id), 0) FROM transfer").fetchone()[0]
        movement = self._movement(db, asked, max(newest + 1, int(now * 1000)), now)
        db.execute(
            "INSERT INTO transfer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                movement.id,
                movement.booked_at,
                asked.bank_bin,
                movement.account,
                movement.incoming,
                movement.amount,
                movement.memo,
                movement.reference,
                notices.body(movement),
            ),
        )
        for _ in range(asked.notices):
            db.execute(
                "INSERT INTO notice (transfer_id, url, state, next_at) VALUES (?, ?, ?, ?)",
                (movement.id, url, WAITING if url else NO_ADDRESS, movement.booked_at),
            )
        return movement.id

    def _movement(
        self, db: sqlite3.Connection, asked: Instruction, number: int, now: float
    ) -> notices.Movement:
        reference = str(number)[-10:]
        moved: int = db.execute(
            """SELECT COALESCE(SUM(CASE incoming WHEN 1 THEN amount ELSE -amount END), 0)
            FROM transfer WHERE account = ?""",
            (asked.account,),
        ).fetchone()[0]
        change = asked.amount if asked.incoming else -asked.amount
        return notices.Movement(
            id=number,
            booked_at=now + asked.delay,
            account=asked.account,
            memo=memos.as_booked(asked.memo, way=asked.way, reference=reference),
            incoming=asked.incoming,
            amount=asked.amount,
            accumulated=OPENING_BALANCE + moved + change,
            reference=f"SANDBOX.{reference}",
        )

    def _notices(self, db: sqlite3.Connection, transfer_id: int) -> list[NoticeRow]:
        found = db.execute(
            "SELECT id, state, next_at FROM notice WHERE transfer_id = ? ORDER BY id",
            (transfer_id,),
        ).fetchall()
        tries = "SELECT at, status, said FROM try WHERE notice_id = ? ORDER BY id"
        return [
            NoticeRow(**row, tries=[Try(**made) for made in db.execute(tries, (row["id"],))])
            for row in found
        ]
