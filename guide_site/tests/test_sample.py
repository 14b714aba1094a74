"""The sample holds every figure of its first guide, with the exact amounts. The numbers are those of the inventory."""

from decimal import Decimal as D
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from guide_site.management.commands.load_sample import SAMPLE
from salaries.models import (
    CareerLevel,
    Estimate,
    Fact,
    ImportRun,
    Place,
    PublishedVersion,
    Role,
    SalaryRecord,
    Skill,
    Source,
)

# Sources: S1 and S2 as the guide credits them, MM for Morgan McKinley, "-" for a statement without a named source.
SOURCES = {
    "S1": "DigitalDefynd, Morgan McKinley and Second Talent",
    "S2": "DigitalDefynd and Alcor",
    "MM": "Morgan McKinley",
    "-": "Guide Site",
    "Statista": "Statista",
}
ML, AI, OUTSIDE = "machine-learning-engineer", "ai-engineer", "average-outside-it"

# id: place, role, level, currency, period, low, typical, high, source, qualifier
PAY = {
    "6": ("bangalore", AI, "senior", "USD", "month", None, 2300, None, "-", "about"),
    "7": ("india", AI, None, "USD", "year", 68000, None, None, "-", "from"),
    "8": ("india", AI, None, "INR", "year", 5600000, None, None, "-", "about"),
    "10": ("singapore", ML, None, "SGD", "year", 100000, None, 170000, "MM", "average"),
    "12": ("manila", ML, None, "PHP", "year", 455000, None, 685000, "-", "average"),
    "14": ("ho-chi-minh-city", ML, None, "VND", "month", 20000000, None, 120000000, "-", "exact"),
    "15": ("vietnam", ML, None, "USD", "year", 30000, None, 84000, "-", "exact"),
    "16": ("seoul", ML, None, "KRW", "year", 60000000, None, 120000000, "-", "exact"),
    "17": ("singapore", ML, None, "USD", "year", None, 105000, None, "S1", "exact"),
    "18": ("singapore", OUTSIDE, None, "USD", "year", None, 34000, None, "S1", "average"),
    "19": ("seoul", ML, None, "USD", "year", None, 72000, None, "S1", "exact"),
    "20": ("seoul", OUTSIDE, None, "USD", "year", None, 23000, None, "S1", "average"),
    "21": ("bangalore", ML, None, "USD", "year", None, 27600, None, "S1", "exact"),
    "22": ("bangalore", OUTSIDE, None, "USD", "year", None, 8400, None, "S1", "average"),
    "23": ("ho-chi-minh-city", ML, None, "USD", "year", 30000, None, 84000, "S1", "exact"),
    "24": ("ho-chi-minh-city", OUTSIDE, None, "USD", "year", None, 5000, None, "S1", "average"),
    "25": ("manila", ML, None, "USD", "year", None, 12200, None, "S1", "about"),
    "26": ("manila", OUTSIDE, None, "USD", "year", None, 4500, None, "S1", "about"),
    "28 India": ("india", ML, "beginner", "USD", "year", 3000, None, 8000, "S2", "exact"),
    "28 Philippines": ("philippines", ML, "beginner", "USD", "year", 3000, None, 8000, "S2", "exact"),
    "28 Vietnam": ("vietnam", ML, "beginner", "USD", "year", 3000, None, 8000, "S2", "exact"),
    "30": ("asia", ML, "junior", "USD", "year", 8000, None, 25000, "S2", "exact"),
    "31": ("seoul", ML, "junior", "KRW", "year", 40000000, None, None, "S2", "from"),
    "32": ("singapore", ML, "junior", "SGD", "year", 65000, None, None, "S2", "from"),
    "34": ("asia", ML, "mid-level", "USD", "year", 25000, None, 55000, "S2", "exact"),
    "35": ("bangalore", ML, "mid-level", "INR", "year", 3000000, None, 4500000, "S2", "exact"),
    "36": ("seoul", ML, "mid-level", "KRW", "year", 80000000, None, None, "S2", "from"),
    "38": ("asia", ML, "senior", "USD", "year", 55000, None, 170000, "S2", "exact"),
    "39": ("singapore", ML, "senior", "SGD", "year", 100000, None, 170000, "S2", "exact"),
    "40": ("seoul", ML, "senior", "KRW", "year", 120000000, None, None, "S2", "from"),
}

# id: low, high, unit, year, place, role, skill, source
FACTS = {
    "1": (3, 3, "ratio", 2026, "asia", ML, None, "-"),
    "2": ("3.2", "3.2", "ratio", 2026, "world", None, None, "-"),
    "3": (113100000000, 113100000000, "USD", 2026, "world", None, None, "Statista"),
    "4": (503400000000, 503400000000, "USD", 2030, "world", None, None, "Statista"),
    "9": (3, None, "ratio", 2026, "india", AI, None, "-"),
    "45": (42, 42, "percent", 2026, None, ML, "pytorch", "-"),
    "46": (30, 50, "percent", 2026, None, None, "mlops", "-"),
    "47": (10, 20, "percent", 2026, None, None, "certifications", "-"),
    "48": (25, 35, "percent", 2026, "vietnam", "computer-vision-engineer", "computer-vision", "-"),
    "49": (None, 20, "USD", 2026, None, None, None, "-"),
    "50 Bangalore": (10, 10, "ratio", 2026, "bangalore", None, None, "-"),
    "50 Manila": (10, 10, "ratio", 2026, "manila", None, None, "-"),
}

