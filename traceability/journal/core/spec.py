"""What a step of the diary is, and short ways to declare its fields. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from traceability.journal.core.measures import MEASURES


class Kind(StrEnum):
    """How a field is filled in."""

    NUMBER = "number"
    COUNT = "count"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    GOODS = "goods"
    MANY_GOODS = "many_goods"
    PLACES = "places"


class Into(StrEnum):
    """Where in the event a field goes."""

    EXTENSION = "extension"
    DESCRIPTION = "description"
    """``ilmd`` where the event makes the goods, else an extension of the event."""
    SENSOR = "sensor"
    AMOUNT = "amount"
    WAYBILL = "waybill"
    NOWHERE = "nowhere"
    """Read by the builder or the shell: which goods, which plots, how much of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in.

    Args:
        name: of the form's control and the file's column.
        kind: how it is filled in.
        into: where in the event it goes.
        key: the event's field (or the measure) it becomes.
        unit: as people write it.
        is_needed: whether the step cannot be written down without it.
        choices: codes, the first is the usual one.
        low: the least value.
        high: the greatest value.
        initial: what is filled in already.
    """

    name: str
    kind: Kind
    into: Into = Into.EXTENSION
    key: str = ""
    unit: str = ""
    is_needed: bool = False
    choices: Sequence[str] = ()
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(10_000_000)
    initial: str = ""


class Becomes(StrEnum):
    """Which EPCIS event a step becomes."""

    OBSERVED = "ObjectEvent OBSERVE"
    MADE = "ObjectEvent ADD"
    MADE_OF = "TransformationEvent"
    GONE = "ObjectEvent DELETE"


class About(StrEnum):
    """What a step is about."""

    CROP = "crop"
    """What grows at the place in its season."""
    GOODS = "goods"
    """Goods that are there: a harvest, a lot, packs."""
    NEW = "new"
    """Goods that come into being, or are seen here for the first time."""
    NEW_CROP = "new_crop"
    """Both: goods that arrive and grow on as the crop."""


class Crop(StrEnum):
    """Where its tile stands."""

    RICE = "rice"
    SHRIMP = "shrimp"
    GOODS = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSpec:
    """One step.

    Args:
        code: as in `traceability.lots.steps.STEPS` and ``stt:step``.
        numbers: which of R1-R12 and S1-S10 it is.
        crop: where its tile stands.
        becomes: the type of its event, with its action.
        about: what the event names.
        biz_step: CBV's bare word, or GDST's URI.
        disposition: CBV's bare word.
        goods: kind of the goods it makes.
        uom: UN/CEFACT code of its amount; empty for pieces.
        places: kinds of the places where it is done, the usual one first.
        fields: what is filled in besides time, place, note, voice and pictures.
        is_seafood: whether GDST's fields are said.
        is_quick: whether its tile is among the six of its crop.
    """

    code: str
    numbers: tuple[str, ...]
    crop: Crop
    becomes: Becomes
    about: About
    biz_step: str
    disposition: str = "in_progress"
    goods: str = ""
    uom: str = "KGM"
    places: tuple[str, ...] = ()
    fields: tuple[Field, ...] = field(default=())
    is_seafood: bool = False
    is_quick: bool = False

    def field(self, name: str) -> Field | None:
        """Return the field of this name."""
        return next((one for one in self.fields if one.name == name), None)


def number_field(name: str, key: str = "", unit: str = "", **more: object) -> Field:
    """Return a field for a number."""
    return Field(name=name, kind=Kind.NUMBER, key=key, unit=unit, **more)  # type: ignore[arg-type]


def text_field(name: str, key: str = "", **more: object) -> Field:
    """Return a field for words."""
    return Field(name=name, kind=Kind.TEXT, key=key, **more)  # type: ignore[arg-type]


def choice_field(name: str, key: str, *choices: str, **more: object) -> Field:
    """Return a field for a few codes, the first the usual one."""
    return Field(name=name, kind=Kind.CHOICE, key=key, choices=choices, **more)  # type: ignore[arg-type]


def day_field(name: str, key: str, **more: object) -> Field:
    """Return a field for a day."""
    return Field(name=name, kind=Kind.DAY, key=key, **more)  # type: ignore[arg-type]


def percent_field(name: str, key: str, **more: object) -> Field:
    """Return a field for a share of a hundred."""
    return number_field(name, key, "%", high=Decimal(100), **more)


def amount_field(unit: str = "kg", *, is_needed: bool = True) -> Field:
    """Return a field for how much the event is about."""
    kind = Kind.NUMBER if unit == "kg" else Kind.COUNT
    return Field(name="amount", kind=kind, into=Into.AMOUNT, unit=unit, is_needed=is_needed)


def read_field(code: str) -> Field:
    """Return a field for a measured value."""
    one = MEASURES[code]
    return Field(
        name=code,
        kind=Kind.NUMBER,
        into=Into.SENSOR,
        key=code,
        unit=one.unit,
        low=one.low,
        high=one.high,
    )
