"""The messages of payments."""

from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.kinds import NoticeKind, register_kind

FEED_SILENT = register_kind(
    NoticeKind(
        code="payments.feed_silent",
        text=_(
            "%(site)s: the bank no longer tells us of money into %(account)s (%(name)s). "
            "Look into the banking app and confirm by hand until it does."
        ),
    ),
    module=__name__,
)

FEED_SPEAKS = register_kind(
    NoticeKind(
        code="payments.feed_speaks",
        text=_("%(site)s: the bank tells us of money into %(account)s (%(name)s) again."),
    ),
    module=__name__,
)
