"""How fast the repository answers queries. Run: ``python bench/epcis_query.py [events] [rounds]``.

A PostgreSQL is filled with that many events (1,000,000 unless told otherwise); then a mix of real
queries is asked, each time about other goods, places and times: by the engine as the interface
asks it (visible events, first page of 30), and through HTTP; by all parties in turn, and by the
biggest alone, to which a fifth of all events belongs. The p95 of the mix should be at most 50 ms.
Plans of what is slower are printed. Figures go into the note of a change.

With ``TEST_POSTGRES_URL`` an empty database is filled there and kept for the next run.
"""

import json
import logging
import random
import statistics
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import many_events as many

if TYPE_CHECKING:
    from traceability.epcis.queries.core.reading import Query
    from traceability.models import Party

BUDGET_MS = 50.0
Asked = dict[str, str]


class Mix:
    """Queries as partners, officials and apps ask them."""

    def __init__(self, chains: int) -> None:
        self.draw = random.Random(7)
        self.chains = chains

    def chain(self) -> int:
        return self.draw.randrange(self.chains)

    def day(self, chain: int) -> str:
        return (many.START + timedelta(seconds=chain * 500)).isoformat()

    def lot(self) -> Asked:
        chain = self.chain()
        return {"MATCH_anyEPCClass": many.lot(3, many.party_of(chain), chain)}

    def pallet(self) -> Asked:
        return {"MATCH_anyEPC": many.pallet(self.chain())}

    def lot_of_item(self) -> Asked:
        chain = self.chain()
        stem = many.lot(1, many.party_of(chain), chain).rpartition("/")[0]
        return {"MATCH_epcClass": f"{stem}/*", "EQ_bizStep": "commissioning"}

    def transformed(self) -> Asked:
        chain = self.chain()
        return {"MATCH_inputEPCClass": many.lot(2, many.party_of(chain), chain)}

    def newest(self) -> Asked:
        return {"orderBy": "recordTime", "orderDirection": "DESC"}

    def step_in_week(self) -> Asked:
        chain = self.chain()
        return {
            "EQ_bizStep": "shipping",
            "GE_eventTime": self.day(chain),
            "LT_eventTime": self.day(chain + 1200),
            "orderBy": "eventTime",
        }

    def place_newest(self) -> Asked:
        party = many.party_of(self.chain())
        return {"EQ_bizLocation": many.place(party), "orderBy": "eventTime"}

    def field_and_below(self) -> Asked:
        return {"WD_readPoint": many.place(many.party_of(self.chain())), "perPage": "30"}

    def document(self) -> Asked:
        chain = self.chain()
        gln = many.owner(many.party_of(chain)).rpartition("/")[2]
        return {"EQ_bizTransaction_desadv": f"urn:epcglobal:cbv:bt:{gln}:N{chain}"}

    def partner(self) -> Asked:
        party = many.party_of(self.chain())
        return {"EQ_destination_owning_party": many.owner(party), "EQ_bizStep": "receiving"}

    def warm(self) -> Asked:
        return {"EQ_type": "Temperature", "GE_value_CEL": "37.8", "EQ_bizStep": "storing"}

    def moist(self) -> Asked:
        return {"GE_stt:moisturePercent": "29.9"}

    def variety(self) -> Asked:
        return {"EQ_ILMD_stt:variety": "ST25", "GE_ILMD_stt:areaHa": "2.9"}

    def event(self) -> Asked:
        return {"EQ_eventID": many.hash_id(self.chain() * many.PER_CHAIN + 1)}

    def type_and_place(self) -> Asked:
        party = many.party_of(self.chain())
        return {"eventType": "AggregationEvent", "EQ_readPoint": many.place(party)}

    def since(self) -> Asked:
        return {"GE_recordTime": (many.START + timedelta(seconds=self.chain() * 9)).isoformat()}

    def wrong(self) -> Asked:
        return {"EXISTS_errorDeclaration": ""}

    def all(self) -> list[Callable[[], Asked]]:
        return [
            self.lot,
            self.pallet,
            self.lot_of_item,
            self.transformed,
            self.newest,
            self.step_in_week,
            self.place_newest,
            self.field_and_below,
            self.document,
            self.partner,
            self.warm,
            self.moist,
            self.variety,
            self.event,
            self.type_and_place,
            self.since,
            self.wrong,
        ]


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


