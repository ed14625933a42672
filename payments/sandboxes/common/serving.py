"""A sandbox's process: a web server, and a thread that does what is due."""

import logging
import signal
import threading
from collections.abc import Callable
from socketserver import ThreadingMixIn
from types import FrameType
from typing import TYPE_CHECKING, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

SOON: Final = 0.2

logger = logging.getLogger(__name__)


class Server(ThreadingMixIn, WSGIServer):
    """Answers several calls at once."""

    daemon_threads = True
    request_queue_size = 128


class Handler(WSGIRequestHandler):
    """Answers one call."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base's name)
        """Say nothing: every try is on the page."""


def bind(app: "WSGIApplication", host: str, port: int) -> WSGIServer:
    """Return a server that listens already; port 0 takes any free one.

    Raises:
        OSError: the port is taken.
    """
    return make_server(host, port, app, Server, Handler)


def keep_doing(step: Callable[[], object], stop: threading.Event) -> None:
    """Do ``step`` again and again until ``stop`` is set."""
    while not stop.wait(SOON):
        try:
            step()
        except Exception:  # the edge of the thread: it must outlive a full disk
            logger.exception("a sandbox could not do what was due")


def serve(
    app: "WSGIApplication", host: str, port: int, *, title: str, due: Callable[[], object]
) -> None:
    """Serve ``app`` until SIGTERM or Ctrl-C, and do what is ``due`` meanwhile.

    Raises:
        OSError: the port is taken.
    """
    stop = threading.Event()
    thread = threading.Thread(target=keep_doing, args=(due, stop), name="courier", daemon=True)
    with bind(app, host, port) as server:
        try:
            _stop_on_sigterm()
            thread.start()
            print(f"{title}: http://{host}:{server.server_port}/", flush=True)  # noqa: T201
            server.serve_forever(poll_interval=SOON)
        except KeyboardInterrupt:
            stop.set()


def _stop_on_sigterm() -> None:
    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)
