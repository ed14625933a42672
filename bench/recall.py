"""How fast a recall finds its scope and tells. Run: ``python bench/recall.py [packs]``.

On PostgreSQL (one is started where none is named): a lot of which every pack went to another buyer.
A drill is measured, then the recall itself; its worker is killed with -9 in the middle and another
goes on. Goals for 100,000 packs: scope within 2 s, all notices queued within 60 s, none lost, none
doubled. Figures go into the note of a change, not into a test.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TREE))
WORKER = """
import sys, django
django.setup()
from marketplace.modules.recall_notices.tasks import tell_buyers
tell_buyers(int(sys.argv[1]))
"""


class NoMigrations(dict[str, None]):
    """Makes every table from its model: a bench need not walk through history."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


def main(packs: int) -> None:
    """Print the times of a drill and of a recall with a killed worker."""
    from tests import services

    with services.postgres() as url:
        if url is None:
            sys.exit("PostgreSQL is not installed.")
        os.environ["DATABASE_URL"] = _own_database(url)
        os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="soctrangtrade-bench-")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
        _measure(packs)


def _own_database(url: str) -> str:
    """Return the URL of a fresh database on the server."""
    import psycopg

    name = f"bench_recall_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.rsplit("/", 1)[0] + f"/{name}"


def _measure(packs: int) -> None:
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()
    from django.core.management import call_command

    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0, run_syncdb=True)
    from tests.factories.recall import many_buyers
    from traceability.lots.identity import lot_element
    from traceability.recall.actions import CaseWords, decide, open_case
    from traceability.recall.drill import run_drill

    lot = many_buyers(packs)
    member = lot.item.party.members.get()
    starts = {lot_element(lot): lot.code}
    case = open_case(
        party=lot.item.party, starts=starts, words=CaseWords(reason="drill", is_drill=True)
    )
    began = time.perf_counter()
    told = run_drill(case=case, acting_user=member).measured
    print(f"drill on {packs:,} sold packs: {time.perf_counter() - began:.1f} s")
    for name in ("scope_seconds", "reach_seconds", "notice_seconds", "sold", "buyers", "notices"):
        print(f"  {name:15} {told[name]:>10}")
    case = open_case(party=lot.item.party, starts=starts, words=CaseWords(reason="bench"))
    began = time.perf_counter()
    case = decide(case=case, acting_user=member)
    print(f"decision: {time.perf_counter() - began:.2f} s")
    _tell(case.notice_runs.get().pk, packs)


def _tell(run: int, packs: int) -> None:
    """Tell the buyers by a worker that is killed halfway and one that goes on."""
    from marketplace.base.notices.models import NoticeMessage
    from marketplace.modules.recall_notices.models import RecallNotice
    from marketplace.modules.recall_notices.tasks import tell_buyers

    first = subprocess.Popen([sys.executable, "-c", WORKER, str(run)], cwd=TREE)
    while not RecallNotice.objects.exists():
        time.sleep(0.01)
    began = time.perf_counter()
    while RecallNotice.objects.count() < packs // 3:
        if first.poll() is not None:
            sys.exit("The worker ended before it could be killed.")
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    told = RecallNotice.objects.count()
    halfway = time.perf_counter() - began
    print(f"killed after {halfway:.1f} s with {told:,} of {packs:,} told")
    began = time.perf_counter()
    tell_buyers(run)
    rest = time.perf_counter() - began
    print(f"the next worker told the others in {rest:.1f} s: together {halfway + rest:.1f} s")
    phones = NoticeMessage.objects.filter(kind="recall.notice").values_list("to_phone", flat=True)
    found = list(phones)
    print(f"lost {packs - len(set(found))}, doubled {len(found) - len(set(found))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
