"""The back office: the monthly return."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from payments.tax.views import returns, rules, sellers
from payments.wagtail_hooks import DeskMenuItem


@hooks.register("register_admin_menu_item")
def tax_item() -> MenuItem:
    """Offer the page."""
    return DeskMenuItem(_("Withheld tax"), reverse("tax_staff"), icon_name="list-ul", order=296)


@hooks.register("register_admin_urls")
def tax_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/thue/``."""
    return [
        path("thue/", returns.tax_desk, name="tax_staff"),
        path("thue/nop/", returns.pay, name="tax_staff_pay"),
        path("thue/tep.csv", returns.return_file, {"ending": "csv"}, name="tax_staff_csv"),
        path("thue/tep.xlsx", returns.return_file, {"ending": "xlsx"}, name="tax_staff_xlsx"),
        path("thue/muc/", rules.rules, name="tax_staff_rules"),
        path("thue/muc/<int:pk>/het/", rules.end, name="tax_staff_rule_end"),
        path("thue/nguoi-ban/", sellers.sellers_page, name="tax_staff_sellers"),
        path("thue/cam-doan/<int:pk>/het/", sellers.end, name="tax_staff_declaration_end"),
        path("thue/nguoi-ban/<int:pk>/", sellers.payee_page, name="tax_staff_payee"),
    ]
