"""What a proof costs. Run: ``python bench/proof.py [entries] [proofs]``.

Proofs of entries all over the log are made in this process; the middle and the slowest are
printed. It should be at most 5 ms.
"""

import random
import statistics
import sys
import time

from filling import fill
from postgres import prepared


def main(count: int, proofs: int) -> None:
    fill(count)
    from traceability.log.core.notes import Verifier
    from traceability.log.models import KeyRole, LogEntry, LogState, PartyKey
    from traceability.log.queries import proof_of_entry
    from traceability.log.reading import newest

    key = PartyKey.objects.get(role=KeyRole.LOG)
    log = Verifier(LogState.objects.get().origin, key.public_key)
    point = newest()
    indexes = random.Random(1).sample(range(point.size), proofs)
    spent = []
    for index in indexes:
        entry = LogEntry.objects.get(index=index)
        began = time.perf_counter()
        proof = proof_of_entry(entry)
        spent.append((time.perf_counter() - began) * 1000)
        proof.check(entry.leaf.encode(), log)
    spent.sort()
    middle, late = statistics.median(spent), spent[int(len(spent) * 0.95)]
    print(f"{proofs} proofs in a log of {point.size:,}: median {middle:.2f} ms, p95 {late:.2f} ms")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    with prepared():
        main(*(numbers + [20_000, 500][len(numbers) :]))
