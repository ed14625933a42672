from hypothesis import given, settings
from hypothesis import strategies as st

from tests.traceability.genealogy.memory import Memory
from traceability.genealogy.core.graph import Direction, Kin, KinKind
from traceability.genealogy.core.walk import walk

BACK, ON = Direction.BACKWARD, Direction.FORWARD


def things(source: Memory, start: str, direction: Direction) -> set[str]:
    return set(walk(source, start.split(), direction).things)


def test_a_split_and_a_merge_are_followed_both_ways() -> None:
    source = Memory()
    source.made(1, "field1 field2", "paddy")
    source.made(2, "paddy", "rice bran")
    source.made(3, "rice", "bag1 bag2")

    assert things(source, "bag1", BACK) == {"bag1", "rice", "paddy", "field1", "field2"}
    assert things(source, "field1", ON) == {"field1", "paddy", "rice", "bran", "bag1", "bag2"}


def test_by_products_are_named_and_not_reached() -> None:
    source = Memory()
    mill = source.made(2, "paddy", "rice bran")

    graph = walk(source, ["rice"], BACK)

    assert [edge.uri for edge in graph.by_step()[mill, "output"]] == ["rice", "bran"]
    assert "bran" not in graph.things


def test_an_ingredient_counts_up_to_the_moment_it_went_in() -> None:
    source = Memory()
    early = source.seen(1, "silo")
    mill = source.made(2, "silo", "rice")
    late = source.seen(3, "silo")

    assert set(walk(source, ["rice"], BACK).steps) == {early, mill}
    assert set(walk(source, ["silo"], ON).steps) == {early, mill, late}


def test_what_was_made_before_something_went_in_is_not_made_of_it() -> None:
    source = Memory()
    source.made(1, "silo", "old")
    source.made(2, "bad", "silo")
    source.made(3, "silo", "new")

    assert things(source, "bad", ON) == {"bad", "silo", "new"}


def test_boxes_in_boxes_are_followed_until_they_are_unpacked() -> None:
    source = Memory()
    source.packed(1, "case", "bag1 bag2")
    source.packed(2, "pallet", "case")
    shipped = source.seen(3, "pallet")
    source.unpacked(4, "pallet")
    source.unpacked(5, "case")
    elsewhere = source.seen(6, "pallet")
    source.packed(7, "case", "bag3")

    graph = walk(source, ["bag1"], ON)

    assert set(graph.things) == {"bag1", "case", "pallet"}
    assert shipped in graph.steps
    assert elsewhere not in graph.steps
    assert things(source, "pallet", BACK) == {"pallet", "case", "bag1", "bag2", "bag3"} - {"bag3"}


def test_taking_one_pack_out_leaves_the_others_in_the_box() -> None:
    source = Memory()
    source.packed(1, "case", "bag1 bag2")
    source.unpacked(2, "case", "bag1")
    sent = source.seen(3, "case")

    assert sent not in walk(source, ["bag1"], ON).steps
    assert sent in walk(source, ["bag2"], ON).steps


def test_a_box_that_goes_into_a_mill_takes_its_contents_along() -> None:
    source = Memory()
    source.packed(1, "sack", "paddy")
    source.made(2, "sack", "rice")

    assert things(source, "paddy", ON) == {"paddy", "sack", "rice"}
    assert things(source, "rice", BACK) == {"rice", "sack", "paddy"}


def test_a_box_that_was_emptied_before_has_nothing_to_give() -> None:
    source = Memory()
    source.packed(1, "sack", "onion")
    source.unpacked(2, "sack")
    source.packed(3, "sack", "paddy")
    source.made(4, "sack", "rice")

    assert things(source, "rice", BACK) == {"rice", "sack", "paddy"}
    assert things(source, "onion", ON) == {"onion", "sack"}


def test_neighbours_in_a_box_are_no_relatives() -> None:
    source = Memory()
    source.packed(1, "case", "mine other")

    assert things(source, "mine", ON) == {"mine", "case"}
    assert things(source, "mine", BACK) == {"mine", "case"}


def test_a_transformation_may_span_several_events() -> None:
    source = Memory()
    source.made(1, "paddy1", "", span="run")
    source.made(2, "paddy2", "", span="run")
    source.made(3, "", "rice", span="run")
    source.made(4, "", "broken", span="run")

    assert things(source, "rice", BACK) == {"rice", "paddy1", "paddy2"}
    assert things(source, "paddy1", ON) == {"paddy1", "rice", "broken"}


def test_goods_that_were_mixed_lead_to_all_their_sources() -> None:
    source = Memory()
    source.made(1, "pond1 pond2 pond3", "mixed")

    assert things(source, "mixed", BACK) == {"mixed", "pond1", "pond2", "pond3"}


def test_a_circle_ends() -> None:
    source = Memory()
    source.made(1, "a", "b")
    source.made(1, "b", "a")

    assert things(source, "a", ON) == {"a", "b"}
    assert things(source, "a", BACK) == {"a", "b"}


def test_a_huge_fan_is_cut_and_says_so() -> None:
    source = Memory()
    source.made(1, "paddy", " ".join(f"bag{number}" for number in range(500)))

    graph = walk(source, ["paddy"], ON, most=100)

    assert graph.is_cut
    assert len(graph.things) == 100
    assert not walk(source, ["paddy"], ON, most=1000).is_cut


def test_a_pack_leads_to_its_lot_and_not_to_its_sisters() -> None:
    source = Memory()
    source.made(1, "rice", "lot")
    source.relatives = [
        Kin("pack1", "lot", KinKind.WHOLE),
        Kin("lot", "pack1", KinKind.PART),
        Kin("lot", "pack2", KinKind.PART),
    ]

    assert things(source, "pack1", BACK) == {"pack1", "lot", "rice"}
    assert things(source, "lot", ON) == {"lot", "pack1", "pack2"}


def test_milling_written_down_late_joins_the_chain() -> None:
    source = Memory()
    source.made(3, "paddy", "lot")
    mill = source.made(2, "paddy", "rice")
    source.relatives = [Kin("lot", "rice", KinKind.MADE_OF)]

    graph = walk(source, ["lot"], BACK)

    assert set(graph.things) == {"lot", "rice", "paddy"}
    assert mill in graph.steps


def test_questions_depend_on_generations_and_not_on_things() -> None:
    asked = []
    for count in (1, 10):
        source = Memory()
        for number in range(count):
            source.made(1, f"field{number}", f"paddy{number}")
            source.made(2, f"paddy{number}", f"rice{number}")
        walk(source, [f"rice{number}" for number in range(count)], BACK)
        asked.append(source.questions)

    assert asked[0] == asked[1]


MAKINGS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=25
)


@settings(max_examples=150)
@given(makings=MAKINGS)
def test_what_is_made_of_a_thing_has_that_thing_among_its_sources(
    makings: list[tuple[int, int, int]],
) -> None:
    source = Memory()
    for one, other, day in makings:
        source.made(day, f"t{one}", f"t{other}")

    for number in range(10):
        start = f"t{number}"
        for reached in things(source, start, ON):
            assert start in things(source, reached, BACK)
