"""Where reports may be sent: to a server in the open, never into our own house. Pure."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST = 500
_HTTPS_PORT = 443


class TargetError(ValueError):
    """An address to which nothing is sent."""


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address that a connection needs."""

    scheme: str
    host: str
    port: int
    path: str


def target(url: str, *, allow_private: bool = False) -> Target:
    """Return the parts of ``url``.

    Args:
        url: where reports should go.
        allow_private: whether ``http`` and any port will do, for tests and closed networks.

    Raises:
        TargetError: it is no https address, or has a user in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetError("dest is no address") from error
    if len(url) > _LONGEST or not url.isascii() or any(sign.isspace() for sign in url):
        raise TargetError("dest is no address")
    schemes = {"https", "http"} if allow_private else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        raise TargetError("dest is an https address without a user in it")
    port = port or (_HTTPS_PORT if parts.scheme == "https" else 80)
    if port != _HTTPS_PORT and not allow_private:
        raise TargetError("dest has port 443")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open Internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast
