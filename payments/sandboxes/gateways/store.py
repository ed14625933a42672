"""The sandbox's own SQLite file: orders, refunds, notices with every try, and faults to play.

Times are Unix seconds.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from payments.sandboxes.common.database import Database
from payments.sandboxes.gateways.values import (
    DONE,
    HELD,
    OPEN,
    PENDING,
    Fields,
    Order,
    Refund,
    Told,
)

WAITING, DELIVERED, GIVEN_UP, NO_ADDRESS = "waiting", "delivered", "given_up", "no_address"
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS "order" (
    id INTEGER PRIMARY KEY, gateway TEXT NOT NULL, merchant TEXT NOT NULL, order_ref TEXT NOT NULL,
    amount INTEGER NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL,
    paid INTEGER NOT NULL DEFAULT 0, transaction_id TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL, settled_at REAL, expires_at REAL, fields TEXT NOT NULL,
    press TEXT, press_at REAL, UNIQUE (gateway, merchant, order_ref));
CREATE TABLE IF NOT EXISTS refund (
    id INTEGER PRIMARY KEY, gateway TEXT NOT NULL, merchant TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES "order"(id),
    refund_ref TEXT NOT NULL, number TEXT NOT NULL, amount INTEGER NOT NULL,
    state TEXT NOT NULL, created_at REAL NOT NULL, due_at REAL,
    fields TEXT NOT NULL, UNIQUE (gateway, merchant, refund_ref));
CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES "order"(id), name TEXT NOT NULL,
    url TEXT NOT NULL, fields TEXT NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, next_at REAL);
CREATE TABLE IF NOT EXISTS try (
    id INTEGER PRIMARY KEY, notice_id INTEGER NOT NULL REFERENCES notice(id),
    at REAL NOT NULL, status INTEGER, said TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY, gateway TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL,
    seconds REAL NOT NULL, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS hook (
    gateway TEXT NOT NULL, merchant TEXT NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL,
    PRIMARY KEY (gateway, merchant, name));
CREATE INDEX IF NOT EXISTS notice_due ON notice(next_at) WHERE state = 'waiting';
"""
ORDER: Final = """SELECT id, gateway, merchant, order_ref, amount, currency, state, paid,
    transaction_id, created_at, settled_at, expires_at, fields FROM "order" """
