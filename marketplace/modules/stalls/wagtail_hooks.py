"""The back office: markets and who looks after them; their offices open the stalls."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from marketplace.modules.stalls.models import Market


class MarketViewSet(ModelViewSet):
    """Markets and their managers."""

    model = Market
    icon = "site"
    menu_label = _("Markets")
    url_prefix = "cho"
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ("slug", "name", "place", "ward_code", "managers")
    list_display = ("name", "place", "slug")
    search_fields = ("name", "place")


@hooks.register("register_admin_viewset")
def register_markets() -> MarketViewSet:
    """Add them to the back office."""
    return MarketViewSet("stall_markets")
