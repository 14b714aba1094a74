"""Geometry of the map: where dots lie, how large they are, and that labels leave each other alone."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salaries.charts import Spot, draw_map
from salaries.charts.map import Box, frame_of, place_labels

SPOTS = st.lists(
    st.builds(
        Spot,
        name=st.text("abcdefghij ", min_size=1, max_size=20),
        latitude=st.floats(-90, 90),
        longitude=st.floats(-180, 180),
        amount=st.floats(1, 1e6),
    ),
    min_size=1,
    max_size=40,
)


def spots(*places, amount=100.0):
    return [Spot(f"p{index}", *place, amount) for index, place in enumerate(places)]


def test_a_degree_east_is_shorter_than_a_degree_north_away_from_the_equator():
    # At 60 degrees north a degree of longitude is half as long: 10 degrees east are as far as 5 degrees north.
    drawn = draw_map(spots((57.5, 0), (62.5, 0), (60, 10), (60, 20)))
    south, north, here, there = drawn.dots
    assert float(there.x) - float(here.x) == pytest.approx(float(south.y) - float(north.y), abs=0.2)


def test_areas_are_as_the_amounts():
    large, small = draw_map([Spot("a", 0, 0, 100), Spot("b", 20, 20, 25)]).dots
    assert (large.radius, small.radius) == ("14.0", "7.0")


def test_one_spot_stands_in_the_middle_of_a_few_degrees():
    # 6 degrees and 13 % on both sides are 7.56; the frame is as high as wide.
    frame = frame_of([(1.35, 103.82)])
    assert (frame.south, frame.north) == pytest.approx((1.35 - 3.78, 1.35 + 3.78))
    (dot,) = draw_map(spots((1.35, 103.82))).dots
    assert dot.x == "180.0"


def test_a_map_across_the_antimeridian_does_not_go_around_the_world():
    frame = frame_of([(-18, 178), (-14, -172)])
    assert 178 < (frame.west + frame.east) / 2 < 188
    assert frame.east - frame.west < 30
    west, east = draw_map(spots((-18, 178), (-14, -172))).dots
    assert float(west.x) < float(east.x)


def test_the_graticule_names_its_degrees():
    drawn = draw_map(spots((-6, 77), (38, 140)))
    assert [line.label for line in drawn.parallels] == ["0°", "15° N", "30° N"]
    assert [line.label for line in drawn.meridians] == ["80° E", "100° E", "120° E", "140° E"]


def test_a_name_goes_where_there_is_room():
    # The first name takes the right side; the second dot is close below it and goes to the left.
    frame = Box(0, 0, 360, 200)
    labels = place_labels([(0, "Seoul"), (1, "Suwon")], [(180, 100, 5), (180, 112, 5)], frame)
    assert [(index, label.anchor) for index, label in labels.items()] == [(0, "start"), (1, "end")]
    # At the right edge there is no room on the right.
    assert place_labels([(0, "Tokyo")], [(350, 100, 5)], frame)[0].anchor == "end"
    assert place_labels([(0, "A name too long for a map of this width, on any side")], [(180, 100, 5)], frame) == {}


def test_only_the_largest_are_named():
    drawn = draw_map([Spot(f"p{at}", at * 3.0, at * 5.0, 100.0 + at) for at in range(10)], labelled=3)
    assert [bool(dot.label) for dot in drawn.dots] == [False] * 7 + [True] * 3


@settings(max_examples=60, deadline=None)
@given(SPOTS)
def test_everything_is_inside_and_no_name_covers_another(found):
    drawn = draw_map(found)
    width, height = float(drawn.width), float(drawn.height)
    assert 0 < height <= 400
    for dot in drawn.dots:
        assert -0.1 <= float(dot.x) <= width + 0.1
        assert -0.1 <= float(dot.y) <= height + 0.1
    labels = [dot.label for dot in drawn.dots if dot.label]
    assert not any(one.box.meets(other.box) for one, other in combinations(labels, 2))
    for index, dot in enumerate(drawn.dots):
        x, y, radius = map(float, (dot.x, dot.y, dot.radius))
        for other in drawn.dots[:index] + drawn.dots[index + 1 :]:
            if other.label:
                box = other.label.box
                nearest = (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
                assert math.dist((x, y), nearest) > radius - 0.3
    assert len(drawn.meridians) <= 6
    assert len(drawn.parallels) <= 6
