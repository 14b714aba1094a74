"""Where do I stand? Through its address: what it answers, what it refuses, and what it keeps to itself."""

import logging
import random
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import ROLE
from salaries.models import Estimate, SalaryRecord
from salaries.tests.making import a_rate, a_record

ADDRESS = "/check/"
IN_SINGAPORE = {"place": "singapore", "role": ROLE, "pay": "S$8,000", "period": "month"}
IN_CITY = {"place": "city", "role": "coder", "pay": "25", "currency": "USD", "period": "year"}


def ask(client, **changes):
    return client.post(ADDRESS, IN_SINGAPORE | changes)


def headline(response) -> str:
    return response.content.decode().partition("<h1>")[2].partition("</h1>")[0]


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors.items())


# -- what it answers --------------------------------------------------------------------------------------------------
def test_pay_stands_against_all_sources_and_each(db, client):
    # S$8,000 a month is S$96,000 a year; ÷ 1.27837451 = USD 75,095.37. All together 50,845.82 to 132,981.37: a third
    # is 27,378.52, so the lower third ends at 78,224.34. 75,095 ÷ 105,602.86 = 0.711.
    response = ask(client)
    assert (
        headline(response) == "Your pay lies in the lower third of the range for Machine learning engineer in Singapore"
    )
    assert "S$8,000 a month is S$96,000 a year, or $75,095. That is 29% below typical" in text(response)
    assert [(row[0].split(" record")[0], row[3]) for row in tables(response)[0].rows] == [
        ("All sources together 4", "in the lower third of the range 29% below typical"),
        ("DigitalDefynd and Alcor 2026 2", "in the lower third of the range 29% below typical"),
        (
            "DigitalDefynd, Morgan McKinley and Second Talent: AI Salary Data 2026, Singapore Salary Guide and "
            "Vietnam 2026 1",
            "below the one figure 28% below typical",
        ),
        ("Morgan McKinley: Singapore Salary Guide 2026 1", "below the range 29% below typical"),
    ]


def test_an_open_range_is_said_to_be_open(db, client):
    response = ask(client, level="junior")
    assert "lies at or past the start of an open range" in headline(response)
    assert tables(response)[0].rows[0][2] == "S$65,000 or more $50,846 or more"


def test_the_next_level_is_named_with_its_pay(db, client):
    shown = text(ask(client, level="junior"))
    assert "The next level, Senior or lead ML engineer, pays $78,224–132,981, or S$100,000–170,000" in shown
    assert "No level above Senior or lead ML engineer has a figure here" in text(ask(client, level="senior"))


def test_the_same_standing_elsewhere_in_local_money_and_in_what_it_buys(db, client):
    # (75,095.37 − 50,845.82) ÷ 82,135.55 = 0.29524 of the way. In Manila: 7,145.13 + 0.29524 × 5,054.87 = 8,637.53;
    # × 63.67973505 = ₱550,036, ÷ 19.35653268 = 28,416. At home S$96,000 ÷ 0.80404965 = 119,395.61; the ratio is 0.24.
    rows = tables(ask(client))[-1].rows
    assert rows[-1] == ["Manila", "₱550,000", "$8,638", "$28,416", "0.24×"]
    assert [row[0] for row in rows] == ["Bangalore", "Ho Chi Minh City", "Seoul", "Manila"]


def test_five_single_salaries_give_a_percentile(small_world, client):
    for index in range(5):
        a_record(f"r{index}", typical=10 * (index + 1))
    response = client.post(ADDRESS, IN_CITY)
    assert headline(response) == "Your pay lies at the 38th percentile of 5 salaries for Coder in City"


def test_fewer_single_salaries_are_counted(small_world, client):
    for index in range(4):
        a_record(f"r{index}", typical=10 * (index + 1))
    response = client.post(ADDRESS, IN_CITY)
    assert "percentile" not in text(response)
    assert tables(response)[0].rows[1][3].startswith("above 2 of 4 salaries")


def test_the_same_percentile_elsewhere_where_the_source_has_five_there(small_world, client):
    for index in range(5):
        a_record(f"c{index}", typical=10 * (index + 1))
        a_record(f"t{index}", place="town", typical=100 + 200 * index)
    a_rate("SGD", "2")
    # Rank 3/8 of 100, 300, 500, 700, 900: midway of 300 and 500.
    assert tables(client.post(ADDRESS, IN_CITY))[-1].rows == [
        ["Town same percentile", "S$800", "$400", "no price level", "–"]
    ]


