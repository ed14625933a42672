"""The back office: orders and parcels to read, deliveries to keep, policies to publish."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from marketplace.shop.actions.policies import publish_policy
from marketplace.shop.models import PolicyVersion
from marketplace.shop.order.models import Order, Parcel
from marketplace.shop.queries import charges_of
from marketplace.shop.shipping.models import SellerDelivery


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that actions write: the back office reads them."""

    allowed = frozenset({"view"})

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view; nobody may add, change or delete."""
        asks = super().user_has_permission
        may_view = action == "view" and bool(asks(user, "view") or asks(user, "change"))
        return may_view or (action in self.allowed and bool(asks(user, action)))


class AddOnlyPolicy(ReadOnlyPolicy):
    """Rows that are written once: the back office reads and adds, and never changes."""

    allowed = frozenset({"view", "add"})


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each row, without forms."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ()
    list_per_page = 50
    add_to_admin_menu = False


class OrderViewSet(ReadOnlyViewSet):
    """What buyers placed. The secret of its link is nobody's business."""

    model = Order
    icon = "clipboard-list"
    menu_label = _("Orders")
    url_prefix = "don"
    list_display = ("number", "phone", "total_incl_tax", "provider_code", "date_placed")
    list_filter = ("provider_code", "date_placed")
    search_fields = ("number", "phone")
    inspect_view_fields = (
        "number",
        "date_placed",
        "phone",
        "note",
        "provider_code",
        "total_incl_tax",
        "language",
    )


class ChargeColumn(Column):
    """The code of the parcel's charge and how it stands, with the way to it."""

    def get_value(self, instance: Parcel) -> str:
        """Return the cell."""
        charge = charges_of([instance]).get(instance.purpose)
        if charge is None:
            return ""
        url = reverse("payments_charges:inspect", args=[charge.pk])
        return format_html('<a href="{}">{}</a> {}', url, charge.memo_code, charge.state)


MONEY = ChargeColumn("charge", label=_("money"))


class ParcelViewSet(ReadOnlyViewSet):
    """What each seller owes of an order."""

    model = Parcel
    icon = "folder-open-inverse"
    menu_label = _("Parcels")
    url_prefix = "kien"
    list_display = ("__str__", "seller", "state", "total_amount", "expected_on", MONEY)
    list_filter = ("state", "created_at")
    search_fields = ("order__number", "seller__name", "tracking_code")
    list_select_related = ("order", "seller")


class DeliveryViewSet(ModelViewSet):
    """How sellers deliver, and what everybody does who has no way of their own."""

    model = SellerDelivery
    icon = "site"
    menu_label = _("Deliveries")
    url_prefix = "giao-hang"
    form_fields = (
        "seller",
        "kind",
        "name",
        "place",
        "price",
        "free_from",
        "days",
        "active",
        "position",
    )
    list_display = ("name", "seller", "kind", "price", "free_from", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "seller__name")
    list_select_related = ("seller",)
    add_to_admin_menu = False


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new version of a policy, valid from today or later."""

    text_vi = forms.CharField(label=_("Text in Vietnamese"), widget=forms.Textarea)
    text_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea, required=False)

    class Meta:
        model = PolicyVersion
        fields = ("kind", "valid_from")

    def clean_valid_from(self) -> date:
        """Return the day.

        Raises:
            ValidationError: it is over: orders of that day were placed under another text.
        """
        day: date = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("A policy is valid from today or later."))
        return day


class PublishView(CreateView):
    """Publish through the action: it numbers the version and writes the audit row."""

    def save_instance(self) -> PolicyVersion:
        """Return the published version."""
        typed: dict[str, Any] = self.form.cleaned_data
        texts = {"vi": typed["text_vi"], "en": typed["text_en"]}
        return publish_policy(
            kind=typed["kind"],
            body={language: text for language, text in texts.items() if text},
            valid_from=typed["valid_from"],
            acting_user=self.request.user,
        )


class PolicyViewSet(ReadOnlyViewSet):
    """Every version of every policy; a new one is published, none is edited."""

    model = PolicyVersion
    icon = "doc-full-inverse"
    menu_label = _("Policies")
    url_prefix = "chinh-sach"
    add_view_class = PublishView
    list_display = ("kind", "version", "valid_from", "created_at")
    list_filter = ("kind",)

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:  # type: ignore[type-arg]  # noqa: ARG002
        """Return the form of a new version; there is none for an old one."""
        return PolicyForm


class ShopGroup(ViewSetGroup):
    """The menu entry."""

    menu_label = _("Shop")
    menu_icon = "clipboard-list"
    menu_order = 250
    items = (
        OrderViewSet("shop_orders"),
        ParcelViewSet("shop_parcels"),
        DeliveryViewSet("shop_deliveries"),
        PolicyViewSet("shop_policies"),
    )


for read_only in (Order, Parcel):
    register_permission_policy(read_only, ReadOnlyPolicy(read_only))
register_permission_policy(PolicyVersion, AddOnlyPolicy(PolicyVersion))


@hooks.register("register_admin_viewset")
def shop_group() -> ShopGroup:
    """Offer the lists."""
    return ShopGroup()
