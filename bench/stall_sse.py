"""The shop with one more address, only for `bench/stall.py --live sse`: news as they come.

A thread of the server stays with every stall that listens, which is what the measurement is about.
"""

import json
import time
from collections.abc import Callable, Iterator

from marketplace.wsgi import application as shop

LOOK_EVERY = 0.5


def application(environ: dict[str, object], start_response: Callable[..., object]) -> object:
    """Answer ``/bench/sse/`` with a stream that does not end; everything else is the shop's."""
    if environ["PATH_INFO"] != "/bench/sse/":
        return shop(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return _news(int(str(environ["QUERY_STRING"])))


def _news(stall: int) -> Iterator[bytes]:
    from django.db import close_old_connections

    from marketplace.modules.stalls.listening import announcements_after

    yield b": here\n\n"
    number = 0
    while True:
        for one in announcements_after(stall, number):
            number = one.number
            yield f"data: {json.dumps({'sale': one.sale_id})}\n\n".encode()
        close_old_connections()
        time.sleep(LOOK_EVERY)
        yield b": still here\n\n"
