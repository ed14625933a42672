"""Words of EPCIS 2.0 and of its Core Business Vocabulary. Pure.

Source: GS1 EPCIS 2.0 and CBV 2.0, sections 7.1 (business steps) and 7.2 (dispositions).
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTEXT_URI = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
SCHEMA_VERSION = "2.0"

OUR_PREFIX = "stt"
"""Prefix of our extension fields; its namespace is ``<public origin>/ns/``."""

MASTER_DATA_PREFIX = "cbvmda"
MASTER_DATA_NAMESPACE = "urn:epcglobal:cbv:mda:"

EVENT_TYPES = frozenset(
    {
        "ObjectEvent",
        "AggregationEvent",
        "TransactionEvent",
        "TransformationEvent",
        "AssociationEvent",
    }
)
ACTIONS = frozenset({"ADD", "OBSERVE", "DELETE"})

BIZ_STEPS = _words(
    """
    accepting arriving assembling collecting commissioning consigning creating_class_instance
    cycle_counting decommissioning departing destroying disassembling dispensing encoding
    entering_exiting holding inspecting installing killing loading other packing picking receiving
    removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
    shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
    void_shipping
    """
)

DISPOSITIONS = _words(
    """
    active available completeness_inferred completeness_verified conformant container_closed
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
    inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement
    no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved
    retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown
    """
)

FIELDS = _words(
    """
    @context type eventID eventTime recordTime eventTimeZoneOffset certificationInfo
    errorDeclaration epcList quantityList parentID childEPCs childQuantityList inputEPCList
    inputQuantityList outputEPCList outputQuantityList transformationID action bizStep disposition
    persistentDisposition readPoint bizLocation bizTransactionList sourceList destinationList
    sensorElementList ilmd
    """
)
"""Field names of events that need no prefix; every other one is an extension and has one."""


def bare(term: str) -> str:
    """Return a CBV term without the URI forms it may be written in.

    >>> bare("https://ref.gs1.org/cbv/BizStep-shipping"), bare("urn:epcglobal:cbv:disp:recalled")
    ('shipping', 'recalled')
    """
    for stem in ("https://ref.gs1.org/cbv/BizStep-", "https://ref.gs1.org/cbv/Disp-"):
        if term.startswith(stem):
            return term.removeprefix(stem)
    for stem in ("urn:epcglobal:cbv:bizstep:", "urn:epcglobal:cbv:disp:"):
        if term.startswith(stem):
            return term.removeprefix(stem)
    return term
