"""The records in the admin: editing them through its pages, and what follows from it at once."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.html import links, tables, text
from salaries.models import Estimate, ExchangeRate, Place, SalaryRecord, Source

LIST = "/admin/salaries/salaryrecord/"
SENIOR = "singapore-ml-engineer-senior-2026"


@pytest.fixture
def analyst(db):
    return signed_in("Analysts")


@pytest.fixture
def senior(db) -> SalaryRecord:
    """The only record of its cell: S$100,000–170,000 a year at 1.27837451 SGD per USD."""
    return SalaryRecord.objects.get(key=SENIOR)


def page_of(row, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def estimates_at(record: SalaryRecord, place: str = "singapore") -> list[tuple[Decimal | None, ...]]:
    """(low, typical, high, n) of the record's role, level and year in a place."""
    cell = Estimate.objects.filter(place__slug=place, role=record.role, level=record.level, year=record.year)
    return list(cell.values_list("low_usd", "typical_usd", "high_usd", "sample_size"))


def test_record_change_updates_its_estimate_at_once(analyst, senior):
    assert estimates_at(senior) == [(Decimal("78224.34"), Decimal("105602.86"), Decimal("132981.37"), 1)]
    data = filled_form(analyst, page_of(senior), currency_code="USD", low="120000", high="180000")
    assert analyst.post(page_of(senior), data).status_code == 302
    assert estimates_at(senior) == [(Decimal(120000), Decimal(150000), Decimal(180000), 1)]


def test_record_moved_elsewhere_updates_both_places(analyst, senior):
    data = filled_form(analyst, page_of(senior), place=Place.objects.get(slug="manila").pk)
    analyst.post(page_of(senior), data)
    assert estimates_at(senior) == []
    assert estimates_at(senior, "manila") == [(Decimal("78224.34"), Decimal("105602.86"), Decimal("132981.37"), 1)]


def test_record_add_makes_an_estimate_at_once(analyst, senior):
    data = filled_form(
        analyst,
        f"{LIST}add/",
        key="manila-senior-2026",
        source=senior.source_id,
        place=Place.objects.get(slug="manila").pk,
        role=senior.role_id,
        level=senior.level_id,
        year="2026",
        currency_code="USD",
        typical="30000",
    )
    assert analyst.post(f"{LIST}add/", data).status_code == 302
    assert estimates_at(senior, "manila") == [(Decimal(30000), Decimal(30000), Decimal(30000), 1)]


def test_record_delete_drops_its_estimate(analyst, senior):
    assert analyst.post(page_of(senior, "delete"), {"post": "yes"}).status_code == 302
    assert not SalaryRecord.objects.filter(key=SENIOR).exists()
    assert estimates_at(senior) == []


def test_records_deleted_together_drop_their_estimates(analyst, senior):
    chosen = SalaryRecord.objects.filter(place__slug="singapore", level__isnull=False)
    data = {"action": "delete_selected", "_selected_action": list(chosen.values_list("pk", flat=True)), "post": "yes"}
    assert chosen.count() == 2
    assert analyst.post(LIST, data).status_code == 302
    assert chosen.count() == 0
    assert not Estimate.objects.filter(place__slug="singapore", level__isnull=False).exists()


def test_record_actions_change_status_and_estimates(analyst, senior):
    before = estimates_at(senior)

    def run(action: str) -> tuple[str, list[str]]:
        page = analyst.post(LIST, {"action": action, "_selected_action": [senior.pk]}, follow=True)
        senior.refresh_from_db()
        return senior.status, [str(message) for message in page.context["messages"]]

    assert run("withdraw") == ("withdrawn", ["Withdrawn: 1."])
    assert estimates_at(senior) == []
    assert run("withdraw") == ("withdrawn", ["Withdrawn: 0."])
    assert run("back_to_draft") == ("draft", ["Back to draft: 1."])
    assert run("publish") == ("published", ["Published: 1."])
    assert estimates_at(senior) == before
    said = senior.history.values_list("status", "history_user__username")
    assert list(said) == [
        ("published", "analyst"),
        ("draft", "analyst"),
        ("withdrawn", "analyst"),
        ("published", None),
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"low": "200000"}, {"__all__": ["Amounts are out of order: low ≤ typical ≤ high."]}),
        ({"low": "", "high": ""}, {"__all__": ["Give at least one amount: low, typical or high."]}),
        ({"currency_code": "SGX"}, {"__all__": ["This is not an ISO 4217 currency code."]}),
        ({"year": "1820"}, {"__all__": ["A year lies within 1950 and 2100."]}),
        ({"key": "seoul-ml-engineer-2026"}, {"key": ["Salary record with this Key already exists."]}),
        ({"place": ""}, {"place": ["This field is required."]}),
        # 9,999,999,999,999.99 × 2,080 has more digits than a figure may have; 0.01 rupiah are no cent.
        ({"high": "9999999999999.99", "period": "hour"}, {"high": ["This is too much for a year's pay."]}),
        (
            {"low": "0.01", "high": "", "currency_code": "IDR"},
            {"low": ["This is less than a cent of a US dollar a year."]},
        ),
    ],
)
def test_record_form_says_what_is_wrong(analyst, senior, typed, errors):
    assert errors_of(analyst.post(page_of(senior), filled_form(analyst, page_of(senior), **typed))) == errors
    assert SalaryRecord.objects.get(key=SENIOR).modified == senior.modified


def test_record_form_shows_derived_values_and_takes_none(analyst, senior):
    page = analyst.get(page_of(senior))
    shown, addresses = text(page), {label: address for address, label in links(page)}
    assert "low $78,224.34, typical $105,602.86, high $132,981.37" in shown
    assert "$78,224–132,981 , 1 record of 1 source, single source" in shown
    assert addresses["1.27837451 SGD per USD, 30 October 2026"] == page_of(senior.exchange_rate)
    analyst.post(page_of(senior), filled_form(analyst, page_of(senior), annual_typical_usd="1", exchange_rate=""))
    senior.refresh_from_db()
    assert (senior.annual_typical_usd, senior.exchange_rate is None) == (Decimal("105602.86"), False)


def test_record_form_says_when_no_rate_covers_it(analyst, senior):
    ExchangeRate.objects.get(pk=senior.exchange_rate_id)
    data = filled_form(analyst, page_of(senior), year="1951")
    analyst.post(page_of(senior), data)
    shown = text(analyst.get(page_of(senior)))
    assert "None: no exchange rate covers this currency and year." in shown
    assert "None: there are no published figures in US dollars for this place, role, level and year." in shown


def test_record_links_to_the_site_only_when_published(analyst, senior):
    assert (f"/salaries/{SENIOR}/", "View on site") in links(analyst.get(page_of(senior)))
    SalaryRecord.objects.filter(pk=senior.pk).update(status="draft")
    assert "View on site" not in text(analyst.get(page_of(senior)))


def test_record_list_shows_pay_as_quoted_and_in_dollars(analyst, senior):
    *_, table = tables(analyst.get(f"{LIST}?q={SENIOR}"))
    assert table.rows == [
        [
            "",
            SENIOR,
            "Singapore (city)",
            "Machine learning engineer",
            "Senior or lead ML engineer",
            "2026",
            "S$100,000–170,000 a year",
            "$78,224–132,981",
            "Published",
            "DigitalDefynd and Alcor 2026",
        ]
    ]


def test_record_list_filters_by_place_and_currency(analyst):
    place = Place.objects.get(slug="singapore", kind="city")
    found = analyst.get(f"{LIST}?place__id__exact={place.pk}&currency_code=USD").context["cl"].result_list
    assert sorted(record.key for record in found) == [
        "singapore-ml-engineer-chart-2026",
        "singapore-outside-it-chart-2026",
    ]


def test_place_autocomplete_tells_the_city_from_the_country(analyst):
    query = "app_label=salaries&model_name=salaryrecord&field_name=place&term=singapore"
    answer = analyst.get(f"/admin/autocomplete/?{query}").json()
    assert sorted(row["text"] for row in answer["results"]) == ["Singapore (city)", "Singapore (country)"]


def test_place_form_refuses_a_place_inside_itself(analyst):
    country = Place.objects.get(slug="vietnam")
    city = Place.objects.get(slug="ho-chi-minh-city")
    answer = analyst.post(page_of(country), filled_form(analyst, page_of(country), parent=city.pk))
    assert errors_of(answer) == {"parent": ["A country lies in a region."]}


def test_source_with_records_cannot_be_deleted(analyst, senior):
    page = analyst.get(page_of(senior.source, "delete"))
    assert "would require deleting the following protected related objects" in text(page)
    analyst.post(page_of(senior.source, "delete"), {"post": "yes"})
    assert Source.objects.filter(pk=senior.source_id).exists()


def test_rate_change_converts_its_records_at_once(analyst, senior):
    rate = senior.exchange_rate
    data = filled_form(analyst, page_of(rate), units_per_usd="1.25")
    assert analyst.post(page_of(rate), data).status_code == 302
    assert estimates_at(senior) == [(Decimal(80000), Decimal(108000), Decimal(136000), 1)]


def test_rate_twice_for_one_month_is_a_form_error(analyst, senior):
    month = {"currency_code": "SGD", "span": "month", "source": senior.exchange_rate.source}
    ExchangeRate.objects.create(**month, date=datetime.date(2026, 3, 15), units_per_usd=Decimal("1.3"))
    address = reverse("admin:salaries_exchangerate_add")
    typed = {**month, "source": month["source"].pk, "date": "2026-03-20", "units_per_usd": "1.4"}
    answer = analyst.post(address, filled_form(analyst, address, **typed))
    assert errors_of(answer) == {
        "__all__": ["Exchange rate with this Currency code, Span, Date and Source already exists."]
    }


def test_import_run_shows_its_first_hundred_rejections(analyst):
    run = SalaryRecord.objects.first().import_run
    run.rejections.bulk_create(
        run.rejections.model(run=run, row_number=number, field="low", value="?", reason="is not a number")
        for number in range(2, 152)
    )
    page = analyst.get(page_of(run))
    *_, table = tables(page)
    shown = [row[2:5] for row in table.rows if "is not a number" in row]
    assert shown == [["low", "?", "is not a number"]] * 100
    assert "30 created, 0 updated, 0 unchanged, 0 refused" in text(page)
    every = analyst.get(f"{reverse('admin:salaries_importrejection_changelist')}?run__id__exact={run.pk}")
    assert every.context["cl"].result_count == 150
