"""What people type about money. What was typed stays, errors say how to put it right."""

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from payments.core.rounding import BASIS_POINTS
from payments.models import Bank

MOST_DIGITS = 12
RATE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", re.ASCII)


class DongField(forms.CharField):
    """An amount in whole đồng, as people type it: ``203.000``, ``203 000 đ``, ``203000``."""

    default_error_messages = {
        "required": _("Write the amount."),
        "no_amount": _("Write the amount in digits, such as 203.000."),
    }

    widget = forms.TextInput(attrs={"class": "in", "inputmode": "numeric"})

    def clean(self, value: object) -> Money:
        """Return the amount as money.

        Raises:
            ValidationError: it is no whole amount of more than zero.
        """
        text = str(super().clean(value)).lower()
        digits = text.translate(dict.fromkeys(map(ord, ".,  ₫đ"), None)).removesuffix("vnd")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > MOST_DIGITS:
            raise forms.ValidationError(self.error_messages["no_amount"], code="no_amount")
        if int(digits) == 0:
            raise forms.ValidationError(self.error_messages["no_amount"], code="no_amount")
        return Money(int(digits))


class OptionalDongField(DongField):
    """The same with ``required=False``: nothing written is None."""

    def clean(self, value: object) -> Money | None:  # type: ignore[override]
        """Return the amount as money, None for nothing.

        Raises:
            ValidationError: it is no whole amount of more than zero.
        """
        return super().clean(value) if str(value or "").strip() else None


class PercentField(forms.CharField):
    """A rate as people type it: ``2,5``, ``2.5 %``, ``3``; at most two decimals."""

    default_error_messages = {
        "required": _("Write the rate."),
        "no_rate": _("Write a rate of 0 to 100 with at most two decimals, such as 2,5."),
    }

    widget = forms.TextInput(attrs={"class": "in", "inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: object) -> int | None:
        """Return the rate in hundredths of a per cent; None for an empty one that may be.

        Raises:
            ValidationError: it is no rate.
        """
        text = str(super().clean(value)).replace("%", "").strip()
        if not text and not self.required:
            return None
        found = RATE.fullmatch(text)
        points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
        if not 0 <= points <= BASIS_POINTS:
            raise forms.ValidationError(self.error_messages["no_rate"], code="no_rate")
        return points


class ConfirmForm(forms.Form):
    """The seller has seen the money."""

    amount = DongField(label=_("Amount that came"))


class WithdrawForm(forms.Form):
    """The seller confirmed by mistake."""

    reason = forms.CharField(
        label=_("What went wrong?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": _("Say in a few words what went wrong.")},
    )


class ReturnForm(forms.Form):
    """Money went back to the buyer."""

    amount = DongField(label=_("Amount sent back"))
    reference = forms.CharField(
        label=_("The bank's reference number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": _("Write the reference number of your transfer.")},
    )


class AccountForm(forms.Form):
    """A bank account to be paid into."""

    bank = forms.ModelChoiceField(
        label=_("Bank"),
        queryset=Bank.objects.none(),
        empty_label=_("Choose a bank"),
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={
            "required": _("Choose a bank from the list."),
            "invalid_choice": _("Choose a bank from the list."),
        },
    )
    account_number = forms.CharField(
        label=_("Account number"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"class": "in", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Write the account number.")},
    )
    holder_name = forms.CharField(
        label=_("Account holder"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("Write the name as the bank shows it.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        widget=forms.PasswordInput(attrs={"class": "in", "autocomplete": "current-password"}),
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, needs_password: bool = False
    ) -> None:
        super().__init__(data)
        banks = self.fields["bank"]
        assert isinstance(banks, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        banks.queryset = Bank.objects.order_by("short_name")
        if not needs_password:
            del self.fields["password"]
