"""The steps people write down, and how each reads on a page.

The rice steps R1-R12 and the shrimp steps S1-S10; docs/model/journal.md says which is which.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from traceability.epcis.core import fields, terms
from traceability.epcis.models import Event

STEP_FIELD = fields.STEP
NOTE_FIELD = fields.NOTE
RECEIVER_FIELD = fields.RECEIVER_NAME


class Stage(StrEnum):
    """What the step is about: what grew, what it was made into, the packs."""

    RAW = "raw"
    BULK = "bulk"
    PACKS = "packs"


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step.

    Args:
        code: kept in the event as ``stt:step``.
        tile: words on the tile, what to do.
        done: words in the diary, what was done.
        icon: its name in the icon sprite.
        stage: what it is about.
        role: what a place of this step is on the way ("field", "mill"); empty hides it there.
    """

    code: str
    tile: Promise
    done: Promise
    icon: str
    stage: Stage
    role: Promise | str = ""


_STEPS = (
    Step("sow", _("Sow, plant"), pgettext_lazy("a step of a lot", "Sown"), "sprout", Stage.RAW),
    Step(
        "stock",
        _("Stock the pond"),
        pgettext_lazy("a step of a lot", "Pond stocked"),
        "shrimp",
        Stage.RAW,
    ),
    Step(
        "harvest",
        _("Harvest"),
        pgettext_lazy("a step of a lot", "Harvested"),
        "sickle",
        Stage.RAW,
        _("field"),
    ),
    Step(
        "catch",
        _("Harvest shrimp"),
        pgettext_lazy("a step of a lot", "Shrimp harvested"),
        "scale",
        Stage.RAW,
        _("pond"),
    ),
    Step("dry", _("Dry"), pgettext_lazy("a step of a lot", "Dried"), "sun", Stage.RAW, _("dryer")),
    Step(
        "store",
        _("Put in store"),
        pgettext_lazy("a step of a lot", "Put in store"),
        "home",
        Stage.RAW,
        _("store"),
    ),
    Step(
        "mill", _("Mill"), pgettext_lazy("a step of a lot", "Milled"), "mill", Stage.BULK, _("mill")
    ),
    Step(
        "process",
        _("Process, freeze"),
        pgettext_lazy("a step of a lot", "Processed, frozen"),
        "drop",
        Stage.BULK,
        _("plant"),
    ),
    Step("inspect", _("Test"), pgettext_lazy("a step of a lot", "Tested"), "flask", Stage.PACKS),
    Step(
        "pack",
        _("Pack"),
        pgettext_lazy("a step of a lot", "Packed and labelled"),
        "box",
        Stage.PACKS,
        _("packing"),
    ),
    Step("ship", _("Send"), pgettext_lazy("a step of a lot", "Sent"), "truck", Stage.PACKS),
    Step(
        "receive",
        _("Receive"),
        pgettext_lazy("a step of a lot", "Received"),
        "truck",
        Stage.PACKS,
        _("shop"),
    ),
    Step("sell", _("Sell"), pgettext_lazy("a step of a lot", "Sold"), "truck", Stage.PACKS),
    Step(
        "activate",
        _("Put on sale"),
        pgettext_lazy("a step of a lot", "Codes put on sale"),
        "scan",
        Stage.PACKS,
    ),
    Step(
        "void",
        _("Throw labels away"),
        pgettext_lazy("a step of a lot", "Labels thrown away"),
        "stop",
        Stage.PACKS,
    ),
    Step("recall", _("Recall"), pgettext_lazy("a step of a lot", "Recalled"), "stop", Stage.PACKS),
    Step(
        "recall_end",
        _("End the recall"),
        pgettext_lazy("a step of a lot", "Recall ended"),
        "check",
        Stage.PACKS,
    ),
    Step(
        "prepare",
        _("Till the soil"),
        pgettext_lazy("a step of a lot", "Soil tilled"),
        "hoe",
        Stage.RAW,
    ),
    Step(
        "fertilise",
        _("Fertilise"),
        pgettext_lazy("a step of a lot", "Fertilised"),
        "scoop",
        Stage.RAW,
    ),
    Step(
        "water",
        _("Water in, out"),
        pgettext_lazy("a step of a lot", "Water let in or out"),
        "drop",
        Stage.RAW,
    ),
    Step("spray", _("Spray"), pgettext_lazy("a step of a lot", "Sprayed"), "spray", Stage.RAW),
    Step("seed", _("Buy seed"), pgettext_lazy("a step of a lot", "Seed bought"), "leaf", Stage.RAW),
    Step("hatch", _("Hatch"), pgettext_lazy("a step of a lot", "Hatched"), "shrimp", Stage.RAW),
    Step(
        "buy_feed",
        _("Buy feed"),
        pgettext_lazy("a step of a lot", "Feed bought"),
        "cart",
        Stage.RAW,
    ),
    Step("feed", _("Feed"), pgettext_lazy("a step of a lot", "Fed"), "scoop", Stage.RAW),
    Step(
        "measure",
        _("Measure water"),
        pgettext_lazy("a step of a lot", "Water measured"),
        "flask",
        Stage.RAW,
    ),
    Step(
        "exchange",
        _("Change water"),
        pgettext_lazy("a step of a lot", "Water changed"),
        "drop",
        Stage.RAW,
    ),
    Step(
        "treat",
        _("Lime, minerals"),
        pgettext_lazy("a step of a lot", "Pond treated"),
        "box",
        Stage.RAW,
    ),
    Step(
        "combine",
        _("Put lots together"),
        pgettext_lazy("a step of a lot", "Put together"),
        "users",
        Stage.RAW,
        _("collector"),
    ),
    Step(
        "accept",
        _("Plant receipt"),
        pgettext_lazy("a step of a lot", "Received at the plant"),
        "cert",
        Stage.RAW,
        _("plant"),
    ),
    Step(
        "destroy",
        _("Destroy"),
        pgettext_lazy("a step of a lot", "Destroyed"),
        "x",
        Stage.PACKS,
    ),
)
STEPS = {step.code: step for step in _STEPS}

