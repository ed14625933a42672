"""The back office: charges, receipts and notices to read, banks and payees to keep."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from marketplace.kernel.active import is_active
from payments.models import Bank, Charge, Notice, Payee, PayoutAccount, Receipt
from payments.views import looking, staff


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that actions write: the back office reads them."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view; nobody may add, change or delete."""
        asks = super().user_has_permission
        return action == "view" and bool(asks(user, "view") or asks(user, "change"))


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each row, without forms."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ()
    list_per_page = 50
    add_to_admin_menu = False


class ChargeViewSet(ReadOnlyViewSet):
    """What should be paid."""

    model = Charge
    icon = "doc-full"
    menu_label = _("Charges")
    url_prefix = "tien-phai-tra"
    list_display = ("memo_code", "payee", "amount", "allocated", "state", "created_at")
    list_filter = ("environment", "created_at")
    search_fields = ("memo_code", "purpose")
    list_select_related = ("payee",)


class ReceiptViewSet(ReadOnlyViewSet):
    """What came."""

    model = Receipt
    icon = "download"
    menu_label = _("Receipts")
    url_prefix = "tien-ve"
    list_display = ("amount", "payee", "source", "memo", "attention", "occurred_at")
    list_filter = ("source", "attention", "occurred_at")
    search_fields = ("memo", "reference")
    list_select_related = ("payee",)


class NoticeViewSet(ReadOnlyViewSet):
    """What feeds said."""

    model = Notice
    icon = "mail"
    menu_label = _("Notices")
    url_prefix = "tin-ngan-hang"
    list_display = ("provider", "event_id", "outcome", "received_at")
    list_filter = ("provider", "outcome")
    search_fields = ("event_id",)
    inspect_view_fields_exclude = ("body",)


class PayeeViewSet(ReadOnlyViewSet):
    """Who is paid."""

    model = Payee
    icon = "group"
    menu_label = _("Payees")
    url_prefix = "nguoi-nhan-tien"
    list_display = ("name", "legal_name", "kind", "reference")
    search_fields = ("name", "legal_name", "reference")


class PayoutAccountViewSet(ReadOnlyViewSet):
    """Into which account."""

    model = PayoutAccount
    icon = "key"
    menu_label = _("Payout accounts")
    url_prefix = "tai-khoan-nhan"
    list_display = ("payee", "bank", "account_number", "feed", "active")
    list_filter = ("feed", "active", "environment")
    search_fields = ("account_number", "holder_name")
    list_select_related = ("payee", "bank")


class BankViewSet(ModelViewSet):
    """Banks, and which of their apps the pay page opens."""

    model = Bank
    icon = "home"
    menu_label = _("Banks")
    url_prefix = "ngan-hang"
    form_fields = ("bin", "code", "short_name", "app_link", "position", "shown")
    list_display = ("short_name", "bin", "code", "shown", "position")
    list_filter = ("shown",)
    search_fields = ("short_name", "code", "bin")
    add_to_admin_menu = False


class MoneyGroup(ViewSetGroup):
    """The menu entry."""

    menu_label = _("Money")
    menu_icon = "tag"
    menu_order = 300
    items = (
        ChargeViewSet("payments_charges"),
        ReceiptViewSet("payments_receipts"),
        NoticeViewSet("payments_notices"),
        PayeeViewSet("payments_payees"),
        PayoutAccountViewSet("payments_accounts"),
        BankViewSet("payments_banks"),
    )


class DeskMenuItem(MenuItem):
    """The way to the money that needs a person; for those who may sort it."""

    def is_shown(self, request: object) -> bool:
        """Return whether the user may sort money and the module is on."""
        user = getattr(request, "user", None)
        return bool(user and user.has_perm("payments.change_receipt")) and is_active("payments")


for read_only in (Charge, Receipt, Notice, Payee, PayoutAccount):
    register_permission_policy(read_only, ReadOnlyPolicy(read_only))


@hooks.register("register_admin_viewset")
def money_group() -> MoneyGroup:
    """Offer the lists."""
    return MoneyGroup()


@hooks.register("register_admin_menu_item")
def desk_item() -> MenuItem:
    """Offer the desk."""
    url = reverse("payments_staff_money")
    return DeskMenuItem(_("Money that needs a person"), url, icon_name="warning", order=290)


@hooks.register("register_admin_menu_item")
def health_item() -> MenuItem:
    """Offer the health of gateways and feeds."""
    url = reverse("payments_staff_health")
    return DeskMenuItem(_("Gateways and bank feeds"), url, icon_name="view", order=291)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """Mount the desk below the back office: ``/quan-tri/tien/``."""
    return [
        path("tien/", staff.money, name="payments_staff_money"),
        path("tien/<int:pk>/ghep/", staff.match, name="payments_staff_match"),
        path("tien/<int:pk>/khong-phai/", staff.dismiss, name="payments_staff_dismiss"),
        path("tien/<int:pk>/tra-lai/", staff.return_receipt, name="payments_staff_return"),
        path("tien/<int:pk>/mot-khoan/", staff.same, name="payments_staff_same"),
        path("tien/tim/", looking.search, name="payments_staff_search"),
        path("tien/suc-khoe/", looking.health, name="payments_staff_health"),
        path("tien/tin/<int:pk>/", looking.notice, name="payments_staff_notice"),
        path("tien/tin/<int:pk>/doc-lai/", looking.replay, name="payments_staff_replay"),
        path("tien/lan/<int:pk>/hoi/", looking.ask, name="payments_staff_ask"),
        path("tien/lan/<int:pk>/dong/", looking.close, name="payments_staff_close"),
        path("tien/don/<slug:public_id>/", looking.charge, name="payments_staff_charge"),
        path("tien/ghep/<int:pk>/go/", staff.undo, name="payments_staff_undo"),
        path("tien/don/<slug:public_id>/huy/", staff.cancel, name="payments_staff_cancel"),
        path(
            "tien/don/<slug:public_id>/tra-lai/",
            staff.return_charge,
            name="payments_staff_return_charge",
        ),
        path("tien/tai-khoan/<int:pk>/", staff.check_account, name="payments_staff_account"),
    ]
