"""The sandbox bank as a real process, and a shop's endpoint that hears it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[3]
SECRET = "a-secret-of-this-test"
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One call of the bank's."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Listener:
    """A shop's endpoint: keeps what it hears, answers by ``answers`` and then with 200."""

    port: int
    heard: list[Heard] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    always: tuple[int, bytes] = (200, b'{"success":true}')

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def wait_for(self, count: int) -> Sequence[Heard]:
        wait_until(lambda: len(self.heard) >= count)
        return self.heard


@contextmanager
def listening(port: int = 0) -> Iterator[Listener]:
    listener = Listener(port)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            listener.heard.append(Heard(self.path, dict(self.headers), body))
            status, said = listener.answers.pop(0) if listener.answers else listener.always
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        listener.port = server.server_port
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield listener
        server.shutdown()


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of the bank's web server."""

    status: int
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class BankProcess:
    """The running bank."""

    process: "subprocess.Popen[str]"
    url: str

    def get(self, path: str) -> Page:
        return self._ask(urllib.request.Request(self.url + path))

    def post(
        self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Page:
        data = urlencode(form).encode()
        return self._ask(urllib.request.Request(self.url + path, data, dict(headers or {})))

    def post_body(self, path: str, body: bytes, content_type: str) -> Page:
        request = urllib.request.Request(self.url + path, body, {"Content-Type": content_type})
        return self._ask(request)

    def transfer(self, **form: str) -> Page:
        given = {
            "bank_bin": "999999",
            "account": "SCTDEMO000001",
            "amount": "185000",
            "memo": "ST7K2M9Q4C",
            **form,
        }
        return self.post("/chuyen", given)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return Page(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Page(error.code, error.read().decode(), dict(error.headers))


@contextmanager
def running(db: Path, *arguments: str, **environment: str) -> Iterator[BankProcess]:
    process = subprocess.Popen(
        [sys.executable, "-m", "payments.sandboxes.bank", "--port=0", f"--db={db}", *arguments],
        cwd=ROOT,
        env={**os.environ, "SANDBOX_BANK_SECRET": SECRET, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+[0-9]", process.stdout.readline())
        assert found is not None
        yield BankProcess(process, found[0])
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
