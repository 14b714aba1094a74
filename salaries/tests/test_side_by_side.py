"""Two to five places side by side: the class, and the page through its address."""

import random
import re
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guide_site.tests.html import links, tables, text
from guide_site.tests.pages import ROLE
from salaries.models import Estimate, ExchangeRate, Place, PriceLevel, Role, Source
from salaries.side_by_side import SideBySide
from salaries.tests.making import a_rate, a_record

ADDRESS = "/cities/compare/"


def beside(*slugs: str, role="coder", year=2026) -> SideBySide:
    places = [Place.objects.select_related("parent__parent").get(slug=slug) for slug in slugs]
    return SideBySide(places, role=Role.objects.get(slug=role), year=year)


@pytest.fixture
def two_lands(small_world) -> None:
    """land (1 USD = 2 SGD, price level 1) with city and town, isle (1 USD = 100 JPY, price level 200) with port."""
    isle = Place.objects.create(slug="isle", name="Isle", kind="country", country_code="JP", currency_code="JPY")
    Place.objects.create(slug="port", name="Port", kind="city", parent=isle)
    source = Source.objects.get(slug="one")
    a_rate("SGD", "2")
    a_rate("JPY", "100")
    for slug, factor in (("land", 1), ("isle", 200)):
        PriceLevel.objects.create(country=Place.objects.get(slug=slug), year=2024, ppp_factor=factor, source=source)


def test_places_stand_in_the_order_chosen_with_their_pay_and_what_it_buys(two_lands):
    a_record("c", typical=1000)
    a_record("p", place="port", typical=3000)
    found = beside("port", "city")
    # 3,000 dollars are ¥300,000, ÷ 200 = 1,500; 1,000 dollars are S$2,000, ÷ 1 = 2,000.
    assert [(row.place.slug, row.typical_usd, row.local_span, row.buys) for row in found.rows] == [
        ("port", D(3000), "¥300,000", D(1500)),
        ("city", D(1000), "S$2,000", D(2000)),
    ]
    assert found.finding == "Coder: Port pays 3.00 times as much as City, but the pay in City buys 1.33 times as much"


def test_a_move_is_matched_by_price_levels_without_a_rate(two_lands):
    a_record("c", typical=1000)
    a_record("p", place="port", typical=3000)
    (move,) = beside("city", "port").moves
    # S$2,000 ÷ 1 × 200 = ¥400,000; ¥300,000 is a quarter less.
    assert (move.amount, move.matched_by, move.verdict) == (
        "S$2,000",
        "¥400,000",
        "but the role typically pays ¥300,000 there: 25% less",
    )
    (back,) = beside("port", "city").moves
    # ¥300,000 ÷ 200 × 1 = S$1,500; S$2,000 is a third more.
    assert (back.amount, back.matched_by, back.verdict) == (
        "¥300,000",
        "S$1,500",
        "and the role typically pays S$2,000 there: 33% more",
    )


def test_places_of_one_country_share_a_price_level(two_lands):
    a_record("c", typical=1000)
    a_record("t", place="town", typical=2000)
    found = beside("city", "town")
    assert (found.moves, [str(place) for place in found.same_country]) == ([], ["Land"])
    assert found.finding == "Coder: Town pays 2.00 times as much as City"


def test_a_city_and_its_country_of_the_same_name_are_told_apart(two_lands):
    Place.objects.filter(slug="city").update(name="Land")
    a_record("l", place="land", typical=1000)
    a_record("c", place="city", typical=3000)
    assert beside("land", "city").finding == "Coder: Land (city) pays 3.00 times as much as Land (whole country)"
    Place.objects.filter(slug="port").update(name="Land")
    a_record("p", place="port", typical=3000)
    (move,) = beside("city", "port").moves
    assert (move.origin.label, move.target.label) == ("Land (city)", "Land (Isle)")


def test_a_finding_says_where_a_figure_is_not_of_the_city_itself(two_lands):
    a_record("c", place="city", typical=3000)
    a_record("l", place="land", typical=1000)
    assert beside("city", "town").finding == "Coder: City pays 3.00 times as much as Town (national figures)"


