"""From a journal entry to the EPCIS event that keeps it. Pure: values in, JSON out.

What a form writes is what a program would send to ``POST /epcis/capture`` for the same step.

Source: GS1 EPCIS 2.0, section 7; CBV 2.0, sections 7 and 8.5 (business transactions); GDST 1.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias
from urllib.parse import quote
from uuid import UUID

from traceability.epcis.core import fields as f
from traceability.epcis.core import terms
from traceability.epcis.core.build import EventBody, Json, When, number
from traceability.epcis.core.elements import Quantity
from traceability.journal.core.measures import read_by_hand
from traceability.journal.core.spec import Becomes, Field, Into, StepSpec

Value: TypeAlias = "Decimal | int | str | date"

_PCR = {"wssv": "WSSV", "ems": "EMS", "ehp": "EHP"}
_FAILED = "failed"
_CERTIFIED = {
    f.HATCHING: "urn:gdst:certType:hatcheryCert",
    f.FARM_HARVEST: "urn:gdst:certType:harvestCert",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote down, with everything named by its URI.

    Args:
        happened_at: aware; its offset is kept.
        place: URI of where.
        party: URI of whose event it is.
        gln: the party's GLN, for its waybills; empty for none.
        season: of the place, for steps about a crop.
        things: what the event is about: the crop, goods, packs.
        inputs: what went in, for transformations.
        outputs: what came out, with the kind of each.
        origins: what the goods came from, for events that are no transformation.
        plots: URIs of the plots, when they are more than the place.
        values: by the field's name; empty ones are left out.
        more: extension fields that no form shows (client id, pictures, voice, growing area).
        note: in words.
        is_seafood: whether GDST's owner is said although the step is a general one.
        certificates: that held on the day, for a hatchery or a shrimp harvest.
    """

    happened_at: datetime
    place: str = ""
    party: str = ""
    gln: str = ""
    season: UUID | None = None
    things: Sequence[Quantity] = ()
    inputs: Sequence[Quantity] = ()
    outputs: Sequence[tuple[str, Quantity]] = ()
    origins: Sequence[str] = ()
    plots: Sequence[str] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    more: Mapping[str, Json] = field(default_factory=dict)
    lot_code: str = ""
    note: str = ""
    is_seafood: bool = False
    certificates: Sequence["HeldCertificate"] = ()


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate that held on the day: its standard, its number, who issued it."""

    standard: str
    number: str
    issuer: str


def event_body(spec: StepSpec, written: Written, namespace: str) -> EventBody:
    """Return the EPCIS event of a step, with its ``@context``.

    Args:
        spec: which step.
        written: what was written down.
        namespace: of our extension fields.
    """
    when = When(time=written.happened_at)
    body = (
        _start(spec, when)
        | _what(spec, written)
        | _why(spec, written)
        | _where(spec, written)
        | _waybill(spec, written, namespace)
        | _sensors(spec, written, when)
        | _extensions(spec, written)
        | _description(spec, written)
    )
    return {"@context": context(namespace, body)} | body


def context(namespace: str, body: Mapping[str, Json]) -> list[Json]:
    """Return the ``@context`` that declares the prefixes ``body`` uses."""
    described = body.get("ilmd")
    names = [*body, *(described if isinstance(described, dict) else ())]
    declared: EventBody = {terms.OUR_PREFIX: namespace}
    if any(name.startswith(f"{terms.MASTER_DATA_PREFIX}:") for name in names):
        declared[terms.MASTER_DATA_PREFIX] = terms.MASTER_DATA_NAMESPACE
    if any(name.startswith(f"{f.GDST_PREFIX}:") for name in names):
        declared[f.GDST_PREFIX] = f.GDST_NAMESPACE
    return [terms.CONTEXT_URI, declared]


def _start(spec: StepSpec, when: When) -> EventBody:
    kind, _, action = spec.becomes.value.partition(" ")
    body: EventBody = {
        "type": kind,
        "eventTime": when.stamp,
        "eventTimeZoneOffset": when.offset,
    }
    return body | ({"action": action} if action else {})


def _what(spec: StepSpec, written: Written) -> EventBody:
    if spec.becomes == Becomes.MADE_OF:
        return {
            "inputQuantityList": [_quantity(one) for one in written.inputs],
            "outputQuantityList": [_quantity(one) for _, one in written.outputs],
        }
    things = [*(one for _, one in written.outputs), *written.things]
    return {"quantityList": [_quantity(one) for one in things]}


def _why(spec: StepSpec, written: Written) -> EventBody:
    disposition = spec.disposition
    if _FAILED in (written.values.get("verdict"), written.values.get("antibiotic")):
        disposition = "non_conformant"
    why: EventBody = {"bizStep": spec.biz_step, "disposition": disposition}
    return why


def _where(spec: StepSpec, written: Written) -> EventBody:
    if not written.place:
        return {}
    here: EventBody = {"readPoint": {"id": written.place}}
    if spec.biz_step != "shipping":
        here["bizLocation"] = {"id": written.place}
    return here


def _waybill(spec: StepSpec, written: Written, namespace: str) -> EventBody:
    numbers = [
        str(written.values[one.name])
        for one in spec.fields
        if one.into == Into.WAYBILL and written.values.get(one.name)
    ]
    issuer = f"urn:epcglobal:cbv:bt:{written.gln}:" if written.gln else f"{namespace}waybill/"
    listed: list[Json] = [
        {"type": "desadv", "bizTransaction": issuer + quote(text, safe="")} for text in numbers
    ]
    return {"bizTransactionList": listed} if listed else {}


def _sensors(spec: StepSpec, written: Written, when: When) -> EventBody:
    values = {
        one.key: value
        for one in spec.fields
        if one.into == Into.SENSOR and isinstance(value := written.values.get(one.name), Decimal)
    }
    told = read_by_hand(when, values)
    return {"sensorElementList": told} if told else {}


def _extensions(spec: StepSpec, written: Written) -> EventBody:
    told: EventBody = {f.STEP: spec.code}
    told |= _values(spec, written, Into.EXTENSION)
    if not _describes(spec):
        told |= _values(spec, written, Into.DESCRIPTION)
    told |= _pcr(written)
    if written.season:
        told[f.SEASON] = str(written.season)
    if written.plots:
        told[f.PLOTS] = list(written.plots)
    if written.origins:
        told[f.FROM] = list(written.origins)
    kinds: list[Json] = [{"kind": kind, "epcClass": one.uri} for kind, one in written.outputs]
    if len(kinds) > 1:
        told[f.OUTPUTS] = kinds
    if written.note:
        told[f.NOTE] = written.note
    return told | _owner(spec, written) | dict(written.more)


def _owner(spec: StepSpec, written: Written) -> EventBody:
    if not written.party:
        return {}
    told: EventBody = {f.INFORMATION_PROVIDER: written.party}
    if spec.is_seafood or written.is_seafood:
        told[f.PRODUCT_OWNER] = written.party
    return told


def _description(spec: StepSpec, written: Written) -> EventBody:
    if not _describes(spec):
        return {}
    told: EventBody = {f.LOT_NUMBER: written.lot_code} if written.lot_code else {}
    told |= _values(spec, written, Into.DESCRIPTION)
    if spec.biz_step == f.FARM_HARVEST:
        day = written.happened_at.date().isoformat()
        for name in (f.HARVEST_START, f.HARVEST_END):
            told.setdefault(name, day)
        told[f.PRODUCTION_METHOD] = f.AQUACULTURE
    told |= _certifications(spec, written)
    if spec.code == "process":
        told[f.PRODUCTION_DATE] = written.happened_at.date().isoformat()
        told[f.COUNTRY_OF_ORIGIN] = "VN"
    return {"ilmd": told} if told else {}


def _certifications(spec: StepSpec, written: Written) -> EventBody:
    kind = _CERTIFIED.get(spec.biz_step)
    if kind is None or not written.certificates:
        return {}
    listed: list[Json] = [
        {
            f.CERTIFICATION_TYPE: kind,
            "certificationAgency": one.issuer,
            "certificationStandard": one.standard,
            "certificationValue": one.standard,
            "certificationIdentification": one.number,
        }
        for one in written.certificates
    ]
    return {f.CERTIFICATIONS: {"certification": listed}}


def _describes(spec: StepSpec) -> bool:
    """Say whether the event makes goods: only then it may describe them in ``ilmd``."""
    return spec.becomes in {Becomes.MADE, Becomes.MADE_OF}


def _values(spec: StepSpec, written: Written, into: Into) -> EventBody:
    return {
        one.key: _json(written.values[one.name])
        for one in spec.fields
        if one.into == into and one.key and _is_said(one, written)
    }


def _is_said(one: Field, written: Written) -> bool:
    return written.values.get(one.name) not in (None, "")


def _pcr(written: Written) -> EventBody:
    found: EventBody = {
        name: str(written.values[code]) for code, name in _PCR.items() if written.values.get(code)
    }
    return {f.PCR_RESULTS: found} if found else {}


def _json(value: Value) -> Json:
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date) else value


def _quantity(one: Quantity) -> Json:
    told: EventBody = {"epcClass": one.uri}
    if one.amount is not None:
        told["quantity"] = number(one.amount)
        if one.uom:
            told["uom"] = one.uom
    return told
