import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.vietqr.core import errors as e
from payments.vietqr.core.tlv import join, split

TAGS = st.from_regex(r"[0-9]{2}", fullmatch=True)


def test_lengths_count_characters() -> None:
    assert split("0105Cá lócKhông"[:9]) == {"01": "Cá ló"}


def test_children_carry_the_path_of_their_parent() -> None:
    assert split("0802ab", "62") == {"62.08": "ab"}


def test_no_text_holds_no_object() -> None:
    assert split("") == {}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("0", e.BadTagError),
        ("0a01x", e.BadTagError),
        ("٠١01x", e.BadTagError),
        ("01", e.BadLengthError),
        ("01 1x", e.BadLengthError),
        ("01٠١x", e.BadLengthError),
        ("0100", e.EmptyValueError),
        ("0102x", e.ValueCutShortError),
        ("0101x0101x", e.DuplicateTagError),
    ],
)
def test_each_broken_structure_has_its_own_error(text: str, error: type[e.TlvError]) -> None:
    with pytest.raises(error) as caught:
        split(text)

    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("objects", "error"),
    [
        ({"1": "x"}, e.BadTagError),
        ({"01": ""}, e.EmptyValueError),
        ({"01": "x" * 100}, e.ValueTooLongError),
    ],
)
def test_what_cannot_be_written_is_refused(
    objects: dict[str, str], error: type[e.TlvError]
) -> None:
    with pytest.raises(error):
        join(objects)


@given(st.dictionaries(TAGS, st.text(min_size=1, max_size=99)))
def test_what_is_joined_splits_again(objects: dict[str, str]) -> None:
    assert split(join(objects)) == objects


@given(st.text())
def test_any_text_is_refused_or_joins_again(text: str) -> None:
    try:
        objects = split(text)
    except e.TlvError:
        return
    assert join(objects) == text
