"""What tests of the log are made of."""

from datetime import datetime, timedelta, timezone

from traceability.epcis.core import build
from traceability.epcis.core.build import About, EventBody, When
from traceability.epcis.core.document import own_context
from traceability.epcis.core.elements import Quantity
from traceability.log.core.notes import Verifier
from traceability.log.models import KeyRole, LogState, PartyKey

START = datetime(2026, 1, 4, 8, tzinfo=timezone(timedelta(hours=7)))


def body(number: int) -> EventBody:
    """Return one harvest, different for each number."""
    about = About(when=When(time=START + timedelta(minutes=number)), extensions={"stt:note": "lúa"})
    quantity = Quantity(f"https://id.gs1.org/01/09520600012353/10/L{number}")
    return {"@context": own_context("https://a.example/ns/"), **build.harvest(about, quantity)}


def log_verifier() -> Verifier:
    """Return the key that the log's checkpoints are checked with."""
    key = PartyKey.objects.get(role=KeyRole.LOG, state="active")
    return Verifier(LogState.objects.get().origin, key.public_key)
