"""How soon a stall hears its money. Run: ``python bench/stall.py [--stalls 200] [--seconds 30]``.

The shop runs as `deploy/run.py` starts it (gunicorn gthread, 2 workers of 4 threads). Every stall
has a page that listens; signed notices of a bank come for random stalls. Measured is the time from
the notice being sent to the page having what it says. ``--browser`` adds a real page in Chromium
and measures until its first clip plays. ``--live sse`` listens by server-sent events instead.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SECRET = "secret-of-the-bench"


class NoMigrations(dict[str, None]):
    """Makes every table from its model: a bench need not walk through history."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


@dataclass(frozen=True)
class Ear:
    """One stall's page: where its bank calls, its ticket, and sales that wait for their money."""

    stall: int
    number: str
    hook: str
    ticket: str
    cookie: str
    sales: list[tuple[int, str]]


@dataclass
class Measured:
    """Seconds."""

    sent: dict[int, float] = field(default_factory=dict)
    heard: dict[int, float] = field(default_factory=dict)
    polls: list[float] = field(default_factory=list)
    notices: list[float] = field(default_factory=list)
    connected: int = 0
    refused: int = 0


def set_up() -> None:
    """Make an empty database of our own."""
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # the page in Chromium wants them


def market(stalls: int, sales: int) -> list[Ear]:
    """Open stalls, each with sales that wait."""
    from django.db import transaction

    from tests.factories import stalls as factory

    with transaction.atomic():
        place = factory.market()
        return [_ear(factory.stall(place, feed_code="sepay"), sales) for _one in range(stalls)]


def _ear(stall: object, sales: int) -> Ear:
    from django.conf import settings
    from django.test import RequestFactory

    from marketplace.modules.stalls.listening import ticket_for
    from tests.factories import stalls as factory

    account = stall.payee.payout_accounts.get()
    vendor = factory.vendor_of(stall)
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = f"bench{stall.pk}"
    waiting = [factory.sale(stall) for _sale in range(sales)]
    return Ear(
        stall=stall.pk,
        number=account.account_number,
        hook=f"/hook/sepay/{account.public_id}/",
        ticket=ticket_for(request, stall, vendor),
        cookie=f"{settings.SESSION_COOKIE_NAME}=bench{stall.pk}",
        sales=[(one.pk, one.charge.memo_code) for one in waiting],
    )


def serve(ears: list[Ear], app: str, threads: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server and return it with its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SEPAY_SECRETS": " ".join(f"{one.number}={SECRET}" for one in ears),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
    }
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", str(threads)]
    server = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=environment)
    for _warm in range(20):  # both workers have loaded the shop once a row of calls was quick
        while not _answers(port):
            time.sleep(0.2)
    return server, port


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/quay/app.webmanifest", timeout=60).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


class Line:
    """One kept connection, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, head: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request and return status and body; once more on a connection that was closed."""
        for last in (False, True):
            try:
                return await self._ask(head, body)
            except (OSError, asyncio.IncompleteReadError):
                self.writer = None
                if last:
                    raise
        raise AssertionError

    async def _ask(self, head: str, body: bytes) -> tuple[int, bytes]:
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        text = f"{head}Host: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
        self.writer.write(text.encode() + body)
        answered = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower()
        status = int(answered.split(" ", 2)[1])
        length = answered.partition("content-length:")[2].split("\r\n")[0].strip()
        found = await self.reader.readexactly(int(length or 0)) if status != 204 else b""
        if "connection: close" in answered:
            self.writer = None
        return status, found


async def poll(ear: Ear, port: int, measured: Measured, until: float) -> None:
    """Ask once a second, as the page does."""
    line, after = Line(port), 0
    await asyncio.sleep(random.random())
    while time.perf_counter() < until:
        began = time.perf_counter()
        head = f"GET /quay/nghe/?sau={after}&sap={ear.stall} HTTP/1.1\r\n"
        head += f"X-Quay: {ear.ticket}\r\nCookie: {ear.cookie}\r\nAccept: application/json\r\n"
        try:
            status, body = await asyncio.wait_for(line.ask(head), 5)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            measured.refused += 1
            line = Line(port)
            continue
        moment = time.perf_counter()
        measured.polls.append(moment - began)
        if status == 200:
            told = json.loads(body)
            after = told["last"]
            for one in told["said"]:
                measured.heard.setdefault(one["sale"], moment)
        elif status != 204:
            measured.refused += 1
        await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - began)))


