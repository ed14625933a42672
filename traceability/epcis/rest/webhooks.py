"""Send a report to its receiver: signed, over TLS, to an address that was looked at first."""

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError
from traceability.epcis import conf
from traceability.epcis.rest.core.targets import Target, TargetError, is_public, target
from traceability.log.conf import key_secret
from traceability.log.core import custody

TIMEOUT_SECONDS = 10
_FINE = range(200, 300)
_USUAL_PORTS = (80, 443)


class DeliveryError(DomainError):
    """A report did not arrive."""

    code = "epcis_report_not_delivered"
    sentence = _("The receiver did not take the report: %(why)s")
    retryable: ClassVar[bool] = True


def send(dest: str, secret: str, body: bytes) -> None:
    """Send ``body``; it arrived when the receiver says 2xx.

    Raises:
        DeliveryError: it did not arrive, whatever the reason.
    """
    try:
        to = target(dest, allow_private=conf.webhooks_private())
        status = _posted(to, secret, body)
    except (OSError, http.client.HTTPException, TargetError) as error:
        raise DeliveryError(why=str(error)[:200]) from error
    if status not in _FINE:
        raise DeliveryError(why=f"status {status}")


def signature(secret: str, body: bytes) -> str:
    """Return what GS1-Signature says of a report: HMAC-SHA256 of its bytes with the secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def hidden(secret: str, owner: str) -> str:
    """Return a secret as it is kept: encrypted, for ``owner`` alone."""
    sealed = custody.seal(secret.encode(), secret=key_secret(), owner=owner)
    return base64.b64encode(sealed).decode()


def revealed(kept: str, owner: str) -> str:
    """Return the secret that `hidden` hid.

    Raises:
        CustodyError: it was hidden for somebody else, or under another secret of the operator's.
    """
    return custody.unseal(base64.b64decode(kept), secret=key_secret(), owner=owner).decode()


def _posted(to: Target, secret: str, body: bytes) -> int:
    connection = _connection(to)
    try:
        connection.request(
            "POST",
            to.path,
            body=body,
            headers={
                "Host": to.host if to.port in _USUAL_PORTS else f"{to.host}:{to.port}",
                "Content-Type": "application/ld+json",
                "GS1-Signature": signature(secret, body),
                "GS1-EPCIS-Version": "2.0",
                "GS1-CBV-Version": "2.0",
            },
        )
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(to: Target) -> http.client.HTTPConnection:
    """Connect to the very address that was looked at: a name may mean another one by then."""
    plain = socket.create_connection((_address(to), to.port), TIMEOUT_SECONDS)
    connection = http.client.HTTPConnection(to.host, to.port, timeout=TIMEOUT_SECONDS)
    if to.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=to.host)
    else:
        connection.sock = plain
    return connection


def _address(to: Target) -> str:
    found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if conf.webhooks_private():
        return addresses[0]
    open_ones = [one for one in addresses if is_public(one)]
    if not open_ones or len(open_ones) != len(addresses):
        raise TargetError("dest is no address of the open Internet")
    return open_ones[0]
