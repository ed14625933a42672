"""Where merchants want to be told, as they would enter it in a gateway's own merchant pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


class HookError(ValueError):
    """An entry is not ``CODE/MERCHANT/NAME=URL``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Addresses by ``code/merchant/name``.

    Args:
        given: on the command line.
        file: one entry a line, read anew each time so that merchants can be added.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None

    def url_for(self, code: str, merchant: str, name: str) -> str:
        """Return the address of a notice, or an empty text."""
        return {**self._from_file(), **self.given}.get(f"{code}/{merchant}/{name}", "")

    def _from_file(self) -> dict[str, str]:
        if self.file is None or not self.file.exists():
            return {}
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return parse(line for line in lines if line.strip() and not line.startswith("#"))


def parse(entries: Iterable[str]) -> dict[str, str]:
    """Read ``CODE/MERCHANT/NAME=URL`` entries.

    Raises:
        HookError: an entry is something else.
    """
    found = {}
    for entry in entries:
        key, _, url = entry.strip().partition("=")
        if key.count("/") != 2 or not is_address(url):  # noqa: PLR2004
            raise HookError(f"{entry!r} is not CODE/MERCHANT/NAME=URL")
        found[key] = url
    return found


def is_address(url: str) -> bool:
    """Say whether we could call this."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
