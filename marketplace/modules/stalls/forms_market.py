"""What a market's office types. What was typed stays."""

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.fields import PhoneField
from marketplace.modules.stalls.actions import StallDraft
from marketplace.modules.stalls.core.market import free_code
from marketplace.modules.stalls.models import Language, Market, Stall
from marketplace.modules.stalls.models.markets import STALL_CODE
from payments.models import Payee

TEXT = {"class": "in"}
LAST_POSITION = 999


def _text(**options: object) -> forms.CharField:
    usual: dict[str, object] = {"widget": forms.TextInput(attrs=TEXT)}
    return forms.CharField(**(usual | options))  # type: ignore[arg-type]


class StallForm(forms.Form):
    """A stall that opens. Five words are enough; what else there is finds itself."""

    number = _text(label=_("Number"), max_length=8)
    aisle = _text(label=_("Aisle"), max_length=20)
    name = _text(label=_("Name"), max_length=80)
    code = _text(label=_("Code (2 to 6 letters and digits)"), max_length=6, required=False)
    goods = _text(label=_("What it sells"), max_length=80, required=False)
    position = forms.IntegerField(
        label=_("Place in the aisle"),
        min_value=0,
        max_value=LAST_POSITION,
        required=False,
        widget=forms.NumberInput(attrs=TEXT),
    )
    language = forms.ChoiceField(
        label=_("Language of its page"),
        choices=Language.choices,
        required=False,
        widget=forms.Select(attrs=TEXT),
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
        self.market = market
        stalls = market.stalls.filter(closed_at=None).select_related("payee")
        field = self.fields["same_as"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = stalls

    def clean_code(self) -> str:
        """Return the code in capitals, nothing where none was typed."""
        code = str(self.cleaned_data["code"]).strip().upper()
        if code:
            STALL_CODE(code)
        return code

    def clean(self) -> dict[str, object]:
        """Ask for what is missing, and refuse what contradicts itself."""
        typed: dict[str, object] = super().clean() or {}
        shares = typed.get("same_as")
        if not shares and "same_as" not in self.errors and not typed.get("legal_name"):
            self.add_error("legal_name", _("Write the vendor's name as their bank writes it."))
        if shares and typed.get("phone"):
            self.add_error(
                "phone", _("The vendors of that stall sell here, too. Leave the phone empty.")
            )
        here = self.market.stalls.filter(number=typed.get("number"), aisle=typed.get("aisle"))
        if here.filter(closed_at=None).exists():
            self.add_error("number", _("A stall of this number is open in this aisle."))
        elif not self.errors and not typed.get("code"):
            self._find_code(typed)
        return typed

    @property
    def is_folded(self) -> bool:
        """Whether nothing is wrong with what most stalls need not say."""
        return not {"code", "goods", "position", "language", "same_as"} & set(self.errors)

    def _find_code(self, typed: dict[str, object]) -> None:
        taken = set(self.market.stalls.values_list("code", flat=True))
        code = free_code(str(typed["number"]), str(typed["aisle"]), taken)
        if not code:
            self.add_error("code", _("Write a code for this stall."))
        typed["code"] = code

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
            position=self._position(typed["position"]),
            goods=typed["goods"],
            language=typed["language"] or Language.VIETNAMESE,
        )

    def _position(self, typed: int | None) -> int:
        """Return the place that was typed, else the one after the aisle's last."""
        if typed is not None:
            return typed
        row = self.market.stalls.filter(aisle=self.cleaned_data["aisle"], closed_at=None)
        last: int = row.aggregate(last=Max("position"))["last"] or 0
        return min(last + 1, LAST_POSITION)


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
