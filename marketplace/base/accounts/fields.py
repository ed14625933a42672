"""Form fields for what people are reached by."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.words.phone import PhoneError, display_phone, normalise_phone

SENTENCES: Final = {
    "empty": _("Write a phone number."),
    "letters": _("A phone number has digits only."),
    "too_short": _("Digits are missing. A mobile number has 10 digits."),
    "too_long": _("That is too many digits. A mobile number has 10 digits."),
    "old_number": _("This is an old number of 11 digits. Today it is %(suggestion)s."),
    "not_vietnam": _("Write a Vietnamese number, such as 0912 345 678."),
    "unknown_prefix": _("No number in Vietnam begins like this. Look at the first digits again."),
}
"""Cause and fix for each code of `PhoneError`."""


class PhoneField(forms.CharField):
    """A phone number as people type it; cleans to E.164."""

    def __init__(self, **options: object) -> None:
        attrs = {"class": "in num", "inputmode": "tel", "autocomplete": "tel"}
        usual = {
            "label": _("Phone number"),
            "max_length": 24,
            "error_messages": {"required": SENTENCES["empty"]},
            "widget": forms.TextInput(attrs=attrs),
        }
        super().__init__(**(usual | options))  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        """Return E.164, or nothing for an empty optional field.

        Raises:
            ValidationError: cause and fix in words.
        """
        text = super().clean(value)
        if not text:
            return ""
        try:
            return normalise_phone(text)
        except PhoneError as error:
            sentence = str(SENTENCES[error.code])
            params = {"suggestion": error.suggestion}
            raise forms.ValidationError(sentence, code=error.code, params=params) from error

    def prepare_value(self, value: object) -> object:
        """Return a stored number as people read it, and what they typed as they typed it."""
        return display_phone(value) if isinstance(value, str) else value
