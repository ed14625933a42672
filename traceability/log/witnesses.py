"""Ask witnesses to cosign the newest checkpoint, and keep what they answer."""

import logging
import urllib.request
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from django.db import transaction

from traceability.log import conf
from traceability.log.conf import Witness
from traceability.log.core import merkle, submission
from traceability.log.core.notes import Note, NoteError, Signature, read_signatures, signers
from traceability.log.errors import WitnessSilentError
from traceability.log.models import Cosignature, LogCheckpoint
from traceability.log.reading import newest, nodes

logger = logging.getLogger(__name__)

TIMEOUT = 15
LARGEST = 1 << 16


def ask(witness: Witness) -> bool:
    """Have a witness cosign the newest checkpoint; return whether it did now.

    Raises:
        WitnessSilentError: it cannot be reached, or its answer makes no sense; ask again later.
    """
    point = newest()
    if point is None or point.size == 0:
        return False
    if point.cosignatures.filter(name=witness.verifier.name).exists():
        return False
    old = _known_size(point, witness)
    status, text = _send(witness, point, old)
    if status == HTTPStatus.CONFLICT and text.strip().isdecimal():
        old = int(text)
        if old > point.size:
            logger.error("witness %s knows %s entries of our %s", witness.address, old, point.size)
            return False
        status, text = _send(witness, point, old)
    if status != HTTPStatus.OK:
        logger.error("witness %s refused (%s): %s", witness.address, status, text[:200].strip())
        raise WitnessSilentError(witness=witness.address, what=f"HTTP {status}")
    _keep(point, witness, text)
    return True


def _known_size(point: LogCheckpoint, witness: Witness) -> int:
    """Return the size of what this witness cosigned last, as far as we know."""
    before = LogCheckpoint.objects.filter(cosignatures__name=witness.verifier.name, pk__lt=point.pk)
    last = before.order_by("-pk").first()
    return last.size if last else 0


def _send(witness: Witness, point: LogCheckpoint, old: int) -> tuple[int, str]:
    path = merkle.consistency(old, point.size, nodes(point.size)) if old else []
    body = submission.write(old, path, point.note).encode()
    asked = urllib.request.Request(  # noqa: S310 -- the operator's own setting
        f"{witness.address}/add-checkpoint", data=body, headers={"Content-Type": "text/plain"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT) as answer:  # noqa: S310
            return answer.status, answer.read(LARGEST).decode()
    except HTTPError as error:
        with error:
            return error.code, error.read(LARGEST).decode(errors="replace")
    except (URLError, OSError, UnicodeDecodeError) as error:
        raise WitnessSilentError(witness=witness.address, what=str(error)) from error


def _keep(point: LogCheckpoint, witness: Witness, text: str) -> None:
    """Keep the line that holds; lines of keys that we do not know are ignored."""
    try:
        lines = [line for line in read_signatures(text) if _holds(point, witness, line)]
    except NoteError as error:
        raise WitnessSilentError(witness=witness.address, what=str(error)) from error
    if not lines:
        raise WitnessSilentError(witness=witness.address, what="its signature does not hold")
    with transaction.atomic():
        row = Cosignature(checkpoint=point, name=witness.verifier.name, line=str(lines[0]))
        Cosignature.objects.bulk_create([row], ignore_conflicts=True)


def _holds(point: LogCheckpoint, witness: Witness, line: Signature) -> bool:
    text = point.note.rpartition("\n\n")[0] + "\n"
    return bool(signers(Note(text, (line,)), [witness.verifier]))


def named(address: str) -> Witness | None:
    """Return the configured witness at an address; None where the setting changed meanwhile."""
    return next((one for one in conf.witnesses() if one.address == address), None)
