"""``manage.py demo_places``: say where to click."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.base.words.phone import display_phone
from marketplace.modules.demo.accounts import MANAGER, PASSWORD, STAFF
from marketplace.modules.demo.data import table
from marketplace.modules.demo.origin import ON_SALE, RECALLED
from traceability.lots.models import Serial, SerialStatus


class Command(BaseCommand):
    """Prints the demo's addresses and accounts."""

    help = "Say where to click in the demo, and as whom to sign in."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print addresses, then accounts."""
        origin = settings.PUBLIC_ORIGIN
        rows = {
            "Shop": f"{origin}/",
            "A pack's origin": origin + _pack(ON_SALE),
            "A recalled pack": origin + _pack(RECALLED),
            "Seller": f"{origin}/ban/",
            "Market stall": f"{origin}/quay/",
            "Stall's day book": f"{origin}/quay/so/",
            "Market's map": f"{origin}/cho/",
            "Find an order": f"{origin}/don/",
            "Back office": f"{origin}/quan-tri/",
            "Messages sent": f"{origin}/sandbox/tin-nhan/",
            "Sandbox bank": _bank(),
        }
        for name, url in rows.items():
            self.stdout.write(f"  {name:<16} {url}")
        seller = display_phone(table("sellers")[0]["phone"])
        self.stdout.write(f"\n  Seller: {seller} · staff: {display_phone(STAFF.phone)}")
        vendor = display_phone(table("stalls")[0]["phone"])
        manager = display_phone(MANAGER.phone)
        self.stdout.write(f"  Stall vendor: {vendor} · market manager: {manager}")
        self.stdout.write(f"  Password of all: {PASSWORD}\n  Stop with Ctrl+C.")


def _pack(lot: str) -> str:
    """Return the path of a pack's page: one on sale, of the lot wanted."""
    serials = Serial.objects.filter(status=SerialStatus.ACTIVE, lot__code=lot).order_by("pk")
    serial = serials.first()
    return f"/q/{serial.code}" if serial else "/q/"


def _bank() -> str:
    return os.environ.get("SANDBOX_BANK_URL", "http://127.0.0.1:8010")
