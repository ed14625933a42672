"""What can go wrong with commission and bills."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class RuleRefusedError(DomainError):
    """Terms of a commission rule that contradict themselves."""

    code = "commission_rule_refused"
    sentence = _("The rate is 0 to 100 %%, and the most is not less than the least.")
    http_status = 422


class RuleEndError(DomainError):
    """A rule cannot end before it began or before today: sales were counted by it."""

    code = "commission_rule_end"
    sentence = _("A rule ends today at the earliest, and not before it begins.")
    http_status = 422


class NoPlatformPayeeError(DomainError):
    """Nobody is registered who could be paid for bills."""

    code = "platform_payee_missing"
    sentence = _("The shop itself has no bank account here yet. Register it as a payee first.")
    http_status = 409


class MonthNotOverError(DomainError):
    """A month can be billed or closed only when it is over."""

    code = "month_not_over"
    sentence = _("This month is not over yet.")
    http_status = 409
