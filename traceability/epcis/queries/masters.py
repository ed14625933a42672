"""What queries take from master data: what lies within a place, which things have an attribute."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from traceability.epcis.core.facts import key, name_key
from traceability.epcis.models import VocabularyChild, VocabularyElement

DEEPEST = 8
_SUBPLACE = "/254/"
"""A GLN with an extension (AI 254) lies within the GLN alone."""


def within(uris: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return ``uris`` with all that master data puts below them, and their prefixes of subplaces.

    One query a level, at most `DEEPEST`.
    """
    found = dict.fromkeys(uris)
    level = list(found)
    for _step in range(DEEPEST):
        below = VocabularyChild.objects.filter(parent_uri__in=level).values_list("uri", flat=True)
        level = [uri for uri in dict.fromkeys(below) if uri not in found]
        if not level:
            break
        found |= dict.fromkeys(level)
    return list(found), [uri + _SUBPLACE for uri in found if "/414/" in uri and "/254/" not in uri]


def with_attributes(names: Iterable[str]) -> QuerySet[VocabularyElement]:
    """Return the things whose master data have one of these attributes."""
    return VocabularyElement.objects.filter(
        attribute_rows__name__in=[name_key(name) for name in names]
    )


def with_attribute(name: str, values: Iterable[str]) -> QuerySet[VocabularyElement]:
    """Return the things whose attribute ``name`` is one of ``values``."""
    return VocabularyElement.objects.filter(
        Q(
            attribute_rows__name=name_key(name),
            attribute_rows__text__in=[key(value) for value in values],
        )
    )
