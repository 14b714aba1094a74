"""Why sources differ: what the records say, and nothing else."""

import re
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salaries.cells.reasons import Reason, Voice, differs, finding, in_words, reasons


def voice(name: str, typical: int | None, **traits: str | set[str]) -> Voice:
    """An attribute is given as its one value, as a set, or not at all, as where records leave it open."""
    given = {key: frozenset({value} if isinstance(value, str) else value) for key, value in traits.items()}
    open_ = {key: frozenset({""}) for key in ("population", "level", "basis", "published") if key not in given}
    return Voice(name, None if typical is None else D(typical), open_ | given)


LOCAL, ABROAD = {"population": "local"}, {"population": "international"}


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ([voice("A", 100)], "one source, typically $100 a year"),
        ([voice("A", None)], "one source, without a typical figure"),
        ([voice("A", None), voice("B", None)], "two sources, none with a typical figure"),
        ([voice("A", None), voice("B", 100)], "two sources, one with a typical figure: $100 a year"),
        ([voice("A", 100), voice("B", 100)], "two sources give the same typical pay, $100 a year"),
        ([voice("A", 100, **LOCAL), voice("B", 100, **ABROAD)], "two sources give the same typical pay, $100 a year"),
        ([voice("A", 1000), voice("B", 1001), voice("C", 1002)], "three sources agree within 1%"),  # 0.2, rounded up
        ([voice("A", 1000), voice("B", 1099)], "two sources agree within 10%"),
        ([voice("A", 100), voice("B", 310)], "two sources differ by a factor of 3.10: no reason is on record"),
        (
            [voice("A", 100), voice("B", 310, **ABROAD)],
            "two sources differ by a factor of 3.10: the highest is for international employers",
        ),
        (
            [voice("A", 310, **LOCAL), voice("B", 100, **ABROAD)],
            "two sources differ by a factor of 3.10: the lowest is for international employers, "
            "the highest is for local employers",
        ),
        (
            [voice("A", 100, **LOCAL), voice("B", None), voice("C", 310, **LOCAL)],
            "two of three sources differ by a factor of 3.10",
        ),
        (
            [voice("A", 100, published="2023"), voice("B", 200, published="2026")],
            "two sources differ by a factor of 2.00: the lowest is published in 2023, the highest is published in 2026",
        ),
    ],
)
def test_a_finding_is_true_of_its_sources(voices, expected):
    assert finding(voices) == expected


def test_sources_with_the_same_typical_pay_are_told_together():
    # B alone is for international employers; C pays as much and does not say so. Levels part A from both.
    voices = [voice("A", 100, level="Beginner"), voice("B", 300, **ABROAD), voice("C", 300)]
    assert finding(voices) == "three sources differ by a factor of 3.00: the lowest is for Beginner"


def test_what_only_partly_sets_sources_apart_is_no_reason_in_the_finding():
    voices = [voice("A", 100, population={"local", "international"}), voice("B", 300, **ABROAD)]
    assert finding(voices) == "two sources differ by a factor of 3.00"
    assert [reason.label for reason in reasons(voices)] == ["Employers"]


def test_what_sets_others_apart_is_no_reason_for_the_lowest_and_the_highest():
    voices = [voice("A", 100), voice("B", 200, **ABROAD), voice("C", 300)]
    assert finding(voices) == "three sources differ by a factor of 3.00"


def test_reasons_name_what_differs_with_the_sources_that_say_the_same_together():
    voices = [
        voice("A", 1, **LOCAL, basis="gross"),
        voice("B", 2, **ABROAD, basis="gross"),
        voice("C", 3, **LOCAL, basis="gross"),
    ]
    assert reasons(voices) == [
        Reason("Employers", [("for local employers", ["A", "C"]), ("for international employers", ["B"])])
    ]


def test_nothing_is_made_up_where_records_say_nothing():
    assert reasons([voice("A", 1), voice("B", 9)]) == []


def test_a_missing_date_is_no_difference():
    assert not differs("published", [voice("A", 1, published="2026"), voice("B", 2)])
    assert differs("published", [voice("A", 1, published="2026"), voice("B", 2, published="2023"), voice("C", 3)])


@pytest.mark.parametrize(
    ("attribute", "values", "expected"),
    [
        ("basis", {"net"}, "after tax"),
        ("basis", {""}, "not said"),
        ("level", {""}, "without a level"),
        ("level", {"Low", "Top", "Mid"}, "for 3 levels"),
        ("place", {"Seoul", "Busan"}, "for Busan and Seoul"),
        ("qualifier", {"average"}, "an average"),
        ("qualifier", {"", "average"}, "an average, in part as stated"),
        ("work_mode", {"remote", "hybrid"}, "for hybrid work and for remote work"),
        ("employment_type", {"contract"}, "for contract work"),
    ],
)
def test_values_in_words(attribute, values, expected):
    assert in_words(attribute, values) == expected


values = st.frozensets(st.sampled_from(["", "local", "international"]), min_size=1)
voices_of_any_kind = st.lists(
    st.builds(
        lambda typical, population, level: Voice(
            "S", None if typical is None else D(typical), {"population": population, "level": level}
        ),
        st.none() | st.integers(1, 400),
        values,
        st.frozensets(st.sampled_from(["", "Low", "Top"]), min_size=1),
    ),
    min_size=2,
    max_size=5,
)


@given(voices_of_any_kind)
def test_a_finding_claims_nothing_that_the_records_do_not_bear_out(voices):
    said = finding(voices)
    known = [voice for voice in voices if voice.typical_annual_usd]
    if len(known) < 2:
        assert "differ" not in said
        return
    low, high = (end(voice.typical_annual_usd for voice in known) for end in (min, max))
    if share := re.search(r"agree within (\d+)%", said):
        assert 1 + D(int(share[1]) - 1) / 100 < high / low <= 1 + D(int(share[1])) / 100
    elif factor := re.search(r"a factor of ([\d.]+)", said):
        assert abs(high / low - D(factor[1])) <= D("0.05")
    else:
        assert low == high
    ends = {"lowest": low, "highest": high}
    for which, end in ends.items():
        if words := re.search(rf"the {which} is (.+?)(?:, the highest is|$)", said):
            here = [voice for voice in known if voice.typical_annual_usd == end]
            there = [voice for voice in known if voice.typical_annual_usd in set(ends.values()) - {end}]
            name = "population" if "employers" in words[1] else "level"
            assert in_words(name, frozenset().union(*(voice.traits[name] for voice in here))) == words[1]
            assert not any(one.traits[name] & other.traits[name] for one in here for other in there)
    if "no reason is on record" in said:
        assert len({(voice.traits["population"], voice.traits["level"]) for voice in voices}) == 1 or not any(
            voice.says(name) for voice in voices for name in ("population", "level")
        )
