"""Names of the extension fields that our forms, files and sensors write into events. Pure.

Three vocabularies besides EPCIS itself: ours (``stt``, ``<public origin>/ns/``), the master data
attributes of CBV 2.0 (``cbvmda``) and the seafood key data elements of GDST (``gdst``). Whoever
reads a field imports its name from here, so that a form and a rule never spell it differently.

Numbers are JSON numbers in the unit named below; dates are ISO ``YYYY-MM-DD``.

Source: GS1 CBV 2.0, section 9 (master data attributes); GDST 1.2 key data elements.
"""

import uuid
from typing import Final

GDST_PREFIX: Final = "gdst"
GDST_NAMESPACE: Final = "https://traceability-dialogue.org/epcis/"

# Every event of a form
STEP: Final = "stt:step"
"""Code of the step, one of `traceability.lots.steps.STEPS`."""
NOTE: Final = "stt:note"
"""In words; buyers read it."""
RECEIVER_NAME: Final = "stt:receiverName"
SENDER_NAME: Final = "stt:senderName"
CLIENT_ID: Final = "stt:clientId"
"""UUID made by the phone: the same entry sent twice is one event."""
PICTURES: Final = "stt:pictures"
"""List of ``{"id": <uuid>, "sha256": <hex>}``: what was photographed."""
VOICE: Final = "stt:voice"
"""``{"id": <uuid>, "sha256": <hex>}``: what was said."""
SOURCE: Final = "stt:source"
"""``form``, ``import`` or ``sensor``."""

FROM: Final = "stt:from"
"""List of URIs that the goods of this event came from or took in (seed, crop, fertiliser).

Said by events that are no transformation: paddy that was harvested names the crop it grew as, a
crop that was sown names its seed. Whoever follows goods backward goes on there, up to the time of
the event; whoever follows them forward comes from there.
"""

# Fields, ponds, seasons
PLOTS: Final = "stt:plots"
"""List of place URIs that the event is about, when they are more than the read point."""
SEASON: Final = "stt:season"
"""UUID of the season at the place."""
CROP_SEASON: Final = "stt:cropSeason"
"""``rice_shrimp``, ``winter_spring``, ``summer_autumn``, ``autumn_winter``."""
GROWING_AREA: Final = "stt:growingAreaCode"
PLOT_CODE: Final = "stt:plotCode"
AREA_HA: Final = "stt:areaHa"
AREA_M2: Final = "stt:areaM2"

# Seed and sowing: R1 and R2
VARIETY: Final = "stt:variety"
SEED_CLASS: Final = "stt:seedClass"
SEED_LOT: Final = "stt:seedLot"
SUPPLIER: Final = "stt:supplier"
GERMINATION_PERCENT: Final = "stt:germinationPercent"
SEED_KG_PER_HA: Final = "stt:seedKgPerHa"
SOWING_DATE: Final = "stt:sowingDate"
METHOD: Final = "stt:method"
"""How it was done: a code of the step's own choices."""

# Inputs, drugs and chemicals: R3 and S4
PRODUCT: Final = "stt:product"
PRODUCT_KIND: Final = "stt:productKind"
"""``fertiliser``, ``pesticide``, ``herbicide``, ``fungicide``, ``lime``, ``mineral``, ``drug``…"""
ACTIVE_INGREDIENT: Final = "stt:activeIngredient"
REGISTRATION_NUMBER: Final = "stt:registrationNumber"
DOSE_VALUE: Final = "stt:doseValue"
DOSE_UNIT: Final = "stt:doseUnit"
"""``kg/ha``, ``L/ha``, ``g/m3``, ``mg/kg``…"""
AMOUNT_KG: Final = "stt:amountKg"
APPLICATOR: Final = "stt:applicator"
"""Code or role of who did it; never a person's name without recorded consent."""
PRESCRIBER: Final = "stt:prescriber"
PRE_HARVEST_DAYS: Final = "stt:preHarvestDays"
WITHDRAWAL_DAYS: Final = "stt:withdrawalDays"
STARTED_ON: Final = "stt:startedOn"
ENDED_ON: Final = "stt:endedOn"

# Goods that are moved, dried, stored: R5 to R7 and S6 to S8
MOISTURE_PERCENT: Final = "stt:moisturePercent"
"""Of the goods after the step."""
MOISTURE_IN_PERCENT: Final = "stt:moistureInPercent"
AMOUNT_IN_KG: Final = "stt:amountInKg"
"""What went into the dryer or the store; the event's quantity is what came out."""
HARVEST_FROM: Final = "stt:harvestFrom"
HARVEST_TO: Final = "stt:harvestTo"
GROSS_KG: Final = "stt:grossKg"
TARE_KG: Final = "stt:tareKg"
NET_KG: Final = "stt:netKg"
VEHICLE: Final = "stt:vehicle"
SEAL: Final = "stt:seal"
SILO: Final = "stt:silo"
LOSS_KG: Final = "stt:lossKg"
COUNT_PER_KG: Final = "stt:countPerKg"
ICE_KG: Final = "stt:iceKg"
CONTAINER: Final = "stt:container"
LICENCE: Final = "stt:licence"
PLANT_CODE: Final = "stt:plantCode"

