"""What people type about keys."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from traceability.epcis.rest.models import Scope
from traceability.lots.queries import parties_of
from traceability.models import Party


class KeyForm(forms.Form):
    """A key to be made."""

    party = forms.ModelChoiceField(
        label=_("Whose key"),
        queryset=Party.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "in"}),
    )
    name = forms.CharField(
        label=_("What will use it"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the key may do.")},
    )
    form_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        parties = parties_of(user)
        field = self.fields["party"]
        field.queryset = parties  # type: ignore[attr-defined]
        if parties.count() == 1:
            field.widget = forms.HiddenInput()
            field.initial = parties.first()
