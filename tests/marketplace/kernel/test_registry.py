import math

import pytest

from marketplace.kernel.active import flags
from marketplace.kernel.errors import NotRegisteredError
from marketplace.kernel.registry import Registry

pytestmark = pytest.mark.usefixtures("made_up_shop")


@pytest.fixture
def carriers() -> Registry[str]:
    registry: Registry[str] = Registry("carrier")
    registry.register("van", "a van", module="gifts.carriers")
    registry.register("boat", "a boat", module="lots.carriers")
    registry.register("bike", "a bike", module="lots.carriers")
    return registry


def test_things_come_in_load_order_of_their_modules_then_by_code(carriers: Registry[str]) -> None:
    assert carriers.active() == [("bike", "a bike"), ("boat", "a boat"), ("van", "a van")]


def test_things_of_switched_off_modules_are_not_offered_but_still_found(
    carriers: Registry[str],
) -> None:
    flags.set(frozenset({"lots"}), fresh_for=math.inf)

    assert carriers.active() == [("van", "a van")]
    assert carriers.is_active("boat") is False
    assert carriers.get("boat") == "a boat"
    assert "boat" in carriers


def test_unknown_code_is_refused_by_name(carriers: Registry[str]) -> None:
    with pytest.raises(NotRegisteredError) as refused:
        carriers.get("kite")

    assert refused.value.details == {"kind": "carrier", "wanted": "kite"}
    assert isinstance(refused.value, KeyError)
    assert carriers.is_active("kite") is False


def test_code_is_given_once(carriers: Registry[str]) -> None:
    with pytest.raises(ValueError, match=r"carrier 'van' is taken by gifts\.carriers"):
        carriers.register("van", "another van")


def test_thing_for_a_test_leaves_afterwards(carriers: Registry[str]) -> None:
    with carriers.register_temporarily("kite", "a kite"):
        assert carriers.get("kite") == "a kite"
    assert "kite" not in carriers


def test_thing_belongs_to_the_module_that_defines_its_class() -> None:
    class Boat:
        __module__ = "lots.boats"

    registry: Registry[object] = Registry("carrier")
    registry.register("boat", Boat())
    flags.set(frozenset({"lots"}), fresh_for=math.inf)

    assert registry.active() == []
