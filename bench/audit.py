"""How long an audit takes. Run: ``python bench/audit.py [entries]``.

Every event is read, written canonically, hashed, its signature checked, the tree rebuilt. One
million should take five minutes at most.
"""

import resource
import sys
import time

from filling import fill
from postgres import prepared


def main(count: int) -> None:
    fill(count)
    from traceability.log.audit import audit
    from traceability.log.reading import signed_size

    began = time.perf_counter()
    findings = sum(1 for _finding in audit())
    took = time.perf_counter() - began
    size = signed_size()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{size:,} entries in {took:.1f} s: {size / took:,.0f}/s, {findings} findings, {peak} MB")
    print(f"a million would take {took / size * 1_000_000:.0f} s")


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]]
    with prepared():
        main(*(numbers + [20_000][len(numbers) :]))
