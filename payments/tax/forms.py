"""Forms of tax officers."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payments.forms import PercentField
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


class PlacingForm(forms.Form):
    """Who many sellers are at once; without a day, since their oldest sale that waits."""

    status = forms.ChoiceField(
        label=_("Taxpayer"), choices=PayeeTax.Status.choices, widget=forms.Select(attrs=TEXT)
    )
    default_class = forms.ChoiceField(
        label=_("What they sell"),
        choices=[("", _("not known: the highest rates")), *CLASSES],
        required=False,
        widget=forms.Select(attrs=TEXT),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=_day(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=TEXT))


class TaxRuleForm(forms.Form):
    """Rates of one class from a day on."""

    tax_class = forms.ChoiceField(
        label=_("Class"), choices=CLASSES, widget=forms.Select(attrs=TEXT)
    )
    vat = PercentField(label=_("VAT in %"))
    pit = PercentField(label=_("Income tax in %"))
    pit_nonresident = PercentField(label=_("Income tax of non-residents in %"), required=False)
    valid_from = forms.DateField(label=_("Valid from"), widget=_day(), initial=timezone.localdate)
    basis = forms.CharField(
        label=_("Legal basis"), max_length=200, widget=forms.TextInput(attrs=TEXT)
    )
    confidence = forms.CharField(
        label=_("How sure are we, and who said so?"),
        max_length=60,
        widget=forms.TextInput(attrs=TEXT),
    )

    def clean_valid_from(self) -> date:
        """Refuse a day that is over: its sales are counted."""
        day: date = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("A rule begins today at the earliest."))
        return day


class EndForm(forms.Form):
    """The last day of a rule or a declaration."""

    last_day = forms.DateField(widget=_day())


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
