"""What can be wrong with a statement file, each with a sentence for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError

SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too_large": _("At most 5 MB and 20.000 lines at once. Export fewer days."),
    "not_text": _("This is no CSV, MT940 or camt.053 file. Save the spreadsheet as CSV first."),
    "not_xml": _("The XML of this file cannot be read."),
    "not_mt940": _("This MT940 file cannot be read."),
    "no_statement": _("There is no statement in this file."),
    "no_headings": _("No row of headings with day, content and amount was found."),
    "no_day": _("Line %(line)s has no day we can read: %(found)s"),
    "no_amount": _("Line %(line)s has no amount we can read: %(found)s"),
    "both_ways": _("Line %(line)s moves money in and out at once: %(found)s"),
    "not_dong": _("Line %(line)s is not in đồng: %(found)s"),
}


class StatementRefusedError(DomainError):
    """A file that cannot be taken; nothing of it was kept. ``reason`` is a key of `SENTENCES`."""

    code = "statement_refused"
    sentence = _("This statement cannot be read.")
    http_status = 422

    def title(self) -> str:
        """Return what is wrong, with the line."""
        reason = SENTENCES.get(str(self.details.get("reason")), self.sentence)
        return str(reason) % {name: self.details.get(name, "") for name in ("line", "found")}


class OtherAccountError(DomainError):
    """The file names another account than the one it was read for."""

    code = "statement_of_another_account"
    sentence = _("This statement is of account %(found)s, not of the one you chose.")
    http_status = 422
