"""Where a stored link may lead. Pure."""

import posixpath
from urllib.parse import unquote, urlsplit

_LONGEST = 500


class AddressError(ValueError):
    """A label may not lead there; ``reason`` is ``form``, ``https``, ``user`` or ``inside``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked(href: str, *, own_host: str, closed: tuple[str, ...]) -> str:
    """Return ``href`` when a label may lead there.

    Args:
        href: what was typed.
        own_host: our own host, with its port if it has one.
        closed: paths of our own site, each with slashes around, that are for signed-in people.

    Raises:
        AddressError: it is no address, not https, holds a user name, or is a closed part of ours.
    """
    text = href.strip()
    if (
        not text
        or len(text) > _LONGEST
        or any(sign <= " " or sign in '"<>\\^`{|}' for sign in text)
    ):
        raise AddressError("form")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressError("form") from error
    if parts.scheme.lower() != "https":
        raise AddressError("https")
    if not parts.hostname or "." not in parts.hostname:
        raise AddressError("form")
    if parts.username is not None or parts.password is not None:
        raise AddressError("user")
    host = parts.hostname + (f":{port}" if port else "")
    if host == own_host.lower() and _is_inside(parts.path, closed):
        raise AddressError("inside")
    return text


def _is_inside(path: str, closed: tuple[str, ...]) -> bool:
    """Say whether ``path`` ends up below a closed one, however it is written."""
    plain = posixpath.normpath("/" + unquote(unquote(path)).lstrip("/")).lower() + "/"
    return any(plain.startswith(one) for one in closed)