def test_cities_with_national_figures_only_are_not_said_to_pay_the_same(two_lands):
    a_record("l", place="land", typical=1000)
    found = beside("city", "town")
    assert [row.national for row in found.rows] == [True, True]
    assert found.finding == "Coder: City and Town share one figure, that of Land"


def test_levels_share_the_axis_and_name_who_is_missing(two_lands):
    a_record("c", level="low", typical=1000)
    a_record("p", place="port", level="top", low=2000, high=4000)
    found = beside("city", "port")
    assert [(one.level.slug, [row.place.slug for row in one.rows], one.missing_names) for one in found.levels] == [
        ("low", ["city"], "Port"),
        ("top", ["port"], "City"),
    ]
    assert found.levels[0].rows[0].bar.typical == "25.00"
    assert (found.levels[1].rows[0].bar.low, found.levels[1].rows[0].bar.width) == ("50.00", "50.00")


def test_the_ratio_is_over_pay_outside_it_here_or_in_the_country(two_lands):
    a_record("c", typical=1000)
    a_record("base", place="land", role="others", typical=400)
    row = beside("city", "town").rows[0]
    assert (row.ratio.typical, row.baseline_usd) == (D("2.5"), D(400))


def test_the_sources_of_a_country_are_those_of_its_cities(two_lands):
    a_record("c", typical=1000)
    a_record("t", place="town", source="two", typical=1000)
    a_record("elsewhere", place="port", source="three", typical=1000)
    assert [source.slug for source in beside("land", "city").sources] == ["one", "two"]


def test_without_figures_the_finding_says_so(two_lands):
    a_record("c", low=1000)
    assert beside("city", "port").finding == "Coder: no typical figure for City and Port"
    a_record("p", place="port", typical=3000)
    assert beside("city", "port").finding == "Coder in Port: typically $3,000 a year; no figure to set it against"


def random_world(chance: random.Random) -> None:
    """Estimates, rates and price levels that may be anything, or missing."""
    Estimate.objects.all().delete()
    ExchangeRate.objects.all().delete()
    PriceLevel.objects.all().delete()
    source, role = Source.objects.get(slug="one"), Role.objects.get(slug="coder")
    for code in ("SGD", "JPY"):
        if chance.random() < 0.8:
            a_rate(code, str(chance.choice([1, 2, 100])))
    for slug in ("land", "isle"):
        if chance.random() < 0.8:
            country = Place.objects.get(slug=slug)
            PriceLevel.objects.create(country=country, year=2024, ppp_factor=chance.choice([1, 2, 200]), source=source)
    for slug in ("city", "town", "port", "land", "isle"):
        if chance.random() < 0.7:
            typical = chance.choice([None, 0, 1000, 1003, 2000, 50000])
            low = typical if typical is not None else 500
            Estimate.objects.create(
                place=Place.objects.get(slug=slug),
                role=role,
                year=2026,
                low_usd=low,
                typical_usd=typical,
                high_usd=typical,
                sample_size=1,
                source_count=1,
                confidence="single-source",
            )


@pytest.mark.parametrize("seed", range(60))
def test_a_finding_is_true_for_any_choice(two_lands, seed):
    chance = random.Random(seed)
    random_world(chance)
    found = beside(*chance.sample(["city", "town", "port", "land", "isle"], chance.randint(2, 5)))
    typical = {str(row.place): row.typical_usd for row in found.rows if row.typical_usd}
    buys = {str(row.place): row.buys for row in found.rows if row.buys}
    marked = set(re.findall(r"(\w+) \(national figures\)", found.finding))
    assert marked <= {str(row.place) for row in found.rows if row.national}
    finding = found.finding.replace(" (national figures)", "")
    if more := re.search(r"(\w+) pays (\S+) times as much as (\w+)", finding):
        top, times, bottom = more.groups()
        assert (typical[top], typical[bottom]) == (max(typical.values()), min(typical.values()))
        assert abs(typical[top] / typical[bottom] - D(times)) <= D("0.05")
        if there := re.search(r"and the pay there buys (\S+) times as much", finding):
            assert abs(buys[top] / buys[bottom] - D(there[1])) <= D("0.05")
        elif instead := re.search(rf"but the pay in {bottom} buys (\S+) times as much", finding):
            assert abs(buys[bottom] / buys[top] - D(instead[1])) <= D("0.05")
        elif "buys about as much in both" in finding:
            assert abs(buys[top] / buys[bottom] - 1) < D("0.006")
        else:
            shared = Place.objects.get(name=top).country == Place.objects.get(name=bottom).country
            assert shared or top not in buys or bottom not in buys
    elif "pay about the same" in finding:
        assert 1 < max(typical.values()) / min(typical.values()) < D("1.005")
    elif "pay the same" in finding:
        assert min(typical.values()) == max(typical.values())
    elif "share one figure" in finding:
        assert len({row.shown_place for row in found.rows if row.typical_usd}) == 1
    elif "no figure to set it against" in finding:
        assert len(typical) == 1
    else:
        assert ("no typical figure" in finding, typical) == (True, {})
    for move in found.moves:
        assert move.origin.country != move.target.country


