"""Builders of the events we write. Pure: values in, EPCIS 2.0 JSON out.

An event is a ``dict`` as `json.dumps` takes it. The order of its fields is the reader's order:
what, when, why, where, how.

Source: GS1 EPCIS 2.0, section 7.4 and 10 (JSON/JSON-LD binding); CBV 2.0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from traceability.epcis.core.elements import Quantity

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
EventBody: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The moment something happened: an aware time; its own offset is kept beside it."""

    time: datetime

    @property
    def stamp(self) -> str:
        """Return ISO 8601 to the second, with the offset."""
        return self.time.isoformat(timespec="seconds")

    @property
    def offset(self) -> str:
        """Return the offset alone, ``+07:00``."""
        return self.stamp[-6:]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What all events have in common.

    Args:
        when: when it happened.
        place: URI of the read point; ``""`` where nobody knows.
        extensions: prefixed extension fields, ``{"stt:step": "dry"}``.
        ilmd: prefixed facts about new instances or lots; only for events that make them.
    """

    when: When
    place: str = ""
    extensions: Mapping[str, Json] = field(default_factory=dict)
    ilmd: Mapping[str, Json] = field(default_factory=dict)


def harvest(about: About, harvested: Quantity) -> EventBody:
    """Return the event that goods came into being on a field or in a pond."""
    return _object(about, "ADD", "commissioning", "active", quantities=[harvested])


def observation(
    about: About, things: Sequence[Quantity], *, biz_step: str, disposition: str = "in_progress"
) -> EventBody:
    """Return the event that something was done to goods that stay the same goods."""
    return _object(about, "OBSERVE", biz_step, disposition, quantities=things)


def storing(about: About, stored: Quantity) -> EventBody:
    """Return the event that goods were dried or put in store."""
    return observation(about, [stored], biz_step="storing")


def inspecting(about: About, inspected: Quantity, *, passed: bool) -> EventBody:
    """Return the event that goods were tested."""
    verdict = "conformant" if passed else "non_conformant"
    return observation(about, [inspected], biz_step="inspecting", disposition=verdict)


def transformation(
    about: About,
    inputs: Sequence[Quantity],
    outputs: Sequence[Quantity],
    *,
    biz_step: str = "commissioning",
    disposition: str = "in_progress",
) -> EventBody:
    """Return the event that goods became other goods: paddy rice, shrimp tails."""
    return (
        _start("TransformationEvent", about)
        | _why(biz_step, disposition, about)
        | _listed("inputQuantityList", inputs)
        | _listed("outputQuantityList", outputs)
        | _ilmd(about)
    )


def packing(about: About, inputs: Sequence[Quantity], packs: Quantity) -> EventBody:
    """Return the event that bulk goods became the packs of a lot, counted."""
    return transformation(about, inputs, [packs], disposition="active")


def shipping(about: About, shipped: Quantity, *, sender: str = "", receiver: str = "") -> EventBody:
    """Return the event that goods left for somebody."""
    event = observation(about, [shipped], biz_step="shipping", disposition="in_transit")
    return event | _owners(sender, receiver)


def receiving(
    about: About, received: Quantity, *, sender: str = "", receiver: str = ""
) -> EventBody:
    """Return the event that goods arrived."""
    return observation(about, [received], biz_step="receiving") | _owners(sender, receiver)


def activation(about: About, packs: Quantity) -> EventBody:
    """Return the event that labelled packs went on sale.

    An observation: the packs came into being when they were packed, and are not counted twice.
    """
    return observation(about, [packs], biz_step="stocking", disposition="sellable_accessible")


def voiding(about: About, packs: Sequence[str]) -> EventBody:
    """Return the event that labels were thrown away; the packs are named one by one."""
    return _object(about, "DELETE", "decommissioning", "inactive", instances=packs)


def recall(about: About, recalled: Quantity) -> EventBody:
    """Return the event that goods are taken back and must not be sold."""
    return observation(about, [recalled], biz_step="holding", disposition="recalled")


def recall_end(about: About, goods: Quantity, *, goods_are_fine: bool) -> EventBody:
    """Return the event that a recall is over: the goods are fine, or gone."""
    if goods_are_fine:
        return observation(about, [goods], biz_step="inspecting", disposition="conformant")
    return observation(about, [goods], biz_step="holding", disposition="non_sellable_other")


def number(amount: Decimal) -> int | float:
    """Return a quantity as a JSON number, without ``.0``."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _object(
    about: About,
    action: str,
    biz_step: str,
    disposition: str,
    *,
    quantities: Sequence[Quantity] = (),
    instances: Sequence[str] = (),
) -> EventBody:
    epcs: EventBody = {"epcList": list(instances)} if instances else {}
    return (
        _start("ObjectEvent", about)
        | {"action": action}
        | _why(biz_step, disposition, about)
        | epcs
        | _listed("quantityList", quantities)
        | _ilmd(about)
    )


def _start(event_type: str, about: About) -> EventBody:
    return {
        "type": event_type,
        "eventTime": about.when.stamp,
        "eventTimeZoneOffset": about.when.offset,
    }


def _why(biz_step: str, disposition: str, about: About) -> EventBody:
    where: EventBody = {"readPoint": {"id": about.place}} if about.place else {}
    return {"bizStep": biz_step, "disposition": disposition} | where | dict(about.extensions)


def _listed(name: str, quantities: Sequence[Quantity]) -> EventBody:
    return {name: [_quantity(one) for one in quantities]} if quantities else {}


def _quantity(quantity: Quantity) -> Json:
    entry: EventBody = {"epcClass": quantity.uri}
    if quantity.amount is not None:
        entry["quantity"] = number(quantity.amount)
        if quantity.uom:
            entry["uom"] = quantity.uom
    return entry


def _ilmd(about: About) -> EventBody:
    return {"ilmd": dict(about.ilmd)} if about.ilmd else {}


def _owners(sender: str, receiver: str) -> EventBody:
    owners: EventBody = {}
    if sender:
        owners["sourceList"] = [{"type": "owning_party", "source": sender}]
    if receiver:
        owners["destinationList"] = [{"type": "owning_party", "destination": receiver}]
    return owners
