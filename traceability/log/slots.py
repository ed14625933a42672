"""What the log shows on other pages."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.log.bundles import lot_events
from traceability.log.queries import proof_state


@fill_slot("lot.proof")
def lot_proof(context: Mapping[str, object]) -> str:
    """Say on a lot's page how much of it is signed and in the log."""
    lot = context["lot"]
    ids = list(lot_events(getattr(lot, "link_code", "")).values_list("pk", flat=True))
    return render_to_string("origin_log/lot.html", {"lot": lot, "proof": proof_state(ids)})
