"""The messages an account sends."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.kinds import NoticeKind, register_kind

LINK_WORKS_FOR: Final = timedelta(minutes=30)

PASSWORD_LINK: Final = NoticeKind(
    code="account.password_link",
    text=_("%(site)s: open this within 30 minutes to choose a new password: %(link)s"),
    secret_for=LINK_WORKS_FOR,
)
PASSWORD_CHANGED: Final = NoticeKind(
    code="account.password_changed",
    text=_("%(site)s: your password was changed. If it was not you, call %(helpline)s."),
)
PHONE_CHANGED: Final = NoticeKind(
    code="account.phone_changed",
    text=_(
        "%(site)s: your account now has the phone %(phone)s. If it was not you, call %(helpline)s."
    ),
)
EMAIL_CHANGED: Final = NoticeKind(
    code="account.email_changed",
    text=_("%(site)s: the e-mail of your account changed. If it was not you, call %(helpline)s."),
)


def register() -> None:
    """Make them known."""
    for kind in (PASSWORD_LINK, PASSWORD_CHANGED, PHONE_CHANGED, EMAIL_CHANGED):
        register_kind(kind, module=__name__)
