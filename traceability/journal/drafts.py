"""An entry before it is kept, and what it is about once everything in it has a name."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from traceability.epcis.core.elements import Quantity
from traceability.journal.core.events import Value
from traceability.journal.models import Entry, Source, VoiceNote
from traceability.journal.things import Thing
from traceability.lots.models import Lot
from traceability.models import Party, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What somebody wrote down.

    Args:
        party: whose diary it is.
        step: a code of `traceability.journal.core.steps.SPECS`.
        happened_at: aware.
        client_id: made by the phone or form: the same one twice is one entry.
        place: where; needed for steps of a crop.
        lot: the lot of packs it belongs to, if one is open already.
        values: by the field's name, clean.
        things: by the field's name: ``goods``, ``inputs``, ``seed``, ``feed``.
        plots: further plots of a harvest.
        note: in words.
        typed: what was typed, to fill the form again.
        voice: what was said.
        pictures: ids of photos with the SHA-256 of their files.
        source: how it came.
        replaces: the entry that was wrong.
    """

    party: Party
    step: str
    happened_at: datetime
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    place: Place | None = None
    lot: Lot | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    things: Mapping[str, Sequence[Thing]] = field(default_factory=dict)
    plots: Sequence[Place] = ()
    note: str = ""
    typed: Mapping[str, object] = field(default_factory=dict)
    voice: VoiceNote | None = None
    pictures: Sequence[tuple[uuid.UUID, str]] = ()
    source: str = Source.FORM
    replaces: Entry | None = None

    def amount(self, name: str = "amount") -> Decimal | None:
        """Return a typed amount; None where none was typed."""
        value = self.values.get(name)
        return Decimal(value) if isinstance(value, Decimal | int) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoods:
    """Goods that an entry makes: a row once the event is kept."""

    kind: str
    code: str
    quantity: Quantity
    name: str = ""
    lot: Lot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an entry's event names.

    Args:
        things: what it is about.
        inputs: what went in.
        new: what came into being or came here.
        origins: what the goods came from.
        season: of the crop.
        lot_code: of the new goods.
        is_seafood: whether it is about seafood.
    """

    things: Sequence[Quantity] = ()
    inputs: Sequence[Quantity] = ()
    new: Sequence[NewGoods] = ()
    origins: Sequence[str] = ()
    season: uuid.UUID | None = None
    lot_code: str = ""
    is_seafood: bool = False
