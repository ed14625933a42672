"""How often a stranger may try. Counted in the database, so all processes share the counts.

Whole carriers stand behind one address in Vietnam, so the tight limit is on a phone *from* an
address; a phone from everywhere and an address for all phones have wide ones. Otherwise anybody
could lock a seller out by typing wrong passwords.
"""

from datetime import timedelta
from typing import Final

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from marketplace.kernel.ratelimit import allow

_TEN_MINUTES: Final = timedelta(minutes=10)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def address_of(request: HttpRequest) -> str:
    """Return where the request comes from: an IPv4 address, or the /64 of an IPv6 one."""
    return str(get_ip(request))


def may_sign_in(phone: str, address: str) -> bool:
    """Count a try to sign in."""
    return (
        allow(f"sign-in:{phone}:{address}", 8, _TEN_MINUTES)
        and allow(f"sign-in:{phone}", 60, _HOUR)
        and allow(f"sign-in:{address}", 200, _TEN_MINUTES)
    )


def may_sign_up(address: str) -> bool:
    """Count an opened account."""
    return allow(f"sign-up:{address}", 30, _HOUR)


def may_ask_for_password(phone: str, address: str) -> bool:
    """Count a message with a link to a new password: each one costs money and wakes a person."""
    return (
        allow(f"reset:{address}", 30, _HOUR)
        and allow(f"reset:{phone}", 3, _HOUR)
        and allow(f"reset-day:{phone}", 8, _DAY)
    )


def may_give_password(user_id: int) -> bool:
    """Count a try at the current password by somebody who is signed in."""
    return allow(f"password:{user_id}", 10, _TEN_MINUTES)
