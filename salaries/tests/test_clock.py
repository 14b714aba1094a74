"""Which year is running, and how old pay is."""

import pytest
import time_machine

from salaries.clock import age_in_years, running_year


@pytest.mark.parametrize(("now", "year"), [("2026-12-31T23:59:59+00:00", 2026), ("2027-01-01T00:00:00+00:00", 2027)])
def test_the_running_year_ends_at_midnight_in_utc(now, year):
    with time_machine.travel(now, tick=False):
        assert running_year() == year


def test_age_is_counted_from_the_running_year_and_is_never_negative():
    assert [age_in_years(year) for year in (2023, 2024, 2025, 2026, 2027)] == [3, 2, 1, 0, 0]