class Asker(ABC):
    """Asks on behalf of parties, one after the other."""

    def __init__(self, parties: "Sequence[Party]") -> None:
        self.parties = parties
        self.turn = 0

    @property
    def party(self) -> "Party":
        """Who asks now."""
        return self.parties[self.turn % len(self.parties)]

    @abstractmethod
    def ask(self, asked: Asked) -> int:
        """Return how many events came."""


class Engine(Asker):
    """Asks as the interface does, without HTTP and JSON."""

    def ask(self, asked: Asked) -> int:
        """Return how many events came."""
        from traceability.epcis.queries.pages import page
        from traceability.epcis.rest.visible import views_of_party

        return len(page(query_of(asked), views_of_party(self.party)).events)


class Http(Asker):
    """Asks over HTTP, in this process, with each party's key."""

    def __init__(self, parties: "Sequence[Party]") -> None:
        super().__init__(parties)
        from django.test import Client

        from traceability.epcis.rest.keys import make_key

        self.client = Client()
        self.keys = [
            make_key(party=party, name="bench", scopes=["query"], acting_user=None)[1]
            for party in parties
        ]

    def ask(self, asked: Asked) -> int:
        """Return how many events came."""
        answer = self.client.get(
            f"/epcis/events?{urlencode(asked)}",
            headers={
                "authorization": f"Bearer {self.keys[self.turn % len(self.keys)]}",
                "GS1-Extensions": f"stt={many.NS}",
            },
        )
        if answer.status_code != 200:
            sys.exit(f"{answer.status_code} {answer.content[:300]!r}")
        told = json.loads(answer.content)["epcisBody"]["queryResults"]["resultsBody"]
        return len(told["eventList"])


def measure(name: str, mix: Mix, rounds: int, asker: Asker) -> None:
    """Ask every query ``rounds`` times and print how long each kind takes."""
    every: list[float] = []
    slow: dict[str, tuple[Asked, Party]] = {}
    print(f"\n{name:32} {'median':>8} {'p95':>8} {'max':>8}  events")
    for make in mix.all():
        spent: list[float] = []
        found = 0
        for at in range(rounds + 1):
            asked = make()
            start = time.perf_counter()
            found += asker.ask(asked)
            took = (time.perf_counter() - start) * 1000
            if at:  # the first one warms up
                spent.append(took)
            if at and took > BUDGET_MS:
                slow[make.__name__] = asked, asker.party
            asker.turn += 1
        every += spent
        print(
            f"  {make.__name__:30} {statistics.median(spent):8.1f} {p95(spent):8.1f}"
            f" {max(spent):8.1f}  {found / (rounds + 1):.1f}"
        )
    verdict = "ok" if p95(every) <= BUDGET_MS else "TOO SLOW"
    print(f"  {'all':30} {statistics.median(every):8.1f} {p95(every):8.1f}  {verdict}")
    for kind, (asked, party) in slow.items():
        explain(kind, asked, party)


def explain(kind: str, asked: Asked, party: "Party") -> None:
    """Print the plan of a query that was slow."""
    from traceability.epcis.queries.compile import narrowed, together
    from traceability.epcis.queries.pages import ordered
    from traceability.epcis.rest.visible import views_of_party

    query = query_of(asked)
    narrow = narrowed(query)
    print(f"\n-- {kind}, asked by {party}: {asked}")
    for view in together(narrow, views_of_party(party)):
        rows = ordered(query, narrow, view).values_list("record_time", "event_id")
        plan = rows[: query.per_page + 1].explain(analyze=True, buffers=True)
        print("\n".join(line[:200] for line in plan.splitlines()))


def query_of(asked: Asked) -> "Query":
    """Return the query that parameters make."""
    from traceability.epcis.queries.core.reading import read

    return read(asked, {"stt": many.NS})


def main(count: int, rounds: int) -> None:
    """Fill, ask, print."""
    with many.postgres_site():
        from django.conf import settings
        from django.test.utils import setup_test_environment

        from traceability.models import Party

        logging.disable(logging.INFO)
        setup_test_environment()
        settings.EPCIS_REQUESTS_PER_MINUTE = 10**9
        filled = many.Filled([], 0)

        def work() -> None:
            nonlocal filled
            filled = many.fill(count)

        many.timed(f"{count} events", work)
        parties = list(Party.objects.filter(pk__in=filled.parties).order_by("pk"))
        mix = Mix(filled.chains)
        for who, some in (("all in turn", parties), ("the biggest", parties[:1])):
            measure(f"engine, {who}, ms", mix, rounds, Engine(some))
            measure(f"HTTP, {who}, ms", mix, rounds, Http(some))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 40,
    )
