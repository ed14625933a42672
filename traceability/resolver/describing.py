"""What this resolver says of itself.

Source: GS1-Conformant Resolver 1.0, description file.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from traceability import conf
from traceability.resolver.core.anchors import PRIMARY_KEYS
from traceability.resolver.core.link_types import VOCABULARY


def description() -> dict[str, object]:
    """Return the resolver description file."""
    return {
        "name": _("Resolver of %(address)s") % {"address": settings.PUBLIC_ORIGIN},
        "resolverRoot": settings.PUBLIC_ORIGIN,
        "supportedPrimaryKeys": list(PRIMARY_KEYS),
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "contact": {"hasTelephone": conf.phone()},
    }
