"""Wagtail's users app with our screens."""

from wagtail.users.apps import WagtailUsersAppConfig


class BackOfficeUsersConfig(WagtailUsersAppConfig):
    """Stands in for ``wagtail.users``: its forms ask for first and last names we do not have."""

    label = "wagtailusers"
    user_viewset = "marketplace.base.accounts.backoffice.viewset.UserViewSet"