REFUND: Final = "SELECT * FROM refund "


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """A notice whose time has come."""

    id: int
    order: Order
    told: Told
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One call of the merchant: HTTP status, or None when there was no answer."""

    at: float
    status: int | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice as the page shows it."""

    id: int
    name: str
    state: str
    next_at: float | None
    tries: Sequence[Try]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong at the next calls.

    Args:
        kind: timeout_after_success, error, slow, forged, or a word of the gateway's own.
        path: part of the address it is for; empty for all.
        seconds: how long it takes.
    """

    kind: str
    path: str = ""
    seconds: float = 0
    times: int = 1


class Store(Database):
    """The books of all gateways in one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)

    def add_order(self, order: Order) -> Order | None:
        """Keep a new order; None when the merchant has used its number."""
        with self._transaction() as db:
            made = db.execute(
                """INSERT INTO "order" (gateway, merchant, order_ref, amount, currency, state,
                created_at, expires_at, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""",
                (
                    order.gateway,
                    order.merchant,
                    order.order_ref,
                    order.amount,
                    order.currency,
                    OPEN,
                    order.created_at,
                    order.expires_at,
                    _text(order.fields),
                ),
            )
            if not made.rowcount:
                return None
            return _order(db.execute(f"{ORDER} WHERE id = ?", (made.lastrowid,)).fetchone())

    def order(self, gateway: str, merchant: str, order_ref: str) -> Order | None:
        """Return a merchant's order."""
        where = "WHERE gateway = ? AND merchant = ? AND order_ref = ?"
        return self._one_order(where, gateway, merchant, order_ref)

    def order_by_transaction(self, gateway: str, merchant: str, number: str) -> Order | None:
        """Return the order that was paid under the gateway's number."""
        where = "WHERE gateway = ? AND merchant = ? AND transaction_id = ?"
        return self._one_order(where, gateway, merchant, number)

    def order_by_id(self, gateway: str, number: int) -> Order | None:
        """Return an order by the sandbox's own number."""
        return self._one_order("WHERE gateway = ? AND id = ?", gateway, number)

    def latest(self, gateway: str, count: int) -> list[Order]:
        """Return the newest orders."""
        with self._transaction() as db:
            found = db.execute(
                f"{ORDER} WHERE gateway = ? ORDER BY id DESC LIMIT ?", (gateway, count)
            )
            return [_order(row) for row in found]

    def settle(self, order: Order, told: Sequence[Told], now: float) -> bool:
        """Write what became of an order, with its notices; False when another was faster."""
        with self._transaction() as db:
            changed = db.execute(
                """UPDATE "order" SET state = ?, paid = ?, transaction_id = ?, settled_at = ?,
                press = NULL, press_at = NULL WHERE id = ? AND state IN (?, ?)""",
                (
                    order.state,
                    order.paid,
                    order.transaction_id,
                    order.settled_at,
                    order.id,
                    OPEN,
                    HELD,
                ),
            )
            if changed.rowcount:
                self._tell(db, order.id, told, now)
            return bool(changed.rowcount)

    def keep_fields(self, order_id: int, fields: Fields) -> None:
        """Write down what a gateway wants to remember of an order."""
        with self._transaction() as db:
            db.execute('UPDATE "order" SET fields = ? WHERE id = ?', (_text(fields), order_id))

    def press_later(self, order_id: int, press: Fields, at: float) -> None:
        """Remember what a person will do at a page."""
        with self._transaction() as db:
            db.execute(
                'UPDATE "order" SET press = ?, press_at = ? WHERE id = ?',
                (_text(press), at, order_id),
            )

    def presses_due(self, now: float) -> list[tuple[Order, dict[str, object]]]:
        """Return, once, the orders whose page is pressed by now."""
        with self._transaction() as db:
            found = db.execute(
                ORDER.replace("fields FROM", "fields, press FROM") + " WHERE press_at <= ?", (now,)
            ).fetchall()
            db.execute('UPDATE "order" SET press_at = NULL WHERE press_at <= ?', (now,))
            return [(_order(row), json.loads(row["press"])) for row in found]

    def tell(self, order_id: int, told: Sequence[Told], now: float) -> None:
        """Keep notices to be sent."""
        with self._transaction() as db:
            self._tell(db, order_id, told, now)

    def due(self, now: float) -> list[DueNotice]:
        """Return the notices whose time has come, oldest first."""
        with self._transaction() as db:
            found = db.execute(
                """SELECT * FROM notice WHERE state = ? AND next_at <= ?
                ORDER BY next_at, id LIMIT 100""",
                (WAITING, now),
            ).fetchall()
            return [self._due(db, row) for row in found]

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

    def send_again(self, order_id: int, now: float) -> int:
        """Make an order's notices due now, delivered or not; return how many."""
        with self._transaction() as db:
            changed = db.execute(
                "UPDATE notice SET state = ?, next_at = ? WHERE order_id = ? AND url <> ''",
                (WAITING, now, order_id),
            )
            return changed.rowcount

    def notices(self, order_id: int) -> list[NoticeRow]:
        """Return an order's notices with their tries."""
        with self._transaction() as db:
            found = db.execute(
                "SELECT id, name, state, next_at FROM notice WHERE order_id = ? ORDER BY id",
                (order_id,),
            ).fetchall()
            tries = "SELECT at, status, said FROM try WHERE notice_id = ? ORDER BY id"
            return [
                NoticeRow(**row, tries=[Try(**made) for made in db.execute(tries, (row["id"],))])
                for row in found
            ]

    def add_refund(self, refund: Refund) -> Refund | None:
        """Keep a refund; None when more would go back than came."""
        with self._transaction() as db:
            room: int = db.execute(
                """SELECT paid - (SELECT COALESCE(SUM(amount), 0) FROM refund
                WHERE order_id = "order".id AND state <> 'refused') FROM "order" WHERE id = ?""",
                (refund.order_id,),
            ).fetchone()[0]
            if refund.state != "refused" and refund.amount > room:
                return None
            made = db.execute(
                """INSERT INTO refund (gateway, merchant, order_id, refund_ref, number, amount,
                state, created_at, due_at, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    refund.gateway,
                    refund.merchant,
                    refund.order_id,
                    refund.refund_ref,
                    refund.number,
                    refund.amount,
                    refund.state,
                    refund.created_at,
                    refund.due_at,
                    _text(refund.fields),
                ),
            )
            return _refund(db.execute(f"{REFUND} WHERE id = ?", (made.lastrowid,)).fetchone())

    def refund(self, gateway: str, merchant: str, refund_ref: str) -> Refund | None:
        """Return a merchant's refund."""
        with self._transaction() as db:
            row = db.execute(
                f"{REFUND} WHERE gateway = ? AND merchant = ? AND refund_ref = ?",
                (gateway, merchant, refund_ref),
            ).fetchone()
            return _refund(row) if row else None

    def refunds(self, order_id: int) -> list[Refund]:
        """Return the refunds of an order, oldest first."""
        with self._transaction() as db:
            found = db.execute(f"{REFUND} WHERE order_id = ? ORDER BY id", (order_id,))
            return [_refund(row) for row in found]

    def paid_between(self, gateway: str, merchant: str, since: float, until: float) -> list[Order]:
        """Return the orders of a merchant that were paid in a stretch of time, oldest first."""
        where = "WHERE gateway = ? AND merchant = ? AND settled_at >= ? AND settled_at < ?"
        with self._transaction() as db:
            found = db.execute(f"{ORDER} {where} ORDER BY id", (gateway, merchant, since, until))
            return [one for one in map(_order, found) if one.is_paid]

    def given_between(
        self, gateway: str, merchant: str, since: float, until: float
    ) -> list[Refund]:
        """Return the refunds of a merchant that went through in a stretch of time."""
        where = "WHERE gateway = ? AND merchant = ? AND created_at >= ? AND created_at < ?"
        with self._transaction() as db:
            found = db.execute(f"{REFUND} {where} ORDER BY id", (gateway, merchant, since, until))
            return [one for one in map(_refund, found) if one.state == DONE]

    def refunds_due(self, now: float) -> list[Refund]:
        """Return the pending refunds whose time has come."""
        with self._transaction() as db:
            found = db.execute(f"{REFUND} WHERE state = ? AND due_at <= ?", (PENDING, now))
            return [_refund(row) for row in found]

    def close_refund(self, refund: Refund, *, state: str = DONE) -> bool:
        """End a pending refund; False when another was faster."""
        with self._transaction() as db:
            changed = db.execute(
                "UPDATE refund SET state = ?, due_at = NULL WHERE id = ? AND state = ?",
                (state, refund.id, PENDING),
            )
            return bool(changed.rowcount)

    def add_fault(self, gateway: str, fault: Fault) -> None:
        """Play a fault at the next calls."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO fault (gateway, kind, path, seconds, times) VALUES (?, ?, ?, ?, ?)",
                (gateway, fault.kind, fault.path, fault.seconds, fault.times),
            )

    def take_fault(self, gateway: str, path: str, *, kind: str = "") -> Fault | None:
        """Return the fault to play at ``path`` now, counted down; None when all goes well.

        Args:
            gateway: whose.
            path: the address that was called.
            kind: only such a fault; empty for those that the kit plays.
        """
        with self._transaction() as db:
            row = db.execute(
                """SELECT id, kind, path, seconds, times FROM fault
                WHERE gateway = ? AND times > 0 AND instr(?, path) > 0
                AND (CASE ? WHEN '' THEN kind IN
                ('timeout_after_success', 'error', 'slow', 'forged') ELSE kind = ? END)
                ORDER BY id LIMIT 1""",
                (gateway, path, kind, kind),
            ).fetchone()
            if row is None:
                return None
            db.execute("UPDATE fault SET times = times - 1 WHERE id = ?", (row["id"],))
            return Fault(
                kind=row["kind"], path=row["path"], seconds=row["seconds"], times=row["times"]
            )

    def clear_faults(self, gateway: str) -> None:
        """Let all go well again."""
        with self._transaction() as db:
            db.execute("DELETE FROM fault WHERE gateway = ?", (gateway,))

    def set_hook(self, gateway: str, merchant: str, name: str, url: str) -> None:
        """Remember where a merchant wants to be told."""
        with self._transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO hook VALUES (?, ?, ?, ?)", (gateway, merchant, name, url)
            )

    def hook(self, gateway: str, merchant: str, name: str) -> str:
        """Return where a merchant wants to be told; empty when nowhere."""
        with self._transaction() as db:
            row = db.execute(
                "SELECT url FROM hook WHERE gateway = ? AND merchant = ? AND name = ?",
                (gateway, merchant, name),
            ).fetchone()
            return str(row["url"]) if row else ""

    def _one_order(self, where: str, *values: object) -> Order | None:
        with self._transaction() as db:
            row = db.execute(f"{ORDER} {where} ORDER BY id DESC", values).fetchone()
            return _order(row) if row else None

    def _due(self, db: sqlite3.Connection, row: sqlite3.Row) -> DueNotice:
        order = db.execute(f"{ORDER} WHERE id = ?", (row["order_id"],)).fetchone()
        told = Told(name=row["name"], url=row["url"], fields=json.loads(row["fields"]))
        return DueNotice(id=row["id"], order=_order(order), told=told, tries=row["tries"])

    def _tell(
        self, db: sqlite3.Connection, order_id: int, told: Sequence[Told], now: float
    ) -> None:
        for one in told:
            db.execute(
                """INSERT INTO notice (order_id, name, url, fields, state, next_at)
                VALUES (?, ?, ?, ?, ?, ?)""",
                (
                    order_id,
                    one.name,
                    one.url,
                    _text(one.fields),
                    WAITING if one.url else NO_ADDRESS,
                    now,
                ),
            )


def _text(fields: Fields) -> str:
    return json.dumps(dict(fields), ensure_ascii=False)


def _order(row: sqlite3.Row) -> Order:
    known = {name: row[name] for name in row.keys() if name != "press"}  # noqa: SIM118
    return Order(**{**known, "fields": json.loads(row["fields"])})


def _refund(row: sqlite3.Row) -> Refund:
    return Refund(**{**dict(row), "fields": json.loads(row["fields"])})
