"""What people type about a recall."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from traceability.lots.forms import RecallForm
from traceability.lots.models import RecallOutcome
from traceability.recall.actions import CaseWords
from traceability.recall.models import Reach, RecallCase, Risk, Treatment
from traceability.recall.queries import own_lots

_ROWS = {"rows": 3, "class": "in"}
_IN = {"class": "in"}


def _text(label: Any, length: int, *, required: bool = True) -> forms.CharField:  # noqa: ANN401 -- lazy text
    widget = forms.TextInput(attrs=_IN)
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


def _words(label: Any, length: int, *, required: bool = True) -> forms.CharField:  # noqa: ANN401 -- lazy text
    widget = forms.Textarea(attrs=_ROWS)
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class CaseForm(forms.Form):
    """A doubt: about what, and why."""

    lot = forms.ChoiceField(
        label=_("Which lot is doubted?"), required=False, widget=forms.Select(attrs=_IN)
    )
    code = _text(_("Or a code: pack, box, ingredient"), 240, required=False)
    reason = _words(_("What is wrong with the goods?"), 300)
    risk = forms.ChoiceField(
        label=_("How bad is it?"),
        choices=Risk.choices,
        initial=Risk.MEDIUM,
        widget=forms.RadioSelect,
    )
    reach = forms.ChoiceField(
        label=_("How far to look"),
        choices=Reach.choices,
        initial=Reach.FORWARD,
        widget=forms.RadioSelect,
    )
    guidance = _words(_("What buyers do besides"), 500, required=False)
    phone = _text(_("Phone buyers call"), 20, required=False)
    is_drill = forms.BooleanField(label=_("Only a drill"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        none = [("", _("None of these"))]
        self.fields["lot"].choices = [*own_lots(user), *none]  # type: ignore[attr-defined]

    clean_phone = RecallForm.clean_phone

    def clean(self) -> dict[str, Any]:
        """Ask for a lot or a code.

        Raises:
            ValidationError: neither is there.
        """
        data: dict[str, Any] = super().clean() or {}
        if not data.get("lot") and not data.get("code", "").strip():
            self.add_error("code", _("Choose a lot, or type a code."))
        return data

    def case_words(self) -> CaseWords:
        """Return what was typed, for the action."""
        names = ("reason", "risk", "reach", "guidance", "phone", "is_drill")
        return CaseWords(**{name: self.cleaned_data[name] for name in names})


class ReasonForm(forms.Form):
    """Why something is left out, or ends."""

    reason = _words(_("Why?"), 300)


class DecideForm(forms.Form):
    """A decision that cannot be undone, with the lots that were on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_sure = forms.BooleanField(
        label=_("Yes, recall these lots. I know it stays public for ever.")
    )

    def lots_seen(self) -> list[int]:
        """Return the keys of the lots on the page that was answered."""
        typed = self.cleaned_data["seen"].split(",")
        return [int(one) for one in typed if one.isdigit()]


class AuthorityForm(forms.Form):
    """A decision by an authority."""

    authority = _text(_("Authority"), 160)
    number = _text(_("Number of its decision"), 60)
    decided_at = forms.DateTimeField(
        label=_("When it decided"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "in"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
    )


class RecoveryForm(forms.Form):
    """Goods that came back."""

    lot = forms.ChoiceField(label=_("Lot"), widget=forms.Select(attrs=_IN))
    place = _text(_("Where they are now"), 120)
    packs = forms.IntegerField(
        label=_("How many packs"),
        min_value=1,
        max_value=10_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "in"}),
    )
    treatment = forms.ChoiceField(
        label=_("What became of them"), choices=Treatment.choices, widget=forms.RadioSelect
    )
    note = _text(_("Note"), 300, required=False)
    photo = forms.FileField(
        label=_("Photo as evidence"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "class": "in"}),
    )

    def __init__(self, case: RecallCase, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        rows = case.lots.filter(recall__isnull=False).select_related("lot__item")
        chosen = [(str(row.lot_id), f"{row.lot.item} · {row.lot.code}") for row in rows]
        self.fields["lot"].choices = chosen  # type: ignore[attr-defined]
        self.fields["treatment"].initial = Treatment.STORED


class CloseForm(forms.Form):
    """The end of a recall."""

    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=RecallOutcome.choices, widget=forms.RadioSelect
    )
    reason = _words(_("Why it ends"), 300)
    measures = _words(_("What is done so that it does not happen again"), 1000, required=False)


class ReachForm(forms.Form):
    """How far the scope goes."""

    reach = forms.ChoiceField(
        label=_("How far to look"), choices=Reach.choices, widget=forms.RadioSelect
    )
