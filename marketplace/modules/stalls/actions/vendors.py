"""Letting people sell at a stall, by their phone number."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.base.notices.actions import send_notice
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from marketplace.modules.stalls.errors import ManagerSellsError, VendorKnownError
from marketplace.modules.stalls.kinds import INVITED
from marketplace.modules.stalls.models import Stall
from payments.actions import set_members
from payments.models import Payee


@transaction.atomic
def invite_vendor(*, stall: Stall, phone: str, acting_user: User) -> User:
    """Let the owner of ``phone`` (E.164) sell at a stall, and tell them; return that person.

    A market fills an empty stall once; after that only its own vendors and staff let others in,
    or a manager could read the takings of a stall by inviting a friend.

    Raises:
        VendorKnownError: somebody sells here already.
        ManagerSellsError: the phone is a manager's of this market.
    """
    lock_rows(Payee.objects.filter(pk=stall.payee_id))
    members = list(stall.payee.members.all())
    if not may_invite(members, acting_user):
        raise VendorKnownError(stall=stall.pk)
    user = _user_of(phone)
    is_manager = stall.market.managers.filter(pk=user.pk).exists()
    if is_manager and not acting_user.is_staff:
        raise ManagerSellsError(stall=stall.pk)
    if user not in members:
        set_members(payee=stall.payee, members=[*members, user], acting_user=acting_user)
        _tell(stall, user, phone)
        record("vendor.invited", acting_user=acting_user, subject=stall, user=user.pk)
    return user


def may_invite(members: list[User], user: User) -> bool:
    """Return whether a person may let somebody sell where ``members`` sell."""
    return user.is_staff or not members or user in members


def _user_of(phone: str) -> User:
    """Return the account of a phone; a new one has no password until its owner sets one by SMS."""
    known = User.objects.filter(phone=phone).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(phone=phone)
    except IntegrityError:
        return User.objects.get(phone=phone)


def _tell(stall: Stall, user: User, phone: str) -> None:
    page = "stalls:book" if user.has_usable_password() else "account_reset_password"
    context = {
        "stall": stall.number,
        "market": stall.market.name,
        "url": f"{settings.PUBLIC_ORIGIN}{reverse(page)}",
    }
    send_notice(kind=INVITED.code, context=context, to_phone=phone, language=stall.language)
