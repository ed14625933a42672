"""Where the shop wants to hear of an account, as a seller enters it at a real bank feed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from payments.sandboxes.bank.core.dialects import is_address


class AddressError(ValueError):
    """An entry is not ``ACCOUNT=URL``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Addresses by account number.

    Args:
        given: on the command line.
        file: one ``ACCOUNT=URL`` a line, read anew each time so that accounts can be added.
        template: for all others, with ``{account}`` in it; empty when nobody is told.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    template: str = ""

    def url_for(self, account: str) -> str:
        """Return the address for ``account``, or an empty text."""
        known = {**self._from_file(), **self.given}
        return known.get(account) or self.template.replace("{account}", account)

    def accounts(self) -> list[str]:
        """Return the accounts that have an address of their own."""
        return sorted({**self._from_file(), **self.given})

    def _from_file(self) -> dict[str, str]:
        if self.file is None or not self.file.exists():
            return {}
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return parse(line for line in lines if line.strip() and not line.startswith("#"))


def parse(entries: Iterable[str]) -> dict[str, str]:
    """Read ``ACCOUNT=URL`` entries.

    Raises:
        AddressError: an entry is something else.
    """
    found = {}
    for entry in entries:
        account, _, url = entry.strip().partition("=")
        if not (account.isalnum() and is_address(url)):
            raise AddressError(f"{entry!r} is not ACCOUNT=URL")
        found[account] = url
    return found
