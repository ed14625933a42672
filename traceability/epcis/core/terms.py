"""Words of EPCIS 2.0 and of its Core Business Vocabulary. Pure.

Source: GS1 EPCIS 2.0; CBV 2.0, section 7; GS1 Web Vocabulary (types of measurements).
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CBV = "https://ref.gs1.org/cbv/"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of words of GS1 and the ways to write them.

    Args:
        name: for messages.
        stems: what may stand in front of a word: ``https://ref.gs1.org/cbv/BizStep-``.
        words: the words themselves.
        closed: namespaces that hold no other words of this kind.
        grows: words that GS1 added since are welcome when they are written with their namespace.
    """

    name: str
    stems: tuple[str, ...]
    words: frozenset[str]
    closed: tuple[str, ...] = ()
    grows: bool = False

    def bare(self, term: str) -> str | None:
        """Return the word alone when ``term`` is one of this vocabulary's forms."""
        for stem in self.stems:
            if term.startswith(stem):
                return term.removeprefix(stem)
        return term if _WORD.fullmatch(term) else None


def _cbv(name: str, key: str, urn: str, text: str, *, is_closed: bool = False) -> Vocabulary:
    stems = (f"{_CBV}{key}-", f"cbv:{key}-", f"urn:epcglobal:cbv:{urn}:")
    closed = (_CBV, "cbv:", "urn:epcglobal:cbv:") if is_closed else ()
    return Vocabulary(name, stems, _words(text), closed)


def _voc(name: str, text: str) -> Vocabulary:
    stems = ("https://gs1.org/voc/", "https://www.gs1.org/voc/", "https://ref.gs1.org/voc/", "gs1:")
    return Vocabulary(name, stems, _words(text), grows=True)


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

BIZ_STEP = _cbv(
    "CBV 2.0 business steps",
    "BizStep",
    "bizstep",
    """
    accepting arriving assembling collecting commissioning consigning creating_class_instance
    cycle_counting decommissioning departing destroying disassembling dispensing encoding
    entering_exiting holding inspecting installing killing loading other packing picking receiving
    removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
    shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
    void_shipping
    """,
    is_closed=True,
)
BIZ_STEPS = BIZ_STEP.words

DISPOSITION = _cbv(
    "CBV 2.0 dispositions",
    "Disp",
    "disp",
    """
    active available completeness_inferred completeness_verified conformant container_closed
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
    inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement
    no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved
    retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown
    """,
    is_closed=True,
)
DISPOSITIONS = DISPOSITION.words

BIZ_TRANSACTION = _cbv(
    "CBV 2.0 business transaction types",
    "BTT",
    "btt",
    """
    bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt
    """,
)
SOURCE_DEST = _cbv(
    "CBV 2.0 source and destination types",
    "SDT",
    "sdt",
    "owning_party possessing_party location",
)
ERROR_REASON = _cbv("CBV 2.0 error reasons", "ER", "er", "did_not_occur incorrect_data")
COMPONENT = _cbv(
    "CBV 2.0 components",
    "Comp",
    "comp",
    """
    x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting
    northing latitude longitude altitude geocoordinate
    """,
)
ALERT = _voc("GS1 sensor alert types", "ALARM_CONDITION ERROR_CONDITION")
MEASUREMENT = _voc(
    "GS1 measurement types",
    """
    AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Activity Altitude
    AmountOfSubstance AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum
    AngularVelocity Area Capacitance Conductance Conductivity Count Density Dimensionless
    DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent
    EffectiveDose EffectiveDoseRate ElectricCurrentDensity ElectricFieldStrength Energy
    Exposure Force Frequency Illuminance
    Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux
    LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
    MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy
    MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity
    RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity
    SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction
    VolumetricFlux Wavenumber
    """,
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
    """Return a CBV business step or disposition without the forms it may be written in.

    >>> bare("https://ref.gs1.org/cbv/BizStep-shipping"), bare("urn:epcglobal:cbv:disp:recalled")
    ('shipping', 'recalled')
    """
    for vocabulary in (BIZ_STEP, DISPOSITION):
        for stem in vocabulary.stems:
            if term.startswith(stem):
                return term.removeprefix(stem)
    return term
