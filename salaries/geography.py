"""Distances and middles on the globe. Pure; floats, because nothing here is money.

In: degrees. Out: kilometres, or degrees.
"""

from __future__ import annotations

import math
from collections.abc import Collection

EARTH_RADIUS_KM = 6371.0088  # the mean radius


def great_circle_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The shortest way over the surface of a sphere, by the haversine formula.

    >>> round(great_circle_km(0, 0, 0, 90)), round(great_circle_km(0, 179, 0, -179))
    (10008, 222)
    """
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    half_north = (other_north - north) / 2
    half_east = math.radians(other_longitude - longitude) / 2
    chord = math.sin(half_north) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(half_east) ** 2
    # Rounding may carry opposite points past 1, where there is no arc sine.
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(chord, 1.0)))


def middle_of(spots: Collection[tuple[float, float]]) -> tuple[float, float]:
    """The (latitude, longitude) in the middle of at least one: the mean of points on a sphere.

    The mean of degrees would put the middle of Fiji, which lies on both sides of the 180th meridian, into Africa.

    >>> [round(degrees, 4) for degrees in middle_of([(0, 10), (0, 20)])]
    [0.0, 15.0]
    >>> [round(degrees, 4) for degrees in middle_of([(-17, 178), (-17, -176)])]
    [-17.022, -179.0]
    """
    radians = [(math.radians(latitude), math.radians(longitude)) for latitude, longitude in spots]
    x = sum(math.cos(north) * math.cos(east) for north, east in radians)
    y = sum(math.cos(north) * math.sin(east) for north, east in radians)
    z = sum(math.sin(north) for north, _ in radians)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
