"""What can go wrong with a message."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class NoticeContextError(DomainError):
    """The text names something the sender did not give."""

    code = "message_context"
    sentence = _("This message could not be written.")
    http_status = 500


class NoticeAddressError(DomainError):
    """No phone and no e-mail, or both."""

    code = "message_address"
    sentence = _("A message needs one phone number or one e-mail address.")


class DeliveryError(DomainError):
    """The channel said no for good: the number does not exist, the text is not allowed."""

    code = "message_refused"
    sentence = _("The message was not taken.")


class ChannelUnreachableError(DomainError):
    """No answer in time; the worker tries again."""

    code = "message_channel_unreachable"
    sentence = _("The message could not be sent now. It will be tried again.")
    retryable = True
