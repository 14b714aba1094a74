"""Importers of places, roles, skills, sources and levels: what they make, change and refuse."""

from decimal import Decimal as D

import pytest

from salaries.importers import LevelImporter, PlaceImporter, RoleImporter, SkillImporter, SourceImporter
from salaries.models import CareerLevel, Estimate, Place, Role, Skill, Source
from salaries.tests.making import write_csv

CITY = {"slug": "pune", "name": "Pune", "kind": "city", "parent": "india"}
LEVEL = {"slug": "principal", "name": "Principal", "order": 5, "source": "digitaldefynd-alcor-2026"}
SOURCE = {"slug": "new", "publisher": "Someone", "title": "A survey", "kind": "survey"}
SKILL = {"slug": "sql", "name": "SQL", "kind": "tool"}
ROLE = {"slug": "analyst", "name": "Analyst"}


@pytest.fixture
def run(db, tmp_path):
    """Imports rows and returns the result."""
    return lambda importer, *rows, **options: importer().run(write_csv(tmp_path / "rows.csv", list(rows)), **options)


def refusals(result) -> list[tuple[int, str]]:
    return [(refusal.row_number, refusal.field) for refusal in result.refusals]


def test_a_place_is_made_with_its_parent_and_aliases(run):
    row = CITY | {"latitude": "18.5204", "longitude": "73.8567", "aliases": "Poona;Puṇe"}
    assert run(PlaceImporter, row).created_count == 1
    pune = Place.objects.get(slug="pune")
    assert (pune.name, pune.kind, pune.parent.slug) == ("Pune", "city", "india")
    assert (pune.latitude, pune.longitude, pune.aliases) == (D("18.5204"), D("73.8567"), "Poona\nPuṇe")


def test_parents_may_stand_above_their_children_in_the_file(run):
    country = {"slug": "laos", "name": "Laos", "kind": "country", "parent": "south-eastern-asia"}
    rows = [country | {"country_code": "LA", "currency_code": "LAK"}, CITY | {"slug": "vientiane", "parent": "laos"}]
    assert run(PlaceImporter, *rows).created_count == 2
    assert Place.objects.get(slug="vientiane").country.currency_code == "LAK"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"parent": "atlantis"}, "parent"),
        ({"parent": ""}, "parent"),
        ({"parent": "asia"}, "parent"),
        ({"parent": "manila"}, "parent"),
        ({"kind": "village"}, "kind"),
        ({"slug": "Pune!"}, "slug"),
        ({"slug": "p" * 81}, "slug"),
        ({"name": ""}, "name"),
        ({"country_code": "IN"}, "country_code"),
        ({"currency_code": "INR"}, "currency_code"),
        ({"kind": "country", "parent": "asia", "country_code": "ZZ", "currency_code": "INR"}, "country_code"),
        ({"kind": "country", "parent": "asia", "country_code": "NP"}, "currency_code"),
        ({"latitude": "18"}, "latitude"),
        ({"latitude": "91", "longitude": "0"}, "latitude"),
    ],
)
def test_a_place_that_cannot_be_is_refused(run, change, field):
    result = run(PlaceImporter, CITY | change)
    assert refusals(result) == [(2, field)]
    assert not Place.objects.filter(name="Pune").exists()


def test_a_country_code_that_is_taken_is_refused(run):
    rows = {"slug": "bharat", "name": "Bharat", "kind": "country", "country_code": "IN", "currency_code": "INR"}
    result = run(PlaceImporter, rows)
    assert refusals(result) == [(2, "country_code")]


def test_a_place_cannot_be_moved_into_itself(run):
    row = {"slug": "asia", "name": "Asia", "kind": "region", "parent": "eastern-asia"}
    assert refusals(run(PlaceImporter, row)) == [(2, "parent")]


def test_a_moved_city_takes_its_estimates_along(run):
    row = {"slug": "seoul", "name": "Seoul", "kind": "city", "parent": "japan"}
    assert run(PlaceImporter, row).updated_count == 1
    role = Role.objects.get(slug="machine-learning-engineer")
    countries = Estimate.objects.filter(role=role, level=None, place__slug__in=["south-korea", "japan"])
    assert list(countries.values_list("place__slug", flat=True)) == ["japan"]


