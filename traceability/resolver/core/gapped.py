"""A page with gaps that is compressed once and filled with every answer. Pure.

Between the gaps stand pieces that never change. Each is deflated on its own and ends on a whole
byte (a full flush), so that pieces and fillings put behind one another are one gzip file; fillings
are short and stand uncompressed in it.

Source: RFC 1951, section 3.2.4 (stored blocks); RFC 1952, section 2.3.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_END = b"\x03\x00"
_RAW = -15
_LONGEST_STORED = 65_535


class Gapped:
    """Text with gaps.

    Args:
        text: the page.
        gaps: the marks that stand for what differs from answer to answer.
    """

    def __init__(self, text: str, gaps: Sequence[str]) -> None:
        marks = "|".join(re.escape(gap) for gap in gaps)
        self._pieces = re.split(f"({marks})", text)
        """Fixed piece, gap, fixed piece, …, fixed piece."""

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the text with its gaps filled."""
        return "".join(values[piece] if at % 2 else piece for at, piece in enumerate(self._pieces))

    def gzipped(self, values: Mapping[str, str]) -> bytes:
        """Return the same as one gzip file, UTF-8."""
        out, check, size = [_HEAD], 0, 0
        for at, piece in enumerate(self._pieces):
            raw = values[piece].encode() if at % 2 else self._deflated[at // 2][0]
            out.append(_stored(raw) if at % 2 else self._deflated[at // 2][1])
            check = zlib.crc32(raw, check)
            size += len(raw)
        tail = check.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
        return b"".join([*out, _END, tail])

    @cached_property
    def _deflated(self) -> list[tuple[bytes, bytes]]:
        """Return the fixed pieces, each as it is and deflated."""
        return [(piece.encode(), _deflate(piece.encode())) for piece in self._pieces[::2]]


def _deflate(raw: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(raw: bytes) -> bytes:
    """Return ``raw`` as stored blocks, none of them the last."""
    parts = [raw[at : at + _LONGEST_STORED] for at in range(0, len(raw), _LONGEST_STORED)]
    return b"".join(_stored_head(len(part)) + part for part in parts)


def _stored_head(length: int) -> bytes:
    return b"\x00" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little")
