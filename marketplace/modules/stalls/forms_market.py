"""What a market's office types. What was typed stays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.fields import PhoneField
from marketplace.modules.stalls.actions import StallDraft
from marketplace.modules.stalls.models import Language, Market, Stall
from marketplace.modules.stalls.models.markets import STALL_CODE
from payments.models import Payee

TEXT = {"class": "in"}


def _text(**options: object) -> forms.CharField:
    usual: dict[str, object] = {"widget": forms.TextInput(attrs=TEXT)}
    return forms.CharField(**(usual | options))  # type: ignore[arg-type]


class StallForm(forms.Form):
    """A stall that opens."""

    code = _text(label=_("Code (2 to 6 letters and digits)"), max_length=6)
    number = _text(label=_("Number"), max_length=8)
    name = _text(label=_("Name"), max_length=80)
    goods = _text(label=_("What it sells"), max_length=80, required=False)
    aisle = _text(label=_("Aisle"), max_length=20)
    position = forms.IntegerField(
        label=_("Place in the aisle"),
        min_value=0,
        max_value=999,
        widget=forms.NumberInput(attrs=TEXT),
    )
    language = forms.ChoiceField(
        label=_("Language of its page"), choices=Language.choices, widget=forms.Select(attrs=TEXT)
    )
    same_as = forms.ModelChoiceField(
        label=_("Same account as"),
        queryset=Stall.objects.none(),
        required=False,
        empty_label=_("an account of its own"),
        widget=forms.Select(attrs=TEXT),
    )
    legal_name = _text(
        label=_("Vendor's name as their bank writes it"), max_length=200, required=False
    )
    phone = PhoneField(label=_("Vendor's phone"), required=False)

    def __init__(self, data: object = None, *, market: Market) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        stalls = market.stalls.filter(closed_at=None).select_related("payee")
        field = self.fields["same_as"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = stalls

    def clean_code(self) -> str:
        """Return the code in capitals."""
        code = str(self.cleaned_data["code"]).strip().upper()
        STALL_CODE(code)
        return code

    def clean(self) -> dict[str, object]:
        """Ask for the vendor's legal name where there is a new account to come."""
        typed: dict[str, object] = super().clean() or {}
        if not typed.get("same_as") and not typed.get("legal_name"):
            self.add_error("legal_name", _("Write the vendor's name as their bank writes it."))
        return typed

    @property
    def payee(self) -> Payee | None:
        """Who is paid, when the stall shares the account of another one."""
        other = self.cleaned_data["same_as"]
        return other.payee if isinstance(other, Stall) else None

    @property
    def draft(self) -> StallDraft:
        """The stall as typed."""
        typed = self.cleaned_data
        return StallDraft(
            code=typed["code"],
            number=typed["number"],
            name=typed["name"],
            aisle=typed["aisle"],
            position=typed["position"],
            goods=typed["goods"],
            language=typed["language"],
        )


class InviteForm(forms.Form):
    """Who sells here."""

    phone = PhoneField(label=_("Vendor's phone"))


class CloseStallForm(forms.Form):
    """Why a stall closes."""

    reason = _text(
        label=_("Why?"),
        max_length=200,
        error_messages={"required": _("Say in a few words why the stall closes.")},
    )
