"""Parties as they are named on the command line."""

from django.core.management.base import CommandError

from traceability.models import Party


def party_named(text: str) -> Party:
    """Return the one party that goes by a GLN, a name or a number.

    Raises:
        CommandError: none does, or several.
    """
    rows = Party.objects.filter(gln=text) or Party.objects.filter(name=text)
    if not rows and text.isdecimal():
        rows = Party.objects.filter(pk=int(text))
    if len(rows) != 1:
        raise CommandError(f"{len(rows)} parties go by '{text}'; give a GLN, a name or a number.")
    return rows[0]
