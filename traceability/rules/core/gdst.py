"""What seafood buyers ask of shrimp: GDST 1.2, and FSMA 204 for the United States. Pure.

An event has one explicit type (``Cte``), and the type chooses the rules. The published JSON Schema
guesses instead: its ``if`` has no ``required``, so that every commissioning is a feed mill.

Source: GDST 1.2 key data elements (draft of 2020 and schema of 2025, MIT); 21 CFR 1.1325-1.1350.
Rice is not on the food traceability list of FSMA 204; crustaceans are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from traceability.epcis.core import fields
from traceability.epcis.core.build import Json
from traceability.rules.core.view import View

_CERTIFICATION = re.compile(r"urn:gdst:certType:.*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_IMO = re.compile(r"IMO\d{7,8}")
_FISHING = "urn:gdst:bizStep:fishingEvent"
_SHRIMP_STEPS = frozenset({"catch", "stock", "hatch"})


class Cte(StrEnum):
    """A critical tracking event of shrimp."""

    FEEDMILL = "feedmill"
    HATCHING = "hatching"
    FARM_HARVEST = "farm_harvest"
    FISHING = "fishing"
    COMMINGLING = "commingling"
    PROCESSING = "processing"
    PACKING = "packing"
    SHIPPING = "shipping"
    RECEIVING = "receiving"


@dataclass(frozen=True, slots=True)
class EventGap:
    """A key data element that an event lacks or has wrong.

    Args:
        standard: ``gdst`` or ``fsma``.
        field: name of the element, without its prefix.
        article: where it is asked for.
        cte: the event's type.
        day: when the event happened.
        is_wrong: it is there, but not as it must be.
    """

    standard: str
    field: str
    article: str
    cte: str
    day: date
    is_wrong: bool = False


_BY_STEP = {
    "hatch": Cte.HATCHING,
    "catch": Cte.FARM_HARVEST,
    "process": Cte.PROCESSING,
    "ship": Cte.SHIPPING,
    "receive": Cte.RECEIVING,
    "accept": Cte.RECEIVING,
    "combine": Cte.COMMINGLING,
    "feedmill": Cte.FEEDMILL,
}
_BY_BIZ_STEP = {
    fields.HATCHING: Cte.HATCHING,
    fields.FARM_HARVEST: Cte.FARM_HARVEST,
    fields.COMMINGLING: Cte.COMMINGLING,
    _FISHING: Cte.FISHING,
    "shipping": Cte.SHIPPING,
    "receiving": Cte.RECEIVING,
    "packing": Cte.PACKING,
    "unpacking": Cte.PACKING,
}


def cte_of(view: View) -> Cte | None:
    """Return the type of an event: what its form says, else what its business step says.

    A commissioning that is no harvest is processing; it is a feed mill's only where the event says
    so itself, with the step ``feedmill`` or a protein source.
    """
    named = _BY_STEP.get(view.text(fields.STEP)) or _BY_BIZ_STEP.get(view.biz_step)
    if named is not None:
        return named
    if view.biz_step != "commissioning" or view.is_harvest:
        return None
    if view.value(fields.PROTEIN_SOURCE) is not None:
        return Cte.FEEDMILL
    return Cte.PROCESSING if view.type == "TransformationEvent" else None


def is_shrimp(views: Sequence[View]) -> bool:
    """Say whether these events tell of shrimp."""
    return any(
        view.biz_step in {fields.HATCHING, fields.FARM_HARVEST}
        or view.text(fields.STEP) in _SHRIMP_STEPS
        or bool(view.text(fields.SPECIES))
        for view in views
    )


def gdst_faults(view: View, cte: Cte | None = None) -> list[EventGap]:
    """Return the required elements that an event lacks or has wrong.

    Args:
        view: the event.
        cte: its type, where the caller knows it better than the event says.
    """
    kind = cte or cte_of(view)
    if kind is None:
        return []
    lacking = [
        _gap("gdst", name, kind, view)
        for name in (*_COMMON, *_REQUIRED.get(kind, ()))
        if not _is_told(view, name)
    ]
    wrong = [
        _gap("gdst", name, kind, view, is_wrong=True)
        for name, is_fine in _FORMS
        if _is_told(view, name) and not is_fine(view, kind)
    ]
    return [*lacking, *wrong, *_bad_certifications(view, kind), *_bad_vessels(view, kind)]


def gdst_gaps(views: Sequence[View]) -> list[EventGap]:
    """Return what the events of shrimp lack for GDST: the required, then the other elements."""
    if not is_shrimp(views):
        return []
    found = [gap for view in views for gap in gdst_faults(view)]
    return found + [gap for view in views for gap in _wanted(view)]


def fsma_gaps(views: Sequence[View]) -> list[EventGap]:
    """Return what the events of shrimp lack for buyers in the United States."""
    if not is_shrimp(views):
        return []
    return [gap for view in views for gap in _lacks_for_fsma(view)]


def _lacks_for_fsma(view: View) -> Iterator[EventGap]:
    cte = cte_of(view)
    if cte is None or cte not in _FSMA:
        return
    article, needs = _FSMA[cte]
    for name, is_told in needs:
        if not is_told(view):
            yield _gap("fsma", name, cte, view, article)


_COMMON = (fields.PRODUCT_OWNER, fields.INFORMATION_PROVIDER)
_REQUIRED: dict[Cte, tuple[str, ...]] = {
    Cte.FEEDMILL: (fields.PROTEIN_SOURCE, fields.LOT_NUMBER, fields.HUMAN_WELFARE_POLICY),
    Cte.HATCHING: (fields.BROODSTOCK_SOURCE, fields.LOT_NUMBER, fields.HUMAN_WELFARE_POLICY),
    Cte.FARM_HARVEST: (
        fields.AQUACULTURE_METHOD,
        fields.PRODUCTION_METHOD,
        fields.LOT_NUMBER,
        fields.HUMAN_WELFARE_POLICY,
    ),
    Cte.FISHING: (fields.PRODUCTION_METHOD, fields.LOT_NUMBER, fields.HUMAN_WELFARE_POLICY),
    Cte.PROCESSING: (fields.LOT_NUMBER,),
}
_WANTED: dict[Cte, tuple[str, ...]] = {
    Cte.HATCHING: (fields.SPECIES,),
    Cte.FARM_HARVEST: (fields.SPECIES, fields.HARVEST_START, fields.HARVEST_END),
    Cte.PROCESSING: (fields.PRODUCTION_DATE, fields.EXPIRATION_DATE, fields.COUNTRY_OF_ORIGIN),
}


def _production_fits(view: View, cte: Cte) -> bool:
    wanted = {Cte.FISHING: "MARINE_FISHERY", Cte.FARM_HARVEST: fields.AQUACULTURE}
    return cte not in wanted or view.text(fields.PRODUCTION_METHOD) == wanted[cte]


def _welfare_fits(view: View, cte: Cte) -> bool:
    del cte
    return view.text(fields.HUMAN_WELFARE_POLICY) in fields.WELFARE_POLICIES


_FORMS: tuple[tuple[str, Callable[[View, Cte], bool]], ...] = (
    (fields.PRODUCTION_METHOD, _production_fits),
    (fields.HUMAN_WELFARE_POLICY, _welfare_fits),
)


def _is_told(view: View, name: str) -> bool:
    return view.value(name) not in (None, "", [])


def _wanted(view: View) -> Iterator[EventGap]:
    cte = cte_of(view)
    if cte is None:
        return
    for name in _WANTED.get(cte, ()):
        if not _is_told(view, name):
            yield _gap("gdst", name, cte, view)


def _bad_certifications(view: View, cte: Cte) -> Iterator[EventGap]:
    listed = view.value(fields.CERTIFICATIONS)
    entries = listed.get("certification") if isinstance(listed, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        kind = entry.get(fields.CERTIFICATION_TYPE) if isinstance(entry, dict) else None
        if not _CERTIFICATION.fullmatch(str(kind)):
            yield _gap("gdst", fields.CERTIFICATION_TYPE, cte, view, is_wrong=True)


def _bad_vessels(view: View, cte: Cte) -> Iterator[EventGap]:
    listed = view.value("cbvmda:vesselCatchInformationList")
    entries = listed.get("cbvmda:vesselCatchInformation") if isinstance(listed, dict) else None
    checks = (("cbvmda:vesselFlagState", _COUNTRY), ("gdst:imoNumber", _IMO))
    for entry in entries if isinstance(entries, list) else []:
        for name, form in checks:
            value: Json = entry.get(name) if isinstance(entry, dict) else None
            if value is not None and not form.fullmatch(str(value)):
                yield _gap("gdst", name, cte, view, is_wrong=True)


def _gap(
    standard: str, name: str, cte: Cte, view: View, article: str = "", *, is_wrong: bool = False
) -> EventGap:
    return EventGap(
        standard=standard,
        field=name.partition(":")[2] or name,
        article=article or f"GDST 1.2, {cte.value.replace('_', ' ')}",
        cte=cte.value,
        day=view.day,
        is_wrong=is_wrong,
    )


_Told = Callable[[View], bool]


def _is_counted(view: View) -> bool:
    roles = {"output"} if view.type == "TransformationEvent" else {"epc", "child"}
    things = [one for one in view.named if one.role in roles]
    return all(one.quantity is not None or not one.is_class for one in things)


def _has_place(view: View) -> bool:
    return bool(view.places)


def _has_document(view: View) -> bool:
    return bool(view.body.get("bizTransactionList"))


def _has_receiver(view: View) -> bool:
    return bool(view.body.get("destinationList") or view.text(fields.RECEIVER_NAME))


def _has_sender(view: View) -> bool:
    return bool(view.body.get("sourceList") or view.text(fields.SENDER_NAME))


def _has_lot(view: View) -> bool:
    return bool(view.text(fields.LOT_NUMBER)) or any("/10/" in one.uri for one in view.named)


_QUANTITY: tuple[str, _Told] = ("quantity", _is_counted)
_PLACE: tuple[str, _Told] = ("location", _has_place)
_LOT: tuple[str, _Told] = ("traceabilityLotCode", _has_lot)
_DOCUMENT: tuple[str, _Told] = ("referenceDocument", _has_document)
_FSMA: dict[Cte, tuple[str, tuple[tuple[str, _Told], ...]]] = {
    Cte.FARM_HARVEST: (
        "FSMA 204, 21 CFR 1.1325",
        (_QUANTITY, ("container", _has_place)),
    ),
    Cte.PROCESSING: ("FSMA 204, 21 CFR 1.1350", (_LOT, _QUANTITY, _PLACE)),
    Cte.SHIPPING: (
        "FSMA 204, 21 CFR 1.1340",
        (_QUANTITY, _PLACE, ("receiver", _has_receiver), _DOCUMENT),
    ),
    Cte.RECEIVING: (
        "FSMA 204, 21 CFR 1.1345",
        (_QUANTITY, _PLACE, ("sender", _has_sender), _DOCUMENT),
    ),
}
