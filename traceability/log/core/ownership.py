"""Which key may sign for whom, told by the log's own entries about keys. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from traceability.log.core.canonical import Json

REGISTRATION = "KeyRegistration"
ROTATION = "KeyRotation"
REVOCATION = "KeyRevocation"
OPERATOR = "operator"
PARTY = "party"


@dataclass(slots=True)
class Owned:
    """A key as the log knows it: whose, since which entry, until which."""

    role: str
    party: int
    since: int
    until: int | None = None
    how: str = ""


@dataclass(slots=True)
class Keys:
    """Keys by id, as far as the log has been read."""

    known: dict[str, Owned] = field(default_factory=dict)

    def hear(self, index: int, statement: Mapping[str, Json], signer: str) -> str:
        """Take in the entry ``index`` about a key; return what is wrong with it, or nothing."""
        kind, key = str(statement.get("type")), str(statement.get("key"))
        if kind == REGISTRATION:
            return self._begin(index, key, statement, self._may_vouch(key, signer, statement))
        if kind == ROTATION:
            return self._replace(index, key, statement, signer)
        if kind == REVOCATION:
            wrong = "" if self._is_operator(signer) else "the platform did not sign the revocation"
            return wrong or self._end(key, index, "revoked")
        return f"there is no statement {kind!r}"

    def why_not(self, index: int, key: str, party: int) -> str:
        """Return why ``key`` may not sign an event of ``party`` as entry ``index``, or nothing."""
        owned = self.known.get(key)
        if owned is None:
            return "its key is not in the log"
        if owned.role == PARTY and owned.party != party:
            return "its key is of another party"
        if owned.role not in (PARTY, OPERATOR):
            return "its key does not sign events"
        if owned.until is not None and index > owned.until:
            return f"its key was {owned.how} in entry {owned.until}"
        return ""

    def _replace(self, index: int, key: str, statement: Mapping[str, Json], signer: str) -> str:
        old = str(statement.get("old"))
        if signer != old:
            return "the old key did not sign its replacement"
        owned = self.known.get(old)
        if owned and (owned.role, owned.party) != _owner(statement):
            return "the key is replaced by one of another owner"
        return self._end(old, index, "replaced") or self._begin(index, key, statement, "")

    def _begin(self, index: int, key: str, statement: Mapping[str, Json], wrong: str) -> str:
        if wrong:
            return wrong
        if key in self.known:
            return "its key was in the log before"
        self.known[key] = Owned(*_owner(statement), since=index)
        return ""

    def _end(self, key: str, index: int, how: str) -> str:
        owned = self.known.get(key)
        if owned is None or owned.until is not None:
            return "the key that it ends is not in use"
        owned.until, owned.how = index, how
        return ""

    def _may_vouch(self, key: str, signer: str, statement: Mapping[str, Json]) -> str:
        is_first = not any(one.role == OPERATOR for one in self.known.values())
        if is_first and signer == key and statement.get("role") == OPERATOR:
            return ""
        return "" if self._is_operator(signer) else "the platform did not sign the registration"

    def _is_operator(self, key: str) -> bool:
        owned = self.known.get(key)
        return owned is not None and owned.role == OPERATOR and owned.until is None


def _owner(statement: Mapping[str, Json]) -> tuple[str, int]:
    party = statement.get("party")
    number = party.get("number") if isinstance(party, Mapping) else 0
    return str(statement.get("role")), number if isinstance(number, int) else 0
