"""What people type about refunds. What was typed stays, errors say how to put it right."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.forms import DongField
from payments.models import Bank
from payments.refunds.actions import BuyerAccount, Choice
from payments.refunds.models import Refund

WAYS = [
    ("", _("Back the way it came, where the gateway can")),
    (Refund.Way.BY_HAND.value, _("By a bank transfer")),
]


class RefundForm(forms.Form):
    """How much goes back, and why. ``key`` makes the same form sent twice one refund."""

    amount = DongField(label=_("Amount to give back"))
    reason = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": _("Say in a few words why the money goes back.")},
    )
    way = forms.ChoiceField(
        label=_("How it goes back"),
        choices=WAYS,
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": _("Choose a way from the list.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: object = None, *, initial: dict[str, str], by_gateway: bool = False
    ) -> None:
        super().__init__(data, initial={"key": uuid4(), **initial})  # type: ignore[arg-type]
        if not by_gateway:
            del self.fields["way"]

    @property
    def choice(self) -> Choice:
        """What was chosen, once the form is valid."""
        typed = self.cleaned_data
        return Choice(key=typed.get("key"), way=typed.get("way", ""))


class StaffRefundForm(RefundForm):
    """The same with the buyer's own account: then the platform pays it out."""

    to_bank = forms.ModelChoiceField(
        label=_("Buyer's bank"),
        queryset=Bank.objects.none(),
        required=False,
        empty_label=_("Choose a bank"),
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": _("Choose a bank from the list.")},
    )
    to_account = forms.CharField(
        label=_("Buyer's account number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    to_holder = forms.CharField(
        label=_("Account holder"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )

    def __init__(
        self, data: object = None, *, initial: dict[str, str], by_gateway: bool = False
    ) -> None:
        super().__init__(data, initial=initial, by_gateway=by_gateway)
        field = self.fields["to_bank"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = Bank.objects.order_by("short_name")

    @property
    def choice(self) -> Choice:
        """What was chosen; with an account, a payout."""
        typed = self.cleaned_data
        if not (typed.get("to_account") or typed.get("to_bank")):
            return super().choice
        to = BuyerAccount(
            bank_bin=typed["to_bank"].bin if typed.get("to_bank") else "",
            account_number=typed.get("to_account", ""),
            holder_name=typed.get("to_holder", ""),
        )
        return Choice(key=typed.get("key"), way=Refund.Way.PAYOUT, to=to)


class ProofForm(forms.Form):
    """The money went back; here is the bank's number of it."""

    reference = forms.CharField(
        label=_("The bank's reference number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("Write the reference number of your transfer.")},
    )
