"""The ledger: what becomes a claim, with which verdict, and which changes judge it again."""

from __future__ import annotations

from decimal import Decimal as D
from io import StringIO

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from articles.claims import ledger, touched
from articles.figures import render
from articles.models import Article, Claim
from articles.tests.test_models import guide
from salaries import estimates
from salaries.models import CareerLevel, ExchangeRate, Fact, Place, Role, SalaryRecord, Source
from salaries.tests.making import a_record

CHART = "digitaldefynd-morgan-mckinley-second-talent-2026"
RECORD = "singapore-ml-engineer-chart-2026"
RATIO = "ml-engineer@singapore / non-it@singapore"


def rows(article: Article) -> list[tuple[str, str, str]]:
    return [(one.kind, one.value, one.verdict) for one in article.claims.all()]


def only(article: Article) -> Claim:
    return article.claims.get()


def test_every_figure_becomes_a_claim_in_the_order_of_the_text(db):
    one = guide(
        body=f"It pays {{pay}}`{RECORD}`, {{ratio}}`singapore machine-learning-engineer {CHART}` that,\n"
        f"or {{check}}`3x | {RATIO}`.\n\n:::{{note}} Look\n\n{{fact}}`mlops-premium` {{level}}`senior reach` and 77.\n"
        ":::\n\nNothing: {pay}`nope`."
    )
    assert rows(one) == [
        ("pay", "$105,000 a year", "holds"),
        ("ratio", "3.09×", "holds"),
        ("check", "3.11×", "holds"),  # 105,603 from all sources ÷ 34,000
        ("fact", "30–50%", "holds"),
        ("level", "3–5 years", "holds"),
        ("number", "77", "unsourced"),
        ("pay", "", "broken"),
    ]
    assert [claim.position for claim in one.claims.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert [claim.line for claim in one.claims.all()] == [1, 1, 2, 6, 6, 6, 9]
    check = one.claims.get(kind="check")
    assert (check.sentence, check.words) == ("It pays […], […] that, or 3x.", "3x")


@pytest.mark.parametrize(
    ("text", "value", "verdict", "reason"),
    [
        (f"3x | ml-engineer@singapore[{CHART}] / non-it@singapore", "3.09×", "holds", ""),
        (f"more than 3x | ml-engineer@singapore[{CHART}] / non-it@singapore", "3.09×", "holds", ""),
        (f"3x | ml-engineer@manila[{CHART}] / non-it@manila", "2.71×", "holds", ""),
        (
            f"more than 3x | ml-engineer@manila[{CHART}] / non-it@manila",
            "2.71×",
            "contradicted",
            "the words hold above 3",
        ),
        (
            f"3x | machine-learning-engineer@ho-chi-minh-city[{CHART}] / average-outside-it@ho-chi-minh-city",
            "6.0–16.8×",
            "contradicted",
            "the words hold from 2.5 to 3.5",
        ),
        ("8.1 times | india-top-ai-engineer-usd-2026.low / bangalore-outside-it-chart-2026", "8.1×", "holds", ""),
        ("at least 8x | india-top-ai-engineer-usd-2026 / non-it@bangalore", "8.1× or more", "holds", ""),
        ("30–50% | mlops-premium", "30–50%", "holds", ""),
        ("4–6 times | level:senior.multiplier / level:beginner.multiplier", "4.00–6.0×", "holds", ""),
        ("3–5 years | level:senior.reach", "3–5 years", "holds", ""),
        ("S$100,000–170,000 | singapore-ml-engineer-senior-2026.local", "S$100,000–170,000", "holds", ""),
        (
            "₫20–120 million a month | ho-chi-minh-city-ml-engineer-2026.local",
            "₫240,000,000–1,440,000,000",
            "holds",
            "",
        ),
        # One source states it, so its range is what there is; of a range the typical figure is its middle.
        ("about $105,000 | ml-engineer@singapore/senior:2026.typical", "$105,603", "holds", ""),
        ("$78,000–133,000 | ml-engineer@singapore/senior:2026", "$78,224–132,981", "holds", ""),
        ("45% | fact:ml-job-market-2030 / fact:ml-job-market-2026 - 1", "345.1%", "contradicted", None),
        ("3x | ml-engineer@tokyo / non-it@tokyo", "", "broken", None),
        ("3x | nobody@singapore", "", "broken", "expression, character 1: there is no role 'nobody'"),
        ("3x | ml-engineer@atlantis", "", "broken", "expression, character 1: there is no place 'atlantis'"),
        ("3x | ml-engineer@seoul", "", "broken", "the words state a plain number, and the expression comes to USD"),
        ("3x", "", "broken", None),
        ("a lot | ml-engineer@seoul", "", "broken", "the words state no number"),
        ("3x | 6 / 2", "", "broken", "an expression needs at least one figure of the records"),
        ("3x | level:senior", "", "broken", None),
        ("3x | mlops-premium.charm", "", "broken", "expression, character 1: there is no part 'charm'"),
        ("3x | ml-engineer@seoul:1999", "", "broken", None),
    ],
)
def test_a_check_is_judged(db, text, value, verdict, reason):
    claim = only(guide(body=f"{{check}}`{text}`"))
    assert (claim.value, claim.verdict) == (value, verdict)
    assert reason is None or claim.reason == reason


def test_an_edited_record_makes_its_claims_drift_with_old_and_new_text(db):
    one = guide(body=f"In Singapore it is {{pay}}`{RECORD}`.")
    other = guide(slug="y", body="{pay}`seoul-ml-engineer-2026`")
    record = SalaryRecord.objects.get(key=RECORD)
    record.typical = D(99_000)
    record.save()
    claim = only(one)
    assert (claim.verdict, claim.sentence_at_review, claim.sentence) == (
        "drifted",
        "In Singapore it is $105,000 a year.",
        "In Singapore it is $99,000 a year.",
    )
    assert only(other).verdict == "holds"
    ledger.review([claim])
    assert only(one).verdict == "holds"


def test_a_check_drifts_while_its_words_hold_and_is_contradicted_beyond(db):
    one = guide(body=f"{{check}}`3x | ml-engineer@singapore[{CHART}] / non-it@singapore`")
    record = SalaryRecord.objects.get(key=RECORD)
    for typical, value, verdict in ((110_500, "3.25×", "drifted"), (136_000, "4.00×", "contradicted")):
        record.typical = D(typical)
        record.save()
        assert (only(one).value, only(one).verdict) == (value, verdict)
    record.typical = D(105_000)
    record.save()
    assert only(one).verdict == "holds"


def test_a_withdrawn_record_breaks_its_claims_until_it_is_back(db):
    one = guide(body=f"{{pay}}`{RECORD}` {{check}}`$105,000 | {RECORD}`")
    record = SalaryRecord.objects.get(key=RECORD)
    for status, verdict in (("withdrawn", "broken"), ("published", "holds")):
        record.status = status
        record.save()
        assert [claim.verdict for claim in one.claims.all()] == [verdict, verdict]


def test_a_deleted_and_a_renamed_record_break_what_quotes_them(db):
    one, other = guide(body=f"{{pay}}`{RECORD}`"), guide(slug="y", body="{pay}`seoul-ml-engineer-2026`")
    SalaryRecord.objects.get(key=RECORD).delete()
    assert only(one).verdict == "broken"
    record = SalaryRecord.objects.get(key="seoul-ml-engineer-2026")
    record.key = "seoul-renamed"
    record.save()
    assert only(other).verdict == "broken"


def test_a_record_that_comes_mends_the_claims_that_wait_for_it(db):
    one = guide(body="{pay}`tokyo-new-2026` {check}`$90,000 | ml-engineer@tokyo`")
    assert [claim.verdict for claim in one.claims.all()] == ["broken", "broken"]
    a_record("tokyo-new-2026", source="statista", place="tokyo", role="machine-learning-engineer", typical=90_000)
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("$90,000 a year", "drifted"),
        ("$90,000", "drifted"),
    ]


