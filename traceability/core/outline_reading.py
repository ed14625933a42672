"""Read a shape from what people have: GeoJSON, KML, or lines of ``latitude, longitude``. Pure."""

import json
import re
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from traceability.core.outline import Box, Outline, OutlineError, Point, at_point, polygon

MOST_CHARACTERS: Final = 200_000
_LINE = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d{1,3}(?:[.,]\d+)?)")
_AXES: Final = 2


def read_outline(text: str, box: Box) -> Outline:
    """Return the one shape that ``text`` holds.

    Lines have latitude before longitude, as phones and maps show them: two numbers a line. One
    line is a point, three or more are the corners in the order they were walked.

    Raises:
        OutlineError: as `polygon`, or ``too_long``, ``unreadable`` (with the line),
            ``many_shapes``, ``no_shape``, ``two_points``.
    """
    if len(text) > MOST_CHARACTERS:
        raise OutlineError("too_long")
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return _from_geojson(start, box)
    if start.startswith("<"):
        return _from_kml(start, box)
    return _from_lines(start, box)


def _from_lines(text: str, box: Box) -> Outline:
    points = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise OutlineError("unreadable", line=number)
        lat, lon = (float(value.replace(",", ".")) for value in found.groups())
        points.append((lon, lat))
    if not points:
        raise OutlineError("no_shape")
    if len(points) == 1:
        return at_point(points[0], box)
    if len(points) == _AXES:
        raise OutlineError("two_points")
    return polygon([points], box)


def _from_geojson(text: str, box: Box) -> Outline:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise OutlineError("unreadable", line=getattr(error, "lineno", 1)) from error
    shape = _geometry(found)
    kind, coordinates = shape.get("type"), shape.get("coordinates")
    try:
        if kind == "Point":
            return at_point(_position(coordinates), box)
        if kind == "MultiPolygon" and isinstance(coordinates, list) and len(coordinates) == 1:
            kind, coordinates = "Polygon", coordinates[0]
        if kind == "Polygon" and isinstance(coordinates, list):
            return polygon([[_position(one) for one in ring] for ring in coordinates], box)
    except (TypeError, IndexError) as error:
        raise OutlineError("unreadable", line=1) from error
    raise OutlineError("many_shapes" if str(kind).startswith("Multi") else "no_shape")


def _geometry(found: object) -> dict[str, object]:
    """Return the one geometry of a feature, a collection of one feature, or a geometry."""
    if not isinstance(found, dict):
        raise OutlineError("no_shape")
    if found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or not features:
            raise OutlineError("no_shape")
        if len(features) > 1:
            raise OutlineError("many_shapes")
        return _geometry(features[0])
    if found.get("type") == "Feature":
        return _geometry(found.get("geometry"))
    return found


def _position(values: object) -> Point:
    if not isinstance(values, list) or len(values) < _AXES:
        raise TypeError("a position is a list of two numbers")
    lon, lat = values[0], values[1]
    if not all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in (lon, lat)
    ):
        raise TypeError("a position is a list of two numbers")
    return float(lon), float(lat)


def _from_kml(text: str, box: Box) -> Outline:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # entities can swell without end
        raise OutlineError("unreadable", line=1)
    try:
        tree = ET.fromstring(text)  # noqa: S314 -- no document type, so no entities
    except ET.ParseError as error:
        raise OutlineError("unreadable", line=error.position[0]) from error
    polygons = [node for node in tree.iter() if _name(node) == "Polygon"]
    points = [node for node in tree.iter() if _name(node) == "Point"]
    if len(polygons) > 1 or (not polygons and len(points) > 1):
        raise OutlineError("many_shapes")
    if polygons:
        return polygon(_kml_rings(polygons[0]), box)
    if points:
        return at_point(_kml_points(points[0])[0], box)
    raise OutlineError("no_shape")


def _kml_rings(node: ET.Element) -> Sequence[Sequence[Point]]:
    outer = [one for one in node.iter() if _name(one) == "outerBoundaryIs"]
    inner = [one for one in node.iter() if _name(one) == "innerBoundaryIs"]
    return [_kml_points(one) for one in (*outer, *inner)]


def _kml_points(node: ET.Element) -> list[Point]:
    text = " ".join(one.text or "" for one in node.iter() if _name(one) == "coordinates")
    points = []
    for entry in text.split():
        parts = entry.split(",")
        try:
            points.append((float(parts[0]), float(parts[1])))
        except (ValueError, IndexError) as error:
            raise OutlineError("unreadable", line=1) from error
    if not points:
        raise OutlineError("no_shape")
    return points


def _name(node: ET.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]
