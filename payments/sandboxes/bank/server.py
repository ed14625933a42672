"""The sandbox bank's process: a web server and the thread that tells the shop."""

import signal
import threading
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from payments.sandboxes.bank.addresses import Addresses
from payments.sandboxes.bank.delivery import Courier
from payments.sandboxes.bank.store import Store
from payments.sandboxes.bank.web import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the process runs; port 0 takes any free one."""

    db: Path
    secret: str
    host: str = "127.0.0.1"
    port: int = 8010
    addresses: Addresses = field(default_factory=Addresses)
    time_scale: float = 1


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Say nothing: every try is on the page."""


def run(options: Options) -> None:
    """Serve until SIGTERM or Ctrl-C; what is still to be told waits in the file."""
    store = Store(options.db)
    courier = Courier(store=store, secret=options.secret, time_scale=options.time_scale)
    bank = Bank(store=store, addresses=options.addresses, time_scale=options.time_scale)
    stop = threading.Event()
    thread = threading.Thread(target=courier.run, args=(stop,), name="courier", daemon=True)
    with make_server(options.host, options.port, bank, _Server, _Handler) as server:
        try:
            _stop_on_sigterm()
            thread.start()
            print(f"Sandbox bank: http://{options.host}:{server.server_port}/", flush=True)  # noqa: T201
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            stop.set()


def _stop_on_sigterm() -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)
