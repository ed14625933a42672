"""Records for portals, and zips of many lots."""

import errno
import hashlib
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import FileSystemStorage
from django.test import Client

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import NotRegisteredError
from marketplace.kernel.models import AuditRow
from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from traceability.epcis.core.build import Json
from traceability.export.actions import deliver, order_zip, retry, submit
from traceability.export.errors import (
    NoLotsError,
    PassportIncompleteError,
    SubmissionSentError,
    TooManyLotsError,
)
from traceability.export.models import ExportJob, PortalSubmission
from traceability.export.ports import PortalError, PortalFile, Receipt, portals
from traceability.lots.actions import record_event
from traceability.lots.models import Lot
from traceability.lots.recording import StepEntry, noon
from traceability.models import Party
from traceability.rules.models import GoodsFacts

pytestmark = pytest.mark.django_db


class Portal:
    """A portal with an interface, as one may be published some day."""

    title = "A portal"
    has_interface = True
    explanation = "Sends by itself."

    def __init__(self) -> None:
        self.is_down = False
        self.got: list[PortalFile] = []

    def file(self, lot: Lot, passport: dict[str, Json]) -> PortalFile:
        content = json.dumps(passport["lot"]).encode()
        return PortalFile(f"{lot.link_code}.json", "application/json", content)

    def send(self, file: PortalFile) -> Receipt:
        if self.is_down:
            raise PortalError("no answer")
        self.got.append(file)
        return Receipt(is_sent=True, number="R-1")


@pytest.fixture
def member() -> User:
    return make_user()


@pytest.fixture
def lot(member: User) -> Lot:
    """A lot with all that the law asks for."""
    party = make_cooperative(member)
    Party.objects.filter(pk=party.pk).update(address="Ấp A, xã Hòa Tú")
    item = make_item(party, picture="art/st25.svg")
    GoodsFacts.objects.create(item=item, needs_no_warning=True)
    lot = make_lot(item)
    record_event(lot=lot, entry=StepEntry(step="harvest", happened_at=noon(date(2026, 1, 4))))
    return Lot.objects.select_related("item__party").get(pk=lot.pk)


def test_the_file_for_the_national_portal_is_made_and_waits_for_a_person(
    lot: Lot, member: User
) -> None:
    submit(lot=lot, portal="national_file", acting_user=member)
    run_due()

    made = PortalSubmission.objects.get()
    content = made.file.read()
    told = json.loads(content)
    assert (made.state, made.attempts, made.receipt) == ("ready", 1, "")
    assert made.file_name == "cong-quoc-gia-ST25-2601-A3.json"
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert told["lot"]["code"] == "ST25-2601-A3"
    assert "decree.certificate" in made.missing
    assert AuditRow.objects.get(action="portal_submission.ordered").acting_user_id == member.pk
    assert portals.get("national_file").has_interface is False


def test_an_incomplete_lot_is_blocked_by_the_article(lot: Lot) -> None:
    Party.objects.update(address="")
    lot.refresh_from_db()

    with pytest.raises(PassportIncompleteError) as refusal:
        submit(lot=Lot.objects.get(), portal="national_file")

    assert refusal.value.details["article"] == "Thông tư 02/2024/TT-BKHCN, Điều 7 khoản 5"
    assert not PortalSubmission.objects.exists()


def test_a_portal_nobody_knows_is_refused(lot: Lot) -> None:
    with pytest.raises(NotRegisteredError):
        submit(lot=lot, portal="none")


def test_a_portal_that_does_not_answer_is_tried_again_by_a_person(lot: Lot, member: User) -> None:
    portal = Portal()
    portal.is_down = True
    with portals.register_temporarily("test", portal, module="traceability"):
        submission = submit(lot=lot, portal="test")
        run_due()
        failed = PortalSubmission.objects.get()
        assert (failed.state, failed.fault, failed.attempts) == ("failed", "no answer", 1)

        portal.is_down = False
        retry(submission=submission, acting_user=member)
        run_due()

        sent = PortalSubmission.objects.get()
        assert (sent.state, sent.receipt, sent.attempts) == ("sent", "R-1", 2)
        with pytest.raises(SubmissionSentError):
            retry(submission=submission)
        deliver(submission.pk)
        assert len(portal.got) == 1