# ids 27, 29, 33, 37 (experience in months) and 41–44 (time to reach in months, multiplier), skills and tools
LEVELS = {
    "beginner": (1, 0, 12, 3, 6, 1, 1, "Python basics|NumPy|pandas|scikit-learn|First models", "Python|scikit-learn"),
    "junior": (
        2,
        12,
        24,
        6,
        12,
        "1.8",
        "1.8",
        "TensorFlow|PyTorch|Model deployment|REST APIs|Cloud basics (AWS, GCP)",
        "PyTorch|AWS SageMaker",
    ),
    "mid-level": (
        3,
        24,
        48,
        12,
        24,
        "2.8",
        "2.8",
        "MLOps|Kubeflow|LLM fine-tuning|Production pipelines|Generative AI integration",
        "MLOps|Kubeflow|GenAI",
    ),
    "senior": (
        4,
        48,
        None,
        36,
        60,
        4,
        6,
        "LLMOps|Agentic AI|Team leadership|Cross-domain ML strategy",
        "LLMOps|Agentic AI",
    ),
}


def number(value):
    return None if value is None else D(value)


@pytest.mark.parametrize("number_in_guide", PAY)
def test_every_statement_of_pay_is_a_record(db, number_in_guide):
    place, role, level, currency, period, low, typical, high, source, qualifier = PAY[number_in_guide]
    record = SalaryRecord.objects.published().get(
        place__slug=place,
        role__slug=role,
        level=CareerLevel.objects.filter(slug=level).first(),
        source__publisher=SOURCES[source],
        currency_code=currency,
    )
    assert (record.low, record.typical, record.high) == (number(low), number(typical), number(high))
    assert (record.period, record.year, record.qualifier) == (period, 2026, qualifier)
    assert record.quote


def test_there_is_no_record_that_the_guide_does_not_state(db):
    assert SalaryRecord.objects.count() == len(PAY) == 30


def test_only_the_statement_on_international_companies_is_of_that_population(db):
    keys = SalaryRecord.objects.filter(population="international").values_list("place__slug", "low", "high")
    assert list(keys) == [("vietnam", D(30000), D(84000))]


@pytest.mark.parametrize("number_in_guide", FACTS)
def test_every_other_number_is_a_fact(db, number_in_guide):
    low, high, unit, year, place, role, skill, source = FACTS[number_in_guide]
    about = {"place": place, "role": role, "skill": skill}
    scope = {f"{name}__slug" if slug else name: slug for name, slug in about.items()}
    facts = Fact.objects.filter(unit=unit, year=year, source__publisher=SOURCES[source], **scope)
    assert [(fact.low, fact.high) for fact in facts] == [(number(low), number(high))]


def test_there_is_no_fact_that_the_guide_does_not_state(db):
    assert Fact.objects.count() == len(FACTS) == 12


@pytest.mark.parametrize("slug", LEVELS)
def test_every_level_is_as_published(db, slug):
    order, from_, to, reach_from, reach_to, low, high, skills, tools = LEVELS[slug]
    level = CareerLevel.objects.get(slug=slug)
    assert (level.order, level.experience_low_months, level.experience_high_months) == (order, from_, to)
    assert (level.reach_low_months, level.reach_high_months) == (reach_from, reach_to)
    assert (level.multiplier_low, level.multiplier_high) == (number(low), number(high))
    assert {skill.name for skill in level.skills.all()} == set(skills.split("|"))
    assert {tool.name for tool in level.tools.all()} == set(tools.split("|"))
    assert level.source.publisher == SOURCES["S2"]


def test_every_role_and_the_baseline_is_there(db):
    assert {role.name for role in Role.objects.occupations()} == {
        "Machine learning engineer",
        "AI engineer",
        "Data scientist",
        "Computer vision engineer",
        "NLP engineer",
        "Deep learning engineer",
        "AI research scientist",
        "AI product manager",
    }
    assert Role.objects.baseline().slug == OUTSIDE


def test_the_cities_lie_in_their_countries(db):
    found = Place.objects.cities().values_list("name", "parent__country_code", "parent__currency_code")
    assert set(found) == {
        ("Bangalore", "IN", "INR"),
        ("Manila", "PH", "PHP"),
        ("Ho Chi Minh City", "VN", "VND"),
        ("Seoul", "KR", "KRW"),
        ("Singapore", "SG", "SGD"),
        ("Tokyo", "JP", "JPY"),
        ("Jakarta", "ID", "IDR"),
    }


def test_what_employers_ask_for_is_marked(db):
    assert set(Skill.objects.filter(in_demand=True).values_list("slug", flat=True)) == {
        "pytorch",
        "mlops",
        "generative-ai-integration",
        "certifications",
        "computer-vision",
    }


def test_every_record_but_those_without_a_rate_has_dollars(db):
    assert list(SalaryRecord.objects.without_usd()) == []


def test_sources_say_whether_anybody_is_named(db):
    assert [source.slug for source in Source.objects.all() if not source.is_named] == ["ml-careers-asia-2026"]


def everything() -> list:
    models = [model for label in ("salaries", "articles") for model in apps.get_app_config(label).get_models()]
    kept = [model for model in models if model is not ImportRun]
    return [(model.__name__, list(model._base_manager.order_by("pk").values())) for model in kept]


def test_loading_the_sample_again_changes_nothing(db):
    before, version, last = everything(), PublishedVersion.current(), ImportRun.objects.first().pk
    call_command("load_sample", stdout=StringIO())
    assert everything() == before
    assert PublishedVersion.current() == version
    runs = ImportRun.objects.filter(pk__gt=last)
    assert [run.created_count + run.updated_count + run.refused_count for run in runs] == [0] * 10
    assert Estimate.objects.exists()


def test_the_sample_is_loaded_by_the_commands_that_anyone_uses(db):
    importers = "articles facts salaries ppp rates levels sources skills roles places".split()
    assert list(ImportRun.objects.values_list("importer", flat=True)) == importers
    assert {file.stem for file in SAMPLE.glob("*.csv")} == set(importers) - {"articles"}
