"""The back office: the way to the secrets, for those who may keep them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from marketplace.kernel.active import is_active
from payments.vault import views


class SecretsMenuItem(MenuItem):
    """The way to the secrets of gateways and feeds."""

    def is_shown(self, request: object) -> bool:
        """Return whether the user may keep secrets and the module is on."""
        user = getattr(request, "user", None)
        return bool(user and user.has_perm(views.KEEPERS)) and is_active("payments.vault")


@hooks.register("register_admin_menu_item")
def secrets_item() -> MenuItem:
    """Offer the secrets."""
    return SecretsMenuItem(_("Payment secrets"), reverse(views.LIST), icon_name="key", order=292)


@hooks.register("register_permissions")
def offer_permission() -> QuerySet[Permission]:
    """Let a group be given the right to keep secrets."""
    return Permission.objects.filter(content_type__app_label="vault", codename="keep_secrets")


@hooks.register("register_admin_urls")
def secrets_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/khoa-cong/``."""
    return [
        path("khoa-cong/", views.secrets, name=views.LIST),
        path("khoa-cong/moi/", views.new_merchant, name="vault_merchant"),
        path("khoa-cong/bo/<int:pk>/", views.retire, name="vault_retire"),
        path("khoa-cong/doi/<int:pk>/", views.switch, name="vault_switch"),
        path("khoa-cong/<slug:kind>/<int:pk>/", views.store, name="vault_store"),
    ]
