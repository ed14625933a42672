"""Sets of secrets at rest: what opens them, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.vault.core.sealing import SealError, digest, seal, unseal

KEY = "a key of this test, long enough to be one"
SETS = st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=200), max_size=4)


@given(SETS)
def test_what_was_sealed_is_opened_with_the_same_key_for_the_same_owner(
    values: dict[str, str],
) -> None:
    assert unseal(seal(values, key=KEY, owner="a"), key=KEY, owner="a") == values


@pytest.mark.parametrize(("key", "owner"), [("another key", "a"), (KEY, "b")])
def test_another_key_or_another_owner_opens_nothing(key: str, owner: str) -> None:
    sealed = seal({"secret": "s"}, key=KEY, owner="a")

    with pytest.raises(SealError):
        unseal(sealed, key=key, owner=owner)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_opens_nothing(place: int) -> None:
    sealed = bytearray(seal({"secret": "s"}, key=KEY, owner="a"))
    sealed[place] ^= 1

    with pytest.raises(SealError):
        unseal(bytes(sealed), key=KEY, owner="a")
    with pytest.raises(SealError):
        unseal(b"", key=KEY, owner="a")


def test_the_secret_is_not_in_the_sealed_bytes_and_no_two_seals_are_alike() -> None:
    one, two = (seal({"secret": "SENTINEL"}, key=KEY, owner="a") for _try in range(2))

    assert b"SENTINEL" not in one
    assert one != two


def test_a_digest_tells_sets_apart_and_depends_on_the_key() -> None:
    first = digest({"a": "1", "b": "2"}, key=KEY)

    assert len(first) == 8
    assert first == digest({"b": "2", "a": "1"}, key=KEY)
    assert first != digest({"a": "1", "b": "3"}, key=KEY)
    assert first != digest({"a": "1", "b": "2"}, key="another key")
