from decimal import Decimal

from traceability.genealogy.core.drawing import draw
from traceability.genealogy.core.flow import (
    OTHER_SOURCES,
    Making,
    Share,
    Tone,
    balance,
    flow_of,
    weighed,
)

FIELDS = [("B1", 6400), ("B2", 5200), ("B4", 4400)]


def kg(uri: str, kilograms: int | None) -> Share:
    return Share(uri, None if kilograms is None else Decimal(kilograms))


def season() -> list[Making]:
    """Three fields, a dryer, a mill, two sizes of bags: 16 t of paddy."""
    harvests = [
        Making(key=name, label="Harvest", detail=name, outputs=[kg(name, weight)])
        for name, weight in FIELDS
    ]
    dryer = Making(
        key="dryer",
        label="Dried",
        inputs=[kg(name, None) for name, _weight in FIELDS],
        outputs=[kg("dry", 13400)],
        loss=Decimal(2600),
    )
    mill = Making(
        key="mill",
        label="Milled",
        inputs=[kg("dry", None)],
        outputs=[kg("rice", 7400), kg("broken", 1500), kg("bran", 4500)],
    )
    bags = [
        Making(key="5", label="Packed", inputs=[kg("rice", 5000)], outputs=[kg("bag5", 5000)]),
        Making(key="2", label="Packed", inputs=[kg("rice", 1800)], outputs=[kg("bag2", 1800)]),
    ]
    return weighed([*harvests, dryer, mill, *bags])


def test_what_follows_from_the_other_weights_is_filled_in() -> None:
    makings = {one.key: one for one in season()}

    assert [share.kilograms for share in makings["dryer"].inputs] == [6400, 5200, 4400]
    assert makings["mill"].inputs == [kg("dry", 13400)]


def test_water_that_was_dried_off_and_by_products_make_it_even() -> None:
    found = balance(season())

    assert found.went_in == 16000
    assert found.came_out == 16000
    assert found.is_even


def test_what_nobody_wrote_down_is_a_gap_and_a_bar_of_its_own() -> None:
    harvest = Making(key="h", label="Harvest", outputs=[kg("paddy", 7800)])
    mill = Making(key="m", label="Milled", inputs=[kg("paddy", None)], outputs=[kg("rice", 4200)])
    makings = weighed([harvest, mill])

    assert balance(makings).gap == 3600
    flow = flow_of(makings, {"rice"})
    assert flow.nodes["?m"].tone == Tone.MISSING
    assert flow.nodes["?m"].kilograms == 3600


def test_bands_carry_the_weights_and_the_rest_stays_in_store() -> None:
    flow = flow_of(season(), {"bag5", "bag2"})

    bands = {(band.source, band.target): band.kilograms for band in flow.bands}
    assert bands["B1", "dryer"] == 6400
    assert bands["mill", "bag5"] == 5000
    assert bands["mill", "rice"] == 600
    assert flow.nodes["rice"].tone == Tone.BESIDE
    assert flow.nodes["bag5"].tone == Tone.MAIN
    assert [len(layer) for layer in flow.layers] == [3, 1, 1, 5]


def test_a_hundred_fields_are_a_few_bars_that_weigh_the_same() -> None:
    names = [f"field{number}" for number in range(100)]
    harvests = [
        Making(key=one, label="Harvest", outputs=[kg(one, 100 + at)])
        for at, one in enumerate(names)
    ]
    mill = Making(
        key="m", label="Milled", inputs=[kg(one, None) for one in names], outputs=[kg("rice", 9000)]
    )

    flow = flow_of(weighed([*harvests, mill]), {"rice"})

    sources = [node for node in flow.nodes.values() if node.tone == Tone.SOURCE]
    assert len(sources) == 5
    assert flow.nodes[OTHER_SOURCES].detail == "96"
    assert sum(node.kilograms for node in sources) == sum(range(100, 200))


def test_a_circle_of_goods_is_still_a_picture() -> None:
    there = Making(key="1", label="a", inputs=[kg("a", 10)], outputs=[kg("b", 10)])
    back = Making(key="2", label="b", inputs=[kg("b", 10)], outputs=[kg("a", 10)])

    flow = flow_of(weighed([there, back]), {"a"})

    assert max(node.layer for node in flow.nodes.values()) <= 3


def test_both_pictures_hold_every_band_within_their_frame() -> None:
    flow = flow_of(season(), {"bag5", "bag2"})
    names = {key: (key, "1 t") for key in flow.nodes}

    for down, width in ((True, 320), (False, 960)):
        picture = draw(flow, names, down=down)
        assert picture.width == width
        assert len(picture.bands) == len(flow.bands)
        for bar in picture.rects:
            assert float(bar.x) >= 0
            assert float(bar.x) + float(bar.width) <= picture.width
            assert float(bar.y) + float(bar.height) <= picture.height


def test_the_widths_of_a_phone_picture_are_the_weights() -> None:
    flow = flow_of(season(), {"bag5", "bag2"})
    picture = draw(flow, {key: (key, "") for key in flow.nodes}, down=True)

    widths = [float(bar.width) for bar in picture.rects[:3]]
    assert [round(width / widths[0], 2) for width in widths] == [1, 0.81, 0.69]