def test_a_role_is_made(run):
    run(RoleImporter, ROLE | {"aliases": "Data analyst; BI analyst", "description": "Counts."})
    role = Role.objects.get(slug="analyst")
    assert (role.name, role.aliases, role.is_baseline) == ("Analyst", "Data analyst\nBI analyst", False)


def test_a_second_baseline_is_refused(run):
    assert refusals(run(RoleImporter, ROLE | {"is_baseline": "true"})) == [(2, "is_baseline")]


def test_a_name_that_another_row_has_is_refused(run):
    assert refusals(run(RoleImporter, ROLE | {"name": "Data scientist"})) == [(2, "name")]
    assert refusals(run(SkillImporter, SKILL | {"name": "PyTorch"})) == [(2, "name")]
    assert refusals(run(LevelImporter, LEVEL | {"name": "Beginner"})) == [(2, "name")]


def test_a_skill_is_made_and_changed(run):
    run(SkillImporter, SKILL)
    assert run(SkillImporter, SKILL | {"in_demand": "true"}).updated_count == 1
    assert Skill.objects.get(slug="sql").in_demand is True


def test_a_skill_of_no_known_kind_is_refused(run):
    assert refusals(run(SkillImporter, SKILL | {"kind": "talent"})) == [(2, "kind")]


def test_a_source_is_made_and_its_history_begins(run):
    run(SourceImporter, SOURCE | {"url": "https://example.org/a", "published": "2026-01-31", "redistributable": "no"})
    source = Source.objects.get(slug="new")
    assert (source.url, str(source.published), source.redistributable) == ("https://example.org/a", "2026-01-31", False)
    assert source.history.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"published": "2026"}, "published"),
        ({"publisher": ""}, "publisher"),
        ({"redistributable": "perhaps"}, "redistributable"),
    ],
)
def test_a_source_that_cannot_be_is_refused(run, change, field):
    assert refusals(run(SourceImporter, SOURCE | change)) == [(2, field)]


def test_a_level_is_made_with_its_skills_and_tools(run):
    row = LEVEL | {
        "skills": "llmops;team-leadership",
        "tools": "kubeflow",
        "multiplier_low": "8",
        "multiplier_high": "10.5",
    }
    run(LevelImporter, row)
    level = CareerLevel.objects.get(slug="principal")
    assert sorted(skill.slug for skill in level.skills.all()) == ["llmops", "team-leadership"]
    assert [tool.slug for tool in level.tools.all()] == ["kubeflow"]
    assert (level.multiplier_low, level.multiplier_high) == (D(8), D("10.5"))


def test_a_level_with_other_skills_is_updated_and_with_the_same_is_not(run):
    run(LevelImporter, LEVEL | {"skills": "llmops"})
    assert run(LevelImporter, LEVEL | {"skills": "llmops"}).unchanged_count == 1
    assert run(LevelImporter, LEVEL | {"skills": "mlops"}).updated_count == 1
    assert [skill.slug for skill in CareerLevel.objects.get(slug="principal").skills.all()] == ["mlops"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"order": "4"}, "order"),
        ({"order": "0"}, "order"),
        ({"order": ""}, "order"),
        ({"experience_low_months": "24", "experience_high_months": "12"}, "experience_low_months"),
        ({"reach_low_months": "24", "reach_high_months": "12"}, "reach_low_months"),
        ({"multiplier_low": "3", "multiplier_high": "2"}, "multiplier_low"),
        ({"multiplier_low": "-1"}, "multiplier_low"),
        ({"skills": "llmops;charm"}, "skills"),
        ({"tools": "hammer"}, "tools"),
        ({"source": ""}, "source"),
        ({"source": "rumour"}, "source"),
    ],
)
def test_a_level_that_cannot_be_is_refused(run, change, field):
    assert refusals(run(LevelImporter, LEVEL | change)) == [(2, field)]
    assert CareerLevel.objects.count() == 4
