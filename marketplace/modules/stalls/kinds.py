"""The messages of stalls."""

from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.kinds import NoticeKind, register_kind

DAY_CLOSED = register_kind(
    NoticeKind(
        code="stalls.day",
        text=_(
            "Stall %(stall)s, %(market)s, %(day)s: %(takings)s in %(count)s payments. "
            "QR %(cashless)s, cash %(cash)s, given back %(returned)s."
        ),
    ),
    module=__name__,
)

DAY_OPEN = register_kind(
    NoticeKind(
        code="stalls.unclosed",
        text=_(
            "Stall %(stall)s, %(market)s, %(day)s: the day is not closed. "
            "Count the drawer and close it: %(url)s"
        ),
    ),
    module=__name__,
)

STAND_ALARM = register_kind(
    NoticeKind(
        code="stalls.stand_alarm",
        text=_(
            "DANGER: the QR stand of stall %(stall)s, %(market)s, shows ANOTHER ACCOUNT. "
            "Take it away now and print a new one. %(url)s"
        ),
    ),
    module=__name__,
)

INVITED = register_kind(
    NoticeKind(
        code="stalls.invited",
        text=_("You sell at stall %(stall)s, %(market)s. Sign in with this phone: %(url)s"),
    ),
    module=__name__,
)
