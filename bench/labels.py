"""How long runs of labels take, and how much memory. Run: ``python bench/labels.py [count]``.

Goal: 10,000 labels on A4 sheets within 60 s and 500 MB, the typesetter's own processes counted.
The baseline is what a first attempt would do: one PNG a label by the ``qrcode`` package alone, no
sheet, no words. Figures go into the note of a change, not into a test.
"""

import io
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import qrcode

from traceability.labels.core.output import Output
from traceability.labels.core.sheet import Label, SheetSpec, label_svgs, layout_of, sheet_pdf
from traceability.labels.core.zpl import sheet_zpl

ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
LINES = ("Hợp tác xã ven biển", "Lô ST25-2601-A5", "NSX 21/11/2026", "HSD 21/11/2027", "Túi 0001")
A_FILE = 990
BASELINE = 500
SECONDS, MEGABYTES = 60, 500


def labels(count: int) -> list[Label]:
    """Labels with a Digital Link each."""
    draw = random.Random(1)
    codes = ["".join(draw.choices(ALPHABET, k=11)) for _ in range(count)]
    stem = "https://truyxuat.example/01/09520600012346/10/ST25-2601-A5/21/"
    return [
        Label(uri=stem + code, title="Gạo ST25 lúa–tôm 5 kg", lines=LINES, code=code)
        for code in codes
    ]


def files(wanted: list[Label], output: Output, storage: str = "dry") -> Iterator[SheetSpec]:
    """The files of a job, as the worker cuts it."""
    for first in range(0, len(wanted), A_FILE):
        part = wanted[first : first + A_FILE]
        yield SheetSpec(labels=part, output=output, storage=storage)  # type: ignore[arg-type]


def baseline(wanted: list[Label]) -> int:
    """Draw one PNG a label with ``qrcode`` alone."""
    size = 0
    for label in wanted:
        out = io.BytesIO()
        qrcode.make(label.uri).save(out)
        size += len(out.getvalue())
    return size


def peak() -> float:
    """Most memory so far in MB: this process and the largest of those it started, one at a time."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_maxrss for one in who) / 1024


def timed(name: str, work: Callable[[], int], count: int) -> float:
    """Print how long ``work`` takes, how many bytes it makes and what memory that takes."""
    start = time.perf_counter()
    size = work()
    seconds = time.perf_counter() - start
    rate = f"{count / seconds:7.0f} labels/s"
    print(f"{name:32} {count:6} {seconds:7.2f} s {rate} {size / 1e6:7.1f} MB {peak():6.0f} MB peak")
    return seconds


def main(count: int) -> int:
    """Measure sheets against the goal, then the other ways to print on a tenth, and a baseline."""
    wanted = labels(count)
    print(f"{count} labels, {layout_of(SheetSpec(labels=wanted[:1])).per_page} a sheet")
    a4 = Output()
    seconds = timed(
        "A4 PDF, level M", lambda: sum(len(sheet_pdf(one)) for one in files(wanted, a4)), count
    )
    reached = peak()
    few = wanted[: max(count // 10, 1)]
    timed(
        "A4 PDF, level Q",
        lambda: sum(len(sheet_pdf(o)) for o in files(few, a4, "frozen")),
        len(few),
    )
    roll, zebra, svg = (Output(medium=one) for one in ("roll", "zpl", "svg"))  # type: ignore[arg-type]
    timed("roll PDF", lambda: sum(len(sheet_pdf(o)) for o in files(few, roll)), len(few))
    timed("ZPL", lambda: sum(len(sheet_zpl(o)) for o in files(few, zebra)), len(few))
    timed("SVG in zips", lambda: sum(len(label_svgs(o)) for o in files(few, svg)), len(few))
    timed("baseline: qrcode, PNG, no sheet", lambda: baseline(wanted[:BASELINE]), BASELINE)
    good = seconds <= SECONDS * max(count / 10_000, 0.1) and reached <= MEGABYTES
    print(f"goal {SECONDS} s per 10,000 and {MEGABYTES} MB: {'kept' if good else 'MISSED'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
