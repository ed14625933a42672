import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_lot, make_pack, make_user
from traceability.lots.actions import recall_lot
from traceability.lots.models import Lot, LotState, Serial
from traceability.models import Party
from traceability.resolver.actions import send_report
from traceability.resolver.models import Report, UnknownCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> User:
    user = make_user("+84900000009", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "name",
    [
        "reports",
        "unusual",
        "links",
        "destinations",
        "lots",
        "recalls",
        "events",
        "unknown",
        "parties",
        "places",
    ],
)
def test_every_list_opens_with_rows(client: Client, staff: User, name: str) -> None:
    pack = make_pack()
    Serial.objects.update(unusual_since=now())
    recall_lot(lot=pack.lot, reason="Dư lượng")
    send_report(code=pack.code, words="Chữ in khác")
    UnknownCode.objects.create(code="7K3Q9ZXWPM2", day=now().date(), times=3)

    response = client.get(reverse(f"origin_{name}:index"))

    assert response.status_code == 200


def test_a_party_is_added_with_an_audit_row(client: Client, staff: User) -> None:
    typed = {"kind": "cooperative", "name": "HTX Cồn Bần", "about": "{}", "gln": ""}

    client.post(reverse("origin_parties:add"), typed)

    party = Party.objects.get()
    assert (party.name, party.gln) == ("HTX Cồn Bần", None)
    row = AuditRow.objects.get(action="party.added")
    assert (row.acting_user_id, row.subject_id) == (staff.pk, str(party.pk))


def test_a_changed_party_says_which_fields(client: Client, staff: User) -> None:
    party = make_cooperative()
    typed = {"kind": "cooperative", "name": "HTX khác", "about": "{}", "gln": "9520600090016"}

    client.post(reverse("origin_parties:edit", args=[party.pk]), typed)

    party.refresh_from_db()
    assert party.name == "HTX khác"
    assert "name" in AuditRow.objects.get(action="party.changed").details["fields"]


def test_a_report_is_closed_with_an_answer_and_without_the_phone(
    client: Client, staff: User
) -> None:
    report = send_report(code="X", words="Chữ in khác", contact="0900000001")
    url = reverse("origin_reports:edit", args=[report.pk])

    client.post(url, {"state": "closed", "answer": ""})
    report.refresh_from_db()
    assert (report.state, report.contact) == ("new", "0900000001")
    client.post(url, {"state": "closed", "answer": "Tem thật, in mờ"})

    report.refresh_from_db()
    assert (report.state, report.answer, report.contact) == ("closed", "Tem thật, in mờ", "")
    assert AuditRow.objects.filter(action="report.closed", acting_user_id=staff.pk).count() == 1


def test_the_mark_of_a_pack_is_taken_away(client: Client, staff: User) -> None:
    pack = make_pack()
    Serial.objects.update(unusual_since=now())
    url = reverse("origin_unusual:edit", args=[pack.pk])

    marked = Serial.objects.filter(unusual_since__isnull=False)
    client.post(url, {"judgement": "cleared", "reason": " "})
    assert marked.exists()
    client.post(url, {"judgement": "cleared", "reason": "Đã gọi tiệm, chỉ là khách đông"})

    assert not marked.exists()
    row = AuditRow.objects.get(action="serial.judged_cleared")
    assert (row.acting_user_id, row.subject_id) == (staff.pk, str(pack.pk))


def test_what_actions_write_cannot_be_edited(client: Client, staff: User) -> None:
    lot = make_lot()

    for name in ("lots", "recalls", "events", "unknown"):
        assert client.get(reverse(f"origin_{name}:add")).status_code in {302, 403, 404}
    assert client.post(reverse("origin_lots:edit", args=[lot.pk]), {}).status_code in {302, 403}
    assert client.post(reverse("origin_lots:delete", args=[lot.pk])).status_code in {302, 403}
    assert client.post(reverse("origin_reports:add"), {"state": "new"}).status_code in {302, 403}
    assert (Lot.objects.count(), Report.objects.count()) == (1, 0)


def test_staff_with_the_right_recall_any_lot(client: Client) -> None:
    lot = make_lot()
    clerk = make_user("+84900000008", is_staff=True)
    client.force_login(clerk)
    url = reverse("lots:recall", args=[lot.link_code])
    assert client.get(url).status_code == 404
    clerk.user_permissions.add(
        Permission.objects.get(content_type__app_label="lots", codename="add_recall")
    )

    response = client.post(url, {"reason": "Dư lượng", "is_sure": "on"})

    lot.refresh_from_db()
    assert lot.state == LotState.RECALLED
    assert response.headers["Location"].startswith("/ban/thu-hoi/TH-")
    assert client.get(reverse("lots:lot", args=[lot.link_code])).status_code == 404


def test_staff_say_where_a_lot_is_meant_to_be_sold(client: Client, staff: User) -> None:
    lot = make_lot()
    url = reverse("origin_destinations:add")

    client.post(url, {"lot": lot.pk, "area": "Nhật"})
    assert not lot.destinations.exists()
    client.post(url, {"lot": lot.pk, "area": "JP"})

    assert lot.destinations.get().area == "JP"
    assert AuditRow.objects.filter(action="destination.added").count() == 1
