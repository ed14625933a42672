"""Master data: what parties tell of places, parties and products, the last word counting."""

import json
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import Json
from traceability.epcis.core.context import namespaces
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.facts import key, name_key, whole_name
from traceability.epcis.models import VocabularyAttribute, VocabularyChild, VocabularyElement
from traceability.models import Party


@transaction.atomic
def keep_master_data(
    *,
    vocabularies: Sequence[Mapping[str, Json]],
    party: Party,
    actor: Actor,
    context: Json = None,
) -> int:
    """Keep checked master data of ``party``, each element replacing what it told before.

    Args:
        vocabularies: a ``vocabularyList`` as it stands in a document.
        party: whose words these are.
        actor: who hands them in.
        context: the document's ``@context``, for the prefixes of attributes.

    Returns:
        How many elements were told.
    """
    names = namespaces(context)
    told = {(kind, uri): entry for kind, uri, entry in _elements(vocabularies)}
    for (kind, uri), entry in told.items():
        _keep(party, kind, uri, entry, names)
    if told:
        record("master_data.kept", acting_user=actor.user, subject=party, elements=len(told))
    return len(told)


def _elements(
    vocabularies: Sequence[Mapping[str, Json]],
) -> Iterator[tuple[str, str, Mapping[str, Json]]]:
    for vocabulary in vocabularies:
        for entry in _dicts(vocabulary.get("vocabularyElementList")):
            yield str(vocabulary.get("type")), canonical(str(entry.get("id"))), entry


def _keep(
    party: Party, kind: str, uri: str, entry: Mapping[str, Json], names: Mapping[str, str]
) -> None:
    attributes = _attributes(entry, names)
    children = [canonical(str(child)) for child in _list(entry.get("children"))]
    element, _is_new = VocabularyElement.objects.update_or_create(
        party=party,
        vocabulary=kind,
        uri=uri,
        defaults={"attributes": attributes, "children": children, "changed_at": now()},
    )
    element.attribute_rows.all().delete()
    element.child_rows.all().delete()
    VocabularyAttribute.objects.bulk_create(
        VocabularyAttribute(element=element, name=name_key(name), text=key(text))
        for name, texts in attributes.items()
        for text in texts
    )
    VocabularyChild.objects.bulk_create(
        VocabularyChild(element=element, parent_uri=uri, uri=child) for child in children
    )


def _attributes(entry: Mapping[str, Json], names: Mapping[str, str]) -> dict[str, list[str]]:
    """Return every value as text by the attribute's whole name; objects as JSON."""
    found: dict[str, list[str]] = {}
    for one in _dicts(entry.get("attributes")):
        held = one.get("attribute")
        texts = found.setdefault(whole_name(str(one.get("id")), names), [])
        texts += [_text(value) for value in _list(held)] if held is not None else []
    return found


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _dicts(value: Json) -> list[dict[str, Json]]:
    return [one for one in _list(value) if isinstance(one, dict)]
