"""A letter as mail: what mail programs get of figures, charts and pictures, for everybody and for one reader."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from articles.models import Article, Delivery
from articles.newsletter.mail import Letter, letter_of, message_for
from articles.newsletter.rework import for_mail
from articles.tests.newsletter_letters import letter, reader
from guide_site.tests.html import tables

pytestmark = pytest.mark.django_db
EVERYTHING = """
## What each city pays

A range of {pay}`seoul-ml-engineer-2026`, see [the cities](/cities/) and [above](#what-each-city-pays).

:::{paired-bars}
:role: machine-learning-engineer
:source: digitaldefynd-morgan-mckinley-second-talent-2026
:::

:::{map}
:region: asia
:::

:::{trend}
:place: singapore
:role: machine-learning-engineer
:::

:::{ladder}
:place: asia
:::

:::{levels-table}
:::

:::{records}
:place: seoul
:::

:::{note} A remark

It says {fact}`mlops-premium`.
:::

![Seoul at night](/media/images/seoul.png) ![elsewhere](https://pictures.example/x.png)

<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) %UNSUBSCRIBE
"""


def shown(body: str) -> BeautifulSoup:
    return BeautifulSoup(letter_of(letter(body=body)).html, "html.parser")


def words(soup) -> str:
    return re.sub(r" (?=[,.;])", "", " ".join(soup.get_text(" ").split()))


def test_mail_fetches_nothing_and_runs_nothing():
    soup = shown(EVERYTHING)
    fetching = (
        "script, style, link, img, picture, source, video, audio, iframe, object, embed, svg, form, input, button"
    )
    assert soup.select(fetching) == []
    allowed = {"href", "style", "class", "align", "role", "cellpadding", "cellspacing", "border", "bgcolor", "width"}
    allowed |= {"lang", "charset", "name", "content", "scope", "colspan", "rowspan", "start"}
    assert {name for tag in soup.find_all(True) for name in tag.attrs} <= allowed
    assert not re.search(r"url\(|@import|expression", str(soup))


def test_mail_has_whole_addresses_and_none_that_lead_nowhere():
    addresses = {str(link["href"]) for link in shown(EVERYTHING).select("a")} - {"%UNSUBSCRIBE%", "%PREFERENCES%"}
    assert {urlsplit(address).scheme for address in addresses} == {"http", "https"}
    assert {urlsplit(address).netloc for address in addresses} == {"127.0.0.1:8000", "pictures.example"}
    assert "http://127.0.0.1:8000/salaries/seoul-ml-engineer-2026/" in addresses


def test_mail_is_made_of_tables_with_inline_styles():
    soup = shown(EVERYTHING)
    outer = soup.select_one("body > table")
    assert (outer["role"], outer.select_one("table")["width"]) == ("presentation", "600")
    assert all(tag.has_attr("style") for tag in soup.select("h1, h2, p, a, th, td"))


def test_figures_are_those_of_the_records():
    assert "A range of ₩60M–120M a year, see the cities and above." in words(shown(EVERYTHING))


def test_charts_become_their_tables(client):
    soup = shown(EVERYTHING)
    letters = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in soup.select(".text tr")]
    assert ["Singapore", "$105,000", "$34,000", "3.09×"] in letters
    assert ["Manila", "$12,200", "$4,500", "2.71×"] in letters


def test_tables_too_wide_for_a_phone_become_a_paragraph_for_each_row():
    text = letter_of(letter(body=":::{records}\n:place: seoul\n:::\n")).text
    row = """**Seoul**
Role: Machine learning engineer
Level: Junior ML engineer
As quoted: ₩40M or more a year, $29,957 or more a year
Year: 2026
Source: DigitalDefynd and Alcor 2026"""
    assert row in re.sub(r" +$", "", text, flags=re.MULTILINE)
    assert "|" not in text


def test_charts_without_a_table_become_lists():
    marks = [words(item) for item in shown(EVERYTHING).select(".map li")]
    assert marks[0] == "Singapore: typically $105,603, $50,846–132,981"
    assert len(marks) == 5
    rungs = [words(item) for item in shown(EVERYTHING).select("ol li")]
    assert rungs[0].startswith("Beginner $3,000–8,000 0–12 months of experience")


def test_a_chart_that_says_nothing_without_its_drawing_becomes_a_link():
    drawn = '<figure class="chart"><figcaption>Pay</figcaption><svg><path d="M0 0"/></svg></figure>'
    shown = BeautifulSoup(for_mail(drawn, "https://site.example/newsletter/"), "html.parser")
    assert (words(shown), shown.a["href"]) == ("Pay See this chart on the site", "https://site.example/newsletter/")


def test_pictures_become_links_with_their_words():
    links = {words(link): link["href"] for link in shown(EVERYTHING).select("a")}
    assert links["Picture: Seoul at night"] == "http://127.0.0.1:8000/media/images/seoul.png"
    assert links["Picture: elsewhere"] == "https://pictures.example/x.png"


def test_forms_in_a_text_are_left_out():
    form = (
        '<div class="newsletter"><p>One letter a week</p><form action="/x"><input name="email"></form></div><p>Text</p>'
    )
    assert for_mail(form, "") == "<p>Text</p>"


def test_the_text_part_says_the_same_without_addresses_of_figures():
    text = letter_of(letter(body=EVERYTHING)).text
    assert "A range of ₩60M–120M a year, see the cities (http://127.0.0.1:8000/cities/) and above." in text
    assert "| Singapore | $105,000 | $34,000 | 3.09× |" in text
    assert "What each city pays\n-------------------" in text
    assert ("<" in text, "&amp;" in text) == (True, False)  # the hostile tag, as it was typed
    assert "Unsubscribe: %UNSUBSCRIBE%" in text


def test_every_shipped_guide_can_be_a_letter():
    for guide in Article.objects.published():
        made = letter_of(letter(subject=guide.title, body=guide.body))
        assert made.problems == ()
        assert len(made.html) < 100_000  # Gmail cuts off what is longer than 102 KB


def test_a_letter_names_its_sources_and_says_why_it_comes():
    foot = words(shown("Pay: {pay}`seoul-ml-engineer-2026`.").select_one(".foot"))
    assert foot.startswith("Figures from: Guide Site: Machine learning careers in Asia, 2026.")
    assert "You get this because you confirmed your address on Guide Site" in foot


def test_what_cannot_be_shown_is_a_problem_of_the_letter():
    (problem,) = letter_of(letter(body="In Seoul {pay}`no-such-record`.")).problems
    assert (problem.line, "no record with this key" in problem.reason) == (1, True)


def test_the_copy_of_a_reader_has_the_links_and_headers_of_that_reader():
    ada = reader()
    delivery = Delivery.objects.create(issue=letter("Pay in Seoul — this week"), subscriber=ada)
    message = message_for(letter_of(delivery.issue), delivery)
    raw = message.message()
    [unsubscribe] = re.findall(r"Unsubscribe: http://127\.0\.0\.1:8000(\S+)", message.body)
    assert raw["List-Unsubscribe"] == f"<http://127.0.0.1:8000{unsubscribe}>"
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert raw["List-Id"] == "Guide Site <newsletter.127.0.0.1>"
    assert raw["Message-ID"] == f"<{delivery.issue.key.hex}.{delivery.pk}@127.0.0.1>"
    assert (message.to, message.from_email) == (["ada@example.org"], "newsletter@127.0.0.1")
    assert [part.get_content_type() for part in raw.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    html = message.alternatives[0][0]
    assert (html.count(f"{unsubscribe}"), "%UNSUBSCRIBE%" in html, "%PREFERENCES%" in html) == (1, False, False)


def test_a_subject_cannot_bring_headers_along():
    delivery = Delivery(issue=letter(), subscriber=reader(), pk=1)
    with pytest.raises(ValueError, match="newlines"):
        message_for(Letter("Hello\nBcc: all@example.org", "", ""), delivery).message()


def test_a_letter_that_went_out_stays_as_it_was():
    issue = letter(html="<p>as it was</p>", text="as it was")
    assert letter_of(issue).html == "<p>as it was</p>"


def test_sent_issues_can_be_read_on_the_site(client, django_assert_num_queries):
    issue = letter(body=EVERYTHING)
    assert client.get(issue.get_absolute_url()).status_code == 404
    issue.finished_at, issue.status = issue.created, "sent"
    issue.save()
    page = client.get(issue.get_absolute_url())
    assert tables(page)[0].column(0)[0] == "Singapore"
    assert f'href="{issue.get_absolute_url()}"' in client.get("/newsletter/").content.decode()


def test_the_archive_takes_the_same_queries_with_one_letter_and_with_three(client, django_assert_num_queries):
    for _ in range(2):
        letter(finished_at="2026-11-20T09:00Z", status="sent")
        with django_assert_num_queries(4):  # two of them for the version of the page
            client.get("/newsletter/")
        letter(finished_at="2026-11-20T09:00Z", status="sent")
