"""What others may hear of."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser

from marketplace.kernel.hooks import Hook
from traceability.lots.models import Lot

lot_changed: Hook[[Lot], None] = Hook("lot_changed", may_fail=True)
"""Something that a lot's page tells has changed; asked in the transaction that changes it."""

lot_activated: Hook[[Lot], None] = Hook("lot_activated")
"""Packs of the lot went on sale."""

lot_recalled: Hook[[Lot], None] = Hook("lot_recalled")
"""The lot is taken back: stop selling it, tell its buyers."""

lot_recall_ended: Hook[[Lot], None] = Hook("lot_recall_ended")
"""The recall is over; the lot's state says whether it may be sold again."""

lot_recall_wanted: Hook[[Lot, Mapping[str, str], AbstractBaseUser], str] = Hook(
    "lot_recall_wanted", may_fail=True
)
"""Somebody who may wants a lot back, in these words; a guest answers with the page that goes on.

Where there is no guest the lot is recalled there and then.
"""
