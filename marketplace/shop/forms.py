"""What a buyer types at the checkout and at the look-up."""

import secrets
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.fields import PhoneField
from marketplace.base.places.forms import WardField
from marketplace.shop.actions.placing import CheckoutData
from marketplace.shop.planning import Plan


def new_placement_key() -> str:
    """Return the key that makes sending a form twice harmless."""
    return secrets.token_urlsafe(24)


class CheckoutForm(forms.Form):
    """Who gets it, where, and how it is paid. Deliveries are rows of their own, one per seller."""

    phone = PhoneField(label=_("Phone number"))
    full_name = forms.CharField(
        label=_("Name of who receives it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "in"}),
    )
    ward = WardField(label=_("Commune or ward"))
    street = forms.CharField(
        label=_("House, street, hamlet"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "class": "in"}),
    )
    note = forms.CharField(
        label=_("Tell the courier"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    provider = forms.CharField(
        max_length=64, error_messages={"required": _("Choose a way to pay.")}
    )
    shown_total = forms.IntegerField(min_value=0)
    placement_key = forms.CharField(min_length=16, max_length=64)

    def checkout(self, deliveries: Mapping[int, str], language: str) -> CheckoutData:
        """Return what was typed as the action takes it; call only on a valid form."""
        typed = self.cleaned_data
        ward = typed["ward"]
        return CheckoutData(
            phone=typed["phone"],
            full_name=typed["full_name"].strip(),
            ward_code=ward.code,
            ward_name=ward.name,
            province_name=ward.parent.name,
            street=typed["street"].strip(),
            note=typed["note"].strip(),
            deliveries=deliveries,
            provider_code=typed["provider"],
            shown_total=typed["shown_total"],
            placement_key=typed["placement_key"],
            language=language,
        )


class LookUpForm(forms.Form):
    """Find an order by the phone it was placed with and its number."""

    phone = PhoneField(label=_("Phone number"))
    number = forms.CharField(
        label=_("Order number"),
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off", "class": "in num"}
        ),
    )


def chosen_deliveries(data: Mapping[str, str], plan: Plan) -> dict[int, str]:
    """Return seller id → code as posted; a seller without one gets what the plan shows."""
    chosen = {}
    for part in plan.parts:
        shown = part.delivery.code if part.delivery else ""
        chosen[part.seller.pk] = data.get(f"delivery_{part.seller.pk}", shown)
    return chosen
