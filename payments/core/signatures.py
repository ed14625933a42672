"""What signed notices share: why one is refused, how old it may be, how it is compared. Pure."""

import hmac
from collections.abc import Iterable
from typing import ClassVar


class SignatureError(ValueError):
    """The notice does not prove who sent it; ``code`` says why."""

    code: ClassVar[str] = "signature_refused"


class MissingSecretError(SignatureError):
    """No secret is set for this account, so nothing can be proven."""

    code = "missing_secret"


class MissingSignatureError(SignatureError):
    """A part of the signature is missing."""

    code = "missing_signature"


class BadTimestampError(SignatureError):
    """The signed time cannot be read."""

    code = "bad_timestamp"


class StaleSignatureError(SignatureError):
    """The signature was made too long ago: a replay."""

    code = "signature_too_old"


class EarlySignatureError(SignatureError):
    """The signature was made in what is our future: a wrong clock or a stored-up replay."""

    code = "signature_too_new"


class WrongSignatureError(SignatureError):
    """No secret of the account makes this signature over what came."""

    code = "wrong_signature"


def check_freshness(signed_at: int, *, now: int, window: int) -> None:
    """Refuse what was signed more than ``window`` seconds before or after ``now``.

    Raises:
        StaleSignatureError, EarlySignatureError: which of the two.
    """
    if signed_at < now - window:
        raise StaleSignatureError(f"signed {now - signed_at} s ago, at most {window} allowed")
    if signed_at > now + window:
        raise EarlySignatureError(f"signed {signed_at - now} s ahead, at most {window} allowed")


def check_match(given: str, wanted: Iterable[str]) -> None:
    """Refuse ``given`` unless it is one of ``wanted``, in a time that tells nothing.

    Raises:
        WrongSignatureError: it is none of them.
    """
    sent = given.encode("utf-8", "replace")
    matches = [hmac.compare_digest(one.encode(), sent) for one in wanted]
    if not any(matches):  # after all were compared
        raise WrongSignatureError("no secret of this account makes this signature")
