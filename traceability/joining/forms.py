"""What a new party tells about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.fields import PhoneField
from marketplace.base.places.forms import WardField
from marketplace.base.places.models import AdminUnit
from traceability.actions import PartyDraft
from traceability.models import PartyKind

KINDS = (
    PartyKind.COOPERATIVE,
    PartyKind.COOPERATIVE_GROUP,
    PartyKind.FARM_HOUSEHOLD,
    PartyKind.HOUSEHOLD_BUSINESS,
    PartyKind.ENTERPRISE,
)
"""Laboratories and authorities are registered by staff."""


class PartyForm(forms.Form):
    """Name, kind, commune and the phone that buyers may call."""

    kind = forms.ChoiceField(
        label=_("What you are"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.Select(attrs={"class": "in"}),
    )
    name = forms.CharField(
        label=_("Name that buyers read"),
        max_length=160,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "organization"}),
        error_messages={"required": _("Write the name that buyers should read.")},
    )
    ward = WardField(label=_("Commune or ward"))
    street = forms.CharField(
        label=_("House, street, hamlet"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "street-address"}),
    )
    phone = PhoneField(label=_("Phone that buyers may call"), required=False)
    consent = forms.BooleanField(
        label=_("Buyers may read this name, the commune and the phone on my packs."),
        error_messages={"required": _("Without this your packs could not say who made them.")},
    )

    def draft(self) -> PartyDraft:
        """Return what was typed; call it on a valid form."""
        typed: dict[str, Any] = self.cleaned_data
        ward: AdminUnit = typed["ward"]
        province = ward.parent.name if ward.parent else ""
        parts = (typed["street"].strip(), ward.name, province)
        return PartyDraft(
            name=" ".join(typed["name"].split()),
            kind=typed["kind"],
            address=", ".join(part for part in parts if part),
            place_code=ward.code,
            place_name=", ".join(part for part in (ward.name, province) if part),
            contact=typed["phone"] or "",
        )