def test_a_later_year_moves_the_claims_that_name_none(db):
    one = guide(body="{pay}`seoul machine-learning-engineer` {check}`$69,701 | ml-engineer@seoul:2026`")
    a_record("later", source="statista", place="seoul", role="machine-learning-engineer", year=2027, typical=90_000)
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("$90,000", "drifted"),
        ("$69,701", "holds"),
    ]
    SalaryRecord.objects.get(key="later").delete()
    assert [claim.verdict for claim in one.claims.all()] == ["holds", "holds"]


def test_a_new_rate_judges_the_dollars_of_its_currency(db):
    figures = (
        "{pay}`seoul-ml-engineer-2026 usd`",
        "{check}`$69,701 | ml-engineer@seoul`",
        "{pay}`manila-ml-engineer-2026 usd`",
    )
    one = guide(body=" ".join(figures))
    rate = ExchangeRate.objects.filter(currency_code="KRW").latest("end")
    rate.units_per_usd = D(1_000)
    rate.save()
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("$60,000–120,000 a year", "drifted"),
        # 90,000 (the city's range) and 72,000 (the chart), the ladder has no typical figure: the median is 81,000.
        ("$81,000", "contradicted"),
        ("$7,145–10,757 a year", "holds"),
    ]


def test_facts_levels_and_names_judge_their_claims(db):
    one = guide(
        body="{fact}`mlops-premium` {level}`senior reach` {check}`3x | ml-engineer@singapore / non-it@singapore`"
    )
    fact = Fact.objects.get(key="mlops-premium")
    fact.high = D(60)
    fact.save()
    level = CareerLevel.objects.get(slug="senior")
    level.reach_high_months = 48
    level.save()
    role = Role.objects.get(slug="machine-learning-engineer")
    role.aliases = ""
    role.save()
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("30–60%", "drifted"),
        ("3–4 years", "drifted"),
        ("", "broken"),
    ]
    fact.delete()
    assert one.claims.first().verdict == "broken"
    role.aliases = "ML engineer"
    role.save()
    assert one.claims.last().verdict == "holds"


