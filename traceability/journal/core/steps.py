"""The rice steps R1-R12 and the shrimp steps S1-S10, each declared once. Pure data.

A step says what people fill in, in which unit, and which EPCIS event it becomes; forms, files and
the builder read it from here. What stands on the screen is in `traceability.journal.words`.

Source: docs/model/journal.md; GS1 EPCIS 2.0 and CBV 2.0; GDST 1.2 key data elements.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from traceability.epcis.core import fields as f
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


def _number(name: str, key: str = "", unit: str = "", **more: object) -> Field:
    return Field(name=name, kind=Kind.NUMBER, key=key, unit=unit, **more)  # type: ignore[arg-type]


def _text(name: str, key: str = "", **more: object) -> Field:
    return Field(name=name, kind=Kind.TEXT, key=key, **more)  # type: ignore[arg-type]


def _choice(name: str, key: str, *choices: str, **more: object) -> Field:
    return Field(name=name, kind=Kind.CHOICE, key=key, choices=choices, **more)  # type: ignore[arg-type]


def _day(name: str, key: str, **more: object) -> Field:
    return Field(name=name, kind=Kind.DAY, key=key, **more)  # type: ignore[arg-type]


def _percent(name: str, key: str, **more: object) -> Field:
    return _number(name, key, "%", high=Decimal(100), **more)


def _amount(unit: str = "kg", *, is_needed: bool = True) -> Field:
    kind = Kind.NUMBER if unit == "kg" else Kind.COUNT
    return Field(name="amount", kind=kind, into=Into.AMOUNT, unit=unit, is_needed=is_needed)


def _read(code: str) -> Field:
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


_DESCRIBED = {"into": Into.DESCRIPTION}
_VARIETY = _text("variety", f.VARIETY, initial="ST25", **_DESCRIBED)
_LOT_CODE = _text("lot_code", f.LOT_NUMBER, into=Into.NOWHERE)
_GOODS = Field(name="goods", kind=Kind.GOODS, into=Into.NOWHERE, is_needed=True)
_INPUTS = Field(name="inputs", kind=Kind.MANY_GOODS, into=Into.NOWHERE, is_needed=True)
_SEED = Field(name="seed", kind=Kind.GOODS, into=Into.NOWHERE)
_PLOTS = Field(name="plots", kind=Kind.PLACES, into=Into.NOWHERE)
_SPECIES = _choice("species", f.SPECIES, "PNV", "GIT", **_DESCRIBED)
_WELFARE = _choice("welfare", f.HUMAN_WELFARE_POLICY, *f.WELFARE_POLICIES)
_PRODUCT = _text("product", f.PRODUCT, is_needed=True)
_REGISTRATION = _text("registration", f.REGISTRATION_NUMBER)
_AREA = _number("area_ha", f.AREA_HA, "ha", high=Decimal(10_000))
_DOSE = (
    _number("dose", f.DOSE_VALUE),
    _choice("dose_unit", f.DOSE_UNIT, "kg/ha", "L/ha", "ml/ha", "g/m3", "ml/m3", "g/kg"),
)
_APPLICATOR = _text("applicator", f.APPLICATOR)
_FROM_TO = (
    _day("harvest_from", f.HARVEST_FROM),
    _day("harvest_to", f.HARVEST_TO),
)
_WEIGHED = (
    _number("gross_kg", f.GROSS_KG, "kg"),
    _number("tare_kg", f.TARE_KG, "kg"),
    _text("vehicle", f.VEHICLE),
    _text("seal", f.SEAL),
    _text("waybill", "", into=Into.WAYBILL),
    _read("temperature"),
)
_DRIED = (
    _GOODS,
    _number("amount_in", f.AMOUNT_IN_KG, "kg"),
    _amount(is_needed=False),
    _percent("moisture_in", f.MOISTURE_IN_PERCENT),
    _percent("moisture", f.MOISTURE_PERCENT),
    _read("temperature"),
)
_FIELD = ("plot",)
_POND = ("pond",)

_RICE = (
    StepSpec(
        code="prepare",
        numbers=("R2",),
        crop=Crop.RICE,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_FIELD,
        fields=(_choice("method", f.METHOD, "plough", "level", "flush"), _read("salinity")),
        is_quick=True,
    ),
    StepSpec(
        code="sow",
        numbers=("R2",),
        crop=Crop.RICE,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_FIELD,
        fields=(
            _VARIETY,
            _SEED,
            _choice(
                "crop_season",
                f.CROP_SEASON,
                "rice_shrimp",
                "winter_spring",
                "summer_autumn",
                "autumn_winter",
            ),
            _choice("method", f.METHOD, "broadcast", "row", "transplant"),
            _number("seed_rate", f.SEED_KG_PER_HA, "kg/ha", high=Decimal(1000)),
            _AREA,
        ),
        is_quick=True,
    ),
    StepSpec(
        code="fertilise",
        numbers=("R3",),
        crop=Crop.RICE,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_FIELD,
        fields=(
            _PRODUCT,
            _number("amount_kg", f.AMOUNT_KG, "kg"),
            _AREA,
            _REGISTRATION,
            _APPLICATOR,
        ),
        is_quick=True,
    ),
    StepSpec(
        code="water",
        numbers=("R4",),
        crop=Crop.RICE,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_FIELD,
        fields=(
            _choice("method", f.METHOD, "in", "out", "check"),
            _read("salinity"),
            _read("conductivity"),
            _read("ph"),
            _read("level"),
        ),
        is_quick=True,
    ),
    StepSpec(
        code="spray",
        numbers=("R3",),
        crop=Crop.RICE,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_FIELD,
        fields=(
            _PRODUCT,
            _text("active_ingredient", f.ACTIVE_INGREDIENT, is_needed=True),
            Field(
                name="pre_harvest_days",
                kind=Kind.COUNT,
                key=f.PRE_HARVEST_DAYS,
                is_needed=True,
                high=Decimal(365),
            ),
            _choice(
                "product_kind",
                f.PRODUCT_KIND,
                "pesticide",
                "herbicide",
                "fungicide",
                "molluscicide",
            ),
            *_DOSE,
            _AREA,
            _REGISTRATION,
            _APPLICATOR,
        ),
        is_quick=True,
    ),
    StepSpec(
        code="harvest",
        numbers=("R5",),
        crop=Crop.RICE,
        becomes=Becomes.MADE,
        about=About.NEW,
        biz_step="commissioning",
        disposition="active",
        goods="paddy",
        places=_FIELD,
        fields=(
            _amount(),
            _percent("moisture", f.MOISTURE_PERCENT, **_DESCRIBED),
            _VARIETY,
            _choice("method", f.METHOD, "combine", "hand", **_DESCRIBED),
            *_FROM_TO,
            _PLOTS,
            _LOT_CODE,
        ),
        is_quick=True,
    ),
)
_SHRIMP = (
    StepSpec(
        code="stock",
        numbers=("S2",),
        crop=Crop.SHRIMP,
        becomes=Becomes.OBSERVED,
        about=About.NEW_CROP,
        biz_step="receiving",
        disposition="active",
        goods="postlarvae",
        uom="",
        places=_POND,
        fields=(
            _amount("piece"),
            _SPECIES,
            _text("supplier", f.SUPPLIER),
            _SEED,
            _LOT_CODE,
            _number("area_m2", f.AREA_M2, "m²"),
            _read("salinity"),
            _percent("survival", f.SURVIVAL_PERCENT),
            _text("quarantine", f.QUARANTINE_CERTIFICATE),
        ),
        is_seafood=True,
        is_quick=True,
    ),
    StepSpec(
        code="feed",
        numbers=("S3",),
        crop=Crop.SHRIMP,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_POND,
        fields=(
            _number("amount_kg", f.AMOUNT_KG, "kg", is_needed=True),
            Field(name="feed", kind=Kind.GOODS, into=Into.NOWHERE),
            _text("feed_brand", f.FEED_BRAND),
            _text("feed_lot", f.FEED_LOT),
        ),
        is_seafood=True,
        is_quick=True,
    ),
    StepSpec(
        code="measure",
        numbers=("S5",),
        crop=Crop.SHRIMP,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="sensor_reporting",
        places=_POND,
        fields=tuple(
            _read(code)
            for code in (
                "salinity",
                "ph",
                "temperature",
                "oxygen",
                "ammonia",
                "nitrite",
                "alkalinity",
                "sulfide",
                "level",
            )
        ),
        is_quick=True,
    ),
    StepSpec(
        code="exchange",
        numbers=("S5",),
        crop=Crop.SHRIMP,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_POND,
        fields=(
            _choice("method", f.METHOD, "in", "out"),
            _percent("share", "stt:exchangedPercent"),
            _read("salinity"),
            _read("ph"),
            _read("level"),
        ),
        is_quick=True,
    ),
    StepSpec(
        code="treat",
        numbers=("S4",),
        crop=Crop.SHRIMP,
        becomes=Becomes.OBSERVED,
        about=About.CROP,
        biz_step="other",
        places=_POND,
        fields=(
            _choice(
                "product_kind",
                f.PRODUCT_KIND,
                "lime",
                "mineral",
                "probiotic",
                "drug",
                "disinfectant",
            ),
            _PRODUCT,
            _text("active_ingredient", f.ACTIVE_INGREDIENT),
            Field(
                name="withdrawal_days",
                kind=Kind.COUNT,
                key=f.WITHDRAWAL_DAYS,
                high=Decimal(365),
            ),
            _number("dose", f.DOSE_VALUE),
            _choice("dose_unit", f.DOSE_UNIT, "g/m3", "ml/m3", "g/kg", "kg/ha"),
            _day("started_on", f.STARTED_ON),
            _day("ended_on", f.ENDED_ON),
            _text("prescriber", f.PRESCRIBER),
        ),
        is_seafood=True,
        is_quick=True,
    ),
    StepSpec(
        code="catch",
        numbers=("S6",),
        crop=Crop.SHRIMP,
        becomes=Becomes.MADE_OF,
        about=About.NEW,
        biz_step=f.FARM_HARVEST,
        disposition="active",
        goods="shrimp",
        places=_POND,
        fields=(
            _amount(),
            _number("count_per_kg", f.COUNT_PER_KG, high=Decimal(1000), **_DESCRIBED),
            _SPECIES,
            _choice("aquaculture", f.AQUACULTURE_METHOD, *f.AQUACULTURE_METHODS, **_DESCRIBED),
            _choice("method", f.METHOD, "net", "trap", "drain"),
            _number("ice_kg", f.ICE_KG, "kg"),
            _text("container", f.CONTAINER),
            _day("harvest_from", f.HARVEST_START, **_DESCRIBED),
            _day("harvest_to", f.HARVEST_END, **_DESCRIBED),
            _WELFARE,
            _LOT_CODE,
        ),
        is_seafood=True,
        is_quick=True,
    ),
)
_OTHERS = (
    StepSpec(
        code="seed",
        numbers=("R1",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.NEW,
        biz_step="receiving",
        goods="seed",
        places=_FIELD,
        fields=(
            _VARIETY,
            _choice("seed_class", f.SEED_CLASS, "certified", "foundation", "breeder", "farm_saved"),
            _amount(),
            _text("supplier", f.SUPPLIER, is_needed=True),
            _LOT_CODE,
            _percent("germination", f.GERMINATION_PERCENT),
        ),
    ),
    StepSpec(
        code="hatch",
        numbers=("S1",),
        crop=Crop.GOODS,
        becomes=Becomes.MADE,
        about=About.NEW,
        biz_step=f.HATCHING,
        disposition="active",
        goods="postlarvae",
        uom="",
        places=_POND,
        fields=(
            _amount("piece"),
            _SPECIES,
            _choice("broodstock", f.BROODSTOCK_SOURCE, *f.BROODSTOCK_SOURCES, **_DESCRIBED),
            _text("tank", f.TANK),
            _text("pl_stage", f.PL_STAGE, **_DESCRIBED),
            _text("quarantine", f.QUARANTINE_CERTIFICATE),
            _choice("wssv", "", "", "negative", "positive", into=Into.NOWHERE),
            _choice("ems", "", "", "negative", "positive", into=Into.NOWHERE),
            _choice("ehp", "", "", "negative", "positive", into=Into.NOWHERE),
            _WELFARE,
            _LOT_CODE,
        ),
        is_seafood=True,
    ),
    StepSpec(
        code="buy_feed",
        numbers=("S3",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.NEW,
        biz_step="receiving",
        goods="feed",
        places=("pond", "store"),
        fields=(
            _text("feed_brand", f.FEED_BRAND, is_needed=True),
            _LOT_CODE,
            _amount(),
            _percent("protein", f.PROTEIN_PERCENT),
            _text("protein_source", f.PROTEIN_SOURCE),
            _text("supplier", f.SUPPLIER),
        ),
        is_seafood=True,
    ),
    StepSpec(
        code="dry",
        numbers=("R7",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="storing",
        places=("dryer",),
        fields=_DRIED,
    ),
    StepSpec(
        code="store",
        numbers=("R7",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="storing",
        places=("store",),
        fields=(*_DRIED, _read("humidity"), _text("silo", f.SILO)),
    ),
    StepSpec(
        code="mill",
        numbers=("R8",),
        crop=Crop.GOODS,
        becomes=Becomes.MADE_OF,
        about=About.NEW,
        biz_step="commissioning",
        goods="rice",
        places=("mill",),
        fields=(
            _INPUTS,
            _amount(),
            _number("broken_kg", "", "kg", into=Into.NOWHERE),
            _number("bran_kg", "", "kg", into=Into.NOWHERE),
            _number("husk_kg", "", "kg", into=Into.NOWHERE),
            _number("loss_kg", f.LOSS_KG, "kg"),
            _percent("moisture_in", f.MOISTURE_IN_PERCENT),
            _percent("moisture", f.MOISTURE_PERCENT, **_DESCRIBED),
            _percent("head_rice", f.HEAD_RICE_PERCENT, **_DESCRIBED),
            _text("degree", f.MILLING_DEGREE, **_DESCRIBED),
            _LOT_CODE,
        ),
    ),
    StepSpec(
        code="combine",
        numbers=("S7",),
        crop=Crop.GOODS,
        becomes=Becomes.MADE_OF,
        about=About.NEW,
        biz_step=f.COMMINGLING,
        goods="shrimp",
        places=("store", "plant"),
        fields=(_INPUTS, _amount(), _text("licence", f.LICENCE), _LOT_CODE),
        is_seafood=True,
    ),
    StepSpec(
        code="accept",
        numbers=("S8",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="receiving",
        places=("plant",),
        fields=(
            _GOODS,
            _amount(),
            _read("temperature"),
            _choice("antibiotic", f.ANTIBIOTIC_TEST, "", "passed", "failed"),
            _text("plant_code", f.PLANT_CODE),
            _text("sender", f.SENDER_NAME),
        ),
        is_seafood=True,
    ),
    StepSpec(
        code="process",
        numbers=("S9",),
        crop=Crop.GOODS,
        becomes=Becomes.MADE_OF,
        about=About.NEW,
        biz_step="commissioning",
        goods="frozen",
        places=("plant",),
        fields=(
            _INPUTS,
            _amount(),
            _choice("form", f.CONDITION, "HOSO", "HLSO", "PD", "PTO", **_DESCRIBED),
            _percent("glazing", f.GLAZING_PERCENT, **_DESCRIBED),
            _text("additives", f.ADDITIVES, **_DESCRIBED),
            _text("haccp", f.HACCP_RECORD),
            _day("freeze_date", f.FREEZE_DATE, **_DESCRIBED),
            _day("expires", f.EXPIRATION_DATE, **_DESCRIBED),
            _number("loss_kg", f.LOSS_KG, "kg"),
            _LOT_CODE,
        ),
        is_seafood=True,
    ),
    StepSpec(
        code="inspect",
        numbers=("R9",),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="inspecting",
        disposition="conformant",
        places=("laboratory",),
        fields=(
            _GOODS,
            _choice("verdict", "", "passed", "failed", into=Into.NOWHERE, is_needed=True),
            _text("lab", f.LAB),
            _text("accreditation", f.LAB_ACCREDITATION),
            _text("sample", f.SAMPLE),
            _text("parameter", f.PARAMETER),
            _text("result", f.RESULT),
            _text("result_unit", f.RESULT_UNIT),
            _text("limit", f.LIMIT),
        ),
    ),
    StepSpec(
        code="ship",
        numbers=("R6", "R11", "S10"),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="shipping",
        disposition="in_transit",
        fields=(
            _GOODS,
            _amount(is_needed=False),
            _text("receiver", f.RECEIVER_NAME),
            *_WEIGHED,
            _text("health_certificate", f.HEALTH_CERTIFICATE),
        ),
    ),
    StepSpec(
        code="receive",
        numbers=("R6", "R11", "S10"),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="receiving",
        places=("store", "mill", "shop"),
        fields=(_GOODS, _amount(is_needed=False), _text("sender", f.SENDER_NAME), *_WEIGHED),
    ),
    StepSpec(
        code="sell",
        numbers=("R11", "S10"),
        crop=Crop.GOODS,
        becomes=Becomes.OBSERVED,
        about=About.GOODS,
        biz_step="retail_selling",
        disposition="retail_sold",
        places=("shop",),
        fields=(_GOODS, _amount(is_needed=False)),
    ),
    StepSpec(
        code="destroy",
        numbers=("R12",),
        crop=Crop.GOODS,
        becomes=Becomes.GONE,
        about=About.GOODS,
        biz_step="destroying",
        disposition="destroyed",
        fields=(
            _GOODS,
            _amount(),
            _text("reason", f.REASON, is_needed=True),
            _text("decision", f.DECISION_NUMBER),
        ),
    ),
)
SPECS = {spec.code: spec for spec in (*_RICE, *_SHRIMP, *_OTHERS)}

ELSEWHERE = {
    "R10": "pack",
    "R12": "recall",
    "S10": "pack",
}
"""Steps that have actions of their own: packing (lots), recall."""
