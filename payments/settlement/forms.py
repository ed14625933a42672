"""What officers type about commission. What was typed stays, errors say how to put it right."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Money
from payments.forms import OptionalDongField, PercentField
from payments.models import Payee
from payments.settlement.core.commission import Terms, TermsError
from payments.settlement.errors import RuleRefusedError
from payments.settlement.hooks import commission_categories

TEXT = {"class": "in"}
KINDS = [
    ("", _("everybody who sells")),
    (Payee.Kind.SELLER.value, _("sellers")),
    (Payee.Kind.STALL.value, _("stalls")),
]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d")


class RuleForm(forms.Form):
    """A new rule: how much, of whom, from when."""

    rate = PercentField(label=_("Rate in %"))
    fixed = OptionalDongField(label=_("Fixed amount for each sale"), required=False)
    minimum = OptionalDongField(label=_("At least"), required=False)
    maximum = OptionalDongField(label=_("At most"), required=False)
    payee_kind = forms.ChoiceField(
        label=_("Of whom"), choices=KINDS, required=False, widget=forms.Select(attrs=TEXT)
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, widget=forms.Select(attrs=TEXT)
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=_day(), initial=timezone.localdate)
    valid_to = forms.DateField(label=_("Last day"), widget=_day(), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs=TEXT),
        error_messages={"required": _("Write why: the contract, the decision.")},
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, payee: Payee | None) -> None:
        super().__init__(data)
        known = categories()
        self.categories = dict(known)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101 -- declared above
        category.choices = [("", _("every category")), *known]
        if not known:
            del self.fields["category"]
        if payee is not None:
            del self.fields["payee_kind"]

    def clean_valid_from(self) -> date:
        """Refuse a day that is over: its sales are counted."""
        day: date = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("A rule begins today at the earliest."))
        return day

    def clean(self) -> dict[str, object]:
        """Refuse terms that contradict themselves, and days that run backwards."""
        cleaned: dict[str, object] = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("valid_to", _("The last day comes before the first."))
        try:
            self.terms  # noqa: B018 -- asked for its refusal
        except TermsError:
            self.add_error("maximum", RuleRefusedError().title())
        return cleaned

    @property
    def terms(self) -> Terms:
        """What was typed, as the core computes with it."""
        typed = self.cleaned_data
        most = typed.get("maximum")
        return Terms(
            basis_points=typed.get("rate") or 0,
            fixed=_dong(typed.get("fixed")),
            minimum=_dong(typed.get("minimum")),
            maximum=None if most is None else _dong(most),
        )


class EndForm(forms.Form):
    """The last day of a rule."""

    last_day = forms.DateField(widget=_day(), error_messages={"invalid": _("Choose a day.")})


def categories() -> Sequence[tuple[str, str]]:
    """Return the categories that the layers above know, by code."""
    return [pair for answer in commission_categories.send() for pair in answer]


def _dong(money: object) -> int:
    return money.amount if isinstance(money, Money) else 0
