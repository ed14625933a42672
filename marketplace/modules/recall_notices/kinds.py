"""The messages of recalls."""

from django.utils.translation import gettext_lazy as _

from marketplace.base.notices.kinds import NoticeKind, register_kind

RECALLED = register_kind(
    NoticeKind(
        code="recall.notice",
        text=_("RECALLED, do not eat: %(goods)s, lot %(lots)s. Keep the pack. %(url)s"),
    ),
    module=__name__,
)

OVERDUE = register_kind(
    NoticeKind(
        code="recall.overdue",
        text=_("Recall %(number)s: for a week nobody wrote what came back. %(url)s"),
    ),
    module=__name__,
)
