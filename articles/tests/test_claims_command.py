"""manage.py check_guides: the ledger for a cron job, and when it fails."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Claim
from articles.tests.test_models import guide
from salaries.models import SalaryRecord

FALLS_SHORT = "more than 3x | ml-engineer@manila / non-it@manila"


def check(*arguments: str, **options) -> list[str]:
    out = StringIO()
    call_command("check_guides", *arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_sample_has_no_number_without_a_record_and_its_contradictions_are_accepted(db):
    *lines, last = check()
    assert last == (
        "119 figures: 116 holds, 0 drifted, 3 contradicted, 0 unsourced, 0 broken (3 of the contradicted accepted)"
    )
    found = [line.split("\t") for line in lines]
    assert [(one[0], one[3], one[5]) for one in found if one[1] == "contradicted"] == [
        ("mid-level-to-senior:49", "20.5×", "accepted: midpoints of the ladder’s own dollar ranges"),
        ("ml-careers-asia-2026:69", "2.71×", "accepted: it falls short in Manila"),
        ("ml-careers-asia-2026:69", "6.0–16.8×", "accepted: the chart compares two populations there"),
    ]


def test_a_line_says_where_what_and_what_it_was(db):
    guide(body="77 {pay}`seoul-ml-engineer-2026`")
    SalaryRecord.objects.filter(key="seoul-ml-engineer-2026").update(low=1_000_000)  # nothing hears of this
    assert check("--guide", "x") == [
        "x:1\tunsourced\t77\t77\t\tNo record stands behind this number: quote one, check it, or mark it with {plain}.",
        "x:1\tdrifted\t{pay}`seoul-ml-engineer-2026`\t₩1M–120M a year\t₩60M–120M a year\t",
        "2 figures: 0 holds, 1 drifted, 0 contradicted, 1 unsourced, 0 broken (0 of the contradicted accepted)",
    ]


@pytest.mark.parametrize("body", ["{pay}`nope`", f"{{check}}`{FALLS_SHORT}`"])
def test_a_broken_figure_and_a_contradiction_fail(db, body):
    guide(body=body)
    with pytest.raises(CommandError, match=r"^1 contradicted or broken\.$") as error:
        check()
    assert error.value.returncode == 1


@pytest.mark.parametrize("body", ["77", f"{{check}}`{FALLS_SHORT} | We know.`"])
def test_a_plain_number_and_an_accepted_contradiction_do_not(db, body):
    guide(body=body)
    check("--guide", "x")


def test_retired_guides_are_asked_about_by_name_only(db):
    guide(status="retired", body="{pay}`nope`")
    check()
    with pytest.raises(CommandError, match="1 contradicted or broken"):
        check("--guide", "x")


def test_an_unknown_guide_is_said(db):
    with pytest.raises(CommandError, match="There is no guide 'nowhere'"):
        check("--guide", "nowhere")


def test_guides_from_before_the_ledger_are_written_into_it(db):
    Claim.objects.all().delete()
    check()
    assert Claim.objects.count() == 119
    assert Article.objects.filter(claims__isnull=True).count() == 0


def test_a_terminal_gets_a_table(db):
    guide(body="77 [bold]")
    lines = check("--guide", "x", force_color=True)
    assert any("unsourced" in line and "│" in line for line in lines)


DISAGREE = "{pay}`seoul-ml-engineer-2026` {pay}`seoul-ml-engineer-junior-2026`"


def test_disagreements_follow_the_figures_guide_by_guide_and_fail_only_when_asked(db):
    guide(body=DISAGREE)
    *_, line, last = check("--guide", "x")
    assert line.split("\t") == [
        "x",
        "disagree",
        "level-outside-place",
        "Seoul: Junior ML engineer, ₩40M or more a year, begins below the range for all levels there, "
        "₩60M–120M a year.",
        "seoul-ml-engineer-junior-2026 seoul-ml-engineer-2026",
        "₩40M is 33% below the floor, ₩60M",
        "A level outside its place’s range",
    ]
    assert last.startswith("2 figures: 2 holds")
    with pytest.raises(CommandError, match=r"^figures that disagree: 1, in guides: 1\.$"):
        check("--guide", "x", "--strict")


def test_strict_passes_where_nothing_disagrees_and_says_both_where_claims_fail_too(db):
    one = guide(body="{pay}`seoul-ml-engineer-2026`")
    check("--guide", "x", "--strict")
    one.body = f"{DISAGREE} {{pay}}`nope`"
    one.save()
    with pytest.raises(
        CommandError, match=r"^1 contradicted or broken; figures that disagree: 1, in guides: 1\.$"
    ) as error:
        check("--guide", "x", "--strict")
    assert error.value.returncode == 1


def test_every_guide_of_the_sample_has_its_disagreements(db):
    found = Counter(line.partition("\t")[0] for line in check() if "\tdisagree\t" in line)
    assert found == {"mid-level-to-senior": 4, "ml-careers-asia-2026": 15, "seoul-ml-engineer-2026": 4}


def test_a_terminal_gets_a_table_of_disagreements(db):
    guide(body=DISAGREE)
    lines = check("--guide", "x", force_color=True)
    assert "x: where the sources disagree (1)" in " ".join(lines)