def test_a_city_without_figures_shows_its_countrys(small_world, client):
    a_record("l", place="land", low=10, high=40)
    response = client.post(ADDRESS, IN_CITY)
    assert headline(response) == "Your pay lies in the middle third of the range for Coder in Land"
    assert "There are no figures for City itself; these are national." in text(response)


def test_another_currency_converts_at_the_rate_of_the_records(small_world, client):
    a_rate("SGD", "2")
    a_record("r", low=10, high=40)
    response = client.post(ADDRESS, IN_CITY | {"currency": "SGD", "pay": "50"})
    assert "S$50 a year is $25." in text(response)
    assert tables(response)[0].rows[0][2] == "S$20–80 $10–40 typically S$50, $25"


@pytest.mark.parametrize(("pay", "annual"), [("S$96,000", "S$96,000"), ("S$8,000 a month", "S$96,000")])
def test_without_a_period_it_is_what_the_amount_says_or_a_year(db, client, pay, annual):
    found = client.get(ADDRESS, {"place": "singapore", "role": ROLE, "pay": pay})
    assert "This field is required" not in found.text
    assert annual in found.text


@pytest.mark.parametrize(
    ("pay", "period", "annual"),
    [("S$95k", "year", 95000), ("30 lakh", "year", 3000000), ("8.000,50", "month", 96006), ("50", "hour", 104000)],
)
def test_pay_is_read_as_people_write_it(db, client, pay, period, annual):
    response = ask(client, pay=pay, period=period)
    assert response.context["answer"].asked.annual == D(annual)


# -- nothing on record ------------------------------------------------------------------------------------------------
def test_without_a_figure_the_nearest_questions_are_offered_with_the_pay(db, client):
    response = ask(client, place="manila", level="senior")
    assert headline(response).startswith("No figure for Machine learning engineer, Senior or lead ML engineer")
    offered = dict(response.context["instead"])
    assert list(offered) == ["Any level, 2026", "Beginner, 2026", "Seoul, 2026", "Singapore, 2026"]
    again = client.post(ADDRESS, dict(offered["Any level, 2026"]))
    assert headline(again).startswith("Your pay lies")
    assert again.context["answer"].asked.amount == D(8000)


def test_another_year_is_offered(small_world, client):
    a_record("r", typical=10, year=2024)
    a_record("other", role="others", typical=10, year=2025)
    response = client.post(ADDRESS, IN_CITY | {"year": "2025"})
    assert [label for label, _ in response.context["instead"]] == ["Any level, 2024"]
    assert headline(client.post(ADDRESS, IN_CITY)) == "Your pay lies above the one figure for Coder in City"


# -- what it refuses --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"pay": ""}, "pay", "Write an amount, such as 8,000 or 95k."),
        ({"pay": "lots"}, "pay", "This amount cannot be read: 'lots' is not understood."),
        ({"pay": "8,000–9,000"}, "pay", "Give one amount, not a range or an open one."),
        ({"pay": "8,000+"}, "pay", "Give one amount, not a range or an open one."),
        ({"pay": "S$8,000 net"}, "pay", "The figures here are before tax: give your pay before tax."),
        ({"pay": "€8,000", "currency": "SGD"}, "pay", "The amount says EUR, the currency beside it says SGD."),
        ({"pay": "S$8,000 a year"}, "pay", "The amount says a year, the choice beside it says a month."),
        ({"pay": "Rs 8,000"}, "pay", "write the code of the currency, or leave the sign out."),
        ({"pay": "1.500k"}, "pay", "write all digits of a whole amount."),
        ({"pay": "1e5"}, "pay", "Give one amount, not a range or an open one."),
        ({"pay": "+8,000"}, "pay", "This amount cannot be read: neither an amount, a range, nor an open range."),
        ({"pay": "0"}, "pay", "Pay is above zero. Write it like 8,000, S$95k or 30 lakh."),
        ({"pay": "-8,000"}, "pay", "Pay is above zero. Write it like 8,000, S$95k or 30 lakh."),
        ({"pay": "0.005"}, "pay", "Write at most two decimals."),
        ({"pay": "0.05"}, "pay", "That is less than one US dollar a year."),
        ({"pay": "900M"}, "pay", "That is more than a billion US dollars a year."),
        ({"pay": "CHF 8,000"}, "currency", "There is no rate for CHF in 2026."),
        ({"currency": "XXX"}, "currency", "There is no rate for this currency."),
        ({"period": "fortnight"}, "period", "Choose one of the periods."),
        ({"place": ""}, "place", "Choose a place."),
        ({"place": "atlantis"}, "place", "There are no figures for this place."),
        ({"role": "wizard"}, "role", "There are no figures for this role."),
        ({"level": "godlike"}, "level", "There are no figures for this level."),
        ({"year": "1066"}, "year", "There are no figures for this year."),
    ],
)
def test_a_wrong_answer_is_an_error_of_its_field_and_stays_in_the_form(db, client, changes, field, words):
    response = ask(client, **changes)
    assert (list(errors(response)), words in errors(response)[field][0]) == ([field], True)
    pay = changes.get("pay", IN_SINGAPORE["pay"])
    assert not pay or f'value="{pay}"' in response.content.decode()


