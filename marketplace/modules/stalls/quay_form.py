"""What a vendor types: an amount, and how it is paid."""

from datetime import timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from marketplace.modules.stalls.models import Language
from payments.forms import DongField

MOST: Final = 500_000_000
"""Đồng: what a bank lets through by VietQR at once, and far above any stall's sale."""


MOST_DIGITS: Final = 9
MOST_SECONDS: Final = 7 * 24 * 3600


class SellForm(forms.Form):
    """A sale to begin. ``client_id`` is made by the page, so that two taps are one sale."""

    amount = DongField(label=_("How much?"))
    client_id = forms.RegexField(r"^[0-9a-f-]{36}$", widget=forms.HiddenInput)
    how = forms.ChoiceField(choices=[("qr", "qr"), ("cash", "cash")])
    note = forms.CharField(max_length=80, required=False, label=_("Note"))
    ago = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_ago(self) -> timedelta:
        """Return how long ago cash was taken, at most a week; what is no such number is now.

        A phone that was without a network says so, in seconds: its clock may be wrong, the time
        that went by is not. The money counts, whatever the phone says of the time.
        """
        text = str(self.cleaned_data["ago"])
        is_number = text.isascii() and text.isdigit()
        return timedelta(seconds=min(int(text[:MOST_DIGITS]), MOST_SECONDS) if is_number else 0)

    def clean_amount(self) -> Money:
        """Return the amount.

        Raises:
            ValidationError: no transfer can carry so much.
        """
        amount = self.cleaned_data["amount"]
        if not isinstance(amount, Money) or amount.amount >= MOST:
            raise forms.ValidationError(_("Less than 500 million at a time."))
        return amount


class VoiceForm(forms.Form):
    """What the stall's page speaks when money comes, and whether it does."""

    language = forms.ChoiceField(label=_("Language of its page"), choices=Language.choices)
    speaks = forms.BooleanField(label=_("speaks when money comes"), required=False)
