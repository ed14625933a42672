"""The one block of the home page: it shows what modules put into a slot called ``home.…``.

A module offers a section by filling such a slot; no section ever needs a migration of ours.
"""

from django.utils.translation import gettext as _
from wagtail import blocks

from marketplace.kernel.slots import slot_names

PREFIX = "home."


def section_choices() -> list[tuple[str, str]]:
    """Return the slots that can stand on the home page, each with its words."""
    names = _known_names()
    found = [name for name in slot_names() if name.startswith(PREFIX)]
    return [(name, names.get(name, name.removeprefix(PREFIX))) for name in found]


class SectionBlock(blocks.ChoiceBlock):
    """A section of the home page, chosen by the slot it shows."""

    class Meta:
        icon = "placeholder"


def section_block() -> SectionBlock:
    """Return the block; the choices are asked for whenever the form is drawn."""
    return SectionBlock(choices=section_choices)


def _known_names() -> dict[str, str]:
    return {
        "home.categories": _("Categories"),
        "home.harvest": _("Just harvested"),
        "home.season": _("Season calendar"),
        "home.trust": _("Why you can trust it"),
    }
