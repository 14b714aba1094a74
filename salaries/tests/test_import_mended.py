"""Refused rows of places, facts and rates, as files that are mended and imported again."""

import csv
import io

import pytest
from django.core.management import call_command

from guide_site.management.commands.load_sample import SAMPLE
from salaries.importers import PlaceImporter, RateImporter
from salaries.importers.refused_rows import REASON_COLUMN, refused_rows_of, write_refused_rows
from salaries.models import ExchangeRate, ImportRun, Place
from salaries.tests.making import write_csv

RATE = {"currency_code": "SGD", "span": "year", "date": "2019-01-01", "units_per_usd": "1.36", "source": "one"}


def mended(tmp_path, run, columns, **right):
    """The refused rows of a run, with the right cells in them and the reason still there."""
    text = io.StringIO()
    write_refused_rows(text, columns, refused_rows_of(run))
    rows = [row | right for row in csv.DictReader(io.StringIO(text.getvalue()))]
    return rows, write_csv(tmp_path / "mended.csv", rows)


def test_mended_places_are_imported_with_the_reason_still_beside_them(small_world, tmp_path):
    wrong = {"slug": "mars", "name": "=Mars", "kind": "planet"}
    result = PlaceImporter().run(write_csv(tmp_path / "places.csv", [wrong]))
    rows, path = mended(tmp_path, result.run, list(wrong), kind="region")
    assert [row["name"] for row in rows] == ["'=Mars"]
    assert list(rows[0]) == ["slug", "name", "kind", REASON_COLUMN]
    assert PlaceImporter().run(path).created_count == 1
    assert Place.objects.get(slug="mars").name == "=Mars"


def test_mended_rates_are_imported(small_world, tmp_path):
    result = RateImporter().run(write_csv(tmp_path / "rates.csv", [RATE | {"units_per_usd": "none"}]))
    rows, path = mended(tmp_path, result.run, list(RATE), units_per_usd="1.36")
    assert rows[0]["date"] == "2019-01-01"
    assert RateImporter().run(path).created_count == 1
    assert ExchangeRate.objects.get(date="2019-01-01").source.slug == "one"


def test_a_run_is_kept_as_failed_until_it_is_done(small_world, tmp_path, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(PlaceImporter, "take", stop)
    with pytest.raises(KeyboardInterrupt):
        PlaceImporter().run(write_csv(tmp_path / "places.csv", [{"slug": "a", "name": "A", "kind": "region"}]))
    run = ImportRun.objects.get()
    assert (run.outcome, run.message, run.created_count) == ("failed", "KeyboardInterrupt", 0)
    assert run.finished is not None


def test_rates_of_the_bundled_file_match_those_of_the_sample(db, capsys):
    before = dict(ExchangeRate.objects.filter(source__slug="ecb-reference-rates").values_list("pk", "units_per_usd"))
    call_command("import_rates", "--bundled")
    after = ExchangeRate.objects.in_bulk(before)
    assert {pk: rate.units_per_usd for pk, rate in after.items()} == before
    assert (SAMPLE / "rates.csv").is_file()
    assert ExchangeRate.objects.filter(source__slug="ecb-reference-rates").count() > 180_000
