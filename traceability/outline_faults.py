"""What is wrong with an outline, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, Promise] = {
    "no_ring": _("it has no corners."),
    "no_shape": _("there is no point and no outline in it."),
    "many_shapes": _("there are several shapes in it; one place has one outline."),
    "two_points": _("two points make no outline; walk to a third corner."),
    "too_few_points": _("it needs at least three corners."),
    "too_many_points": _("it has more than %(most)s corners; draw it more coarsely."),
    "too_long": _("the text is longer than a map of one place can be."),
    "unreadable": _("line %(line)s cannot be read."),
    "out_of_range": _("%(lat)s, %(lon)s is no point on the globe."),
    "swapped": _("longitude and latitude are exchanged at %(lat)s, %(lon)s."),
    "outside": _("%(lat)s, %(lon)s is not in Vietnam."),
    "crosses": _("side %(first)s crosses side %(second)s; tap the corners in walking order."),
    "no_area": _("it encloses nothing."),
}
"""By the code of `traceability.core.outline.OutlineError`."""
