"""What links and scratch PINs do not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class LinkAddressError(DomainError):
    """A label may not lead to this address."""

    code = "origin_link_address"
    sentence = _("Links start with https:// and lead to a public page, not to the back office.")


class LinkTypeError(DomainError):
    """GS1 knows no such type of link, or it is ours to set."""

    code = "origin_link_type"
    sentence = _("Choose what the link shows from the list.")


class LinkAnchorError(DomainError):
    """The code a link hangs on is no GS1 key, or another party's."""

    code = "origin_link_anchor"
    sentence = _("Choose one of your own products, lots or places.")


class LinkTitleError(DomainError):
    """A link without words."""

    code = "origin_link_title"
    sentence = _("Write what people see before they open the link.")


class JudgementReasonError(DomainError):
    """A pack is judged without saying why."""

    code = "origin_judgement_reason"
    sentence = _("Write what was found.")