# Milling and processing: R8 and S9
MILLING_DEGREE: Final = "stt:millingDegree"
HEAD_RICE_PERCENT: Final = "stt:headRicePercent"
OUTPUT_KIND: Final = "stt:outputKind"
"""Of a by-product, in the event's ``stt:outputs``."""
OUTPUTS: Final = "stt:outputs"
"""List of ``{"kind": "white|broken|bran|husk", "epcClass": <uri>}``: which output is what."""
PRODUCT_FORM: Final = "stt:productForm"
"""``HOSO``, ``HLSO``, ``PD``…"""
YIELD_PERCENT: Final = "stt:yieldPercent"
GLAZING_PERCENT: Final = "stt:glazingPercent"
ADDITIVES: Final = "stt:additives"
HACCP_RECORD: Final = "stt:haccpRecord"
FREEZE_DATE: Final = "stt:freezeDate"
HEALTH_CERTIFICATE: Final = "stt:healthCertificate"

# Tests: R9, S1 and S8
LAB: Final = "stt:lab"
LAB_ACCREDITATION: Final = "stt:labAccreditation"
SAMPLE: Final = "stt:sample"
PARAMETER: Final = "stt:parameter"
RESULT: Final = "stt:result"
RESULT_UNIT: Final = "stt:resultUnit"
LIMIT: Final = "stt:limit"
PCR_RESULTS: Final = "stt:pcrResults"
"""``{"WSSV": "negative", "EMS": "negative", "EHP": "negative"}``."""
ANTIBIOTIC_TEST: Final = "stt:antibioticTest"
"""``passed`` or ``failed``."""

# Shrimp: S1 to S3
TANK: Final = "stt:tank"
PL_STAGE: Final = "stt:plStage"
QUARANTINE_CERTIFICATE: Final = "stt:quarantineCertificate"
PL_PER_M2: Final = "stt:plPerM2"
SURVIVAL_PERCENT: Final = "stt:survivalPercent"
FEED_BRAND: Final = "stt:feedBrand"
FEED_LOT: Final = "stt:feedLot"
PROTEIN_PERCENT: Final = "stt:proteinPercent"
FEED_KG_PER_DAY: Final = "stt:feedKgPerDay"
FEED_CONVERSION: Final = "stt:feedConversionRatio"

# Recall and destruction: R12
REASON: Final = "stt:reason"
DECISION_NUMBER: Final = "stt:decisionNumber"

# Master data attributes of CBV 2.0
LOT_NUMBER: Final = "cbvmda:lotNumber"
EXPIRATION_DATE: Final = "cbvmda:itemExpirationDate"
BEST_BEFORE_DATE: Final = "cbvmda:bestBeforeDate"
PRODUCTION_DATE: Final = "cbvmda:productionDate"
COUNTRY_OF_ORIGIN: Final = "cbvmda:countryOfOrigin"
INFORMATION_PROVIDER: Final = "cbvmda:informationProvider"
SPECIES: Final = "cbvmda:speciesForFisheryStatisticsPurposesCode"
"""FAO three-letter code: ``PNV`` whiteleg shrimp, ``GIT`` giant tiger prawn."""
PRODUCTION_METHOD: Final = "cbvmda:productionMethodForFishAndSeafoodCode"
HARVEST_START: Final = "cbvmda:harvestStartDate"
HARVEST_END: Final = "cbvmda:harvestEndDate"
CONDITION: Final = "cbvmda:tradeItemConditionCode"
CERTIFICATIONS: Final = "cbvmda:certificationList"
AQUACULTURE: Final = "AQUACULTURE"
"""The production method of everything that grew in a pond."""

# GDST
PRODUCT_OWNER: Final = "gdst:productOwner"
BROODSTOCK_SOURCE: Final = "gdst:broodstockSource"
AQUACULTURE_METHOD: Final = "gdst:aquacultureMethod"
PROTEIN_SOURCE: Final = "gdst:proteinSource"
HUMAN_WELFARE_POLICY: Final = "gdst:humanWelfarePolicy"
CERTIFICATION_TYPE: Final = "gdst:certificationType"
HATCHING: Final = "urn:gdst:bizStep:hatching"
FARM_HARVEST: Final = "urn:gdst:bizStep:farmHarvest"
COMMINGLING: Final = "urn:gdst:bizStep:commingling"

BROODSTOCK_SOURCES: Final = ("Domestic", "Wild Sources")
WELFARE_POLICIES: Final = ("None", "Internal", "3P Audit")
AQUACULTURE_METHODS: Final = ("Extensive", "Semi-Intensive", "Intensive", "Super-Intensive")


def crop_uri(season: uuid.UUID) -> str:
    """Return what grows at a place in one season: rice on a plot, shrimp in a pond.

    Sowing, feeding, spraying and water readings are events about it; a harvest comes ``stt:from``
    it (rice) or takes it in (shrimp).
    """
    return uuid.uuid5(season, "crop").urn
