"""Words of the labels' pages."""

from django import template
from django.utils.translation import gettext as _

from traceability.labels.core.output import SUFFIXES, Output

register = template.Library()


@register.filter
def suffix(output: Output) -> str:
    """Return the ending of a job's files."""
    return SUFFIXES[output.medium]


@register.simple_tag
def fault_words(fault: str) -> str:
    """Return why a job stands still, and what helps."""
    words = {
        "no_labels": _("All labels of this sheet are thrown away."),
        "label_too_small": _("The code does not fit on these labels. Print again on larger ones."),
        "disk_full": _("The server's disk is full. Tell the operator, then go on."),
        "typst_failed": _("The typesetter failed. Go on; if it fails again, tell the operator."),
        "press_timeout": _("The typesetter took too long. Go on; else tell the operator."),
    }
    return words.get(fault) or (_("Making this sheet stopped.") if fault else _("Stopped."))
