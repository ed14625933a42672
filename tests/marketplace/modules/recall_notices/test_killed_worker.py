"""A worker that dies in the middle of telling buyers: none is forgotten, none is told twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from marketplace.base.notices.models import NoticeMessage
from marketplace.modules.recall_notices.models import NoticeRun, RecallNotice
from marketplace.modules.recall_notices.tasks import tell_buyers
from tests.factories.recall import many_buyers
from traceability.lots.identity import lot_element
from traceability.recall.actions import CaseWords, decide, open_case

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TREE = Path(__file__).resolve().parents[4]
BUYERS = 400
WORKER = """
import sys, django
django.setup()
from marketplace.modules.recall_notices import tasks
tasks.PART = 7
tasks.tell_buyers(int(sys.argv[1]))
"""


def started(run: NoticeRun) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    host, port = database["HOST"], database["PORT"]
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{host}:{port}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, str(run.pk)], cwd=TREE, env=environment)


def test_a_killed_worker_forgets_no_buyer_and_tells_none_twice() -> None:
    lot = many_buyers(BUYERS)
    case = open_case(
        party=lot.item.party,
        starts={lot_element(lot): lot.code},
        words=CaseWords(reason="Dư lượng"),
    )
    decide(case=case, acting_user=lot.item.party.members.get())
    run = case.notice_runs.get()

    worker = started(run)
    deadline = time.monotonic() + 60
    while RecallNotice.objects.count() < BUYERS // 10:
        assert time.monotonic() < deadline, "the worker told nobody"
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    told = RecallNotice.objects.count()
    assert 0 < told < BUYERS

    tell_buyers(run.pk)

    phones = NoticeMessage.objects.filter(kind="recall.notice").values_list("to_phone", flat=True)
    assert len(phones) == len(set(phones)) == BUYERS
    assert RecallNotice.objects.count() == BUYERS
    run.refresh_from_db()
    assert run.done_at is not None
