"""Amounts as people here type them: ``7.800`` is seven thousand eight hundred."""

import re
from decimal import Decimal
from typing import Any

from django import forms

_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"\d+([.,]\d+)?")


def plain(text: str) -> str:
    """Return a typed amount with a point before its decimals and nothing else.

    Dots group thousands, a comma comes before decimals. A single dot that cannot group (``2.5``,
    ``0.500``) is taken for a comma. What is neither stays as it is, for the field to refuse.

    >>> plain("7.800"), plain("4.200,5"), plain("2,5"), plain("0.500")
    ('7800', '4200.5', '2.5', '0.500')
    """
    typed = "".join(text.split())
    if _GROUPED.fullmatch(typed):
        return typed.replace(".", "").replace(",", ".")
    return typed.replace(",", ".") if _PLAIN.fullmatch(typed) else typed


class AmountField(forms.DecimalField):
    """A decimal number, typed the Vietnamese way; what was typed comes back as it was."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own arguments
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(  # type: ignore[override]
        self,
        value: Any,  # noqa: ANN401 -- what a browser sent
    ) -> Decimal | None:
        """Return the number, None for nothing.

        Raises:
            ValidationError: it is no number.
        """
        return super().to_python(plain(value) if isinstance(value, str) else value)
