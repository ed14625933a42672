"""The sandbox gateways over WSGI: providers' addresses, buyers' pages, switches, faults."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from payments.sandboxes.common.html import STYLE
from payments.sandboxes.common.wsgi import (
    TEXT,
    Answer,
    comes_from_elsewhere,
    length_of,
    pour_away,
    redirect,
    send,
)
from payments.sandboxes.gateways import controls, screens, words
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.store import Store
from payments.sandboxes.gateways.values import (
    HELD,
    OPEN,
    NotOpenError,
    Order,
    Press,
    Request,
    SandboxError,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST_BODY: Final = 1024 * 1024
LONGEST_AMOUNT: Final = 12
LISTED: Final = 30
BUYER: Final = "/tra/"
SWITCHES: Final = "/sandbox/"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The WSGI application."""

    store: Store
    desks: Mapping[str, Desk]
    time_scale: float = 1

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; whatever goes wrong is a page too.

        Raises:
            ConnectionAbortedError: a fault was asked for, and the caller hears nothing.
        """
        try:
            answer = self._answer(environ)
        except ConnectionAbortedError:
            raise
        except Exception:  # the edge of the process
            logger.exception("the sandbox gateways could not answer")
            answer = _problem(words.BROKEN, HTTPStatus.INTERNAL_SERVER_ERROR)
        return send(answer, environ, start_response)

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        length = length_of(environ)
        if length is None:
            return _problem(words.UNREADABLE, HTTPStatus.BAD_REQUEST)
        if length > LARGEST_BODY:
            pour_away(environ, length)
            return _problem(words.UNREADABLE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if environ["REQUEST_METHOD"] == "POST" and comes_from_elsewhere(environ):
            return _problem(words.ELSEWHERE, HTTPStatus.FORBIDDEN)
        return self._route(_request(environ, length))

    def _route(self, request: Request) -> Answer:
        if request.path == "/style.css":
            return Answer(body=STYLE.read_text(encoding="utf-8"), kind="text/css; charset=utf-8")
        if request.path == "/health":
            return Answer(body="ok", kind=TEXT)
        if request.path == "/":
            return Answer(body=screens.index([desk.gateway for desk in self.desks.values()]))
        code, slash, rest = request.path[1:].partition("/")
        known = self.desks.get(code)
        if known is None or not slash:
            return _problem(words.NO_PAGE, HTTPStatus.NOT_FOUND)
        desk = replace(known, host=request.host)
        return self._at_gateway(replace(request, path=f"/{rest}"), desk)

    def _at_gateway(self, request: Request, desk: Desk) -> Answer:
        path = request.path
        if path == "/":
            return Answer(body=screens.orders(desk, desk.store.latest(desk.gateway.code, LISTED)))
        if path.startswith(SWITCHES):
            return controls.answer(request, desk)
        if path.startswith(BUYER):
            return self._buyer(request, desk)
        if path in desk.gateway.browser_paths:
            return desk.gateway.answer(request, desk)
        return _with_faults(request, desk)

    def _buyer(self, request: Request, desk: Desk) -> Answer:
        number = request.path.removeprefix(BUYER)
        known = number.isascii() and number.isdigit()
        order = desk.store.order_by_id(desk.gateway.code, int(number)) if known else None
        if order is None:
            return _problem(words.NO_PAGE, HTTPStatus.NOT_FOUND)
        form = request.form() if request.method == "POST" else {}
        if "again" in form:
            desk.store.send_again(order.id, desk.now)
            return redirect(desk.page(order))
        if request.method == "POST":
            return self._pressed(form, order, desk)
        return Answer(body=screens.order(desk, order))

    def _pressed(self, form: Mapping[str, str], order: Order, desk: Desk) -> Answer:
        press, problem = _press(form, desk)
        if press is None:
            return _unpressed(desk, order, problem)
        wait = float(form.get("wait", "0")) if form.get("wait", "0") in words.WAITS else 0
        if wait and order.state in {OPEN, HELD}:
            asked = {"outcome": press.outcome, "amount": press.amount, "times": press.times}
            desk.store.press_later(order.id, asked, desk.now + wait / self.time_scale)
            return redirect(f"{desk.page(order)}?sau=1")
        try:
            desk.settle(order, press)
        except NotOpenError:
            return _unpressed(desk, order, words.SETTLED)
        except SandboxError as error:
            return _unpressed(desk, order, str(error))
        return redirect(desk.page(order))


def _with_faults(request: Request, desk: Desk) -> Answer:
    fault = desk.store.take_fault(desk.gateway.code, request.path)
    if fault is None:
        return desk.gateway.answer(request, desk)
    if fault.kind == "error":
        return Answer(body="", status=HTTPStatus.INTERNAL_SERVER_ERROR, kind=TEXT)
    answer = desk.gateway.answer(request, replace(desk, forging=fault.kind == "forged"))
    time.sleep(fault.seconds)
    if fault.kind == "timeout_after_success":
        raise ConnectionAbortedError
    return answer


def _press(form: Mapping[str, str], desk: Desk) -> tuple[Press | None, str]:
    outcome, times = form.get("outcome", ""), form.get("times", "1")
    if outcome not in desk.gateway.outcomes or times not in words.TOLD:
        return None, words.BAD_CHOICE
    amount = form.get("amount", "").replace(".", "").strip()
    if not amount:
        return Press(outcome=outcome, times=int(times)), ""
    if not (amount.isascii() and amount.isdigit() and len(amount) <= LONGEST_AMOUNT):
        return None, words.BAD_AMOUNT
    if int(amount) == 0:
        return None, words.BAD_AMOUNT
    return Press(outcome=outcome, amount=int(amount), times=int(times)), ""


def _unpressed(desk: Desk, order: Order, problem: str) -> Answer:
    return Answer(
        body=screens.order(desk, order, problem=problem), status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


def _request(environ: "WSGIEnvironment", length: int) -> Request:
    headers = {
        name[5:].replace("_", "-").lower(): str(text)
        for name, text in environ.items()
        if name.startswith("HTTP_")
    }
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    scheme = environ["wsgi.url_scheme"]
    return Request(
        method="GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        query=environ.get("QUERY_STRING", ""),
        body=environ["wsgi.input"].read(length) if length else b"",
        host=f"{scheme}://{headers.get('host', '')}",
        headers=headers,
    )


def _problem(text: str, status: HTTPStatus) -> Answer:
    return Answer(body=screens.message(text), status=status)
