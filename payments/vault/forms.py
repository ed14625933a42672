"""What staff types about secrets. It is never sent back to the page, not even after an error."""

from collections.abc import Mapping
from typing import cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payments import conf
from payments.models import Payee
from payments.models.payees import Environment
from payments.protocol import providers
from payments.vault.actions import LONGEST, NAME
from payments.wallets.protocol import Wallet

FREE_ROWS = 4
"""Pairs of name and secret where a gateway does not say what it wants."""


class SecretInput(forms.Textarea):
    """A box for a secret of one line or of many (PEM); it shows nothing but what is being typed."""

    def __init__(self) -> None:
        super().__init__(
            {
                "class": "in",
                "rows": "2",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        )

    def format_value(self, value: object) -> None:
        """Show nothing: a secret never goes back to the page."""


class SecretForm(forms.Form):
    """A set of secrets: those a gateway wants by name, or pairs where it does not say."""

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        needed: tuple[str, ...] = (),
        optional: tuple[str, ...] = (),
    ) -> None:
        super().__init__(data)
        self.named = (*needed, *optional)
        for name in self.named:
            self.fields[f"secret_{name}"] = _secret(name, required=name in needed)
        for row in range(1, 0 if self.named else FREE_ROWS + 1):
            self.fields[f"name_{row}"] = _name()
            self.fields[f"secret_{row}"] = _secret(_("Secret"), required=False)

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by name."""
        cleaned = self.cleaned_data
        if self.named:
            return {name: cleaned[f"secret_{name}"] for name in self.named}
        rows = range(1, FREE_ROWS + 1)
        return {cleaned[f"name_{row}"]: cleaned[f"secret_{row}"] for row in rows}


class MerchantForm(forms.Form):
    """An account at a gateway."""

    provider = forms.ChoiceField(label=_("Way to pay"), widget=forms.Select(attrs={"class": "in"}))
    merchant_id = forms.CharField(
        label=_("Number at the gateway"),
        max_length=64,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("Write the number that the gateway gave.")},
    )
    environment = forms.ChoiceField(
        label=_("Environment"),
        choices=Environment.choices,
        widget=forms.Select(attrs={"class": "in"}),
    )
    payee = forms.ModelChoiceField(
        label=_("Whose account is it?"),
        queryset=Payee.objects.none(),
        required=False,
        empty_label=_("The platform's own: it collects for sellers"),
        widget=forms.Select(attrs={"class": "in"}),
    )

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"environment": conf.environment()})
        way, owner = self.fields["provider"], self.fields["payee"]
        assert isinstance(way, forms.ChoiceField)  # noqa: S101 (for the type checker)
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 (for the type checker)
        way.choices = [
            (code, one.label) for code, one in providers.active() if isinstance(one, Wallet)
        ]
        owner.queryset = Payee.objects.order_by("name", "pk")


def _secret(label: str | Promise, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=cast("str", label),
        required=required,
        max_length=LONGEST,
        widget=SecretInput(),
        error_messages={"required": _("Type this secret.")},
    )


def _name() -> forms.RegexField:
    return forms.RegexField(
        NAME,
        label=_("Name of the secret"),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "in", "autocomplete": "off", "autocapitalize": "off"}
        ),
        error_messages={"invalid": _("Small letters, digits and underscores.")},
    )
