"""What people type into the diary: a short form made from a step's declaration."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.base.media.forms import ACCEPT
from marketplace.kernel.clock import now
from traceability.journal.actions import AHEAD
from traceability.journal.core.spec import About, Crop, Field, Into, Kind, StepSpec
from traceability.journal.core.steps import SPECS
from traceability.journal.drafts import EntryDraft
from traceability.journal.models import Entry, Source
from traceability.journal.things import Thing
from traceability.journal.words import choice_label, field_label
from traceability.lots.amounts import AmountField
from traceability.lots.models import Lot
from traceability.lots.steps import STEPS, Stage
from traceability.models import Party, Place, PlaceKind

FEW = 4
MOST_PICTURES = 6
WHENS = {"now": timedelta(), "hour": timedelta(hours=1), "day": timedelta(days=1)}
NOON = time(12)


class EntryForm(forms.Form):
    """One step, written down: time and place, the step's own fields, words, photos, voice.

    Args:
        spec: which step.
        party: whose diary.
        places: where it may be done, the likeliest first.
        things: what there is to write about.
        lot: the lot it belongs to, if the page was opened from one.
    """

    ma = forms.UUIDField(widget=forms.HiddenInput)
    luc = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("now", _("Now")),
            ("hour", _("An hour ago")),
            ("day", _("Yesterday")),
            ("at", _("Another day")),
        ],
        widget=forms.RadioSelect,
        initial="now",
        required=False,
    )
    ngay = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d"),
    )
    gio = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "in"}, format="%H:%M"),
    )
    viet_luc = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    noi = forms.ChoiceField(label=_("Where"), required=False)
    noi_moi = forms.CharField(label=_("Or a new place"), max_length=60, required=False)
    them = forms.CharField(
        label=_("More words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "in"}),
    )

    def __init__(
        self,
        spec: StepSpec,
        *args: Any,  # noqa: ANN401 -- Django's own
        party: Party,
        places: Sequence[Place],
        things: Sequence[Thing],
        lot: Lot | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec, self.party, self.lot = spec, party, lot
        self.places = {str(place.pk): place for place in places}
        self.things = {thing.key: thing for thing in things}
        self.fields["ma"].initial = uuid.uuid4()
        self._offer_places(places)
        for one in spec.fields:
            field = _made(one, self)
            if field is not None:
                self.fields[f"o_{one.name}"] = field
        for field in self.fields.values():
            field.error_messages["required"] = str(_("Fill this in."))
        self.fields["noi"].error_messages["required"] = str(_("Choose the field or pond."))

    def main_fields(self) -> list[forms.BoundField]:
        """Return what must be filled in, and the first of the rest."""
        return self._own(slice(None, FEW))

    def more_fields(self) -> list[forms.BoundField]:
        """Return what is behind "more"."""
        return self._own(slice(FEW, None))

    @property
    def has_more_errors(self) -> bool:
        """Say whether something behind "more" is wrong, so that it must be open."""
        return any(field.errors for field in self.more_fields())

    def clean(self) -> dict[str, Any]:
        """Refuse what is still to come, and a crop without its field."""
        data = super().clean() or {}
        moment = self._moment(data)
        if moment > now() + AHEAD:
            self.add_error(
                "ngay" if data.get("luc") == "at" else "luc",
                _("This moment is still to come. Choose one that has passed."),
            )
        data["happened_at"] = moment
        has_place = data.get("noi") or data.get("noi_moi", "").strip()
        if self._needs_place and not has_place and "noi" not in self.errors:
            self.add_error("noi", _("Choose the field or pond."))
        return data

    def draft(self, *, source: str = Source.FORM, replaces: Entry | None = None) -> EntryDraft:
        """Return the entry without its photos and voice."""
        data = self.cleaned_data
        values, things, plots = self._sorted(data)
        return EntryDraft(
            party=self.party,
            step=self.spec.code,
            happened_at=data["happened_at"],
            client_id=data["ma"],
            place=self.places.get(data.get("noi") or ""),
            lot=self.lot,
            values=values,
            things=things,
            plots=plots,
            note=" ".join((data.get("them") or "").split()),
            typed=self._typed(),
            source=source,
            replaces=replaces,
        )

    @property
    def new_place_kind(self) -> str:
        """Return what a place of this step is."""
        return self.spec.places[0] if self.spec.places else PlaceKind.STORE

    @property
    def _names_new_place(self) -> bool:
        return bool(self.data.get("noi_moi", "").strip()) if self.is_bound else False

    @property
    def _needs_place(self) -> bool:
        grows = self.spec.about in {About.CROP, About.NEW_CROP}
        return grows or self.spec.code in {"harvest", "catch"}

    def _offer_places(self, places: Sequence[Place]) -> None:
        field = self.fields["noi"]
        fitting = [place for place in places if place.kind in self.spec.places]
        shown = (
            fitting
            if self._needs_place
            else [*fitting, *(one for one in places if one not in fitting)]
        )
        choices = [(str(place.pk), place.name) for place in shown]
        self.fields["noi_moi"].widget.attrs["class"] = "in"
        field.choices = choices if self._needs_place else [("", _("Not said")), *choices]  # type: ignore[attr-defined]
        field.required = self._needs_place and bool(choices) and not self._names_new_place
        field.initial = choices[0][0] if fitting else ""
        field.widget.attrs["class"] = "in"

    def _own(self, part: slice) -> list[forms.BoundField]:
        names = [f"o_{one.name}" for one in self.spec.fields if f"o_{one.name}" in self.fields]
        needed = [name for name in names if self.fields[name].required]
        rest = [name for name in names if name not in needed]
        return [self[name] for name in [*needed, *rest][part]]

    def _moment(self, data: Mapping[str, Any]) -> datetime:
        """Return the moment: so long before it was typed, or a day with its hour, else noon."""
        typed_at: datetime = data.get("viet_luc") or now()
        luc = data.get("luc") or ("at" if data.get("ngay") else "now")
        if luc in WHENS or not data.get("ngay"):
            return (
                min(typed_at, now()) - WHENS.get(luc, timedelta())
                if typed_at < now() + AHEAD
                else typed_at
            )
        day: date = data["ngay"]
        if data.get("gio"):
            return timezone.make_aware(datetime.combine(day, data["gio"]))
        noon = timezone.make_aware(datetime.combine(day, NOON))
        return min(noon, now()) if day == timezone.localdate(now()) else noon

    def _sorted(
        self, data: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, list[Thing]], list[Place]]:
        """Return plain values, things and plots apart."""
        values: dict[str, Any] = {}
        things: dict[str, list[Thing]] = {}
        plots: list[Place] = []
        for one in self.spec.fields:
            typed = data.get(f"o_{one.name}")
            if typed in (None, "", []):
                continue
            if one.kind == Kind.PLACES:
                plots = [self.places[key] for key in typed]
            elif one.kind in {Kind.GOODS, Kind.MANY_GOODS}:
                keys = typed if isinstance(typed, list) else [typed]
                things[one.name] = [self.things[key] for key in keys]
            else:
                values[one.name] = " ".join(typed.split()) if isinstance(typed, str) else typed
        return values, things, plots

    def _typed(self) -> dict[str, object]:
        """Return what was typed, to fill the form again."""
        told: dict[str, object] = {}
        for name in self.fields:
            if name in {"ma", "viet_luc", "luc", "ngay", "gio", "noi_moi"}:
                continue
            widget = self.fields[name].widget
            value = widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            if value not in (None, "", []):
                told[name] = value
        return told


def _made(one: Field, form: EntryForm) -> forms.Field | None:
    """Return the form field of a step's field; None where there is nothing to choose from."""
    label = field_label(one.name, one.unit)
    if one.into == Into.AMOUNT and STEPS[form.spec.code].stage == Stage.PACKS:
        label = str(_("How much (kg, or packs)"))
    if one.kind in {Kind.GOODS, Kind.MANY_GOODS}:
        return _goods(one, form, label)
    if one.kind == Kind.PLACES:
        return _plots(form, label)
    return _plain(one, label)


