"""The sandbox gateways as a real server, for tests that speak real HTTP to them."""

import json
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from payments.sandboxes.common.serving import bind, keep_doing
from payments.sandboxes.gateways.demo import SECRETS
from payments.sandboxes.gateways.server import Options, assemble
from tests.payments.sandboxes.bank import PATIENCE, ROOT, Page, wait_until


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows redirects instead of following them."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


_stay = urllib.request.build_opener(_Stay)


@dataclass(frozen=True, slots=True)
class Gateways:
    """Running gateways."""

    url: str

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        whole = path if path.startswith("http") else self.url + path
        return self._ask(urllib.request.Request(whole, headers=dict(headers or {})))

    def press(self, path: str, **form: str) -> Page:
        return self._ask(urllib.request.Request(self.url + path, urlencode(form).encode()))

    def post(self, path: str, fields: Mapping[str, object]) -> Page:
        body, headers = json.dumps(fields).encode(), {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.url + path, body, headers))

    def switch(self, code: str, switch: str, /, **fields: object) -> dict[str, object]:
        """Use one of the switches, and return what it answers."""
        answer = self.post(f"/{code}/sandbox/{switch}", fields)
        assert answer.status == 200, answer.text
        return cast("dict[str, object]", json.loads(answer.text))

    def tries(self, code: str, order_ref: str) -> list[dict[str, object]]:
        """Return every try of every notice of an order."""
        notices = self.switch(code, "notices", order_ref=order_ref)["notices"]
        assert isinstance(notices, list)
        return [made for notice in notices for made in notice["tries"]]

    def wait_for_tries(self, code: str, order_ref: str, count: int) -> list[dict[str, object]]:
        wait_until(lambda: len(self.tries(code, order_ref)) >= count)
        return self.tries(code, order_ref)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with _stay.open(request, timeout=PATIENCE) as answer:
                return Page(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            return Page(error.code, error.read().decode(), dict(error.headers))


@contextmanager
def running(folder: Path, *, time_scale: float = 600) -> Iterator[Gateways]:
    """Serve all gateways from a thread."""
    web, courier = assemble(Options(db=folder / "gateways.sqlite3", time_scale=time_scale))
    stop = threading.Event()
    with bind(web, "127.0.0.1", 0) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        doing = threading.Thread(target=keep_doing, args=(courier.do_due, stop), daemon=True)
        serving.start()
        doing.start()
        try:
            yield Gateways(f"http://127.0.0.1:{server.server_port}")
        finally:
            stop.set()
            server.shutdown()
            doing.join(PATIENCE)


@contextmanager
def process(db: Path, *arguments: str) -> Iterator[Gateways]:
    """Serve all gateways from a process of their own."""
    command = [sys.executable, "-m", "payments.sandboxes.gateways", "--port=0", f"--db={db}"]
    started = subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout is not None
        found = re.search(r"http://\S+[0-9]", started.stdout.readline())
        assert found is not None
        yield Gateways(found[0])
    finally:
        started.kill()
        started.wait()
        if started.stdout is not None:
            started.stdout.close()


def merchant_of(code: str) -> str:
    """Return the number of the sandbox's merchant at a gateway."""
    return next(iter(SECRETS[code]["sandbox"]))
