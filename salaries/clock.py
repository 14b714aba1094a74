"""Which year is running, and how old the pay of a year is. Everything that depends on the calendar's year asks here.

In: the server's clock, in UTC. Out: whole years. Statistics take them as values; they know no clock.
"""

from __future__ import annotations

from django.utils import timezone


def running_year() -> int:
    return timezone.now().year


def age_in_years(year: int) -> int:
    """Running year less the pay's year; pay of the running year and of later ones is not old at all."""
    return max(running_year() - year, 0)
