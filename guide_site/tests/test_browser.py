"""What a person does, in a real browser: compare by keyboard, open a receipt, change a record, do without scripts."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from guide_site.tests.pages import CHART_SOURCE, GUIDE, ROLE

pytestmark = pytest.mark.browser
ROWS = "#results tbody tr"
CHART = "figure.chart"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_cities_are_filtered_by_keyboard_alone(page, complaints):
    page.goto("/cities/")
    expect(page.locator(ROWS)).to_have_count(5)
    tab_to(page, "#facet-country-values input, details.facet:nth-of-type(5) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=country][value=india]")
    page.keyboard.press("Space")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("Bangalore")
    expect(page).to_have_url(re.compile(r"/cities/\?.*country=india"))
    assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["country", "india"]
    expect(page.locator("#facet-country-chosen")).to_have_text("India")
    expect(page).to_have_title(re.compile("Bangalore"))
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    tab_to(page, ".applied .clear a")
    page.keyboard.press("Enter")
    expect(page.locator(ROWS)).to_have_count(5)
    expect(page).to_have_url(re.compile(r"/cities/$"))
    assert complaints == []


def tick(page: Page, facet: str, value: str) -> None:
    """Open a list of choices, if it is not, and tick one."""
    box = page.locator(f"[name={facet}][value={value}]")
    if not box.is_visible():
        page.locator("details.facet", has=box).locator("summary").click()
    box.check()


def test_several_choices_are_rows_of_their_own_and_counts_follow(page, complaints):
    page.goto("/cities/")
    tick(page, "level", "senior")
    expect(page.locator(ROWS)).to_have_count(7)
    tick(page, "country", "south-korea")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.locator("#facet-level-chosen")).to_have_text("2 chosen")
    expect(page.locator("#facet-year-values .count").first).to_have_text("2")
    shared = page.url
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(7)
    page.goto(shared)
    expect(page.locator(ROWS)).to_have_count(2)
    assert complaints == []


def test_the_bands_of_a_row_open_under_it_and_close(page, complaints):
    page.goto("/cities/")
    link = page.locator("a[data-bands]").nth(1)
    link.click()
    expect(page.locator(".row-bands")).to_contain_text("Machine learning engineer in Seoul")
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile("/cities/$"))
    link.click()
    expect(page.locator(".row-bands")).to_have_count(0)
    assert complaints == []


def test_the_map_is_another_view_of_the_same_cities(page, complaints):
    page.goto("/cities/?country=vietnam&country=india")
    page.locator("a", has_text="On a map").click()
    expect(page.locator("svg.map-plot a")).to_have_count(2)
    expect(page.locator(ROWS)).to_have_count(2)
    assert complaints == []


def test_the_gap_to_pay_outside_it_is_another_chart_of_the_same_cities(page, complaints):
    page.goto("/cities/")
    page.locator("a", has_text="The gap to pay outside IT").click()
    expect(page.locator("figure.dumbbells")).to_contain_text("Singapore")
    page.locator("a", has_text="The table alone").click()
    expect(page.locator("figure.dumbbells")).to_have_count(0)
    expect(page.locator(ROWS)).to_have_count(5)
    assert complaints == []


def test_a_table_is_sorted_by_its_headings(page, complaints):
    page.goto("/cities/")
    page.locator("thead a", has_text="City").click()
    expect(page.locator(ROWS).first).to_contain_text("Bangalore")
    page.locator("thead a", has_text="City").click()
    expect(page.locator(ROWS).first).to_contain_text("Singapore")
    expect(page).to_have_url(re.compile("sort=-place"))
    assert complaints == []


def test_a_receipt_opens_in_place_and_gives_the_focus_back(page, complaints):
    page.goto(GUIDE)
    figure = page.locator("a[data-receipt]").first
    figure.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    figure.focus()
    page.keyboard.press("Enter")
    receipt = page.locator("#receipt")
    expect(receipt).to_contain_text("As quoted")
    expect(receipt).to_contain_text("S$100,000–170,000 a year")
    expect(receipt).to_contain_text("÷ 1.27837451 SGD per USD, 30 October 2026")
    expect(page).to_have_url(re.compile(f"{GUIDE}$"))
    assert page.evaluate("scrollY") == before
    assert page.evaluate("document.activeElement.id") == "receipt"
    page.keyboard.press("Escape")
    expect(receipt).to_be_empty()
    expect(figure).to_be_focused()
    assert complaints == []


def test_an_edit_in_the_admin_changes_the_guide(page, complaints):
    User.objects.create_superuser("chief", password="a long enough password")
    page.goto(GUIDE)
    expect(page.locator(CHART)).to_contain_text("3.09×")
    page.goto("/admin/")
    page.fill("input[name=login]", "chief")
    page.fill("input[name=password]", "a long enough password")
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    page.goto("/admin/salaries/salaryrecord/?q=singapore-ml-engineer-chart-2026")
    page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
    page.fill("input[name=typical]", "136000")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(GUIDE)
    expect(page.locator(CHART)).to_contain_text("$136,000")
    expect(page.locator(CHART)).to_contain_text("4.00×")
    page.goto(f"/cities/?source={CHART_SOURCE}")
    expect(page.locator(ROWS).first).to_contain_text("4.00×")
    page.goto("/cities/singapore/")
    expect(page.locator("main")).to_contain_text("$136,000")
    assert complaints == []


@pytest.fixture
def plain_page(new_context) -> Page:
    """A page of a browser that runs no scripts."""
    return new_context(java_script_enabled=False).new_page()


def test_without_scripts_filters_are_sent_by_their_button(plain_page):
    plain_page.goto("/cities/")
    tick(plain_page, "level", "junior")
    plain_page.locator("[name=level][value=any]").uncheck()
    plain_page.locator("form.filters button[type=submit]").click()
    expect(plain_page.locator(ROWS)).to_have_count(2)
    expect(plain_page).to_have_url(re.compile(f"role={ROLE}.*level=junior"))
    plain_page.locator("thead a", has_text="City").click()
    expect(plain_page.locator(ROWS).first).to_contain_text("Seoul")
    plain_page.locator(".applied .clear a").click()
    expect(plain_page.locator(ROWS)).to_have_count(5)


def test_without_scripts_records_can_be_narrowed(plain_page):
    plain_page.goto("/cities/")
    tick(plain_page, "population", "international")
    plain_page.locator("form.filters button[type=submit]").click()
    expect(plain_page.locator(ROWS)).to_have_count(1)


def test_without_scripts_a_figure_leads_to_its_record(plain_page):
    plain_page.goto(GUIDE)
    plain_page.locator("a[data-receipt]").first.click()
    expect(plain_page.locator("h1")).to_contain_text("S$100,000–170,000 a year")
    expect(plain_page.locator("main")).to_contain_text("÷ 1.27837451 SGD per USD")


def test_without_scripts_the_chart_and_its_table_are_there(plain_page):
    plain_page.goto(GUIDE)
    expect(plain_page.locator(f"{CHART} svg.chart-plot")).to_be_visible()
    plain_page.locator(f"{CHART} summary").click()
    expect(plain_page.locator(f"{CHART} table tbody tr")).to_have_count(5)


def test_without_scripts_a_wrong_value_is_an_error_on_the_page(plain_page):
    plain_page.goto("/cities/?level=godlike")
    expect(plain_page.locator(".error-summary")).to_contain_text("Level")
    expect(plain_page.locator(ROWS)).to_have_count(0)
