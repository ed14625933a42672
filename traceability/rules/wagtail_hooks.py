"""The back office: findings and papers to judge, rules to keep, codes and seasons to read."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from traceability.back_office import ChangeView, NewView
from traceability.models import PartyIdentifier, PlaceIdentifier, Season
from traceability.rules.back_office import (
    CertificateForm,
    CertificateView,
    CodeView,
    FindingForm,
    FindingView,
    PartyCodeForm,
    PlaceCodeForm,
)
from traceability.rules.models import BannedSubstance, Certificate, Finding, Limit
from traceability.rules.words import finding_sentence

_RULE = ("valid_from", "valid_to", "source", "confidence")


class JudgingPolicy(ModelPermissionPolicy):
    """Rows that others make: staff judge them, nobody adds or deletes any."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view or judge."""
        return action in {"view", "change"} and bool(super().user_has_permission(user, "change"))


class AddingPolicy(ModelPermissionPolicy):
    """Rows that are written down once: nobody changes or deletes any."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view or add."""
        asks = super().user_has_permission
        return action in {"view", "add"} and bool(asks(user, "add") or asks(user, "change"))


class ReadingPolicy(ModelPermissionPolicy):
    """Rows that parties keep themselves: the back office reads them."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may view."""
        asks = super().user_has_permission
        return action == "view" and bool(asks(user, "view") or asks(user, "change"))


class FindingViewSet(ModelViewSet):
    """The queue: the grave first, closed with what was found out."""

    model = Finding
    icon = "warning"
    menu_label = _("Findings")
    url_prefix = "diem-can-xem"
    copy_view_enabled = False
    edit_view_class = FindingView
    get_form_class = lambda self, for_update=False: FindingForm  # noqa: E731, ARG005
    list_display = (
        Column("sentence", label=_("What"), accessor=finding_sentence),
        "party",
        "place",
        "is_grave",
        "state",
        "reason",
        "created_at",
    )
    list_filter = ("state", "is_grave", "rule")
    search_fields = ("rule", "reason")
    list_select_related = ("party", "place", "event")


class CertificateViewSet(ModelViewSet):
    """Papers to confirm."""

    model = Certificate
    icon = "doc-full"
    menu_label = _("Certificates of origin")
    url_prefix = "giay-nguon-goc"
    copy_view_enabled = False
    edit_view_class = CertificateView
    get_form_class = lambda self, for_update=False: CertificateForm  # noqa: E731, ARG005
    list_display = ("__str__", "party", "issuer", "valid_from", "valid_to", "state", "sha256")
    list_filter = ("state", "scheme")
    search_fields = ("number", "issuer")
    list_select_related = ("party",)


class LimitViewSet(ModelViewSet):
    """Ranges and tolerances."""

    model = Limit
    icon = "sliders"
    menu_label = _("Usual ranges")
    url_prefix = "khoang-thuong-gap"
    add_view_class = NewView
    edit_view_class = ChangeView
    form_fields = ("code", "minimum", "maximum", *_RULE)
    list_display = ("code", "minimum", "maximum", *_RULE)
    list_filter = ("confidence",)
    search_fields = ("code", "source")


class BannedSubstanceViewSet(ModelViewSet):
    """Substances that must not be used."""

    model = BannedSubstance
    icon = "cross"
    menu_label = _("Banned substances")
    url_prefix = "chat-cam"
    add_view_class = NewView
    edit_view_class = ChangeView
    form_fields = ("name", "synonyms", "scope", *_RULE)
    list_display = ("name", "scope", *_RULE)
    list_filter = ("scope", "confidence")
    search_fields = ("name",)


class PartyCodeViewSet(ModelViewSet):
    """Codes of parties."""

    model = PartyIdentifier
    icon = "key"
    menu_label = _("Codes of parties")
    url_prefix = "ma-cua-ben"
    copy_view_enabled = False
    add_view_class = CodeView
    get_form_class = lambda self, for_update=False: PartyCodeForm  # noqa: E731, ARG005
    list_display = ("__str__", "party", "scheme", "issuer", "valid_from", "valid_to", "successor")
    list_filter = ("scheme",)
    search_fields = ("value",)
    list_select_related = ("party", "successor")


class PlaceCodeViewSet(ModelViewSet):
    """Codes of places."""

    model = PlaceIdentifier
    icon = "key"
    menu_label = _("Codes of places")
    url_prefix = "ma-cua-noi"
    copy_view_enabled = False
    add_view_class = CodeView
    get_form_class = lambda self, for_update=False: PlaceCodeForm  # noqa: E731, ARG005
    list_display = ("__str__", "place", "scheme", "issuer", "valid_from", "valid_to", "successor")
    list_filter = ("scheme",)
    search_fields = ("value",)
    list_select_related = ("place", "successor")


class SeasonViewSet(ModelViewSet):
    """Seasons, as parties keep them."""

    model = Season
    icon = "calendar"
    menu_label = _("Seasons")
    url_prefix = "vu"
    copy_view_enabled = False
    exclude_form_fields = ()
    list_display = ("place", "kind", "variety", "starts_on", "ends_on")
    list_filter = ("kind", "starts_on")
    list_select_related = ("place",)


class RulesGroup(ViewSetGroup):
    """The menu entry."""

    menu_label = _("Rules of origin")
    menu_icon = "clipboard-list"
    menu_order = 311
    items = (
        FindingViewSet("rules_findings"),
        CertificateViewSet("rules_certificates"),
        LimitViewSet("rules_limits"),
        BannedSubstanceViewSet("rules_banned"),
        PartyCodeViewSet("rules_party_codes"),
        PlaceCodeViewSet("rules_place_codes"),
        SeasonViewSet("rules_seasons"),
    )


for judged in (Finding, Certificate):
    register_permission_policy(judged, JudgingPolicy(judged))
for added in (PartyIdentifier, PlaceIdentifier):
    register_permission_policy(added, AddingPolicy(added))
register_permission_policy(Season, ReadingPolicy(Season))


@hooks.register("register_admin_viewset")
def rules_group() -> RulesGroup:
    """Offer the lists."""
    return RulesGroup()