def test_a_renamed_place_and_source_break_what_names_them(db):
    one = guide(body=f"{{check}}`3x | ml-engineer@singapore[{CHART}] / non-it@singapore`")
    for row in (Place.objects.get(slug="singapore"), Source.objects.get(slug=CHART)):
        slug, row.slug = row.slug, "elsewhere"
        row.save()
        assert only(one).verdict == "broken"
        row.slug = slug
        row.save()
        assert only(one).verdict == "holds"


def imported(tmp_path, before: str, after: str, *options: str) -> None:
    path, exported = tmp_path / "salaries.csv", StringIO()
    call_command("export_salaries", stdout=exported)
    assert before in exported.getvalue()
    path.write_text(exported.getvalue().replace(before, after))
    call_command("import_salaries", str(path), *options, stdout=StringIO())


def test_an_import_that_changes_a_record_judges_its_claims(db, tmp_path):
    one = guide(body=f"{{pay}}`{RECORD}` {{check}}`3x | ml-engineer@singapore[{CHART}] / non-it@singapore`")
    imported(tmp_path, ",105000.00,", ",136000.00,")
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("$136,000 a year", "drifted"),
        ("4.00×", "contradicted"),
    ]


def test_an_import_that_brings_a_record_mends_what_waits_for_it(db, tmp_path):
    one = guide(body="{pay}`fresh-key` {check}`$105,000 | fresh-key`")
    imported(tmp_path, f"\n{RECORD},", "\nfresh-key,")
    assert [(claim.value, claim.verdict) for claim in one.claims.all()] == [
        ("$105,000 a year", "drifted"),
        ("$105,000", "drifted"),
    ]


def test_a_refused_import_changes_no_verdict(db, tmp_path):
    one = guide(body=f"{{pay}}`{RECORD}`")
    with pytest.raises(Exception, match="nothing was imported"):
        imported(tmp_path, ",105000.00,", ",much,")
    assert only(one).verdict == "holds"


def test_changes_put_together_are_judged_once_at_their_end(db):
    one = guide(body=f"{{pay}}`{RECORD}`")
    with estimates.deferred():
        record = SalaryRecord.objects.get(key=RECORD)
        record.typical = D(99_000)
        record.save()
        assert only(one).verdict == "holds"
    assert only(one).value == "$99,000 a year"


def test_rebuilding_judges_everything(db):
    one = guide(body="{pay}`seoul machine-learning-engineer`")
    SalaryRecord.objects.filter(place__slug="seoul", role__slug="machine-learning-engineer").update(status="draft")
    estimates.rebuild()
    assert only(one).verdict == "broken"


def test_a_guide_that_is_saved_again_keeps_its_reviews_wherever_figures_move(db):
    one = guide(body=f"{{pay}}`{RECORD}` {{fact}}`mlops-premium`")
    record = SalaryRecord.objects.get(key=RECORD)
    record.typical = D(99_000)
    record.save()
    before = {claim.text: claim.pk for claim in one.claims.all()}
    one.body = f"First.\n\nNew {{level}}`senior reach`, {{fact}}`mlops-premium`, {{pay}}`{RECORD}`."
    one.save()
    assert rows(one) == [
        ("level", "3–5 years", "holds"),
        ("fact", "30–50%", "holds"),
        ("pay", "$99,000 a year", "drifted"),
    ]
    assert {claim.text: claim.pk for claim in one.claims.all()}.items() >= before.items()
    one.body = "Nothing."
    one.save()
    assert rows(one) == []


