"""The kernel's app."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import pre_migrate
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

SELF_REGISTERING = ("hooks", "slots", "actions", "tasks")
"""Files of a module that register themselves by being imported."""


class KernelConfig(AppConfig):
    """Imports what modules register, in dependency order."""

    name = "marketplace.kernel"
    label = "kernel"
    verbose_name = _("Kernel")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the self-registering files of every installed module's apps."""
        from marketplace.kernel import installed
        from marketplace.kernel.assembly import package_of

        pre_migrate.connect(_create_cache_table, sender=self)
        ours = {package_of(app) for app in installed.assembly().apps}
        for config in apps.get_app_configs():
            if config.name in ours:
                _import_files(config)


def _create_cache_table(using: str, **_signal: object) -> None:
    """Make the cache's table first: what runs after a migration may already use the cache."""
    call_command("createcachetable", database=using, verbosity=0)


def _import_files(config: AppConfig) -> None:
    for name in SELF_REGISTERING:
        if module_has_submodule(config.module, name):
            import_module(f"{config.name}.{name}")
