"""A party that registers itself, and the check that follows."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.base.words.core import tokens
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from traceability.actions import PartyDraft, register_party, set_members
from traceability.errors import PartyKnownError, TooManyPartiesError
from traceability.lots.hooks import lot_changed
from traceability.lots.models import Lot
from traceability.models import Party

MOST_PARTIES = 3
"""That one person may register; more is a case for staff."""


@transaction.atomic
def declare_party(*, draft: PartyDraft, acting_user: User) -> Party:
    """Register the person's own party and return it; its pages say that nobody checked it yet.

    Raises:
        PartyKnownError: a party of this name is there already; its people can add the person.
        TooManyPartiesError: the person registered as many as one may.
        ValidationError: the kind is none, or the phone is not E.164.
    """
    lock_rows(User.objects.filter(pk=acting_user.pk))
    if Party.objects.filter(members=acting_user, is_declared=True).count() >= MOST_PARTIES:
        raise TooManyPartiesError(most=MOST_PARTIES)
    if _is_known(draft.name):
        raise PartyKnownError(name=draft.name)
    party = register_party(draft=draft, acting_user=acting_user)
    party.is_declared = True
    party.save(update_fields=["is_declared"])
    record("party.declared", acting_user=acting_user, subject=party)
    return set_members(party=party, members=[acting_user], acting_user=acting_user)


def confirm_party(*, party: Party, acting_user: AbstractBaseUser) -> Party:
    """Say that staff has seen who this party is; its lots' pages are prepared anew."""
    with transaction.atomic():
        (locked,) = lock_rows(Party.objects.filter(pk=party.pk))
        if not locked.is_declared:
            return locked
        locked.is_declared = False
        locked.save(update_fields=["is_declared"])
        record("party.confirmed", acting_user=acting_user, subject=locked)
        for lot in Lot.objects.filter(item__party=locked).order_by("pk"):
            lot_changed.send(lot)
    return locked


def _is_known(name: str) -> bool:
    """Say whether a party goes by this name, whatever the accents, case and punctuation."""
    wanted = tokens(name)
    names = Party.objects.values_list("name", flat=True)
    return any(tokens(one) == wanted for one in names.iterator())
