"""Places on Earth: distances, areas, and whether a point lies within a shape.

Source: ODK XForms specification (area, distance), with the formulas and the radius of ODK Web Forms and JavaRosa;
SurveyCTO's distance-between, geo-scatter and short-geopoint.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from cati_app.engine.expressions.values import NAN, to_text

_RADIUS_M = 6_378_100.0
_COORDINATE = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\Z", re.ASCII)
Point: TypeAlias = tuple[float, float]  # latitude and longitude in degrees


def points_of(values: Sequence[str]) -> list[Point] | None:
    """The points of geopoints, geotraces or geoshapes; None when one of them cannot be read."""
    points = []
    for value in values:
        for part in value.strip().rstrip(";").split(";"):
            point = _point(part)
            if point is None:
                return None
            points.append(point)
    return points


def _point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_COORDINATE.match(part) for part in parts):
        return None
    latitude, longitude = float(parts[0]), float(parts[1])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def area(values: Sequence[str]) -> float:
    """Square metres within a shape, to the hundredth; NaN when a point cannot be read or there are fewer than two."""
    points = points_of(values)
    if points is None or len(points) < 2:
        return NAN
    if len(points) == 2:
        return 0.0
    ring = points if points[0] == points[-1] else [*points, points[0]]
    sphere_share = sum(
        math.radians(end[1] - start[1]) * (2 + math.sin(math.radians(end[0])) + math.sin(math.radians(start[0])))
        for start, end in pairwise(ring)
    )
    return _hundredths(abs(sphere_share * _RADIUS_M * _RADIUS_M / 2))


def distance(values: Sequence[str]) -> float:
    """Metres along the points, to the hundredth; NaN when a point cannot be read or there are fewer than two."""
    points = points_of(values)
    if points is None or len(points) < 2:
        return NAN
    return _hundredths(sum(_metres(start, other) for start, other in pairwise(points)))


def distance_between(first: str, other: str) -> float:
    """Metres between two geopoints."""
    return distance((first, other))


def _metres(first: Point, other: Point) -> float:
    low, high = math.radians(first[0]), math.radians(other[0])
    cosine = math.sin(low) * math.sin(high) + math.cos(low) * math.cos(high) * math.cos(
        math.radians(first[1] - other[1])
    )
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS_M


def _hundredths(number: float) -> float:
    return math.floor(number * 100 + 0.5) / 100


def geofence(point: str, shape: str) -> bool:
    """Whether a geopoint lies within a geoshape; false when either cannot be read."""
    inside, ring = points_of((point,)), points_of((shape,))
    if inside is None or ring is None or len(inside) != 1 or len(ring) < 4 or ring[0] != ring[-1]:
        return False
    latitude, longitude = inside[0]
    within = False
    for (north, east), (south, west) in pairwise(ring):
        if (east > longitude) != (west > longitude):
            crossing = (south - north) * (longitude - east) / (west - east) + north
            within ^= latitude < crossing
    return within


def short_geopoint(point: str) -> str:
    """Longitude and latitude alone, blank when the point cannot be read."""
    return " ".join(reversed(point.split()[:2])) if points_of((point,)) else ""


def scattered(point: str, metres: float, turn: float, share: float) -> str:
    """A geopoint moved at random: `turn` and `share` from 0 to 1 say where to, at most `metres` away."""
    points = points_of((point,))
    if not points or not math.isfinite(metres):
        return ""
    latitude, longitude = points[0]
    way = math.degrees(abs(metres) * math.sqrt(share) / _RADIUS_M)
    narrow = max(math.cos(math.radians(latitude)), 1e-9)
    moved = (latitude + way * math.cos(2 * math.pi * turn), longitude + way * math.sin(2 * math.pi * turn) / narrow)
    return " ".join([*(to_text(number) for number in moved), *point.split()[2:]])
