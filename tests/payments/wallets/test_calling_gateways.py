"""Calling a gateway that answers badly: whatever it does, the outcome is unknown, in time."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytest_django.fixtures import Settings

from payments.errors import ProviderUnreachableError
from payments.wallets.http import LARGEST_ANSWER, call

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Speak = Callable[[socket.socket, bytes], None]


@contextmanager
def gateway(speak: Speak) -> Iterator[str]:
    """Listen once on the loopback, hand the request to ``speak``, and yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection:
                asked = connection.recv(65536)
                try:
                    speak(connection, asked)
                except OSError:  # the caller has gone
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/pay"
        thread.join(timeout=10)


@pytest.fixture(autouse=True)
def patience(settings: Settings) -> None:
    settings.PAYMENTS_CONNECT_SECONDS = 1
    settings.PAYMENTS_ANSWER_SECONDS = 1


def test_an_answer_that_stops_in_the_middle_is_no_answer() -> None:
    def stall(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        time.sleep(2)

    with gateway(stall) as url, pytest.raises(ProviderUnreachableError):
        call("POST", url, body=b"{}")


def test_an_answer_cut_short_is_no_answer() -> None:
    def cut(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")

    with gateway(cut) as url, pytest.raises(ProviderUnreachableError):
        call("POST", url, body=b"{}")


def test_an_answer_that_cannot_be_unpacked_is_no_answer() -> None:
    def garble(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd")

    with gateway(garble) as url, pytest.raises(ProviderUnreachableError):
        call("POST", url, body=b"{}")


def test_an_answer_that_drips_does_not_hold_us_for_ever() -> None:
    def drip(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        for _byte in range(60):
            connection.sendall(b" ")
            time.sleep(0.1)

    began = time.monotonic()
    with gateway(drip) as url:
        with pytest.raises(ProviderUnreachableError):
            call("POST", url, body=b"{}")
        assert time.monotonic() - began < 4


def test_an_answer_that_unpacks_to_too_much_is_no_answer() -> None:
    packed = gzip.compress(b" " * (LARGEST_ANSWER * 40))

    def bomb(connection: socket.socket, _asked: bytes) -> None:
        length = f"Content-Length: {len(packed)}\r\n\r\n".encode()
        connection.sendall(HEAD + b"Content-Encoding: gzip\r\n" + length + packed)

    with gateway(bomb) as url, pytest.raises(ProviderUnreachableError):
        call("POST", url, body=b"{}")


def test_where_a_gateway_sends_us_we_do_not_go() -> None:
    def send_away(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
        )

    with gateway(send_away) as url:
        answer = call("POST", url, body=b"{}")

    assert (answer.status, answer.body) == (302, b"")


def test_a_whole_answer_is_returned_as_it_came() -> None:
    def answer(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(HEAD + b'Content-Length: 11\r\n\r\n{"ok": "\xc4\x91"}')

    with gateway(answer) as url:
        got = call("POST", url, body=b"{}")

    assert (got.status, got.body) == (200, b'{"ok": "\xc4\x91"}'[:11])
