"""How long sheets of labels take. Run: ``python bench/labels.py [count]``.

The baseline is what a first attempt would do: one PNG a label by the ``qrcode`` package alone,
no sheet, no words. Figures go into the note of a change, not into a test.
"""

import io
import random
import sys
import time
from collections.abc import Callable

import qrcode

from marketplace.base.qr.core import qr_svg
from traceability.labels.core.sheet import Label, SheetSpec, layout_of, sheet_pdf

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LINES = ("Hợp tác xã ven biển", "Lô ST25-2601-A5 · Túi 0001", "NSX 21/11/2026", "HSD 21/11/2027")


def labels(count: int) -> list[Label]:
    """Labels with a Digital Link each."""
    draw = random.Random(1)
    codes = ["".join(draw.choices(ALPHABET, k=12)) for _ in range(count)]
    stem = "https://truyxuat.example/01/09520600012346/10/ST25-2601-A5/21/"
    return [
        Label(uri=stem + code, title="Gạo ST25 lúa–tôm 5 kg", lines=LINES, code=code)
        for code in codes
    ]


def baseline(wanted: list[Label]) -> int:
    """Draw one PNG a label with ``qrcode`` alone."""
    size = 0
    for label in wanted:
        out = io.BytesIO()
        qrcode.make(label.uri).save(out)
        size += len(out.getvalue())
    return size


def timed(name: str, work: Callable[[], int], count: int) -> None:
    """Print how long ``work`` takes and how many bytes it makes."""
    start = time.perf_counter()
    size = work()
    seconds = time.perf_counter() - start
    print(f"{name:34} {seconds:6.2f} s  {count / seconds:6.0f} labels/s  {size / 1000:7.0f} kB")


def main(count: int) -> None:
    """Measure baseline, our symbols, our sheets."""
    wanted = labels(count)
    dry, frozen = SheetSpec(labels=wanted), SheetSpec(labels=wanted, storage="frozen")
    print(f"{count} labels, {layout_of(dry).per_page} a sheet")
    timed("baseline: qrcode, PNG, no sheet", lambda: baseline(wanted), count)
    timed("base.qr: SVG", lambda: sum(len(qr_svg(one.uri, label="")) for one in wanted), count)
    timed("A4 PDF, level M", lambda: len(sheet_pdf(dry)), count)
    timed("A4 PDF, level Q", lambda: len(sheet_pdf(frozen)), count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
