"""``/kiem-chung/``: one page that checks proofs without a server, also when saved to a disk."""

import json
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from traceability.log.bundles import log_verifiers

FOLDER = Path(__file__).parent / "check"
OFFERED = ("vi", "en")
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the page, with the log's keys of now: who saves it has pinned them."""
    language = _language(request)
    with translation.override(language):
        html = _html(language)
    response = HttpResponse(html)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Security-Policy"] = policy() + "; frame-ancestors 'none'"
    return response


def policy() -> str:
    """Return what the page may do: run its own script, and reach nothing."""
    return (
        f"default-src 'none'; script-src '{_digest('check.js')}'; "
        f"style-src '{_digest('check.css')}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _html(language: str) -> str:
    context = {
        "language": language,
        "languages": [(code, name) for code, name in settings.LANGUAGES if code in OFFERED],
        "policy": mark_safe(policy()),  # noqa: S308 -- hashes of our own files
        "css": _inline("check.css"),
        "script": _inline("check.js"),
        "words": mark_safe(json.dumps(_words(), ensure_ascii=False).translate(_IN_SCRIPT)),  # noqa: S308
        "keys": "\n".join(map(str, log_verifiers())),
    }
    return render_to_string("origin_log/check.html", context)


def _language(request: HttpRequest) -> str:
    wished = (request.GET.get("l", ""), translation.get_language() or "")
    return next((code for code in wished if code in OFFERED), OFFERED[0])


@lru_cache(maxsize=4)
def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()


def _inline(name: str) -> SafeString:
    return mark_safe(_source(name))  # noqa: S308 -- a file of ours


def _digest(name: str) -> str:
    return "sha256-" + b64encode(sha256(_source(name).encode()).digest()).decode()


def _words() -> dict[str, str]:
    """Return what the script says, by code."""
    return _verdicts() | _faults() | _steps()


def _verdicts() -> dict[str, str]:
    return {
        "verdict_right": _("Unchanged. Everything in the file holds."),
        "verdict_wrong": _("Something does not hold. This file proves nothing."),
        "verdict_nothing": _("There is nothing in the file to check."),
        "entry": _("%(day)s, %(what)s: signed by %(who)s, entry %(index)s of the log"),
        "in_log": _("Entry %(index)s is in the log of %(size)s entries."),
        "credential": _("The passport is unchanged since %(who)s signed it."),
        "witnessed": _("Seen and cosigned by: %(names)s."),
        "platform": _("the platform"),
        "checkpoint": _("Log and its size when it was signed: %(name)s"),
        "no_witness": _("No witness cosigned: nobody outside watched the log."),
        "key_from_file": _("The log's key came with the file itself: compare it elsewhere."),
        "waiting": _("%(count)s records were not in the log yet."),
    }


def _faults() -> dict[str, str]:
    return {
        "entry_wrong": _("Entry %(index)s (%(name)s):"),
        "changed": _("the record was changed after it was signed."),
        "signature": _("the signature does not hold."),
        "path": _("the path does not lead to the log's root."),
        "not_signed_by_log": _("none of the log's keys signed the checkpoint."),
        "other_log": _("the checkpoint is of another log."),
        "unknown_key": _("the log does not know the key."),
        "ended_key": _("the key was not in use any more."),
        "key_history": _("the history of the keys has a gap."),
        "no_key": _("There is no key in it."),
        "no_log_key": _("The log's key is not written as it should be."),
        "need_log_key": _("Write the log's key below first: this file does not bring it."),
        "no_entry": _("The file does not bring the entry that it is about."),
        "no_proof": _("The passport has no proof of the kind we check."),
        "issuer": _("Another key signed than that of the issuer."),
        "damaged": _("The file is damaged."),
        "unknown_file": _("This is no proof file."),
        "too_big": _("This file is too big for a proof."),
        "no_crypto": _(
            "This browser cannot check signatures (Ed25519). Use a newer one: Chrome 137, "
            "Firefox 129, Safari 17 or later."
        ),
    }


def _steps() -> dict[str, str]:
    return {
        "step_commissioning": _("harvest or packing"),
        "step_transforming": _("processing"),
        "step_storing": _("storing"),
        "step_packing": _("packing"),
        "step_inspecting": _("inspection"),
        "step_shipping": _("sending"),
        "step_receiving": _("receiving"),
    }
