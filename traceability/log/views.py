"""The log as files that never change, the newest checkpoint, and proofs."""

from collections.abc import Callable
from functools import wraps

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from traceability.epcis.models import Event
from traceability.log import reading
from traceability.log.bundles import about_lot, bundle, keys_document, lot_events
from traceability.log.core import merkle, submission, tiles
from traceability.log.core.tiles import MAX_LEVEL, Tile, TileError
from traceability.log.models import LogCheckpoint, LogEntry
from traceability.log.passport import passport_credential
from traceability.log.queries import NotLoggedError, checkpoint_text, proof_of_entry

FOREVER = "public, max-age=31536000, immutable"
SOON = "public, max-age=2"
A_WHILE = "public, max-age=60"
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"

View = Callable[..., HttpResponse]


def kept(caching: str) -> Callable[[View], View]:
    """Return a decorator: the answer may be kept so long, and read by any page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers["Cache-Control"] = caching
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response

        return require_safe(answer)

    return decorate


@kept(SOON)
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint with what witnesses signed."""
    point = reading.newest()
    if point is None:
        raise Http404
    return HttpResponse(checkpoint_text(point), content_type=TEXT)


@kept(A_WHILE)
def checkpoint_of(_request: HttpRequest, size: int) -> HttpResponse:
    """Return the checkpoint that was signed over ``size`` entries."""
    return HttpResponse(checkpoint_text(_point(size)), content_type=TEXT)


@kept(FOREVER)
def tile(_request: HttpRequest, level: int, path: str) -> HttpResponse:
    """Return the hashes of a tile."""
    index, width = _place(path)
    if level > MAX_LEVEL or tiles.width_at(level, index, reading.signed_size()) < width:
        raise Http404
    return HttpResponse(reading.tile_hashes(Tile(level, index, width)), content_type=BYTES)


@kept(FOREVER)
def entries(_request: HttpRequest, path: str) -> HttpResponse:
    """Return a bundle of entries."""
    index, width = _place(path)
    if tiles.width_at(0, index, reading.signed_size()) < width:
        raise Http404
    return HttpResponse(tiles.bundle(reading.entries(index, width)), content_type=BYTES)


@kept(FOREVER)
def consistency(_request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Return the proof that the log of ``new`` entries continues the one of ``old``.

    Written as a witness takes it: the old size, the path, the newer checkpoint.
    """
    point = _point(new)
    if not 0 < old <= new:
        raise Http404
    path = merkle.consistency(old, new, reading.nodes(new))
    return HttpResponse(submission.write(old, path, point.note), content_type=TEXT)


@kept(SOON)
def proof(_request: HttpRequest, event: str) -> HttpResponse:
    """Return the proof of an event, named by its id, or of an entry, by its number."""
    rows = LogEntry.objects.filter(index__isnull=False)
    rows = (
        rows.filter(index=int(event)) if _is_number(event) else rows.filter(event__event_id=event)
    )
    entry = rows.order_by("index").first()
    try:
        text = str(proof_of_entry(entry)) if entry else ""
    except NotLoggedError:
        text = ""
    if entry is None or not text:
        raise Http404
    response = HttpResponse(text, content_type=TEXT)
    response.headers["Content-Disposition"] = f'inline; filename="{entry.index}.tlog-proof"'
    return response


@kept(A_WHILE)
def keys(_request: HttpRequest) -> HttpResponse:
    """Return whose keys sign."""
    return JsonResponse(keys_document())


@kept(SOON)
def lot_bundle(_request: HttpRequest, code: str) -> HttpResponse:
    """Return the proof file of a lot."""
    events = list(lot_events(code))
    if not events:
        raise Http404
    return _download(JsonResponse(bundle(events, about_lot(code))), f"bang-chung-{code}.json")


@kept(SOON)
def event_bundle(_request: HttpRequest, event: str) -> HttpResponse:
    """Return the proof file of one event."""
    events = list(Event.objects.filter(event_id=event).order_by("pk"))
    if not events:
        raise Http404
    return _download(JsonResponse(bundle(events, {"event": event})), "bang-chung.json")


@kept(A_WHILE)
def passport(_request: HttpRequest, code: str) -> HttpResponse:
    """Return the passport of a lot as a verifiable credential."""
    # The log stands below lots and knows none of their code; their table goes by its name.
    lot = apps.get_model("lots", "Lot").objects.filter(link_code=code).first()
    if lot is None:
        raise Http404
    response = JsonResponse(passport_credential(lot), content_type="application/vc")
    return _download(response, f"ho-chieu-{code}.json")


def _point(size: int) -> LogCheckpoint:
    found = LogCheckpoint.objects.filter(size=size).order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _place(path: str) -> tuple[int, int]:
    try:
        return tiles.read_index_path(path)
    except TileError as error:
        raise Http404 from error


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 -- a bigint's


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
