"""Words of vocabularies: bare, with a prefix, as URN, as URI. Pure.

GS1's own words must be among those that CBV 2.0 has, however they are written; words of others
are URIs or have a prefix.

Source: GS1 CBV 2.0, section 7; GS1 Web Vocabulary, MeasurementType.
"""

from collections.abc import Iterator

from traceability.epcis.core import terms
from traceability.epcis.core.build import Json
from traceability.epcis.core.fault import Fault
from traceability.epcis.core.shapes import Check, Scope, is_uri, shown


def word(vocabulary: terms.Vocabulary) -> Check:
    """Return a check that refuses words GS1's ``vocabulary`` does not have."""

    def check(value: Json, path: str, _scope: Scope) -> Iterator[Fault]:
        if not isinstance(value, str) or not _is_known(value, vocabulary):
            sentence = f"{shown(value)} is neither a word of {vocabulary.name} nor a URI"
            yield Fault(path, "unknown_term", sentence)

    return check


def _is_known(value: str, vocabulary: terms.Vocabulary) -> bool:
    bare = vocabulary.bare(value)
    if bare is not None:
        return bare in vocabulary.words or (vocabulary.grows and bare != value)
    return is_uri(value) and not value.startswith(vocabulary.closed)
