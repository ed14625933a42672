import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.core.outline import Box, OutlineError, first_crossing, polygon, ring_area
from traceability.core.outline_drawing import SIDE, drawn
from traceability.core.outline_reading import read_outline

VIETNAM = Box(102.0, 6.0, 118.0, 24.0)
FIELD = [(105.9700, 9.6000), (105.9710, 9.6000), (105.9710, 9.6010), (105.9700, 9.6010)]
WALKED = "9.6000, 105.9700\n9.6000, 105.9710\n9.6010, 105.9710\n9.6010, 105.9700\n"


def code_of(text: str) -> str:
    with pytest.raises(OutlineError) as raised:
        read_outline(text, VIETNAM)
    return raised.value.code


def geojson(**fields: object) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [FIELD], **fields})


def test_lines_geojson_and_kml_of_one_field_are_one_outline() -> None:
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon><outerBoundaryIs>'
        "<LinearRing><coordinates>"
        + " ".join(f"{x},{y},0" for x, y in [*FIELD, FIELD[0]])
        + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    )
    feature = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": json.loads(geojson())}],
        }
    )

    outlines = [read_outline(text, VIETNAM) for text in (WALKED, geojson(), kml, feature)]

    assert all(one == outlines[0] for one in outlines)
    assert outlines[0].rings[0][0] == outlines[0].rings[0][-1] == FIELD[0]


def test_the_area_agrees_with_the_ellipsoid() -> None:
    # 0.001° east-west at 9.6005° N is 109.77 m, north-south 110.60 m (WGS 84 tables).
    area = read_outline(WALKED, VIETNAM).area_m2

    assert math.isclose(area, 109.77 * 110.60, rel_tol=0.001)


def test_a_hole_is_no_field() -> None:
    hole = [(105.9704, 9.6004), (105.9706, 9.6004), (105.9706, 9.6006), (105.9704, 9.6006)]
    whole, rest = polygon([FIELD], VIETNAM), polygon([FIELD, hole], VIETNAM)

    assert math.isclose(whole.area_m2 - rest.area_m2, ring_area((*hole, hole[0])), rel_tol=1e-9)


def test_one_line_is_a_point() -> None:
    outline = read_outline("9,6 105,97", VIETNAM)

    assert outline.geojson() == {"type": "Point", "coordinates": [105.97, 9.6]}
    assert drawn(outline) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_shape"),
        ("9.6, 105.97\n9.6, 105.98", "two_points"),
        ("9.6, 105.97\nbờ kênh", "unreadable"),
        ("105.97, 9.6", "swapped"),
        ("48.85, 2.35", "outside"),
        ("95.0, 200.0", "out_of_range"),
        ("9.6, 105.97\n9.6, 105.971\n9.6, 105.972", "crosses"),
        ("{", "unreadable"),
        ("{}", "no_shape"),
        ('{"type": "Polygon", "coordinates": [[["a", 1]]]}', "unreadable"),
        ('{"type": "Polygon", "coordinates": [[[105.97, 9.6]]]}', "too_few_points"),
        ('{"type": "LineString", "coordinates": [[105.97, 9.6]]}', "no_shape"),
        ('{"type": "FeatureCollection", "features": [{}, {}]}', "many_shapes"),
        ("<kml>", "unreadable"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><kml/>', "unreadable"),
        ("<kml><Point/></kml>", "no_shape"),
        ("9.6, 105.97\n" * 20_000, "too_long"),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_bow_tie_names_the_sides_that_cross() -> None:
    bow_tie = "9.600, 105.970\n9.601, 105.971\n9.601, 105.970\n9.600, 105.971"

    with pytest.raises(OutlineError) as raised:
        read_outline(bow_tie, VIETNAM)

    assert (raised.value.code, raised.value.details) == ("crosses", {"first": 1, "second": 3})


def test_more_corners_than_a_phone_should_draw_are_refused() -> None:
    circle = [
        (105.97 + 0.01 * math.cos(turn / 1000 * 2 * math.pi), 9.6 + 0.01 * math.sin(turn / 500))
        for turn in range(600)
    ]

    with pytest.raises(OutlineError, match="too_many_points"):
        polygon([circle], VIETNAM)


@given(
    st.integers(3, 40),
    st.floats(0.0005, 0.05),
    st.floats(103.0, 109.0),
    st.floats(8.0, 23.0),
)
def test_a_convex_field_never_crosses_itself_and_its_picture_fits(
    corners: int, radius: float, lon: float, lat: float
) -> None:
    ring = [
        (
            lon + radius * math.cos(2 * math.pi * turn / corners),
            lat + radius * math.sin(2 * math.pi * turn / corners),
        )
        for turn in range(corners)
    ]

    outline = polygon([ring], VIETNAM)
    drawing = drawn(outline)

    assert first_crossing(outline.rings[0]) is None
    assert drawing is not None
    assert all(0 <= x <= SIDE and 0 <= y <= SIDE for x, y in drawing.corners)
    assert 0 < drawing.bar <= SIDE / 2 or drawing.bar_m == 5
