"""Figures of a guide: each drawn from the records as they are, or a visible gap that says what is wrong."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.figures import check_guide, render
from articles.markup import GuideError
from salaries.models import ExchangeRate, Place, SalaryRecord

CHART = "digitaldefynd-morgan-mckinley-second-talent-2026"


def shown(text: str) -> str:
    """The words of a guide, without tags."""
    guide = render(text)
    assert guide.problems == []
    return " ".join(strip_tags(guide.body).split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{pay}`singapore-ml-engineer-morgan-mckinley-2026`", "S$100,000–170,000 a year"),
        ("{pay}`singapore-ml-engineer-morgan-mckinley-2026 amount`", "S$100,000–170,000"),
        ("{pay}`singapore-ml-engineer-morgan-mckinley-2026 usd`", "$78,224–132,981 a year"),
        ("{pay}`singapore machine-learning-engineer`", "$105,603"),
        ("{pay}`singapore machine-learning-engineer senior`", "$105,603"),
        (f"{{pay}}`singapore machine-learning-engineer {CHART}`", "$105,000"),
        (f"{{ratio}}`singapore machine-learning-engineer {CHART}`", "3.09×"),
        (f"{{ratio}}`ho-chi-minh-city machine-learning-engineer {CHART}`", "6.0–16.8×"),
        ("{fact}`mlops-premium`", "30–50%"),
        ("{level}`junior experience`", "1–2 years"),
        ("{level}`senior multiplier`", "4–6×"),
        ("{level}`beginner reach`", "3–6 months"),
    ],
)
def test_a_figure_is_what_the_records_say(db, text, expected):
    assert shown(text) == expected


def test_a_quoted_record_leads_to_its_receipt(db):
    body = render("{pay}`seoul-ml-engineer-2026`").body
    assert 'href="/salaries/seoul-ml-engineer-2026/" data-receipt' in body


def test_a_figure_follows_its_record(db):
    text = "{pay}`singapore-ml-engineer-chart-2026`"
    record = SalaryRecord.objects.get(key="singapore-ml-engineer-chart-2026")
    record.typical = D(99000)
    record.save()
    assert shown(text) == "$99,000 a year"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{pay}`nobody`", "there is no record with this key"),
        ("{pay}`seoul-ml-engineer-2026 euro`", "as amount or as usd"),
        ("{pay}`seoul wizard`", "no such place and role"),
        ("{pay}`seoul machine-learning-engineer godlike`", "neither a level nor a source"),
        ("{pay}`tokyo machine-learning-engineer`", "no typical pay"),
        ("{pay}`seoul data-scientist`", "nobody states what a Data scientist earns"),
        ("{ratio}`tokyo machine-learning-engineer`", "no pay or no baseline"),
        ("{fact}`moon`", "there is no fact"),
        ("{level}`junior charm`", "experience, reach, multiplier"),
        ("{level}`godlike reach`", "name a level"),
        ("{wage}`x`", "there is no role 'wage'"),
        (":::{hologram}\n:::", "there is no directive 'hologram'"),
        (":::{ladder}\n:place: atlantis\n:::", "there is no 'atlantis'"),
        (":::{paired-bars}\n:colour: red\n:::", "unknown option colour"),
        (":::{trend}\n:::", "name a place"),
        (":::{trend}\n:place: tokyo\n:::", "nobody states what a Machine learning engineer earns in Tokyo"),
        (":::{map}\n:region: japan\n:::", "no city with these options has both typical pay and coordinates"),
    ],
)
def test_what_cannot_be_shown_is_a_gap_and_a_problem(db, text, reason):
    guide = render(f"First line.\n\n{text}\n")
    assert "[figure missing]" in guide.body
    (problem,) = guide.problems
    assert problem.line == 3
    assert reason in problem.reason


def test_dollars_without_a_rate_are_a_problem_not_a_guess(db):
    ExchangeRate.objects.filter(currency_code="KRW").delete()
    (problem,) = render("{pay}`seoul-ml-engineer-2026 usd`").problems
    assert problem.reason == "no exchange rate covers KRW in 2026"


def test_a_withdrawn_record_is_not_quoted(db):
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(status="withdrawn")
    assert len(render("{pay}`seoul-ml-engineer-2026`").problems) == 1


def test_a_problem_inside_a_note_names_the_line_of_the_guide(db):
    text = "One\n\n:::{note} Title\n\nText {fact}`moon`.\n\n:::\n"
    (problem,) = render(text).problems
    assert problem.line == 5


def test_a_note_holds_figures(db):
    body = render(":::{note} One thing\n\nIt is {fact}`mlops-premium`.\n\n:::\n").body
    assert "One thing" in body
    assert ">30–50%</a>" in body


def test_check_raises_the_first_problem_with_its_line(db):
    with pytest.raises(GuideError, match=r"line 2, \{fact\}`moon`: there is no fact"):
        check_guide("One\n{fact}`moon`\n")
    check_guide("Fine: {fact}`mlops-premium`")


def test_the_sources_of_a_guide_are_those_that_its_figures_quote(db):
    guide = render("{pay}`seoul-ml-engineer-2026` {fact}`ml-job-market-2026` {pay}`seoul-ml-engineer-2026`")
    assert [source.slug for source in guide.sources] == ["ml-careers-asia-2026", "statista"]
    assert guide.figure_count == 3


def test_a_chart_counts_its_source(db):
    guide = render(f":::{{paired-bars}}\n:source: {CHART}\n:::\n")
    assert [source.slug for source in guide.sources] == [CHART]


@pytest.mark.parametrize("directive", ["paired-bars", "map", "ladder", "levels-table", "records"])
def test_every_directive_draws_something(db, directive):
    guide = render(f":::{{{directive}}}\n:::\n")
    assert guide.problems == []
    assert "Machine learning engineer" in guide.body or "Senior or lead ML engineer" in guide.body


def test_a_trend_counts_the_sources_of_its_years(db):
    guide = render(":::{trend}\n:place: singapore\n:level: senior\n:::\n")
    assert "Machine learning engineer, Senior or lead ML engineer, in Singapore: figures for 2026 only" in guide.body
    assert [source.slug for source in guide.sources] == ["digitaldefynd-alcor-2026"]


def test_records_are_narrowed_by_their_options(db):
    body = render(":::{records}\n:place: seoul\n:level: senior\n:::\n").body
    assert body.count('href="/salaries/') == 1
    assert "/salaries/seoul-ml-engineer-senior-2026/" in body


@pytest.mark.parametrize("directive", ["paired-bars", "map", "trend", "ladder", "levels-table", "records"])
def test_a_directive_without_records_never_fails(no_records, directive):
    guide = render(f":::{{{directive}}}\n:::\n")
    assert len(guide.problems) <= 1


def test_many_figures_cost_as_many_queries_as_few(db):
    keys = list(SalaryRecord.objects.values_list("key", flat=True))
    counts = []
    for some in (keys[:1], keys):
        text = "\n".join(f"{{pay}}`{key}`" for key in some)
        render(text)  # the catalogue is read with the first
        with CaptureQueriesContext(connection) as captured:
            render(text)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_ladder_without_a_place_stands_in_the_first_region_of_all(db):
    Place.objects.create(slug="elsewhere", name="Zealandia", kind="region")
    guide = render(":::{ladder}\n:::")
    assert guide.problems == []


def test_a_check_keeps_the_authors_words_and_leads_to_their_evidence(db):
    body = render("{check}`<b>3x</b> | ml-engineer@singapore / non-it@singapore`").body
    assert body.strip() == (
        '<p><a class="figure" href="/estimate/?place=singapore&amp;role=machine-learning-engineer&amp;year=2026">'
        "&lt;b&gt;3x&lt;/b&gt;</a></p>"
    )
    body = render("{check}`$105,000 | singapore-ml-engineer-chart-2026`").body
    assert 'href="/salaries/singapore-ml-engineer-chart-2026/" data-receipt' in body
    assert 'href="/levels/senior/">4–6x</a>' in render("{check}`4–6x | level:senior.multiplier`").body


def test_a_note_stands_beside_words_that_the_records_contradict_and_only_there(db):
    assert shown("{check}`4x | singapore-ml-engineer-chart-2026 / $35,000 | <i>no</i>`") == (
        "4x (the records say 3.00×: &lt;i&gt;no&lt;/i&gt;)"
    )
    assert shown("{check}`3x | singapore-ml-engineer-chart-2026 / $35,000 | no`") == "3x"


def test_what_an_editor_accepted_stands_beside_the_words(db):
    text = "4x | singapore-ml-engineer-chart-2026 / $35,000"
    body = render(f"{{check}}`{text}`", {text: "We know."}).body
    assert "(the records say 3.00×: We know.)" in body


def test_a_check_counts_as_a_figure_and_a_plain_number_does_not(db):
    guide = render(f"{{plain}}`<12>` {{check}}`3x | ml-engineer@singapore[{CHART}] / non-it@singapore`")
    assert guide.figure_count == 1
    assert [source.slug for source in guide.sources] == [CHART]
    assert "&lt;12&gt;" in guide.body


def test_many_checks_cost_as_many_queries_as_few(db):
    cities = ["singapore", "seoul", "manila", "bangalore", "ho-chi-minh-city"]
    counts = []
    for many in (1, 40):
        checks = [
            f"{{check}}`{n}x | ml-engineer@{city}[{CHART}] / non-it@{city} * level:senior.multiplier`"
            f" {{check}}`{n}x | ml-engineer@{city} / non-it@{city}` {{check}}`{n}% | mlops-premium`"
            for n in range(1, many + 1)
            for city in cities[:many]
        ]
        render("\n".join(checks))  # the catalogue is read with the first
        with CaptureQueriesContext(connection) as captured:
            assert render("\n".join(checks)).problems == []
        counts.append(len(captured))
    assert counts[0] == counts[1]
