"""Distances on the globe. Pure; floats, because nothing here is money.

In: degrees. Out: kilometres.
"""

from __future__ import annotations

import math

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
