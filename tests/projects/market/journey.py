"""Run by test_market_only in a process of its own: a deployment of payments and stalls alone.

Migrates an empty database, walks a stall's day through Django's client and prints JSON.
"""

import json
import logging
import sys
from uuid import uuid4

import django


def main() -> None:
    django.setup()
    logging.disable(logging.INFO)
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    call_command("check", verbosity=0)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    report = {
        "oscar": sorted(
            app.name
            for app in apps.get_app_configs()
            if app.name.startswith(("oscar", "catalog", "marketplace.shop", "traceability"))
        ),
        **walk(),
    }
    sys.stdout.write(json.dumps(report) + "\n")


def walk() -> dict[str, object]:
    """A vendor signs in by phone, sells by QR, at the stand and for cash, and closes the day."""
    from django.test import Client

    from marketplace.modules.stalls.models import BookLine, DayClose, Sale
    from tests.factories import stalls as factory

    stall = factory.stall()
    vendor = factory.vendor_of(stall)
    client = Client(raise_request_exception=False)
    seen: dict[str, object] = {"home": client.get("/").status_code}
    seen["asks_to_sign_in"] = client.get("/quay/").status_code
    signed = client.post("/dang-nhap/", {"login": vendor.phone, "password": "a sample password"})
    seen["signed_in"] = (signed.status_code, "_auth_user_id" in client.session)
    for path in ("/quay/", "/quay/bang/", "/quay/bang/soi/", "/quay/so/", "/ban/tien/"):
        seen[path] = client.get(path).status_code
    tap = {"sap": stall.pk, "client_id": str(uuid4()), "amount": "50000", "how": "qr"}
    seen["sold"] = client.post("/quay/ban/", tap).status_code
    factory.pay(Sale.objects.get())
    factory.static_money(stall, 85_000)
    cash = {"sap": stall.pk, "client_id": str(uuid4()), "amount": "35.000"}
    seen["cash"] = client.post("/quay/so/tien-mat/", cash).status_code
    close = {"sap": stall.pk, "counted": "35.000"}
    seen["closed"] = client.post("/quay/so/chot/", close).status_code
    seen["lines"] = list(BookLine.objects.order_by("pk").values_list("kind", "amount"))
    seen["difference"] = DayClose.objects.get().difference
    stall.market.managers.add(vendor)
    seen["map"] = client.get(f"/cho/{stall.market.slug}/").status_code
    seen["back_office"] = client.get("/quan-tri/").status_code
    return seen


if __name__ == "__main__":
    main()
