"""What a recall case does not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class CaseMovedOnError(DomainError):
    """Somebody else decided, closed or dropped the case meanwhile."""

    code = "recall_case_moved_on"
    sentence = _("Somebody changed case %(case)s meanwhile. Look at it again.")
    http_status = 409


class ScopeChangedError(DomainError):
    """Lots joined the scope since the decider saw it."""

    code = "recall_scope_changed"
    sentence = _("The scope has just changed. Look at the lots again, then decide.")
    http_status = 409


class NothingInScopeError(DomainError):
    """No lot would be recalled."""

    code = "recall_scope_empty"
    sentence = _("No lot is in the scope. Take one in, or end the case.")


class UnknownStartError(DomainError):
    """The typed code names nothing we know."""

    code = "recall_start_unknown"
    sentence = _("Nothing is known of “%(code)s”. Type a lot, a pack's code or a box's number.")


class NotTheDeciderError(DomainError):
    """The person may draft but not decide."""

    code = "recall_not_the_decider"
    sentence = _("You cannot decide this recall. Ask somebody who may.")
    http_status = 403


class SecondPersonError(DomainError):
    """Four eyes: who drafted it must not decide it."""

    code = "recall_second_person"
    sentence = _("Another person has to decide: not who began the case.")
    http_status = 403


class TooMuchRecoveredError(DomainError):
    """More packs came back than were made."""

    code = "recall_too_much_recovered"
    sentence = _("Lot %(lot)s has %(made)s packs; %(back)s are back already.")


class AuthorityIncompleteError(DomainError):
    """An authority's decision without its name, number or time."""

    code = "recall_authority_incomplete"
    sentence = _("Write the authority, the number and the time of its decision.")
