"""The sandbox bank's pages over WSGI: no framework, so that it shares nothing with the shop."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, quote

from payments.sandboxes.bank import forms, pictures, screens, words
from payments.sandboxes.bank.addresses import Addresses
from payments.sandboxes.bank.core import dialects
from payments.sandboxes.bank.core.multipart import read_form
from payments.sandboxes.bank.html import EMPTY, PAGES, Html
from payments.sandboxes.bank.store import Store
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
from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import parse

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST_BODY: Final = 8 * 1024 * 1024
LISTED: Final = 30
FILES: Final = {
    "/style.css": (STYLE, "text/css; charset=utf-8"),
    "/scan.js": (PAGES / "scan.js", "text/javascript; charset=utf-8"),
}
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came from the browser."""

    method: str
    path: str
    query: Mapping[str, str]
    texts: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The WSGI application."""

    store: Store
    addresses: Addresses
    time_scale: float

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request; whatever goes wrong is a page too."""
        try:
            answer = self._answer(environ)
        except Exception:  # the edge of the process
            logger.exception("the sandbox bank could not answer")
            answer = _problem("Ngân hàng thử bị lỗi.", HTTPStatus.INTERNAL_SERVER_ERROR)
        return send(answer, environ, start_response)

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        length = length_of(environ)
        if length is None:
            return _problem("Yêu cầu không đọc được.", HTTPStatus.BAD_REQUEST)
        if length > LARGEST_BODY:
            pour_away(environ, length)
            return _problem(words.TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        request = _request(environ, length)
        if request.method == "POST" and comes_from_elsewhere(environ):
            return _problem("Trang khác không được chuyển tiền giùm.", HTTPStatus.FORBIDDEN)
        return self._route(request)

    def _route(self, request: Request) -> Answer:
        path, method = request.path, request.method
        if method in {"GET", "HEAD"} and path in FILES:
            file, kind = FILES[path]
            return Answer(body=file.read_text(encoding="utf-8"), kind=kind)
        if method in {"GET", "HEAD"} and path == "/health":
            return Answer(body="ok", kind=TEXT)
        handler = self._pages().get((("GET" if method == "HEAD" else method), path))
        if handler is not None:
            return handler(request)
        if method == "POST" and path.startswith("/gui-lai/"):
            return self._send_again(path.removeprefix("/gui-lai/"))
        return _problem("Không có trang này.", HTTPStatus.NOT_FOUND)

    def _pages(self) -> Mapping[tuple[str, str], Callable[[Request], Answer]]:
        return {
            ("GET", "/"): self._front,
            ("POST", "/doc"): self._read,
            ("POST", "/chuyen"): self._transfer,
        }

    def _front(self, request: Request) -> Answer:
        payload = request.query.get("payload", "").strip()
        if not payload:
            return self._page(screens.read_form(), done="da-chuyen" in request.query)
        try:
            code = parse(payload)
        except VietQrError as error:
            return self._refused(payload, words.refusal(error), error.code)
        form = screens.transfer_form(
            forms.from_code(code, payload),
            above=screens.summary(code),
            accounts=self.addresses.accounts(),
        )
        return self._page(form)

    def _read(self, request: Request) -> Answer:
        payload = request.texts.get("payload", "").strip()
        picture = request.files.get("picture", b"")
        if not payload and picture:
            try:
                payload = pictures.payload_of(picture).strip()
            except pictures.PictureError as error:
                return self._refused("", words.PICTURES[type(error).__name__], "")
        if not payload:
            return self._refused("", words.REFUSALS["empty"], "")
        return redirect(f"/?payload={quote(payload, safe='')}")

    def _transfer(self, request: Request) -> Answer:
        values = {name: text.strip() for name, text in request.texts.items()}
        form, asked = forms.check(values)
        if asked is None:
            page = screens.transfer_form(
                form, above=_summary_of(form), accounts=self.addresses.accounts()
            )
            return self._page(page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        url = self.addresses.url_for(asked.account)
        if not dialects.tells(url, incoming=asked.incoming):
            url = ""
        sooner = replace(asked, delay=asked.delay / self.time_scale)
        self.store.transfer(sooner, url=url, now=time.time())
        return redirect("/?da-chuyen=1")

    def _send_again(self, number: str) -> Answer:
        known = number.isascii() and number.isdigit()
        if not (known and self.store.send_again(int(number), now=time.time())):
            return _problem("Không có tin này, hoặc không có nơi nhận.", HTTPStatus.NOT_FOUND)
        return redirect("/")

    def _refused(self, payload: str, text: str, code: str) -> Answer:
        form = screens.read_form(payload, problem=screens.refusal(text, code))
        return self._page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def _page(
        self, form: Html, *, status: HTTPStatus = HTTPStatus.OK, done: bool = False
    ) -> Answer:
        listed = screens.transfers(self.store.latest(LISTED), done=done)
        order = [listed, form] if done else [form, listed]
        return Answer(body=screens.front(order), status=status)


def _request(environ: "WSGIEnvironment", length: int) -> Request:
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    body = environ["wsgi.input"].read(length) if length else b""
    texts, files = read_form(environ.get("CONTENT_TYPE", ""), body)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        query={name: values[0] for name, values in query.items()},
        texts=texts,
        files=files,
    )


def _summary_of(form: forms.TransferForm) -> Html:
    try:
        return screens.summary(parse(form.value("payload")))
    except VietQrError:
        return EMPTY


def _problem(text: str, status: HTTPStatus) -> Answer:
    return Answer(body=screens.message(text), status=status)
