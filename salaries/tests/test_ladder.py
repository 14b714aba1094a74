"""The ladder: what the records give beside what is published."""

from salaries.ladder import Ladder
from salaries.models import Place, Role, Source
from salaries.money import times, usd_span
from salaries.portraits import ladder_context, level_context
from salaries.tests.making import a_record


def test_multiples_of_the_asian_ranges_are_those_of_their_midpoints(db):
    # Midpoints 5,500, 16,500, 40,000 and 112,500.
    ladder = Ladder(
        role=Role.objects.get(slug="machine-learning-engineer"),
        place=Place.objects.get(slug="asia"),
        year=2026,
        source=Source.objects.get(slug="digitaldefynd-alcor-2026"),
    )
    assert [
        (
            usd_span(rung.estimate.low_annual_usd, None, rung.estimate.high_annual_usd),
            times(rung.given_ratio),
            rung.step,
        )
        for rung in ladder.rungs
    ] == [
        ("$3,000–8,000", "1.00×", "3.67"),  # of an axis that ends at 150,000
        ("$8,000–25,000", "3.00×", "11.00"),
        ("$25,000–55,000", "7.3×", "26.67"),
        ("$55,000–170,000", "20.5×", "75.00"),
    ]


def test_a_ladder_of_all_sources_is_that_of_the_stored_estimates_and_names_who_is_behind_it(db):
    role = Role.objects.get(slug="machine-learning-engineer")
    ladder = Ladder(role=role, place=Place.objects.get(slug="seoul"), year=2026)
    assert [rung.pay for rung in ladder.rungs] == ["", "$29,957 or more", "$59,913 or more", "$89,870 or more"]
    assert [source.slug for source in ladder.sources] == ["digitaldefynd-alcor-2026"]


def test_a_rung_without_pay_has_neither_estimate_nor_step(small_world):
    a_record("top", level="top", typical=10)
    ladder = Ladder(role=Role.objects.get(slug="coder"), place=Place.objects.get(slug="city"), year=2026)
    low, top = ladder.rungs
    assert (low.estimate, low.step, low.given_ratio) == (None, "", None)
    # Multiples are of the first rung's pay: without it there are none.
    assert (top.estimate.typical_annual_usd, top.given_ratio) == (10, None)


def test_rungs_with_open_pay_only_give_no_multiple(small_world):
    a_record("low", level="low", low=10)
    a_record("top", level="top", typical=30)
    ladder = Ladder(role=Role.objects.get(slug="coder"), place=Place.objects.get(slug="city"), year=2026)
    assert [rung.given_ratio for rung in ladder.rungs] == [None, None]


def test_a_ladder_without_records_still_shows_its_rungs(small_world):
    context = ladder_context()
    assert [level.slug for level in context["levels"]] == ["low", "top"]
    assert (context["ladder"], context["by_place"]) == ([], None)


def test_the_ladder_is_drawn_for_the_smallest_region_that_holds_its_source(db):
    context = ladder_context()
    assert (context["place"].slug, context["year"]) == ("asia", 2026)


def test_pay_by_place_leaves_regions_out(db):
    rows = ladder_context()["by_place"]["rows"]
    assert "asia" not in {row["place"].slug for row in rows}
    seoul = next(row for row in rows if row["place"].slug == "seoul")
    cells = seoul["cells"]
    assert [usd_span(one.low_usd, one.typical_usd, one.high_usd) if one.url else None for one in cells] == [
        None,
        "$29,957 or more",
        "$59,913 or more",
        "$89,870 or more",
    ]


def test_a_level_knows_the_rungs_around_it(db):
    levels = ladder_context()["levels"]
    context = level_context(levels[1])
    assert (context["previous_level"].slug, context["next_level"].slug) == ("beginner", "mid-level")
    assert level_context(levels[0])["previous_level"] is level_context(levels[3])["next_level"] is None
