"""Wagtail's user screens for our user."""

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.users.views.users import IndexView, UserColumn
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from marketplace.base.accounts.backoffice.forms import StaffUserCreationForm, StaffUserEditForm
from marketplace.base.accounts.models import User
from marketplace.base.accounts.phone import display_phone


class UserIndex(IndexView):
    """People by name and phone."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return name, phone, e-mail, rights and the last visit."""
        title = self._get_title_column_class(UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            title(
                "name",
                accessor=str,
                label=_("Name"),
                get_url=self.get_edit_url,
                sort_key="full_name",
                classname="name",
            ),
            Column("phone", accessor=_shown_phone, label=_("Phone number"), width="18%"),
            Column("email", label=_("E-mail"), width="20%"),
            BooleanColumn("is_superuser", label=_("May do everything"), width="10%"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active", width="10%"),
            DateColumn("last_login", label=_("Last visit"), sort_key="last_login", width="15%"),
        ]

    @cached_property
    def search_fields(self) -> list[str]:
        """Return what a search looks in."""
        return ["full_name", "phone", "email"]

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Order by a column of ours; Wagtail's own order asks for last names."""
        wanted = self.ordering or "full_name"
        return queryset.order_by(wanted, "pk")


class UserViewSet(WagtailUserViewSet):
    """Forms and list of ours in Wagtail's screens."""

    ordering = "full_name"
    index_view_class = UserIndex
    template_prefix = "wagtailusers/users/"

    def get_form_class(
        self, for_update: bool = False
    ) -> type[StaffUserCreationForm | StaffUserEditForm]:
        """Return our form."""
        return StaffUserEditForm if for_update else StaffUserCreationForm


def _shown_phone(user: User) -> str:
    return display_phone(user.phone) if user.phone else ""
