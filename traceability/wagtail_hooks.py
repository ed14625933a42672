"""The back office: parties to keep; lots and recalls to read; reports and copies to judge."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from traceability.back_office import (
    ChangeView,
    NewView,
    PackView,
    ReportForm,
    ReportView,
    UnusualPackForm,
)
from traceability.epcis.models import Event
from traceability.lots.models import Lot, Recall, Serial
from traceability.models import Party, Place
from traceability.resolver.models import Report, UnknownCode
from traceability.resolver.office import DestinationViewSet, LinkViewSet
from traceability.resolver.queue import packs_to_judge


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Rows that actions write: the back office reads them."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view; nobody may add, change or delete."""
        asks = super().user_has_permission
        return action == "view" and bool(asks(user, "view") or asks(user, "change"))


class JudgingPolicy(ModelPermissionPolicy):
    """Rows that visitors or scans make: staff judge them, nobody adds or deletes any."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view or judge."""
        return action in {"view", "change"} and bool(super().user_has_permission(user, "change"))


class PartyViewSet(ModelViewSet):
    """Who makes and moves goods."""

    model = Party
    icon = "group"
    menu_label = _("Parties")
    url_prefix = "ben"
    add_view_class = NewView
    edit_view_class = ChangeView
    form_fields = (
        "kind",
        "name",
        "address",
        "place_code",
        "place_name",
        "about",
        "published_contact",
        "members",
    )
    list_display = ("name", "kind", "gln", "place_name")
    list_filter = ("kind",)
    search_fields = ("name", "gln")


class PlaceViewSet(ModelViewSet):
    """Fields, ponds, mills, stores."""

    model = Place
    icon = "site"
    menu_label = _("Places of parties")
    url_prefix = "noi"
    add_view_class = NewView
    edit_view_class = ChangeView
    form_fields = (
        "party",
        "kind",
        "name",
        "locality",
        "code",
        "place_code",
        "area_m2",
        "valid_from",
        "valid_to",
    )
    list_display = ("name", "party", "kind", "locality", "code")
    list_filter = ("kind",)
    search_fields = ("name", "code", "gln")
    list_select_related = ("party",)


class ReadOnlyViewSet(ModelViewSet):
    """A list and a page for each row, without forms."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ()
    list_per_page = 50
    add_to_admin_menu = False


def _recall_url(lot: Lot) -> str:
    verb = "lots:lift" if lot.state == "recalled" else "lots:recall"
    return reverse(verb, args=[lot.link_code])


def _lot_page(lot: Lot) -> str:
    return reverse("origin:code", args=[lot.link_code])


class LotViewSet(ReadOnlyViewSet):
    """Every party's lots; a recall is decided from here as well."""

    model = Lot
    icon = "tasks"
    menu_label = _("Lots")
    url_prefix = "lo"
    list_display = (
        "code",
        "item",
        Column("party", label=_("party"), accessor="item.party.name"),
        "packed_on",
        "best_before",
        "quantity",
        "state",
        TitleColumn("page", label=_("page"), accessor="link_code", get_url=_lot_page),
        TitleColumn("recall", label=_("Recall"), accessor="get_state_display", get_url=_recall_url),
    )
    list_filter = ("state", "packed_on")
    search_fields = ("code", "link_code")
    list_select_related = ("item__party",)


class RecallViewSet(ReadOnlyViewSet):
    """What was taken back, why, and how it ended."""

    model = Recall
    icon = "warning"
    menu_label = _("Recalls")
    url_prefix = "thu-hoi-lo"
    list_display = ("lot", "reason", "started_at", "lifted_at", "outcome")
    list_filter = ("started_at", "outcome")
    search_fields = ("reason",)
    list_select_related = ("lot",)


class EventViewSet(ReadOnlyViewSet):
    """The event store."""

    model = Event
    icon = "history"
    menu_label = _("Events")
    url_prefix = "viec"
    list_display = ("event_time", "party", "event_type", "biz_step", "disposition")
    list_filter = ("event_type", "event_time")
    search_fields = ("event_id", "biz_step")
    list_select_related = ("party",)


class ReportViewSet(ModelViewSet):
    """The queue of reports: newest first, closed with what was found."""

    model = Report
    icon = "comment"
    menu_label = _("Reports of suspicious packs")
    url_prefix = "bao"
    copy_view_enabled = False
    edit_view_class = ReportView
    form_class = ReportForm
    get_form_class = lambda self, for_update=False: ReportForm  # noqa: E731, ARG005
    list_display = ("created_at", "code", "lot", "words", "state")
    list_filter = ("state", "created_at")
    search_fields = ("code", "words")
    list_select_related = ("lot",)


class UnusualPackViewSet(ModelViewSet):
    """Packs that too many devices opened."""

    model = Serial
    icon = "view"
    menu_label = _("Packs opened unusually often")
    url_prefix = "quet-nhieu"
    copy_view_enabled = False
    edit_view_class = PackView
    get_form_class = lambda self, for_update=False: UnusualPackForm  # noqa: E731, ARG005
    list_display = (
        "serial",
        "lot",
        "number",
        "scan_count",
        Column("score", label=_("points"), accessor="mark.score"),
        "unusual_since",
        Column("judgement", label=_("judgement"), accessor="mark.get_judgement_display"),
    )
    ordering = ("-unusual_since",)
    list_select_related = ("lot", "mark")

    def get_queryset(self, request: object) -> QuerySet[Serial]:  # noqa: ARG002
        """Return marked packs, those that are close to it, and those that were copied."""
        return packs_to_judge()


class UnknownCodeViewSet(ReadOnlyViewSet):
    """Codes that were asked for and never issued."""

    model = UnknownCode
    icon = "help"
    menu_label = _("Unknown codes")
    url_prefix = "ma-la"
    list_display = ("code", "day", "times")
    list_filter = ("day",)
    search_fields = ("code",)


class OriginGroup(ViewSetGroup):
    """The menu entry."""

    menu_label = _("Origin")
    menu_icon = "tag"
    menu_order = 310
    items = (
        ReportViewSet("origin_reports"),
        UnusualPackViewSet("origin_unusual"),
        LinkViewSet("origin_links"),
        DestinationViewSet("origin_destinations"),
        LotViewSet("origin_lots"),
        RecallViewSet("origin_recalls"),
        EventViewSet("origin_events"),
        UnknownCodeViewSet("origin_unknown"),
        PartyViewSet("origin_parties"),
        PlaceViewSet("origin_places"),
    )


for read_only in (Lot, Recall, Event, UnknownCode):
    register_permission_policy(read_only, ReadOnlyPolicy(read_only))
for judged in (Report, Serial):
    register_permission_policy(judged, JudgingPolicy(judged))


@hooks.register("register_admin_viewset")
def origin_group() -> OriginGroup:
    """Offer the lists."""
    return OriginGroup()
