"""The form that takes a gateway's report."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.models import MerchantAccount


class ReportForm(forms.Form):
    """A gateway's CSV, the account it is about, and the days it speaks of."""

    merchant = forms.ModelChoiceField(
        label=_("Gateway account"),
        queryset=MerchantAccount.objects.order_by("provider", "merchant_id"),
        empty_label=None,
        widget=forms.Select(attrs={"class": "in"}),
    )
    first_day = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d"),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"class": "in", "accept": ".csv,text/csv"}),
        allow_empty_file=False,
    )

    def clean(self) -> dict[str, object]:
        """Refuse days that run backwards."""
        cleaned: dict[str, object] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        return cleaned
