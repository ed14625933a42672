"""What people type about payouts. What was typed stays, errors say how to put it right."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.forms import DongField
from payments.payouts import conf

LARGEST_FILE = 1024 * 1024


class ProposeForm(forms.Form):
    """How much a seller gets now. ``key`` makes the same form sent twice one payout."""

    amount = DongField(label=_("Amount to pay out"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None, *, amount: str = "") -> None:
        super().__init__(data, initial={"amount": amount, "key": uuid4()})  # type: ignore[arg-type]


class FileForm(forms.Form):
    """Which of the bank's files."""

    template = forms.ChoiceField(
        label=_("Bank file"),
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": _("Choose one of the bank's files from the list.")},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(code, one.label or code) for code, one in conf.templates().items()]


class CompareForm(forms.Form):
    """The file that is about to go to the bank."""

    file = forms.FileField(
        label=_("The file you are about to upload to the bank"),
        widget=forms.FileInput(attrs={"class": "in", "accept": ".csv,.txt"}),
        error_messages={
            "required": _("Choose the file you downloaded."),
            "empty": _("The file is empty."),
        },
    )


class PaidForm(forms.Form):
    """The bank has carried it out."""

    reference = forms.CharField(
        label=_("The bank's reference number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("Write the bank's reference number.")},
    )
