"""What a vendor types into the day book. What was typed stays."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from marketplace.modules.stalls.models import BookLine
from payments.forms import DongField

TEXT = {"class": "in"}


class CountField(DongField):
    """An amount that may be zero: an empty drawer is an answer."""

    def clean(self, value: object) -> Money:
        """Return the amount as money.

        Raises:
            ValidationError: it is no whole amount.
        """
        text = str(value or "").strip()
        if text and not text.strip("0"):
            return Money(0)
        if not text and not self.required:
            return Money(0)
        return super().clean(value)


class TapForm(forms.Form):
    """A form that is one thing however often it is sent."""

    client_id = forms.CharField(max_length=36, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, initial: dict[str, object] | None = None) -> None:
        first = {"client_id": str(uuid4()), **(initial or {})}
        super().__init__(data, initial=first)  # type: ignore[arg-type]


class CashForm(TapForm):
    """Cash that was taken without the keypad."""

    amount = DongField(label=_("Cash you took"))
    note = forms.CharField(
        label=_("Note"), max_length=80, required=False, widget=forms.TextInput(attrs=TEXT)
    )


class LineForm(TapForm):
    """Money spent from the drawer."""

    amount = DongField(label=_("Spent from the drawer"))
    note = forms.CharField(
        label=_("What for?"),
        max_length=120,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Say in a few words what for.")},
    )

    kind = BookLine.Kind.EXPENSE


class CorrectionForm(TapForm):
    """Cash that was written down wrongly, in this day or a closed one."""

    SIGNS = [("-", _("There is less cash")), ("+", _("There is more cash"))]

    sign = forms.ChoiceField(
        label=_("Correction"), choices=SIGNS, widget=forms.Select(attrs={"class": "in"})
    )
    amount = DongField(label=_("By how much"))
    note = forms.CharField(
        label=_("What went wrong?"),
        max_length=120,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Say in a few words what went wrong.")},
    )

    @property
    def signed(self) -> Money:
        """What the cash changes by."""
        amount: Money = self.cleaned_data["amount"]
        return amount if self.cleaned_data["sign"] == "+" else Money(-amount.amount)


class CloseForm(forms.Form):
    """The drawer, counted."""

    counted = CountField(label=_("Counted"))
    change = CountField(label=_("Small money of the morning"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=120, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    accepted = forms.CharField(required=False, widget=forms.HiddenInput)


class GiveBackForm(forms.Form):
    """Money of a sale goes back."""

    HOW = [("cash", _("Cash from the drawer")), ("transfer", _("Back the way it came"))]

    amount = DongField(label=_("Amount to give back"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Say in a few words why the money goes back.")},
    )
    how = forms.ChoiceField(label=_("How it goes back"), choices=HOW, widget=forms.RadioSelect)
    key = forms.UUIDField(widget=forms.HiddenInput)
