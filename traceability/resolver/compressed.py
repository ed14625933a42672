"""Addresses that are compressed Digital Links, told from all the others of the site."""

from traceability.gs1.compression import compress
from traceability.resolver.core.target import uncompressed


class CompressedLink:
    """One segment at the root that reads as a Digital Link, every rule and check digit kept.

    Whatever does not read so is not matched: it stays the address of a page, or nobody's. Texts
    without a capital letter are never tried: they look like the name of a page, and of thousands
    of names that begin as a rare key does one would read as a link. All usual keys begin with a
    capital.
    """

    regex = "(?=[^/]*[A-Z])[A-Za-z0-9_-]{10,512}"
    """A GTIN or GLN alone takes ten characters."""

    def to_python(self, text: str) -> str:
        """Return path and query of the uncompressed link.

        Raises:
            ValueError: it is no compressed Digital Link.
        """
        return uncompressed(f"/{text}")

    def to_url(self, plain: str) -> str:
        """Return the compressed form of a Digital Link's path and query."""
        return compress(f"https://id.gs1.org{plain}").rpartition("/")[2]
