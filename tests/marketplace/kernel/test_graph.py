from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.graph import check_requires, load_order, needed_by, with_glue
from marketplace.kernel.manifest import Manifest, ModuleSetError


def shop(**depends: str) -> dict[str, Manifest]:
    """Return modules by name; each value names what the module depends on."""
    return {
        name: Manifest(name=name, title=name, depends=tuple(words.split()))
        for name, words in depends.items()
    }


def names(modules: tuple[Manifest, ...]) -> list[str]:
    return [module.name for module in modules]


def test_modules_load_after_what_they_depend_on_and_ties_by_name() -> None:
    known = shop(zebra="", catalog="kernel", basket="catalog", kernel="", apple="kernel")

    assert names(load_order(known, known)) == ["kernel", "zebra", "apple", "catalog", "basket"]


@given(st.permutations(["kernel", "catalog", "shop", "payments", "glue"]))
def test_order_does_not_depend_on_the_order_of_the_list(chosen: list[str]) -> None:
    known = shop(
        kernel="", catalog="kernel", payments="kernel", shop="catalog payments", glue="shop"
    )

    assert names(load_order(chosen, known)) == ["kernel", "catalog", "payments", "shop", "glue"]


def test_missing_dependency_says_what_to_add() -> None:
    known = shop(kernel="", shop="kernel")

    with pytest.raises(ModuleSetError) as refused:
        load_order({"shop"}, known)

    assert str(refused.value) == (
        "shop depends on kernel, which is not installed; "
        "add 'kernel' to modules.toml (or MODULES), or take shop out."
    )


def test_dependency_that_is_not_on_the_machine_says_so() -> None:
    with pytest.raises(
        ModuleSetError, match=r"shop depends on ghost, which is not on this machine"
    ):
        load_order({"shop"}, shop(shop="ghost"))


def test_unknown_module_suggests_the_nearest_name() -> None:
    with pytest.raises(
        ModuleSetError, match=r"There is no module 'catlog'.*did you mean 'catalog'"
    ):
        load_order({"catlog"}, shop(catalog=""))


def test_circle_is_printed_as_people_read_it() -> None:
    known = shop(a="b", b="c", c="a")

    with pytest.raises(ModuleSetError) as refused:
        load_order(known, known)

    path = str(refused.value).split(": ")[1].split(";")[0].split(" -> ")
    assert path[0] == path[-1]
    assert {(first, second) for first, second in pairwise(path)} == {
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
    }


def glue(name: str, *depends: str) -> Manifest:
    return Manifest(name=name, title=name, depends=depends, auto_install=True)


def test_glue_joins_until_nothing_more_does() -> None:
    known = shop(lots="", shop="") | {
        "link": glue("link", "lots", "shop"),
        "report": glue("report", "link"),
        "other": glue("other", "lots", "ghost"),
    }

    assert with_glue({"lots", "shop"}, known) == {"lots", "shop", "link", "report"}
    assert with_glue({"lots"}, known) == {"lots"}


def test_unwanted_glue_stays_away_and_so_does_what_hangs_on_it() -> None:
    known = shop(lots="", shop="") | {
        "link": glue("link", "lots", "shop"),
        "report": glue("report", "link"),
    }

    assert with_glue({"lots", "shop"}, known, without={"link"}) == {"lots", "shop"}


def test_glue_does_not_count_as_needing_what_it_joins() -> None:
    modules = [*shop(lots="", shop="", recall="lots").values(), glue("link", "lots", "shop")]

    assert needed_by("lots", modules) == ["recall"]
    assert needed_by("shop", modules) == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("soctrangtrade>=99", "box needs soctrangtrade>=99, but 0.1.0 is here"),
        ("no-such-thing-anywhere>=1", "run: pip install 'no-such-thing-anywhere>=1'"),
        ("django<2", "box needs django<2, but 5"),
    ],
)
def test_unmet_requirement_says_what_is_there_and_what_to_do(wanted: str, told: str) -> None:
    box = Manifest(name="box", title="Box", requires=(wanted,))

    with pytest.raises(ModuleSetError, match=told.replace("(", r"\(")):
        check_requires([box])


def test_met_requirements_pass() -> None:
    check_requires([Manifest(name="box", title="Box", requires=("soctrangtrade", "django>=5"))])
