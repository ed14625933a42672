"""The channel that carries nothing: what it takes is shown on the page."""

from marketplace.base.notices.models import NoticeMessage


class SandboxChannel:
    """Asked before every other channel; the stored message is all there is."""

    code = "sandbox"
    rank = 0

    def accepts(self, message: NoticeMessage) -> bool:
        """Accept all."""
        del message
        return True

    def deliver(self, message: NoticeMessage) -> None:
        """Do nothing: the page reads the message itself."""
