import gzip

from hypothesis import given
from hypothesis import strategies as st

from traceability.resolver.core.gapped import Gapped

GAPS = ("~~a~~", "~~b~~")


FILLINGS = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
PIECES = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="~"), max_size=80)


@given(st.lists(PIECES | st.sampled_from(GAPS), max_size=12), FILLINGS, FILLINGS)
def test_the_gzip_file_holds_the_filled_text(pieces: list[str], one: str, other: str) -> None:
    page = Gapped("".join(pieces), GAPS)
    values = {"~~a~~": one, "~~b~~": other}

    text = page.filled(values)

    assert gzip.decompress(page.gzipped(values)).decode() == text
    assert text == "".join(values.get(piece, piece) for piece in pieces)


def test_a_filling_longer_than_a_block_is_split() -> None:
    page = Gapped("<~~a~~>", GAPS)
    long = "gạo " * 40_000

    assert gzip.decompress(page.gzipped({"~~a~~": long})).decode() == f"<{long}>"


def test_pieces_are_compressed() -> None:
    page = Gapped("ruộng lúa " * 1000 + "~~a~~", GAPS)

    assert len(page.gzipped({"~~a~~": "7K3Q"})) < 200
