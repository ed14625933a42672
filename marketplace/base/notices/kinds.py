"""What messages there are. Modules register theirs in ``apps.ready``; texts are translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.base.notices.errors import NoticeContextError
from marketplace.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeKind:
    """One kind of message.

    Args:
        code: ``order.placed``; stored with the message.
        text: with named placeholders, to be translated: ``_("Order %(number)s is on its way.")``.
        secret_for: the text lets its reader do something (a link to a new password) for this
            long, and is blanked afterwards.
    """

    code: str
    text: str | Promise
    secret_for: timedelta | None = None


kinds: Registry[NoticeKind] = Registry("notice kind")


def register_kind(kind: NoticeKind, *, module: str) -> NoticeKind:
    """Add a kind; ``module`` is the dotted module that sends it."""
    return kinds.register(kind.code, kind, module=module)


def render_text(kind: NoticeKind, context: Mapping[str, object], language: str) -> str:
    """Return the text of a message.

    Raises:
        NoticeContextError: the text names something that ``context`` does not hold.
    """
    with override(language):
        try:
            return str(kind.text) % context
        except KeyError as error:
            raise NoticeContextError(kind=kind.code, missing=str(error)) from error


PLAIN = register_kind(NoticeKind(code="plain", text=_("%(text)s")), module=__name__)
"""A message somebody wrote by hand."""
