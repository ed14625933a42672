"""The log's settings, typed."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from traceability.log.core.notes import NoteError, Verifier, read_verifier

SEQUENCE_EVERY = timedelta(seconds=2)
"""How long an entry waits for its number, at most, while the worker has nothing else to do."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A program elsewhere that cosigns checkpoints: where it listens, and its key."""

    address: str
    verifier: Verifier


def key_secret() -> str:
    """Return what the keys in custody are encrypted with."""
    return str(settings.ORIGIN_KEY_SECRET)


def anchor() -> Path | None:
    """Return the file outside the database that knows the newest checkpoint; None for no file."""
    return Path(settings.ORIGIN_LOG_ANCHOR) if settings.ORIGIN_LOG_ANCHOR else None


def new_origin() -> str:
    """Return the name that a log begun now takes: its address without the scheme."""
    return f"{urlsplit(settings.PUBLIC_ORIGIN).netloc}/log"


def witnesses() -> list[Witness]:
    """Return the witnesses that are asked.

    Raises:
        ImproperlyConfigured: an entry of the setting is not an address and a verifier key.
    """
    return [_witness(text) for text in settings.ORIGIN_WITNESSES if text.strip()]


def _witness(text: str) -> Witness:
    address, _space, key = text.strip().partition(" ")
    try:
        return Witness(address.rstrip("/"), read_verifier(key))
    except NoteError as error:
        raise ImproperlyConfigured(
            f"ORIGIN_WITNESSES: {text!r} is not an address and a verifier key."
        ) from error
