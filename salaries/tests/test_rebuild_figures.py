"""manage.py rebuild_figures: everything derived comes back from records and rates."""

from io import StringIO

from django.core.management import call_command

from salaries.models import Estimate, SalaryRecord


def figures() -> list[tuple]:
    cells = Estimate.objects.order_by("place", "role", "level", "year")
    return list(cells.values_list("place", "role", "level", "year", "low_usd", "typical_usd", "high_usd"))


def test_rebuilding_repairs_what_was_changed_behind_our_back(db):
    before = figures()
    SalaryRecord.objects.filter(currency_code="SGD").update(annual_low_usd=1, annual_typical_usd=2, annual_high_usd=3)
    Estimate.objects.all().delete()
    out = StringIO()
    call_command("rebuild_figures", stdout=out)
    assert figures() == before
    assert out.getvalue() == "3 records have new figures in US dollars; all estimates are rebuilt.\n"
