"""Geometry of charts: amounts, years and coordinates to positions that SVG attributes take.

In: amounts, years, degrees. Out: frozen dataclasses of strings such as "41.20". Floats are used for money here and
nowhere else.
"""

from salaries.charts.axis import Axis, Bar, Tick, Ticks, short_label, short_usd, three_digits
from salaries.charts.map import Dot, Map, Spot, draw_map
from salaries.charts.room import axis_share
from salaries.charts.trend import Plot, draw_trend

__all__ = [
    "Axis",
    "Bar",
    "Dot",
    "Map",
    "Plot",
    "Spot",
    "Tick",
    "Ticks",
    "axis_share",
    "draw_map",
    "draw_trend",
    "short_label",
    "short_usd",
    "three_digits",
]
