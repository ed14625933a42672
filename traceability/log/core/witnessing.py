"""A witness's decision about a checkpoint. Pure.

Source: c2sp.org/tlog-witness, "add-checkpoint".
"""

from dataclasses import dataclass

from traceability.log.core.checkpoint import Checkpoint
from traceability.log.core.merkle import ProofError, check_consistency
from traceability.log.core.notes import NoteError, Verifier
from traceability.log.core.submission import Submission

OK, BAD, FORBIDDEN, UNKNOWN, CONFLICT, INCONSISTENT = 200, 400, 403, 404, 409, 422


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint of a log that a witness cosigned."""

    size: int
    root: bytes


class RefusedError(Exception):
    """Why a checkpoint is not cosigned: an HTTP status, a sentence, and the size we know."""

    def __init__(self, status: int, what: str, size: int | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.size = size


def decide(submission: Submission, logs: dict[str, Verifier], seen: Seen | None) -> Checkpoint:
    """Return the checkpoint that may be cosigned.

    Args:
        submission: what was sent.
        logs: keys of the logs that are known, by origin.
        seen: what was cosigned last of this log.

    Raises:
        RefusedError: it must not be.
    """
    point = submission.signed.checkpoint
    log = logs.get(point.origin)
    if log is None:
        raise RefusedError(UNKNOWN, "this log is not known here")
    _check_signature(submission, log)
    if submission.old > point.size:
        raise RefusedError(BAD, "the old size is bigger than the checkpoint's")
    size = seen.size if seen else 0
    if submission.old != size:
        raise RefusedError(CONFLICT, "another checkpoint was cosigned last", size)
    if seen and size == point.size and seen.root != point.root:
        raise RefusedError(CONFLICT, "a tree of this size with another root was cosigned", size)
    _check_growth(submission, seen)
    return point


def _check_signature(submission: Submission, log: Verifier) -> None:
    try:
        is_signed = bool(submission.signed.signed_by(log))
    except NoteError:
        is_signed = False
    if not is_signed:
        raise RefusedError(FORBIDDEN, "the log did not sign this checkpoint")


def _check_growth(submission: Submission, seen: Seen | None) -> None:
    point = submission.signed.checkpoint
    if seen is None or seen.size == 0:
        if submission.path:
            raise RefusedError(INCONSISTENT, "a first checkpoint comes without a proof")
        return
    try:
        check_consistency(seen.size, point.size, (seen.root, point.root), submission.path)
    except ProofError as error:
        raise RefusedError(INCONSISTENT, f"this does not continue the log: {error}") from error