async def stream(ear: Ear, port: int, measured: Measured, until: float) -> None:
    """Listen to a stream that does not end."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /bench/sse/?{ear.stall} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        async with asyncio.timeout(until - time.perf_counter()):
            async for line in reader:
                if line.startswith(b": here"):
                    measured.connected += 1
                if line.startswith(b"data: "):
                    measured.heard.setdefault(json.loads(line[6:])["sale"], time.perf_counter())
    except (OSError, TimeoutError):
        return


async def notify(ear: Ear, port: int, measured: Measured, sale: int, memo: str) -> None:
    """Tell the shop, as the bank's feed does, that a sale's money came."""
    from payments.feeds.sepay.core.signing import sign

    body = json.dumps(
        {
            "id": sale,
            "gateway": "SAMPLE",
            "transactionDate": time.strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": ear.number,
            "subAccount": None,
            "content": f"{memo} cam on",
            "transferType": "in",
            "transferAmount": 50_000,
            "referenceCode": f"FT{sale:08d}",
        }
    ).encode()
    timestamp = str(int(time.time()))
    signature = sign(SECRET, timestamp=timestamp, body=body)
    head = f"POST {ear.hook} HTTP/1.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
    head += f"X-SePay-Signature: {signature}\r\nX-SePay-Timestamp: {timestamp}\r\n"
    began = measured.sent[sale] = time.perf_counter()
    try:
        status, _body = await asyncio.wait_for(Line(port).ask(head, body), 20)
    except (OSError, asyncio.IncompleteReadError, TimeoutError):
        measured.refused += 1
        return
    measured.notices.append(time.perf_counter() - began)
    measured.refused += status != 200


async def day(
    ears: list[Ear], port: int, measured: Measured, given: argparse.Namespace, first: int
) -> None:
    """Let every stall listen while notices come, ``--rate`` a second."""
    until = time.perf_counter() + given.seconds + 3
    listen = stream if given.live == "sse" else poll
    listening = [asyncio.create_task(listen(one, port, measured, until)) for one in ears[first:]]
    await asyncio.sleep(2)
    waiting = [(one, *sale) for one in ears[first:] for sale in one.sales]
    random.shuffle(waiting)
    told = []
    for ear, sale, memo in waiting[: int(given.rate * given.seconds)]:
        told.append(asyncio.create_task(notify(ear, port, measured, sale, memo)))
        await asyncio.sleep(random.expovariate(given.rate))
        if time.perf_counter() > until - 3:
            break
    await asyncio.gather(*told, *listening)


def browse(ear: Ear, port: int, payments: int) -> list[float]:
    """Open the page in Chromium, turn its loudspeaker on, and return notice-to-clip times."""
    from playwright.sync_api import sync_playwright

    from tests import services

    spy = """(() => {
        window.began = [];
        const start = AudioBufferSourceNode.prototype.start;
        AudioBufferSourceNode.prototype.start = function (at, ...more) {
            window.began.push(Date.now() / 1000 + Math.max(0, at - this.context.currentTime));
            return start.call(this, at, ...more);
        };
    })()"""
    key = _sign_in(ear.stall)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=services.chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
        origin = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": key[0], "value": key[1], "url": origin}])
        context.add_init_script(spy)
        page = context.new_page()
        page.goto(f"{origin}/quay/")
        page.locator("[data-k='1']").click()
        page.wait_for_selector("#quay[data-sound=on][data-clips]", timeout=60_000)
        times = []
        for sale, memo in ear.sales[:payments]:
            page.evaluate("window.began = []")
            sent = time.time()
            # In a thread of its own: the browser's driver has this one's event loop.
            aside = threading.Thread(
                target=lambda told=(sale, memo): asyncio.run(notify(ear, port, Measured(), *told))
            )
            aside.start()
            aside.join()
            deadline = time.time() + 20
            while not page.evaluate("window.began.length") and time.time() < deadline:
                page.wait_for_timeout(20)
            if time.time() >= deadline:
                print(f"sale {sale}: nothing was spoken")
                continue
            times.append(page.evaluate("window.began[0]") - sent)
            time.sleep(4 + random.random())
        chromium.close()
    return times


def _sign_in(stall: int) -> tuple[str, str]:
    from django.conf import settings
    from django.test import Client

    from marketplace.modules.stalls.models import Stall
    from tests.factories import stalls as factory

    client = Client()
    client.force_login(factory.vendor_of(Stall.objects.get(pk=stall)))
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value


def told(name: str, seconds: list[float]) -> None:
    """Print how a list of times is spread."""
    if len(seconds) < 2:
        print(f"{name:<28} {len(seconds)} measured")
        return
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    shown = "  ".join(f"p{at} {cuts[at - 1]:.3f} s" for at in (50, 95, 99))
    print(f"{name:<28} {len(seconds):>6}  {shown}  max {max(seconds):.3f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stalls", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=4, help="notices a second")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--live", choices=["poll", "sse"], default="poll")
    parser.add_argument("--browser", type=int, default=0, help="payments heard in Chromium")
    given = parser.parse_args()
    given.seconds = max(given.seconds, 7 * given.browser + 15 if given.browser else 0)
    set_up()
    ears = market(
        given.stalls, max(1, given.browser, -(-int(given.rate * given.seconds) // given.stalls))
    )
    print(f"{given.stalls} stalls by {given.live}, 2 x {given.threads} threads, {given.rate}/s")
    server, port = serve(
        ears, "stall_sse" if given.live == "sse" else "marketplace.wsgi", given.threads
    )
    try:
        measure(ears, port, given)
    finally:
        server.terminate()
        server.wait()


def measure(ears: list[Ear], port: int, given: argparse.Namespace) -> None:
    """Let the load run, and the browser beside it."""
    measured = Measured()
    first = 1 if given.browser else 0
    load = threading.Thread(target=lambda: asyncio.run(day(ears, port, measured, given, first)))
    load.start()
    in_browser: list[float] = []
    if given.browser:
        time.sleep(3)
        in_browser = browse(ears[0], port, given.browser)
    load.join()
    heard = [
        measured.heard[sale] - at for sale, at in measured.sent.items() if sale in measured.heard
    ]
    told("notice to page", heard)
    told("notice answered", measured.notices)
    if given.live == "poll":
        told("one asking", measured.polls)
    else:
        print(f"{'streams that opened':<28} {measured.connected:>6} of {given.stalls}")
    print(f"{'never heard':<28} {len(measured.sent) - len(heard):>6} of {len(measured.sent)}")
    print(f"{'refused or lost':<28} {measured.refused:>6}")
    if in_browser:
        told("notice to first clip", in_browser)


if __name__ == "__main__":
    main()
