"""How fast the repository answers queries. Run: ``python bench/epcis_query.py [events] [rounds]``.

A PostgreSQL is filled with that many events (1,000,000 unless told otherwise); then a mix of real
queries is asked in turns, each time about other goods, places and times: by the engine as the
interface asks it (visible events, first page of 30), and through HTTP. The p95 of the mix should
be at most 50 ms. Plans of what is slower are printed. Figures go into the note of a change.
"""

import json
import logging
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import many_events as many

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


def measure(name: str, mix: Mix, rounds: int, ask: Callable[[Asked], int]) -> None:
    """Ask every query ``rounds`` times and print how long each kind takes."""
    spent: dict[str, list[float]] = {}
    slow: dict[str, Asked] = {}
    print(f"\n{name:24} {'median':>8} {'p95':>8} {'max':>8}  events")
    for make in mix.all():
        found = 0
        for at in range(rounds + 1):
            asked = make()
            start = time.perf_counter()
            found += ask(asked)
            took = (time.perf_counter() - start) * 1000
            if at:  # the first one warms up
                spent.setdefault(make.__name__, []).append(took)
            if at and took > BUDGET_MS:
                slow[make.__name__] = asked
        values = spent[make.__name__]
        print(
            f"  {make.__name__:22} {statistics.median(values):8.1f} {p95(values):8.1f}"
            f" {max(values):8.1f}  {found / (rounds + 1):.1f}"
        )
    every = [one for values in spent.values() for one in values]
    verdict = "ok" if p95(every) <= BUDGET_MS else "TOO SLOW"
    print(f"  {'all':22} {statistics.median(every):8.1f} {p95(every):8.1f}  {verdict}")
    for kind, asked in slow.items():
        explain(kind, asked)


def explain(kind: str, asked: Asked) -> None:
    """Print the plan of a query that was slow."""
    from traceability.epcis.queries.compile import narrowed
    from traceability.epcis.queries.pages import ordered
    from traceability.epcis.rest.visible import views_of_party

    query = query_of(asked)
    print(f"\n-- {kind}: {asked}")
    for view in views_of_party(by_engine.parties[by_engine.turn % len(by_engine.parties)]):
        rows = ordered(query, narrowed(query), view).values_list("record_time", "event_id")
        print(rows[: query.per_page + 1].explain(analyze=True))


def query_of(asked: Asked):  # noqa: ANN201
    """Return the query that parameters make."""
    from traceability.epcis.queries.core.reading import read

    return read(asked, {"stt": many.NS})


def by_engine(asked: Asked) -> int:
    """Ask the engine and return how many events came."""
    from traceability.epcis.queries.pages import page
    from traceability.epcis.rest.visible import views_of_party

    by_engine.turn += 1
    party = by_engine.parties[by_engine.turn % len(by_engine.parties)]
    return len(page(query_of(asked), views_of_party(party)).events)


def by_http(asked: Asked) -> int:
    """Ask through HTTP and return how many events came."""
    answer = by_http.client.get(f"/epcis/events?{urlencode(asked)}", headers=by_http.headers)
    if answer.status_code != 200:
        print(answer.status_code, answer.content[:300])
        return 0
    return len(json.loads(answer.content)["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


def main(count: int, rounds: int) -> None:
    """Fill, ask, print."""
    with many.postgres_site():
        from django.conf import settings
        from django.test import Client
        from django.test.utils import setup_test_environment

        from traceability.epcis.rest.keys import make_key
        from traceability.models import Party

        logging.disable(logging.INFO)
        setup_test_environment()
        settings.EPCIS_REQUESTS_PER_MINUTE = 10**9
        filled = many.Filled([], 0)

        def work() -> None:
            nonlocal filled
            filled = many.fill(count)

        many.timed(f"{count} events", work)
        party = Party.objects.get(pk=filled.parties[0])
        _key, text = make_key(party=party, name="bench", scopes=["query"], acting_user=None)
        by_engine.parties = list(Party.objects.order_by("pk"))
        by_engine.turn = 0
        by_http.client = Client()
        by_http.headers = {
            "authorization": f"Bearer {text}",
            "GS1-Extensions": f"stt={many.NS}",
        }
        measure("engine, ms", Mix(filled.chains), rounds, by_engine)
        measure("HTTP, ms", Mix(filled.chains), max(rounds // 4, 5), by_http)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 40,
    )
