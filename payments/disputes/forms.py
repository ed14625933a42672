"""What people type about disputes. What was typed stays, errors say how to put it right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.forms import DongField


class NoteForm(forms.Form):
    """What proves that the goods were sent."""

    text = forms.CharField(
        label=_("Evidence"),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "in", "rows": "4"}),
        error_messages={"required": _("Write what proves that the goods were sent.")},
    )


class OpenForm(forms.Form):
    """A dispute that a gateway told of by letter or on its page."""

    dispute_ref = forms.CharField(
        label=_("Gateway's number of the dispute"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("Write the gateway's number of the dispute.")},
    )
    amount = DongField(label=_("Amount contested"))
    reason = forms.CharField(
        label=_("The gateway's reason"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    due_on = forms.DateField(
        label=_("To be answered by"),
        required=False,
        widget=forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )
