"""Who acts when events are kept, and what hooks need to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser

from traceability.models import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, or a program with a key of a party; neither for the machine itself.

    Args:
        user: who is signed in.
        key_id: the number of the API or device key that was used.
        party: whose key that is, or for whom the person says to act.
    """

    user: AbstractBaseUser | None = None
    key_id: int | None = None
    party: Party | None = None

    def acts_for(self, party: Party) -> bool:
        """Say whether what is done is done by ``party`` itself: its member, or its key."""
        if self.key_id is not None:
            return self.party is not None and self.party.pk == party.pk
        return self.user is not None and party.members.filter(pk=self.user.pk).exists()

    @property
    def is_party_itself(self) -> bool:
        """Say whether the actor is a member of its party, or holds a key of it."""
        return self.party is not None and self.acts_for(self.party)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capturing:
    """The circumstances in which a batch of events is kept.

    Args:
        party: whose events they are.
        actor: who handed them in.
        is_party_itself: whether the actor is a member of ``party`` or used a key of it.
        signatures: signatures that came with the events, by event id.
    """

    party: Party
    actor: Actor
    is_party_itself: bool
    signatures: Mapping[str, str] = field(default_factory=dict)
