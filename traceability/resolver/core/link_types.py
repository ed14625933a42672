"""Link types of the GS1 Web Vocabulary: what a link from a GS1 key can lead to. Pure.

Source: GS1 Web Vocabulary, https://ref.gs1.org/voc/?show=linktypes
"""

VOCABULARY = "https://ref.gs1.org/voc/"
DEFAULT = "defaultLink"
_PREFIXES = (VOCABULARY, "https://gs1.org/voc/", "https://www.gs1.org/voc/", "gs1:")

LINK_TYPES = frozenset(
    {
        "activityIdeas",
        "allergenInfo",
        "appDownload",
        "careersInfo",
        "certificationInfo",
        "consumerHandlingStorageInfo",
        "dpp",
        "epcis",
        "eventsInfo",
        "faqs",
        "handledBy",
        "hasRetailers",
        "homepage",
        "ingredientsInfo",
        "instructions",
        "leaveReview",
        "locationInfo",
        "logisticsInfo",
        "loyaltyProgram",
        "masterData",
        "menuInfo",
        "nutritionalInfo",
        "openingHoursInfo",
        "paymentLink",
        "pip",
        "productSustainabilityInfo",
        "promotion",
        "purchaseSuppliesOrAccessories",
        "quickStartGuide",
        "recallStatus",
        "recipeInfo",
        "registerProduct",
        "registryEntry",
        "relatedImage",
        "relatedVideo",
        "review",
        "safetyInfo",
        "scheduleTime",
        "serviceInfo",
        "smartLabel",
        "socialMedia",
        "statisticInfo",
        "subscribe",
        "support",
        "sustainabilityInfo",
        "traceability",
        "tutorial",
        "userAgreement",
        "verificationService",
        "whatsInTheBox",
    }
)
"""Types that a stored link may have; the default link is ours and is not stored."""


def uri(name: str) -> str:
    """Return the link type ``name`` as an absolute URI, as linksets want it."""
    return VOCABULARY + name


def name_of(text: str) -> str:
    """Return the bare name of ``gs1:pip`` or of its URI; other texts as they are.

    >>> name_of("gs1:pip"), name_of("https://ref.gs1.org/voc/pip")
    ('pip', 'pip')
    """
    prefix = next((one for one in _PREFIXES if text.startswith(one)), "")
    return text.removeprefix(prefix)
