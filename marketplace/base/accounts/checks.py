"""What must hold for signing in to be safe."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from marketplace.base.accounts.adapter import PhoneFirstAdapter


def _adapter() -> type:
    return import_string(getattr(settings, "ACCOUNT_ADAPTER", "builtins.object"))  # type: ignore[no-any-return]


@register()
def check_sign_in(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **_options: object,
) -> list[CheckMessage]:
    """Return what is wrong with the settings of signing in, and what to do."""
    wrong: list[CheckMessage] = []
    if settings.AUTH_USER_MODEL != "accounts.User":
        hint = "Set AUTH_USER_MODEL = 'accounts.User'; it cannot be changed after migrating."
        wrong.append(Error("Another user model is set.", hint=hint, id="accounts.E001"))
    if not issubclass(_adapter(), PhoneFirstAdapter):
        hint = "Derive ACCOUNT_ADAPTER from PhoneFirstAdapter: allauth's counts all phones as one."
        wrong.append(Error("Tries to sign in are not limited.", hint=hint, id="accounts.E002"))
    if "django.contrib.auth.backends.ModelBackend" in settings.AUTHENTICATION_BACKENDS:
        hint = "Take ModelBackend out of AUTHENTICATION_BACKENDS; allauth's backend is enough."
        wrong.append(Error("A way to sign in without limits.", hint=hint, id="accounts.E003"))
    return wrong