def test_a_link_may_fill_in_a_part_of_the_form(db, client):
    response = client.get(f"{ADDRESS}?place=singapore")
    assert (errors(response), '<option value="singapore" selected>' in response.content.decode()) == ({}, True)
    assert list(errors(client.get(f"{ADDRESS}?place=atlantis"))) == ["place"]


def test_hostile_answers_never_fail(db, client):
    chance = random.Random(1)
    pool = [
        "",
        "\x00",
        "'",
        "9" * 400,
        "1e309",
        "NaN",
        "<script>",
        "-5",
        "S$8k",
        "singapore",
        ROLE,
        "month",
        "SGD",
        "１２",
        "2026",
    ]
    for _ in range(150):
        given = {name: chance.choice(pool) for name in ("place", "role", "level", "pay", "currency", "period", "year")}
        for response in (client.post(ADDRESS, given), client.get(ADDRESS, given)):
            assert (response.status_code, b"<script>" in response.content) == (200, False)


# -- what it keeps to itself ------------------------------------------------------------------------------------------
def test_posted_pay_needs_no_cookie_and_is_not_kept_on_the_way(db):
    response = ask(Client(enforce_csrf_checks=True))
    assert (response.status_code, response.cookies, "ETag" in response) == (200, {}, False)
    assert set(response["Cache-Control"].split(", ")) == {"no-store", "private"}
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_the_answer_links_nowhere_with_the_pay(db, client):
    addresses = [address for address, _ in links(ask(client))]
    assert [address for address in addresses if "8" in address and "000" in address] == []
    assert "Nothing of this is stored, and none of it stands in the address." in text(ask(client))


def test_the_title_does_not_tell_the_answer(db, client):
    assert b"<title>Where does your pay stand? " in ask(client).content


def test_shared_answers_have_one_address_that_gives_the_same_answer(db, client):
    posted = ask(client)
    response = ask(client, share="on", level="")
    assert (response.status_code, response["Location"]) == (
        302,
        "/check/?place=singapore&role=machine-learning-engineer&pay=S%248%2C000&currency=SGD&period=month",
    )
    shared = client.get(response["Location"])
    assert [table.rows for table in tables(shared)] == [table.rows for table in tables(posted)]
    assert "no-store" in shared["Cache-Control"]
    assert (shared["Referrer-Policy"], shared.cookies) == ("no-referrer", {})
    assert "The address of this page contains your pay" in text(shared)


def test_nothing_is_written_to_the_database(db, client):
    with CaptureQueriesContext(connection) as captured:
        ask(client)
    # PostgreSQL declares a cursor to read many rows; distinct values are found by a recursive query.
    reading = ("SELECT", "DECLARE", "WITH RECURSIVE found(value) AS (SELECT ")
    assert [query["sql"] for query in captured if not query["sql"].startswith(reading)] == []


def test_the_log_of_requests_has_no_pay(db, client, caplog):
    with caplog.at_level(logging.INFO, logger="django.server"):
        logging.getLogger("django.server").info('"%s" %s', "GET /check/?pay=95k&place=seoul HTTP/1.1", "200")
    assert [record.getMessage() for record in caplog.records] == ['"GET /check/ HTTP/1.1" 200']


def test_queries_do_not_grow_with_places_and_records(db, client):
    counts = []
    for more in (0, 20):
        model = SalaryRecord.objects.get(key="singapore-ml-engineer-chart-2026")
        for number in range(more):
            place = ["seoul", "manila", "bangalore", "tokyo", "jakarta"][number % 5]
            a_record(f"more-{number}", source=model.source, place=place, role=ROLE, typical=50000 + number)
        with CaptureQueriesContext(connection) as captured:
            ask(client)
        counts.append(len(captured))
    assert Estimate.objects.filter(place__slug="tokyo").exists()
    assert counts[0] == counts[1]


def test_an_empty_site_has_a_form_that_says_what_is_missing(no_records, client):
    response = client.post(ADDRESS, {"pay": "8,000", "period": "month"})
    assert set(errors(response)) == {"place", "role"}
