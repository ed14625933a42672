"""``POST /add-checkpoint`` over HTTP."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from traceability.log.core.notes import NoteError
from traceability.log.core.submission import read
from traceability.log.core.witnessing import BAD, CONFLICT, OK, UNKNOWN, RefusedError
from traceability.log.witness.witness import LARGEST, Witness

TOO_LARGE = 413
SECONDS = 30


class Server(ThreadingHTTPServer):
    """A server that answers for one witness."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, Handler)
        self.witness = witness


class Handler(BaseHTTPRequestHandler):
    """Answers one log after the other on a kept connection."""

    protocol_version = "HTTP/1.1"
    server_version = "soctrangtrade-witness"
    sys_version = ""
    timeout = SECONDS
    server: Server

    def do_GET(self) -> None:
        """Say who this is: the key that logs and readers need."""
        if self.path == "/":
            self._answer(OK, f"{self.server.witness.verifier}\n")
        else:
            self._answer(UNKNOWN, "POST a checkpoint to /add-checkpoint\n")

    def do_POST(self) -> None:
        """Take a checkpoint."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            self.close_connection = True
            self._answer(TOO_LARGE, "send at most 1 MB, and say how much\n")
            return
        body = self.rfile.read(int(length))
        if self.path != "/add-checkpoint":
            self._answer(UNKNOWN, "POST a checkpoint to /add-checkpoint\n")
            return
        self._take(body)

    def _take(self, body: bytes) -> None:
        try:
            self._answer(OK, self.server.witness.add(read(body.decode())))
        except (NoteError, UnicodeDecodeError) as error:
            self._answer(BAD, f"{error}\n")
        except RefusedError as refusal:
            if refusal.status == CONFLICT and refusal.size is not None:
                self._answer(CONFLICT, f"{refusal.size}\n", "text/x.tlog.size")
            else:
                self._answer(refusal.status, f"{refusal.what}\n")

    def _answer(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
