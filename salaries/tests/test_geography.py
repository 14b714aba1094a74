"""Distances on the globe, against quarters of its circumference: 2π × 6371.0088 km ÷ 4 = 10,007.56 km."""

import pytest

from salaries.geography import great_circle_km

QUARTER = 10_007.557


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 90), QUARTER),
        ((0, 0), (90, 0), QUARTER),
        ((90, 12), (90, -170), 0),  # every meridian meets at the pole
        ((0, 0), (0, 180), 2 * QUARTER),
        ((0, 179), (0, -179), QUARTER * 2 / 90),  # over the date line, two degrees
        ((45, 0), (-45, 180), 2 * QUARTER),  # opposite points
    ],
)
def test_great_circle_of_quarters(one, other, expected):
    assert great_circle_km(*one, *other) == pytest.approx(expected, abs=0.01)


def test_great_circle_is_the_same_both_ways():
    singapore, seoul = (1.3521, 103.8198), (37.5665, 126.9780)
    assert great_circle_km(*singapore, *seoul) == pytest.approx(great_circle_km(*seoul, *singapore))
    assert round(great_circle_km(*singapore, *seoul), -1) == 4670  # the published air distance is 4,669 km
