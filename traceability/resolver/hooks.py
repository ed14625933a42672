"""What others may add to the answers of the resolver."""

from collections.abc import Sequence

from marketplace.kernel.hooks import Hook
from traceability.resolver.core.anchors import Anchor
from traceability.resolver.core.choosing import Offer

more_links: Hook[[Anchor], Sequence[Offer]] = Hook("more_links")
"""Asked for the automatic links of a level that we know, in the language in force."""
