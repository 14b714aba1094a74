"""Letters and lines of pictures: what fits, what is spelt out, and what an SVG file holds."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from guide_site.drawing import palette
from guide_site.drawing.fonts import lines_of, showable, width_of
from guide_site.drawing.marks import Plot, axis
from guide_site.drawing.shapes import Ring, Sheet, Text
from guide_site.drawing.svg import svg_of
from salaries.charts import Tick


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S$100,000–170,000 ₩60M ₹30–45 lakh 3.09×", "S$100,000–170,000 ₩60M ₹30–45 lakh 3.09×"),
        ("São Paulo, Kraków, Thành phố Hồ Chí Minh", "São Paulo, Kraków, Thành phố Hồ Chí Minh"),
        ("Киев Αθήνα", "Киев Αθήνα"),
        ("東京", "DongJing"),
        ("a\x00b", "ab"),
    ],
)
def test_letters_that_the_fonts_lack_are_spelt_in_latin(text, expected):
    assert showable(text) == expected


def test_lines_are_not_wider_than_they_may_be():
    text = "Machine learning engineer: Singapore pays 10.0 times as much as Manila"
    lines = lines_of(text, 24, 300, most=9, is_bold=True)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert max(width_of(line, 24, is_bold=True) for line in lines) <= 300


def test_what_does_not_fit_is_cut_and_says_so():
    (line,) = lines_of("Machine learning engineer", 24, 150, most=1)
    assert line.startswith("Machine")
    assert line.endswith("…")
    assert width_of(line, 24) <= 150
    assert lines_of("x" * 100, 24, 100, most=3)[0].endswith("…")
    assert lines_of("", 24, 100, most=3) == [""]


def test_labels_of_an_axis_never_touch():
    ticks = [Tick(f"{percent}", f"${percent},000") for percent in range(0, 101, 5)]
    labels = [one for one in axis(ticks, Plot(0, 300, 10), top=20, bottom=50, size=12) if isinstance(one, Text)]
    ends = [(one.x - width_of(one.words, 12) / 2, one.x + width_of(one.words, 12) / 2) for one in labels]
    assert 2 < len(labels) < len(ticks)
    assert all(before[1] < after[0] for before, after in pairwise(ends))


def test_an_svg_is_xml_whatever_its_words():
    words = "<script>alert(1)</script> & \x00\x0b\ufffe \"'"
    sheet = Sheet(100, 50, words, words, [Text(1, 2, words, 12), Ring(5, 5, 2, "base")])
    root = ElementTree.fromstring(svg_of(sheet))
    kept = "<script>alert(1)</script> &   \"'".replace("   ", "  ")
    texts = [element.text for element in root if element.text and element.tag.endswith(("title", "text"))]
    assert [" ".join(text.split()) for text in texts] == [" ".join(kept.split())] * 2
    assert [element.tag for element in root.iter() if "script" in element.tag] == []


def test_colours_are_those_of_the_site():
    assert palette.light()["role"] == "#0b5f5d"
    assert palette.dark()["paper"] == "#131618"
    assert set(palette.light()) == set(palette.dark()) == set(palette.USED)
