"""From the nature of goods and who sells them to the class of the sale in tax law. Pure.

Source: Decree 252/2026 art 43 (class by kind of transaction, the highest rates where unknown); VAT
law art 5.1 (unprocessed produce sold by whoever grew it). Whether a household that bakes what it
sells "produces" is open: the dearer class is taken, unless an officer wrote that it sells on.
"""

from enum import StrEnum

from payments.tax.core.withholding import TaxClass


class Nature(StrEnum):
    """What goods are, whoever sells them."""

    UNPROCESSED = "unprocessed"
    """Crops, animals, fish as they come, or dried, hulled, frozen."""
    PROCESSED = "processed"
    SERVICE = "service"
    OTHER = "other"


def class_of(nature: Nature | None, *, sellers: TaxClass, declared: bool) -> TaxClass:
    """Return the class of a sale of goods of some nature.

    Args:
        nature: of the goods; None where nobody has said: then the seller's own class counts.
        sellers: the class an officer wrote for all the seller sells, or unknown.
        declared: whether the seller has declared to sell only what they grew.

    >>> class_of(Nature.UNPROCESSED, sellers=TaxClass.UNKNOWN, declared=True).value
    'own_produce'
    >>> class_of(Nature.PROCESSED, sellers=TaxClass.DISTRIBUTION, declared=False).value
    'distribution'
    """
    match nature:
        case Nature.UNPROCESSED:
            return TaxClass.OWN_PRODUCE if declared else TaxClass.DISTRIBUTION
        case Nature.PROCESSED:
            sells_on = sellers is TaxClass.DISTRIBUTION
            return TaxClass.DISTRIBUTION if sells_on else TaxClass.PRODUCTION
        case Nature.SERVICE:
            return TaxClass.SERVICE
        case Nature.OTHER:
            return TaxClass.OTHER
        case None:
            return sellers