# -- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_shows_the_places_in_order(db, client):
    response = client.get(f"{ADDRESS}?place=seoul&place=singapore")
    assert [row[0] for row in tables(response)[0].rows] == ["Seoul South Korea", "Singapore Singapore"]
    shown = text(response)
    # ₩93,070,092 ÷ 809.26722 × 0.80404965 = S$92,470; S$135,000 ÷ 92,470 = 1.46. (69,701.13 × 1,335.26673827)
    assert "₩93.07M in Seoul buys what S$92,470 buys in Singapore" in shown
    assert "and the role typically pays S$135,000 there: 46% more" in shown
    assert "South Korea 2024, Singapore 2024" in shown
    assert ("/methodology/#ppp", "price levels") in links(response)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("place=seoul", "Choose at least one more place to set beside Seoul."),
        ("place=seoul&place=seoul", "Choose at least one more place to set beside Seoul."),
        ("place=&place=", "Choose at least two places."),
        (f"role={ROLE}", "Choose at least two places."),
        ("place=atlantis&place=seoul", "There are no figures for a place called “atlantis”."),
        ("place=tokyo&place=seoul", "There are no figures for a place called “tokyo”."),
        ("place=asia&place=seoul", "There are no figures for a place called “asia”."),
        ("place=%00&place=seoul", "There are no figures for a place called “\x00”."),
        (
            "&".join(f"place={slug}" for slug in "seoul singapore manila bangalore india vietnam".split()),
            "Choose 5 places at most; these are 6.",
        ),
        ("place=seoul&place=manila&role=wizard", "Role: There are no figures for this role."),
        ("place=seoul&place=manila&year=1066", "Year: There are no figures for this year."),
    ],
)
def test_a_wrong_choice_is_an_error_of_its_field(db, client, query, error):
    response = client.get(f"{ADDRESS}?{query}")
    shown = text(response).replace(" : ", ": ")
    assert (error in shown, tables(response)) == (True, [])


def test_what_was_chosen_stays_chosen(db, client):
    content = client.get(f"{ADDRESS}?place=seoul&place=atlantis&year=2026").content.decode()
    assert content.count('<option value="seoul" selected>') == 1
    assert '<option value="2026" selected>' in content


def test_the_page_without_a_question_is_a_form_without_errors(db, client):
    response = client.get(ADDRESS)
    assert (tables(response), b"error-summary" in response.content) == ([], False)


def test_a_role_without_figures_there_says_so(db, client):
    shown = text(client.get(f"{ADDRESS}?place=seoul&place=manila&role=ai-engineer"))
    assert "No published record states pay for this role in these places." in shown


def test_an_empty_site_offers_nothing(no_records, client):
    assert tables(client.get(ADDRESS)) == []


def test_two_places_cost_as_many_queries_as_five(db, client):
    client.get("/cities/")  # reads what is read once for each published version
    counts = []
    for slugs in (["seoul", "singapore"], ["seoul", "singapore", "manila", "bangalore", "vietnam"]):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(ADDRESS, {"place": slugs})
        assert len(tables(response)[0].rows) == len(slugs)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_cities_lead_to_the_comparison_of_the_first_five(db, client):
    address = next(address for address, words in links(client.get("/cities/")) if "side by side" in words)
    response = client.get(address)
    assert len(tables(response)[0].rows) == 5