FALLS_SHORT = f"more than 3x | ml-engineer@manila[{CHART}] / non-it@manila"


def test_a_note_in_the_text_accepts_a_contradiction_until_its_figure_moves(db):
    one = guide(body=f"{{check}}`{FALLS_SHORT} | Manila falls short.`")
    assert (only(one).verdict, only(one).accepted_note, only(one).is_accepted) == (
        "contradicted",
        "Manila falls short.",
        True,
    )
    assert list(Claim.objects.failing()) == []
    record = SalaryRecord.objects.get(key="manila-ml-engineer-chart-2026")
    record.typical = D(9_000)
    record.save()
    assert not only(one).is_accepted
    assert list(one.claims.failing()) == [only(one)]
    one.body = f"{{check}}`{FALLS_SHORT} | Manila falls far short.`"  # its author has looked at it
    one.save()
    assert only(one).is_accepted
    one.body = f"{{check}}`{FALLS_SHORT}`"
    one.save()
    assert (only(one).accepted_note, only(one).is_accepted) == ("", False)


def test_a_note_of_the_ledger_stays_when_the_guide_is_saved(db):
    one = guide(body=f"{{check}}`{FALLS_SHORT}`")
    claim = only(one)
    claim.accepted_note = "We know."
    ledger.review([claim])
    one.save()
    assert only(one).is_accepted
    assert ledger.accepted_notes(one) == {FALLS_SHORT: "We know."}


def test_judging_again_changes_nothing(db):
    before = list(Claim.objects.values()), list(Claim.dependencies.rel.related_model.objects.order_by("pk").values())
    assert before[0]
    assert ledger.judge(Claim.objects.values_list("pk", flat=True)) == 0
    for article in Article.objects.all():
        ledger.write(article)
    assert before == (
        list(Claim.objects.values()),
        list(Claim.dependencies.rel.related_model.objects.order_by("pk").values()),
    )


def test_a_change_that_touches_no_claim_judges_none(db, monkeypatch):
    judged = []
    monkeypatch.setattr(ledger, "_judge", lambda claims: judged.append(len(claims)))
    a_record("elsewhere", source="statista", place="jakarta", role="nlp-engineer", typical=90_000)
    assert judged == []


def queries(change) -> int:
    with CaptureQueriesContext(connection) as captured:
        change()
    return len(captured)


def test_saving_a_guide_takes_as_many_queries_for_many_figures_as_for_few(db):
    keys = list(SalaryRecord.objects.values_list("key", flat=True))
    counts = []
    for number in (1, 2, 10):
        body = "\n".join(f"{{pay}}`{key}` {{check}}`$1 | {key}` {{fact}}`mlops-premium` 7" for key in keys[:number])
        counts.append(queries(lambda body=body: guide(slug=str(len(body)), body=body)))
    # The first one also reads what is read once for each published version.
    assert counts[1] == counts[2]


def test_judging_takes_as_many_queries_for_three_claims_as_for_one(db):
    counts = []
    for number in range(3):
        guide(slug=f"g{number}", body=f"{{pay}}`{RECORD}` {{check}}`3x | {RATIO}`")
        counts.append(queries(lambda: ledger.judge(touched.by_keys({RECORD}))))
    assert counts[0] == counts[1] == counts[2]


NAMES = ("ml-engineer@singapore", "non-it@seoul", "ml-engineer@tokyo", "level:senior", "mlops-premium", RECORD)
PARTS = (".low", ".local", ".multiplier", "/senior", ":2026", "[statista]")
PIECES = st.sampled_from([*"|+-*/().,:@[]%$ 7`\n", "3x", "about ", "{pay}", *NAMES, *PARTS])


@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], deadline=None)
@hypothesis.given(text=st.lists(PIECES, max_size=14).map("".join), around=st.sampled_from(["{}", "{{check}}`{}`"]))
def test_whatever_is_checked_has_a_verdict_and_the_page_agrees(db, text, around):
    body = around.format(text)
    with transaction.atomic():
        one = guide(slug="any", body=body)
        claims = [claim for claim in one.claims.all() if claim.kind != "number"]
        problems = render(body).problems
        assert sum(claim.verdict == "broken" for claim in claims) <= len(problems)
        assert problems or all(claim.value for claim in claims)
        one.delete()
