"""What can go wrong with withheld tax."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class DeclarationMissingError(DomainError):
    """The zero class needs the seller's word that they grew it themselves."""

    code = "own_produce_undeclared"
    sentence = _("First keep the seller's declaration that they sell only what they grew.")
    http_status = 422


class TaxRuleRefusedError(DomainError):
    """A rule with impossible rates, or for a day that has one already."""

    code = "tax_rule_refused"
    sentence = _("The rates are 0 to 100 %%, and each class has one rule from a day on.")
    http_status = 422


class EndError(DomainError):
    """A rule or declaration cannot end before today: sales were counted by it."""

    code = "tax_end_refused"
    sentence = _("It ends today at the earliest, not before it begins, and only once.")
    http_status = 422


class StatusUnknownError(DomainError):
    """Somebody sold and nobody has said who they are to the tax office."""

    code = "tax_status_unknown"
    sentence = _("First say what kind of taxpayer each seller in the list is.")
    http_status = 409


class TaxMonthError(DomainError):
    """The month is not over, or was paid already."""

    code = "tax_month_refused"
    sentence = _("This month is not over yet, or its tax was paid already.")
    http_status = 409
