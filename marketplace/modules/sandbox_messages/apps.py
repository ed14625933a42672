"""Django's view of this module."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SandboxMessagesConfig(AppConfig):
    """The phones of the demo; no tables of its own."""

    name = "marketplace.modules.sandbox_messages"
    label = "sandbox_messages"
    verbose_name = _("Sandbox messages")

    def ready(self) -> None:
        """Take every message before a real channel can."""
        from marketplace.base.notices.channels import channels
        from marketplace.modules.sandbox_messages.channel import SandboxChannel

        channels.register(SandboxChannel.code, SandboxChannel(), module=self.name)
