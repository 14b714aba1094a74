"""What cells are made of, which filters leave a figure, and which figure, by the rules as they are written."""

import random
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salaries import estimates
from salaries.models import CareerLevel, Estimate, Part, Place, Role, SalaryRecord, Source
from salaries.models.place import PlaceTree
from salaries.stated import Stated
from salaries.statistics import Band
from salaries.tests.by_numpy import quantile_by_numpy
from salaries.tests.making import a_record

PARTS = {"source": "source_id", "population": "population", "employment_type": "employment_type"}
PARTS |= {"work_mode": "work_mode"}
FILTERS = 150


def made_of(place, level=None):
    """[(source, population, employment type, work mode, records)] of a stored estimate of 2026."""
    found = Estimate.objects.get(place__slug=place, role__slug="coder", year=2026, level__slug=level)
    named = dict(Source.objects.values_list("pk", "slug"))
    return [(named[source], *kind) for source, *kind in found.made_of]


@pytest.fixture
def few(small_world):
    a_record("a", typical=10, employment_type="full-time", work_mode="remote")
    a_record("b", typical=20, employment_type="full-time", work_mode="remote", level="low")
    a_record("c", typical=30, employment_type="full-time", work_mode="hybrid", level="top")
    a_record("d", place="town", source="two", low=40, high=60, population="local")
    a_record("e", place="land", low=70, population="international")
    a_record("f", place="town", typical=10, status="draft")
    a_record("g", place="town", typical=10, currency_code="KRW")  # there is no rate


def test_made_of_counts_all_records_that_can_be_compared(few):
    assert made_of("town") == [("two", "local", "unspecified", "unspecified", 1)]
    assert made_of("city", "low") == [("one", "unspecified", "full-time", "remote", 1)]


def test_made_of_counts_records_that_the_estimate_passes_over(few):
    # City, any level: the estimate is made of the one record without a level, but a filter may leave only the others.
    assert made_of("city") == [
        ("one", "unspecified", "full-time", "hybrid", 1),
        ("one", "unspecified", "full-time", "remote", 2),
    ]
    assert Estimate.objects.get(place__slug="city", role__slug="coder", level=None).sample_size == 1
    # Land: source one has a national record, so that the estimate passes over its three in the city.
    assert made_of("land") == [
        ("one", "international", "unspecified", "unspecified", 1),
        ("one", "unspecified", "full-time", "hybrid", 1),
        ("one", "unspecified", "full-time", "remote", 2),
        ("two", "local", "unspecified", "unspecified", 1),
    ]
    assert Estimate.objects.get(place__slug="land", role__slug="coder", level=None).sample_size == 2
    assert made_of("world") == made_of("land")


def test_made_of_follows_a_record_that_changes(few):
    record = SalaryRecord.objects.get(key="d")
    record.work_mode = "hybrid"
    record.save()
    assert made_of("town") == [("two", "local", "unspecified", "hybrid", 1)]
    assert made_of("land")[-1] == ("two", "local", "unspecified", "hybrid", 1)


@pytest.fixture
def many(small_world):
    """Three hundred random records of every kind."""
    pick = random.Random(20261124)
    levels = [None, *CareerLevel.objects.all()]
    with estimates.deferred():
        for number in range(300):
            times = pick.randint(10, 20)
            amounts = pick.choice([{"typical": 5}, {"low": 4, "high": 6}, {"low": 4}, {"typical": 5, "high": 7}])
            a_record(
                f"r-{number}",
                place=pick.choice(["world", "land", "city", "city", "town", "town"]),
                source=pick.choice(["one", "two", "three"]),
                role=pick.choice(["coder", "coder", "others"]),
                year=pick.choice([2025, 2026]),
                level=pick.choice(levels),
                population=pick.choice(SalaryRecord.Population.values),
                employment_type=pick.choice(SalaryRecord.Employment.values),
                work_mode=pick.choice(SalaryRecord.WorkMode.values),
                qualifier=pick.choice(["exact", "exact", "about"]),
                status=pick.choice(["published"] * 5 + ["draft"]),
                **{name: amount * times for name, amount in amounts.items()},
            )


def random_filter(pick: random.Random) -> dict[str, list]:
    """Accepted values of some of the four columns."""
    values = {
        "source": list(Source.objects.values_list("pk", flat=True)),
        "population": SalaryRecord.Population.values,
        "employment_type": SalaryRecord.Employment.values,
        "work_mode": SalaryRecord.WorkMode.values,
    }
    columns = pick.sample(sorted(values), pick.randint(1, 4))
    return {name: pick.sample(values[name], pick.randint(1, min(3, len(values[name])))) for name in columns}


def fits(part: Part, accepted: dict[str, list]) -> bool:
    return all(getattr(part, PARTS[name]) in values for name, values in accepted.items())