def _plain(one: Field, label: str) -> forms.Field:
    needed = {"label": label, "required": one.is_needed}
    if one.kind == Kind.NUMBER:
        return _dressed(
            AmountField(min_value=one.low, max_value=one.high, decimal_places=4, **needed)
        )
    if one.kind == Kind.COUNT:
        return _dressed(WholeField(min_value=int(one.low), max_value=int(one.high), **needed))
    if one.kind == Kind.DAY:
        widget = forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **needed)  # type: ignore[arg-type]
    if one.kind == Kind.CHOICE:
        return _choice(one, label)
    return _dressed(forms.CharField(max_length=120, initial=one.initial, **needed))  # type: ignore[arg-type]


class WholeField(forms.IntegerField):
    """A whole number, typed with or without dots between thousands."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own arguments
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 -- what a browser sent
        """Return the number, None for nothing.

        Raises:
            ValidationError: it is no whole number.
        """
        text = "".join(str(value).split()) if value not in (None, "") else ""
        return super().to_python(text.replace(".", "") or None)


def _choice(one: Field, label: str) -> forms.Field:
    choices = [(code, choice_label(code)) for code in one.choices]
    is_short = len(choices) <= FEW
    widget: forms.Widget = forms.RadioSelect() if is_short else forms.Select(attrs={"class": "in"})
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        initial=one.choices[0],
        required=one.is_needed,
    )


def _goods(one: Field, form: EntryForm, label: str) -> forms.Field | None:
    if form.lot is not None and one.name == "goods":
        return None
    choices = [(thing.key, thing.label) for thing in _fitting(one.name, form)]
    if one.kind == Kind.MANY_GOODS:
        # What became the lot is known; only who puts lots together says which.
        is_needed = form.lot is None or form.spec.code == "combine"
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=is_needed,
            widget=forms.CheckboxSelectMultiple,
        )
    if not choices and not one.is_needed:
        return None
    empty = [] if one.is_needed and choices else [("", _("Not said"))]
    widget = forms.Select(attrs={"class": "in"})
    return forms.ChoiceField(
        label=label, choices=[*empty, *choices], required=one.is_needed, widget=widget
    )


_WANTED = {
    ("sow", "seed"): ("seed",),
    ("stock", "seed"): ("postlarvae",),
    ("feed", "feed"): ("feed",),
    ("mill", "inputs"): ("paddy",),
    ("combine", "inputs"): ("shrimp",),
    ("process", "inputs"): ("shrimp",),
}


def _fitting(name: str, form: EntryForm) -> Iterable[Thing]:
    """Return the things that a field of the step may name."""
    wanted = _WANTED.get((form.spec.code, name))
    if wanted is None:
        return form.things.values()
    return (thing for thing in form.things.values() if thing.kind in wanted)


def _plots(form: EntryForm, label: str) -> forms.Field | None:
    choices = [(key, place.name) for key, place in form.places.items() if place.kind == "plot"]
    if len(choices) < 2:  # noqa: PLR2004 -- one field needs no others
        return None
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _dressed(field: forms.Field) -> forms.Field:
    field.widget.attrs.update({"class": "in", "autocomplete": "off"})
    return field


class WrongForm(forms.Form):
    """Why an entry is wrong."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[
            ("incorrect_data", _("A number or word is wrong. Write it again.")),
            ("did_not_occur", _("This did not happen.")),
        ],
        widget=forms.RadioSelect,
        initial="incorrect_data",
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "in"}),
    )


PHOTO_ACCEPT = ACCEPT
CROPS = (Crop.RICE, Crop.SHRIMP, Crop.GOODS)
QUICK = {crop: [spec for spec in SPECS.values() if spec.crop == crop] for crop in CROPS}