FORM_STEPS = (
    "sow",
    "harvest",
    "dry",
    "store",
    "mill",
    "inspect",
    "ship",
    "receive",
    "sell",
    "stock",
    "catch",
    "combine",
    "accept",
    "process",
    "destroy",
)
"""Tiles of a lot's page. Packing, putting on sale and recalling have actions of their own."""

ALARMING = frozenset({"recall", "destroy"})

_BY_BIZ_STEP = {
    "shipping": "ship",
    "departing": "ship",
    "receiving": "receive",
    "arriving": "receive",
    "packing": "pack",
    "storing": "store",
    "inspecting": "inspect",
    "stocking": "activate",
    "retail_selling": "sell",
    "destroying": "destroy",
    "sensor_reporting": "measure",
    "decommissioning": "void",
    "urn:gdst:bizStep:hatching": "hatch",
    "urn:gdst:bizStep:commingling": "combine",
    "urn:gdst:bizStep:farmHarvest": "catch",
}


def step_of(event: Event) -> Step | None:
    """Return which step ``event`` is; None for steps that a buyer is not told of (unpacking)."""
    own = event.body.get(STEP_FIELD)
    if own in STEPS:
        return STEPS[own]
    if event.disposition == "recalled":
        return STEPS["recall"]
    biz_step = terms.bare(event.biz_step)
    if biz_step == "commissioning":
        return STEPS[_made(event)]
    return STEPS.get(_BY_BIZ_STEP.get(biz_step, ""))


def _made(event: Event) -> str:
    """Return how goods came into being: grown, made of others, or packed one by one."""
    if event.event_type == "ObjectEvent":
        return "harvest"
    if event.body.get("outputEPCList"):
        return "pack"
    weighed = [entry.get("uom") for entry in event.body.get("outputQuantityList", [])]
    return "mill" if len(weighed) > 1 else "process"