def test_the_page_makes_the_file_and_hands_it_out(client: Client, lot: Lot, member: User) -> None:
    client.force_login(member)
    address = f"/ban/lo/{lot.link_code}/xuat/"

    asked = client.post(f"{address}cong/national_file/", follow=True).content.decode()
    run_due()
    ready = client.get(address).content.decode()
    made = PortalSubmission.objects.get()
    file = client.get(f"{address}ho-so/{made.pk}/tep")

    assert "Đang làm tệp." in asked
    assert "Chưa thấy cổng quốc gia công bố cách kết nối." in ready
    assert "sẵn sàng nộp" in ready
    assert file["Content-Disposition"] == f'attachment; filename="{made.file_name}"'
    assert client.post(f"{address}cong/none/").status_code == 404


def test_the_page_names_what_is_missing_and_blocks(client: Client, lot: Lot, member: User) -> None:
    Party.objects.update(address="")
    client.force_login(member)
    address = f"/ban/lo/{lot.link_code}/xuat/"

    html = client.get(address).content.decode()
    answer = client.post(f"{address}cong/national_file/", follow=True).content.decode()

    assert "Thông tư 02/2024/TT-BKHCN, Điều 7 khoản 5" in html
    assert "disabled" in html
    assert "Chưa đủ: Thông tư 02/2024/TT-BKHCN, Điều 7 khoản 5." in answer


# -- zips ----------------------------------------------------------------------------------------

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def test_a_zip_has_json_and_pdf_of_every_lot(lot: Lot, member: User) -> None:
    make_lot(lot.item, code="B/2")

    job = order_zip(first=FIRST, last=LAST, acting_user=member)
    run_due()

    job.refresh_from_db()
    names = zipfile.ZipFile(io.BytesIO(job.file.read())).namelist()
    assert (job.state, job.done, job.total) == ("ready", 2, 2)
    assert sorted(name.rpartition(".")[2] for name in names) == ["json", "json", "pdf", "pdf"]
    assert any(name.startswith("B-2-") for name in names)


def test_a_zip_without_lots_or_with_too_many_is_refused(
    lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoLotsError):
        order_zip(first=date(2020, 1, 1), last=date(2020, 1, 2))
    monkeypatch.setattr("traceability.export.actions.MOST_LOTS", 0)
    with pytest.raises(TooManyLotsError):
        order_zip(first=FIRST, last=LAST)


def test_a_full_disk_is_told(lot: Lot, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_more: Any) -> str:  # noqa: ANN401
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    order_zip(first=FIRST, last=LAST)
    run_due()

    job = ExportJob.objects.get()
    assert (job.state, job.fault) == ("failed", "disk_full")


def test_only_staff_who_may_see_lots_get_zips(client: Client, lot: Lot) -> None:
    staff = make_user("+84900000009")
    client.force_login(staff)
    assert client.get("/quan-tri/ho-chieu/").status_code == 302
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(User.objects.get(pk=staff.pk))
    assert client.get("/quan-tri/ho-chieu/").status_code == 404

    staff.user_permissions.add(Permission.objects.get(codename="view_lot"))
    client.force_login(User.objects.get(pk=staff.pk))
    wrong = client.post("/quan-tri/ho-chieu/", {"first": "2026-02-01", "last": "2026-01-01"})
    client.post("/quan-tri/ho-chieu/", {"first": "2026-01-01", "last": "2026-12-31"})
    run_due()
    page = client.get("/quan-tri/ho-chieu/").content.decode()
    job = ExportJob.objects.get()

    assert wrong.status_code == 422
    assert "Ngày cuối trước ngày đầu." in wrong.content.decode()
    assert f"/quan-tri/ho-chieu/{job.pk}.zip" in page
    assert client.get(f"/quan-tri/ho-chieu/{job.pk}.zip")["Content-Type"] == "application/zip"
