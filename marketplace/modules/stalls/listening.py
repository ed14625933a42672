"""Who may listen to a stall, known from a signed ticket: one asking a second costs one query.

The ticket names the person and the stall, and is tied to the session that got it: whoever signs
out or in as somebody else holds a worthless ticket. That the person still sells there is asked of
the database each time.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from marketplace.base.accounts.models import User
from marketplace.modules.stalls.models import Announcement, Stall
from payments.models import Payee

SALT: Final = "marketplace.modules.stalls.listening"
GOOD_FOR: Final = 12 * 60 * 60
"""Seconds: a market day. Then the session itself is asked again."""

MOST_DIGITS: Final = 9
MOST: Final = 20
"""Announcements in one answer: as many as the page lists."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose ears, at which stall."""

    user: int
    stall: int


def ticket_for(request: HttpRequest, stall: Stall, user: User) -> str:
    """Return the ticket with which this browser listens to ``stall``."""
    facts = [user.pk, stall.pk, _session_mark(request)]
    return signing.dumps(facts, salt=SALT, compress=False)


def ticket_of(request: HttpRequest) -> Ticket | None:
    """Return the ticket in the request's header, if it is ours, fresh and of this session."""
    try:
        user, stall, mark = signing.loads(
            request.headers.get("X-Quay", ""), salt=SALT, max_age=GOOD_FOR
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(user, stall) if mark and mark == _session_mark(request) else None


def last_number(ticket: Ticket) -> int | None:
    """Return the number of the stall's latest announcement, None if the ticket's owner left it."""
    member = Payee.members.through.objects.filter(
        payee_id=OuterRef("payee_id"), user_id=ticket.user, user__is_active=True
    )
    found = Stall.objects.filter(Exists(member), pk=ticket.stall)
    return found.values_list("last_announcement", flat=True).first()


def announcements_after(stall: int, number: int) -> list[Announcement]:
    """Return what a stall has to say after ``number``, oldest first; the latest `MOST` of it."""
    said = Announcement.objects.filter(stall_id=stall, number__gt=number)
    return list(said.select_related("sale", "receipt").order_by("-number")[:MOST])[::-1]


def whole_number(request: HttpRequest, name: str) -> int:
    """Return the number in a query parameter, 0 where there is none."""
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else 0


def _session_mark(request: HttpRequest) -> str:
    """Return what tells one session from another without giving its key away."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return sha256(f"{SALT}{key}".encode()).hexdigest()[:16] if key else ""
