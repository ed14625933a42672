"""The port to authorities' portals: what an adapter offers, and who is registered.

No public interface of the national portal (Ministry of Science and Technology) or of verigoods.vn
(Ministry of Industry and Trade) is known; docs/model/export.md says what we found and how sure it
is. Until one is published, a file is made that a person hands in.
"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from marketplace.kernel.registry import Registry
from traceability.epcis.core.build import Json
from traceability.lots.models import Lot


@dataclass(frozen=True, slots=True)
class PortalFile:
    """A file for a portal: name without folders, media type, content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a portal answered.

    Args:
        is_sent: the portal has it; False: a person still has to hand the file in.
        number: the portal's own number for it, empty for none.
    """

    is_sent: bool
    number: str = ""


class PortalError(Exception):
    """The portal did not take it; worth another try."""


class PortalGateway(Protocol):
    """A way to a portal.

    Attributes:
        title: the portal's name for people.
        has_interface: whether a public interface is known that the adapter talks to.
        explanation: what becomes of the file, for people.
    """

    @property
    def title(self) -> Promise | str:
        """Return the portal's name."""
        ...

    @property
    def has_interface(self) -> bool:
        """Say whether there is an interface to talk to."""
        ...

    @property
    def explanation(self) -> Promise | str:
        """Return what becomes of the file."""
        ...

    def file(self, lot: Lot, passport: dict[str, Json]) -> PortalFile:
        """Return the lot's record as the portal takes it."""
        ...

    def send(self, file: PortalFile) -> Receipt:
        """Hand the record in.

        Raises:
            PortalError: the portal did not take it.
        """
        ...


portals: Registry[PortalGateway] = Registry("portal")
