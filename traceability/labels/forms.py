"""Ranges and counts as people type them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_AT_ONCE = 9900
"""Ten files; more at one go only delays the first."""

_HIGHEST = 2_000_000_000
_NUMBER = {"class": "in num", "inputmode": "numeric", "autocomplete": "off"}


def _number(label: "str | _StrPromise") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=_HIGHEST,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write digits only, such as 0313."),
            "min_value": _("Numbers begin with 0001."),
        },
    )


class OrderForm(forms.Form):
    """How many labels; ``after`` is the last number the person saw."""

    count = forms.IntegerField(
        label=_("How many labels"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _("Write how many labels."),
            "invalid": _("Write a whole number, digits only."),
            "min_value": _("At least 1 label."),
            "max_value": _("At most %(limit_value)s labels at one go."),
        },
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RangeForm(forms.Form):
    """Numbers of labels in a row."""

    first = _number(_("From number"))
    last = _number(_("To number"))

    def clean(self) -> dict[str, Any]:
        """Refuse a range that runs backwards."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last number comes before the first."))
        return cleaned


class VoidReason(forms.Select):
    """A native select in the theme's look."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "in"})


class VoidForm(RangeForm):
    """Which labels are thrown away, why, and whether the person has seen what that means."""

    REASONS = (
        ("damaged", _("Label torn or blurred")),
        ("pack", _("Pack burst or lost its vacuum")),
        ("lost", _("Labels lost")),
        ("other", _("Something else")),
    )

    reason = forms.ChoiceField(label=_("Why"), choices=REASONS, widget=VoidReason())
    words = forms.CharField(
        label=_("In your words"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for words where no ready reason fits."""
        cleaned = super().clean()
        if cleaned.get("reason") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Write what happened."))
        return cleaned

    @property
    def reason_words(self) -> str:
        """Return the reason as it is kept."""
        told = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        words = str(self.cleaned_data["words"]).strip()
        if self.cleaned_data["reason"] == "other":
            return words
        return f"{told}: {words}" if words else told
