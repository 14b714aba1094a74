"""History of the records in the admin: the first version of an imported row, who and why, and going back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from guide_site.tests.admin_forms import filled_form, signed_in
from guide_site.tests.html import tables, text
from salaries.models import CareerLevel, Estimate, Fact, Place, SalaryRecord, Source

SENIOR = "singapore-ml-engineer-senior-2026"


@pytest.fixture
def analyst(db):
    return signed_in("Analysts")


@pytest.fixture
def senior(db) -> SalaryRecord:
    return SalaryRecord.objects.get(key=SENIOR)


def page_of(row, page: str = "change", *args) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk, *args])


def change(client, row, **typed) -> None:
    assert client.post(page_of(row), filled_form(client, page_of(row), **typed)).status_code == 302


def restore(client, row, version) -> None:
    """Open a version, and press Revert without typing anything."""
    address = page_of(row, "simple_history", version.pk)
    assert client.post(address, filled_form(client, address)).status_code == 302


def test_first_change_of_an_imported_record_keeps_what_it_said(analyst, senior):
    assert senior.history.count() == 0
    change(analyst, senior, low="120000", why="The source corrected it")
    now, first = senior.history.all()
    assert (first.low, first.history_type, first.history_date) == (Decimal(100000), "+", senior.created)
    assert (first.history_user, first.history_change_reason) == (None, f"Import run {senior.import_run_id}")
    assert (now.low, now.history_type, now.history_user.username) == (Decimal(120000), "~", "analyst")
    assert now.history_change_reason == "The source corrected it"


def test_history_page_shows_who_changed_what_and_why(analyst, senior):
    change(analyst, senior, low="120000", why="The source corrected it")
    *_, table = tables(analyst.get(page_of(senior, "history")))
    assert table.head == ["When", "Who", "What", "Changes", "Why", "Compare"]
    assert [row[1:-1] for row in table.rows] == [
        ["analyst", "Changed", "Low: 100000.00 → 120000.00", "The source corrected it"],
        ["", "Created", "", f"Import run {senior.import_run_id}"],
    ]


def test_record_restored_gets_its_values_and_estimate_back(analyst, senior):
    change(analyst, senior, low="120000", quote="")
    restore(analyst, senior, senior.history.earliest())
    restored = SalaryRecord.objects.get(key=SENIOR)
    assert (restored.low, restored.quote) == (senior.low, senior.quote)
    assert restored.import_run_id == senior.import_run_id
    cell = Estimate.objects.get(place=senior.place, role=senior.role, level=senior.level, year=2026)
    assert cell.low_usd == Decimal("78224.34")
    reason = restored.history.latest().history_change_reason
    assert reason == f"Back to the version of {senior.created:%Y-%m-%d %H:%M}"


def test_record_restored_to_its_old_place_leaves_no_estimate_behind(analyst, senior):
    change(analyst, senior, place=Place.objects.get(slug="manila").pk)
    restore(analyst, senior, senior.history.earliest())
    cells = Estimate.objects.filter(role=senior.role, level=senior.level, year=2026, place__kind="city")
    assert sorted(cells.values_list("place__slug", flat=True)) == ["seoul", "singapore"]


def test_deleted_record_can_be_restored(analyst, senior):
    analyst.post(page_of(senior, "delete"), {"post": "yes"})
    restore(analyst, senior, SalaryRecord.history.filter(id=senior.pk).latest())
    restored = SalaryRecord.objects.get(key=SENIOR)
    assert (restored.pk, restored.low, restored.high) == (senior.pk, senior.low, senior.high)
    assert Estimate.objects.filter(place=senior.place, role=senior.role, level=senior.level, year=2026).exists()


@pytest.mark.parametrize(
    ("model", "field", "typed"),
    [(Fact, "statement", "Something else"), (Source, "title", "Another title"), (CareerLevel, "summary", "Another")],
)
def test_other_rows_with_history_can_be_restored(analyst, model, field, typed):
    row = model.objects.first()
    change(analyst, row, **{field: typed})
    assert getattr(model.objects.get(pk=row.pk), field) == typed
    restore(analyst, row, row.history.earliest())
    assert getattr(model.objects.get(pk=row.pk), field) == getattr(row, field)


def test_level_restored_keeps_its_skills(analyst):
    level = CareerLevel.objects.order_by("order").last()
    skills = set(level.skills.all())
    change(analyst, level, summary="Another")
    restore(analyst, level, level.history.earliest())
    assert skills
    assert set(level.skills.all()) == skills


def test_editor_may_look_at_a_records_history_but_not_restore(analyst, senior):
    change(analyst, senior, low="120000")
    editor, address = signed_in("Editors"), page_of(senior, "simple_history", senior.history.earliest().pk)
    assert editor.get(page_of(senior, "history")).status_code == 200
    page = editor.get(address)
    assert page.status_code == 200
    assert "Revert" not in page.text
    assert editor.post(address, filled_form(editor, address)).status_code == 403
    assert SalaryRecord.objects.get(key=SENIOR).low == Decimal(120000)


@pytest.mark.parametrize("address", ["x/history/", "x/history/1/", "1/history/x/", "1/history/999999/"])
def test_history_of_nothing_is_not_found(analyst, address):
    assert analyst.get(f"/admin/salaries/salaryrecord/{address}").status_code == 404


def test_two_versions_are_compared_in_either_order(analyst, senior):
    change(analyst, senior, low="120000", note="First words.")
    change(analyst, senior, note="Second words.")
    last, middle, first = senior.history.all()
    for old, new in ((middle, last), (last, middle)):
        shown = text(analyst.get(page_of(senior, "compare"), {"from": old.pk, "to": new.pk}))
        assert "Removed: First words. Added: Second words." in shown
        assert "120000" not in shown
    shown = text(analyst.get(page_of(senior, "compare"), {"from": first.pk, "to": last.pk}))
    assert "Low 100000.00 → 120000.00" in shown
    assert "These versions do not differ." in text(analyst.get(page_of(senior, "compare"), {"to": last.pk}))


@pytest.mark.parametrize("query", ["", "?from=x&to=y", "?from=99999999&to=٣", "?from=1e9"])
def test_versions_that_there_are_not_cannot_be_compared(analyst, senior, query):
    change(analyst, senior, low="120000")
    assert analyst.get(page_of(senior, "compare") + query).status_code == 404


def test_versions_of_another_row_are_not_shown(analyst, senior):
    change(analyst, senior, low="120000")
    other = SalaryRecord.objects.exclude(pk=senior.pk).first()
    version = senior.history.latest().pk
    assert analyst.get(page_of(other, "compare"), {"from": version, "to": version}).status_code == 404


def test_whoever_may_not_look_at_a_record_cannot_compare_its_versions(analyst, senior):
    change(analyst, senior, low="120000")
    version = senior.history.latest().pk
    answer = signed_in("Moderators").get(page_of(senior, "compare"), {"from": version, "to": version})
    assert answer.status_code == 403
