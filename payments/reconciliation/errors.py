"""What can be wrong with a report, or with closing a difference."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too_large": _("At most 5 MB and 20.000 lines at once. Export fewer days."),
    "not_text": _("This is no CSV file in UTF-8."),
    "no_headings": _("The first row must name the columns: kind, reference, amount, day."),
    "bad_kind": _("Line %(line)s has an unknown kind: %(found)s"),
    "no_reference": _("Line %(line)s has no reference."),
    "bad_amount": _("Line %(line)s has no amount we can read: %(found)s"),
    "bad_day": _("Line %(line)s has no day we can read: %(found)s"),
    "changed": _(
        "An earlier report named another amount: %(found)s. Ask the gateway which one is right."
    ),
    "twice": _("Line %(line)s has a reference that stands in the file already: %(found)s"),
}


class ReportRefusedError(DomainError):
    """A gateway's report that cannot be taken; nothing of it was kept."""

    code = "provider_report_refused"
    sentence = _("This report cannot be read.")
    http_status = 422

    def title(self) -> str:
        """Return what is wrong, with the line."""
        reason = SENTENCES.get(str(self.details.get("reason")), self.sentence)
        return str(reason) % {name: self.details.get(name, "") for name in ("line", "found")}


class NothingToWriteOffError(DomainError):
    """Only money of the platform can be written off."""

    code = "difference_not_ours"
    sentence = _("This is not the shop's own money. Close it with what you found out.")
    http_status = 409


class SecondOfficerError(DomainError):
    """A large write-off needs another person than who proposed it."""

    code = "write_off_second_person"
    sentence = _("Another person has to agree to this.")
    http_status = 409


class WriteOffOverError(DomainError):
    """The write-off is in another state than the page showed."""

    code = "write_off_over"
    sentence = _("This has gone on meanwhile. Look again.")
    http_status = 409


class DifferenceClosedError(DomainError):
    """Somebody has closed this difference already, or gave no reason."""

    code = "difference_not_closed"
    sentence = _("Write a reason. A difference is closed once.")
    http_status = 409