def check_random_filters(seed: int) -> tuple[int, int]:
    """(cells that have a figure, cells whose figure a filter took) under random filters; each as `made_of` tells."""
    pick = random.Random(seed)
    every_cell = {
        "role_ids": list(Role.objects.values_list("pk", flat=True)),
        "years": [2025, 2026],
        "level_ids": [None, *CareerLevel.objects.values_list("pk", flat=True)],
    }
    places = list(Place.objects.values_list("pk", flat=True))
    stored = estimates.stored_in(places, **every_cell)
    kept = lost = 0
    for _ in range(FILTERS):
        accepted = random_filter(pick)
        # One value is asked for by itself, several as a list.
        one = {name: values[0] for name, values in accepted.items() if len(values) == 1}
        narrowed = one | {f"{name}__in": values for name, values in accepted.items() if name not in one}
        found = estimates.bands_in(places, **every_cell, **narrowed)
        expected = {cell for cell, one in stored.items() if any(fits(part, accepted) for part in one.made_of)}
        assert set(found) == expected
        kept, lost = kept + len(expected), lost + len(stored) - len(expected)
    return kept, lost


def test_a_narrowed_cell_has_a_figure_if_one_of_its_parts_is_within_the_filter(many):
    kept, lost = check_random_filters(1)
    assert (kept > 500, lost > 500) == (True, True)


def test_the_same_is_true_of_the_sample(db):
    kept, lost = check_random_filters(2)
    assert (kept > 500, lost > 500) == (True, True)


def counting_records(records: list[SalaryRecord], place: Place, level: int | None) -> list[SalaryRecord]:
    """Those of one source that count for a cell: read from docs/methodology.md, slowly, one record at a time."""

    def within(at: Place) -> list[SalaryRecord]:
        own = [record for record in records if record.place_id == at.pk and level in (None, record.level_id)]
        return own or [record for child in at.children.all() for record in within(child)]

    found = within(place)
    return [record for record in found if level is None and record.level_id is None] or found


def band_by_numpy(records: list[SalaryRecord]) -> Band:
    lows, highs, observed = [], [], []
    for record in records:
        low, typical, high = record.annual_low_usd, record.annual_typical_usd, record.annual_high_usd
        if low is None and high is None and record.qualifier == "exact":
            observed.append(int(typical * 100))
        else:
            lows += [amount for amount in (low if low is not None else typical,) if amount is not None]
            highs += [amount for amount in (high if high is not None else typical,) if amount is not None]
    few = 0 < len(observed) < 5
    if observed:
        lows.append(D(min(observed)) / 100 if few else quantile_by_numpy(observed, 0.25))
        highs.append(D(max(observed)) / 100 if few else quantile_by_numpy(observed, 0.75))
    typicals = [int(record.annual_typical_usd * 100) for record in records if record.annual_typical_usd is not None]
    middle = quantile_by_numpy(typicals, 0.5) if typicals else None
    return Band(min(lows, default=None), middle, max(highs, default=None), len(records))


def test_bands_are_those_of_the_written_rules_and_numpy(many):
    pick, compared = random.Random(3), 0
    levels = [None, *CareerLevel.objects.values_list("pk", flat=True)]
    coder = Role.objects.get(slug="coder")
    places = list(Place.objects.prefetch_related("children__children__children"))
    for accepted in [{}, *(random_filter(pick) for _ in range(20))]:
        narrowed = {f"{name}__in": values for name, values in accepted.items()}
        cells = {"role_ids": [coder.pk], "years": [2026], "level_ids": levels}
        found = estimates.bands_in([place.pk for place in places], **cells, **narrowed)
        records = list(SalaryRecord.objects.comparable().filter(role=coder, year=2026, **narrowed))
        for place in places:
            for level in levels:
                chosen = {
                    source: counting_records([one for one in records if one.source_id == source], place, level)
                    for source in {one.source_id for one in records}
                }
                expected = {source: band_by_numpy(of) for source, of in chosen.items() if of}
                assert found.get((place.pk, coder.pk, 2026, level), {}) == expected
                compared += len(expected)
    assert compared > 200


def test_parts_add_up_to_all_records_of_a_place(many):
    land = Estimate.objects.get(place__slug="land", role__slug="coder", year=2026, level=None)
    records = SalaryRecord.objects.comparable().filter(
        role__slug="coder", year=2026, place__slug__in=["land", "city", "town"]
    )
    assert sum(count for *_, count in land.made_of) == records.count() > land.sample_size


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's plans, which do not depend on statistics")
@pytest.mark.parametrize("counting", [False, True])
def test_records_are_read_from_an_index_alone_and_without_sorting(few, counting):
    roles, places = list(Role.objects.values_list("pk", flat=True)), [Place.objects.get(slug="land").pk]
    tree = PlaceTree()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Stated.read_cells(places, tree, role_ids=roles, years=[2025, 2026], counting=counting)
    plans = []
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plans.append([step for *_, step in cursor.fetchall()])
    reached = "(role_id=? AND year=? AND place_id=?)"
    assert plans == [
        [f"SEARCH salaries_salaryrecord USING COVERING INDEX {name} {reached}"]
        for name in ("record_cell", "record_figures")
    ]
