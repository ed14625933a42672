"""What officers type about goods. What was typed stays, errors say how to put it right."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.modules.shop_tax.models import NATURES
from payments.tax.models import CLASSES

TEXT = {"class": "in"}


class WrittenForm(forms.Form):
    """From when, and why."""

    valid_from = forms.DateField(
        label=_("Valid from"),
        widget=forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=TEXT))


class NatureForm(WrittenForm):
    """What the goods of a category are."""

    nature = forms.ChoiceField(
        label=_("What are these goods?"), choices=NATURES, widget=forms.Select(attrs=TEXT)
    )
    field_order = ("nature", "valid_from", "reason")


class ProductClassForm(WrittenForm):
    """The class of one product."""

    tax_class = forms.ChoiceField(
        label=_("Class"), choices=CLASSES, widget=forms.Select(attrs=TEXT)
    )
    field_order = ("tax_class", "valid_from", "reason")
