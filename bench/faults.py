"""What becomes of money while things break. Run: ``python bench/faults.py [rate] [seconds]``.

On PostgreSQL whose commits reach the disk: web server and worker run as in the demo; a bank feed
sends signed notices at ``rate`` a second (200 for 60 s), each for a charge of its own. Meanwhile
worker and one web process are killed with -9 and the database crashes once. The sender does as
SePay does: a notice that was not answered with success is sent again after 1, 1, 2, 3, 5, 8, 13
minutes, here seconds, each try signed anew.

Goal: every notice is acknowledged in the end, and each is applied exactly once.
"""

import os
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import cycle
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE))

ACCOUNTS = 60
SENDERS = 24
TIME_SCALE = 60
AMOUNT = 50_000
SECRET = secrets.token_hex(20)


@dataclass(order=True)
class Due:
    """One notice and when to send it next."""

    at: float
    number: int = field(compare=False)
    tries: int = field(compare=False, default=0)


@dataclass
class Outcome:
    """What the sender saw."""

    acknowledged: dict[int, float] = field(default_factory=dict)
    tries: Counter[int] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    given_up: list[int] = field(default_factory=list)


class Sender:
    """Sends notices as their time comes, from several threads, and again until acknowledged."""

    def __init__(self, letters: list[tuple[str, bytes]], rate: float) -> None:
        self.letters = letters
        self.seen = Outcome()
        self._began = time.perf_counter()
        self._queue = [Due(number / rate, number) for number in range(len(letters))]
        self._open = len(letters)
        self._lock = threading.Lock()

    def run(self) -> Outcome:
        """Send until every notice is acknowledged or given up."""
        threads = [threading.Thread(target=self._work) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.seen

    def _work(self) -> None:
        while self._open:
            due = self._next()
            if due is None:
                time.sleep(0.002)
                continue
            self._settle(due, self._send(due.number))

    def _next(self) -> Due | None:
        with self._lock:
            ready = self._queue and self._queue[0].at <= time.perf_counter() - self._began
            return heappop(self._queue) if ready else None

    def _send(self, number: int) -> str:
        from http.client import HTTPException

        from payments.sandboxes.bank.core.notices import headers
        from payments.sandboxes.bank.delivery import TIMEOUT
        from payments.sandboxes.common.calling import call

        url, body = self.letters[number]
        try:
            signed = headers(body, secret=SECRET, now=time.time())
            status, said = call("POST", url, body=body, headers=signed, timeout=TIMEOUT)
        except (OSError, HTTPException) as error:
            return type(error).__name__
        return "success" if status == 200 and b'"success": true' in said else str(status)

    def _settle(self, due: Due, answer: str) -> None:
        from payments.sandboxes.bank.core.notices import seconds_to_next_try

        moment = time.perf_counter() - self._began
        with self._lock:
            due.tries += 1
            self.seen.answers[answer] += 1
            wait = seconds_to_next_try(due.tries, time_scale=TIME_SCALE)
            if answer == "success":
                self.seen.acknowledged[due.number] = moment
                self.seen.tries[due.tries] += 1
                self._open -= 1
            elif wait is None:
                self.seen.given_up.append(due.number)
                self._open -= 1
            else:
                heappush(self._queue, Due(moment + wait, due.number, due.tries))


class Kept:
    """A process that is started again when it ends, as a service manager would."""

    def __init__(self, command: list[str]) -> None:
        self.starts = 0
        self._command = command
        self._stopping = threading.Event()
        self.process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.starts += 1
        return subprocess.Popen(self._command, cwd=TREE, stderr=subprocess.DEVNULL)

    def _watch(self) -> None:
        while not self._stopping.wait(0.5):
            if self.process.poll() is not None:
                self.process = self._start()

    def stop(self) -> None:
        """End it for good."""
        self._stopping.set()
        self.process.terminate()
        self.process.wait(timeout=20)


def main(rate: float, seconds: float) -> None:
    """Print a table of what was sent, what broke, and what is in the books."""
    from tests.services import Cluster, free_port, postgres_binaries

    binaries = postgres_binaries()
    if binaries is None:
        sys.exit("PostgreSQL is not installed.")
    cluster = Cluster(binaries, durable=True)
    try:
        cluster.start()
        port = free_port()
        _environment(cluster.url, port)
        letters = _prepared(int(rate * seconds), port)
        with _shop(port) as (web, worker):
            _measure(Sender(letters, rate), seconds, cluster, web, worker)
        _check(len(letters))
    finally:
        cluster.remove()


def _environment(url: str, port: int) -> None:
    os.environ.update(
        DATABASE_URL=url,
        VAR_DIR=tempfile.mkdtemp(prefix="soctrangtrade-faults-"),
        DJANGO_SETTINGS_MODULE="marketplace.settings.development",
        SANDBOX_BANK_SECRET=SECRET,
        PUBLIC_ORIGIN=f"http://127.0.0.1:{port}",
        LOG_LEVEL="ERROR",
    )


def _prepared(count: int, port: int) -> list[tuple[str, bytes]]:
    """Migrate, open ``count`` charges of several stalls, and return the notices that pay them."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    charges = _open_charges(count)
    print(f"{count:,} charges of {ACCOUNTS} accounts opened in {time.perf_counter() - began:.0f} s")
    return [_letter(number, *one, port) for number, one in enumerate(charges)]


def _open_charges(count: int) -> list[tuple[str, str, str]]:
    """Return account id, account number and memo of each charge."""
    from marketplace.kernel.money import Money
    from payments import actions
    from tests.factories import payments as make

    owners = [make.payee_without_account() for _ in range(ACCOUNTS)]
    accounts = [make.payout_account(owner, feed_code="sepay") for owner in owners]
    found = []
    for number, account in zip(range(count), cycle(accounts), strict=False):
        charge = actions.open_charge(
            payee=account.payee,
            amount=Money(AMOUNT),
            purpose=f"fault:{number}",
            description="Một món ở sạp",
            expires_at=None,
        )
        found.append((str(account.public_id), account.account_number, charge.memo_code))
    return found


def _letter(number: int, public_id: str, account: str, memo: str, port: int) -> tuple[str, bytes]:
    from payments.sandboxes.bank.core.notices import Movement, body

    movement = Movement(
        id=number + 1,
        booked_at=time.time(),
        account=account,
        memo=memo,
        incoming=True,
        amount=AMOUNT,
        accumulated=AMOUNT,
        reference=f"FT{number:08d}",
    )
    return f"http://127.0.0.1:{port}/hook/sepay/{public_id}/", body(movement)


@contextmanager
def _shop(port: int) -> Iterator[tuple[Kept, Kept]]:
    """Run the web server and the worker as the demo does."""
    from deploy.run import MANAGE, _answers, web_command

    web = Kept(web_command(port))
    worker = Kept([*MANAGE, "worker"])
    try:
        if not _answers(f"http://127.0.0.1:{port}/"):
            sys.exit("The shop does not answer.")
        yield web, worker
    finally:
        worker.stop()
        web.stop()


def _measure(sender: Sender, seconds: float, cluster: object, web: Kept, worker: Kept) -> None:
    faults = threading.Thread(target=_break, args=(seconds, cluster, web, worker))
    began = time.perf_counter()
    faults.start()
    seen = sender.run()
    took = time.perf_counter() - began
    faults.join()
    print(f"sent {len(sender.letters):,} at {len(sender.letters) / seconds:.0f}/s")
    print(
        f"acknowledged {len(seen.acknowledged):,}, given up {len(seen.given_up)}, in {took:.1f} s"
    )
    print(
        "by try: " + ", ".join(f"{tries}: {count:,}" for tries, count in sorted(seen.tries.items()))
    )
    print(
        "answers: " + ", ".join(f"{what} {count:,}" for what, count in seen.answers.most_common())
    )
    rate = len(sender.letters) / seconds
    waits = sorted(at - number / rate for number, at in seen.acknowledged.items())
    if len(waits) > 1:
        middle, p95 = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
        print(f"from being due to acknowledged: median {middle:.2f} s, p95 {p95:.2f} s")


def _break(seconds: float, cluster: object, web: Kept, worker: Kept) -> None:
    """A quarter in: the worker dies. At half: one web process. At three quarters: the database."""
    from tests.services import Cluster

    began = time.perf_counter()
    _wait_until(began + seconds / 4)
    worker.process.send_signal(signal.SIGKILL)
    print(f"{time.perf_counter() - began:5.1f} s: worker killed with -9")
    _wait_until(began + seconds / 2)
    os.kill(_children(web.process.pid)[0], signal.SIGKILL)
    print(f"{time.perf_counter() - began:5.1f} s: one web process killed with -9")
    _wait_until(began + seconds * 3 / 4)
    if isinstance(cluster, Cluster):
        cluster.restart(mode="immediate")
    print(f"{time.perf_counter() - began:5.1f} s: database crashed and came back")


def _wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in found.split()]


def _check(count: int) -> None:
    """Print what the database holds: each notice and payment once, and books that balance."""
    from django.db import close_old_connections, connection
    from django.db.models import F, Sum

    from payments.ledger.queries import unbalanced_entries
    from payments.models import Allocation, Charge, Notice, Receipt

    connection.close()
    close_old_connections()
    settled = Charge.objects.filter(settled_at__isnull=False, allocated=F("amount")).count()
    total = Receipt.objects.aggregate(sum=Sum("amount"))["sum"] or 0
    rows = [
        ("notices", Notice.objects.count(), count),
        ("receipts", Receipt.objects.count(), count),
        ("allocations", Allocation.objects.count(), count),
        ("charges paid exactly", settled, count),
        ("money received", total, count * AMOUNT),
        ("entries out of balance", unbalanced_entries().count(), 0),
    ]
    for name, found, wanted in rows:
        print(f"{name:<24}{found:>15,}{wanted:>15,}  {'ok' if found == wanted else 'WRONG'}")
    if any(found != wanted for _name, found, wanted in rows):
        sys.exit(1)


if __name__ == "__main__":
    main(
        float(sys.argv[1]) if len(sys.argv) > 1 else 200,
        float(sys.argv[2]) if len(sys.argv) > 2 else 60,
    )
