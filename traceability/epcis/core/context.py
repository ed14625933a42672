"""Namespaces of extension fields: what a JSON-LD ``@context`` declares. Pure.

No context is fetched: GS1's own is known, others only lend their prefixes when they stand in the
document as objects.

Source: GS1 EPCIS 2.0, section 10 (JSON-LD); JSON-LD 1.1, section 4.1.
"""

from collections.abc import Iterator, Mapping

from traceability.epcis.core.build import Json

STANDARD: Mapping[str, str] = {
    "cbv": "https://ref.gs1.org/cbv/",
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "epcis": "https://ref.gs1.org/epcis/",
    "gs1": "https://gs1.org/voc/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
"""Prefixes that GS1's own context declares."""


def namespaces(context: Json) -> dict[str, str]:
    """Return the namespace of every prefix that can be used: GS1's own and the declared ones."""
    return {**STANDARD, **declared(context)}


def declared(context: Json) -> dict[str, str]:
    """Return the namespace of every prefix that ``context`` itself declares."""
    return dict(_pairs(context))


def merged(around: Json, own: Json) -> Json:
    """Return the context of an event that has its ``own`` inside a document's; either may be None.

    >>> merged("https://a.example/c.jsonld", {"ex": "https://ns.example/"})
    ['https://a.example/c.jsonld', {'ex': 'https://ns.example/'}]
    """
    if own is None or around is None or own == around:
        return around if own is None else own
    parts = [*_parts(around)]
    return parts + [part for part in _parts(own) if part not in parts]


def full_name(name: str, known: Mapping[str, str]) -> str:
    """Return ``{namespace}local`` for ``prefix:local``; a name without known prefix stays.

    >>> full_name("cbvmda:lotNumber", STANDARD)
    '{urn:epcglobal:cbv:mda:}lotNumber'
    """
    prefix, colon, local = name.partition(":")
    return f"{{{known[prefix]}}}{local}" if colon and prefix in known else name


def _pairs(context: Json) -> Iterator[tuple[str, str]]:
    for part in _parts(context):
        for prefix, value in part.items() if isinstance(part, dict) else ():
            namespace = value.get("@id") if isinstance(value, dict) else value
            if isinstance(namespace, str) and not prefix.startswith("@"):
                yield prefix, namespace


def _parts(context: Json) -> list[Json]:
    return context if isinstance(context, list) else [context]
