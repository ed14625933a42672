"""Forms of tax officers."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payments.tax.models import CLASSES, PayeeTax

TEXT = {"class": "in"}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d")


class TaxpayerForm(forms.Form):
    """Who a seller is to the tax office."""

    status = forms.ChoiceField(
        label=_("Taxpayer"), choices=PayeeTax.Status.choices, widget=forms.Select(attrs=TEXT)
    )
    tax_code = forms.RegexField(
        r"^[0-9]{10}([0-9]{2}|-[0-9]{3})?$",
        label=_("Tax code"),
        required=False,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"invalid": _("A tax code has 10 or 12 digits, or 10 and a branch of 3.")},
    )
    default_class = forms.ChoiceField(
        label=_("What they sell"),
        choices=[("", _("not known: the highest rates")), *CLASSES],
        required=False,
        widget=forms.Select(attrs=TEXT),
    )
    resident = forms.BooleanField(label=_("Lives in Vietnam"), required=False, initial=True)
    valid_from = forms.DateField(label=_("Valid from"), widget=_day(), initial=timezone.localdate)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=TEXT))


class DeclarationForm(forms.Form):
    """A seller's signed word that they grew it."""

    produce = forms.CharField(
        label=_("What they grow"), max_length=200, widget=forms.TextInput(attrs=TEXT)
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=_day())


class PaymentForm(forms.Form):
    """The number under which the tax office has a payment."""

    reference = forms.CharField(
        label=_("Number of the payment"), max_length=100, widget=forms.TextInput(attrs=TEXT)
    )
