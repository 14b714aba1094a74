"""Whatever stands in an address, the answer is a page or a sentence, never a failure of ours.

The strings are those of the Big List of Naughty Strings, where the reference files lie beside the project, and a few
dozen of our own in any case. GUIDE_SITE_QUESTIONS=5000 asks that many random query strings.
"""

import json
import os
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.http import QueryDict

from guide_site.tests.hostile_queries import FILES, READ, Enemy, Valid
from guide_site.tests.pages import PAGES, ROLE

BIG_LIST = settings.BASE_DIR.parent / "shared" / "data" / "text" / "blns.json"
OWN = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud7ff\ufffd",
    "'",
    '"',
    "' OR 1=1 --",
    "%",
    "%s",
    "{{ 7 * 7 }}",
    "{% load %}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "-1",
    "0",
    "1e309",
    "NaN",
    "9" * 400,
    "２０２６",
    "١",
    "²",
    "singapore\n",
    "Singapore",
    "[]",
    "🙂" * 100,
    "ﷺ",
    "a" * 5000,
    "last",
    "-typical,place",
    "--typical",
    "null",
    "true",
]
FILTERS = "region country city role level year source population sort place currency page topic".split()
ADDRESSES = list(dict.fromkeys(path.partition("?")[0] for path in PAGES))
RAW = ["%00", "%FF%FE", "%ED%A0%80", "=", "&&&", "role", "role=&role=", "role[]=x", ";", "%", "%zz", "a=b=c", "?" * 50]

QUESTIONS = int(os.environ.get("GUIDE_SITE_QUESTIONS", 250))
SEED = int(os.environ.get("GUIDE_SITE_SEED", 6))
LARGEST_PAGE = 400_000
MOST_FIELDS = 1_000


def answers(client, path: str) -> set[int]:
    """The status codes with which a page answers as a whole and in part."""
    return {client.get(path).status_code, client.get(path, headers={"HX-Request": "true"}).status_code}


def check(client, strings: list[str], **headers: str) -> None:
    """Each string as the value of every filter and as a page number, and as a name in an address."""
    for string in strings:
        everywhere = urlencode(dict.fromkeys(FILTERS, string), errors="surrogatepass")
        addresses = [f"{path}?{everywhere}" for path in ("/cities/", "/salaries/", "/articles/")]
        addresses.append(f"/salaries/{quote(string, safe='', errors='surrogatepass')}/")
        for address in addresses:
            assert client.get(address, headers=headers).status_code in {200, 301, 404}, address


def test_hostile_strings_never_fail(db, client):
    check(client, OWN)


def ask(client, path: str, query: str, valid: Valid, **headers: str) -> None:
    """Ask for a page or a file: it answers, in bounds, and refuses what is wrong and nothing else."""
    response = client.get(f"{path}?{query}", headers=headers)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert len(content) <= LARGEST_PAGE, (path, len(content), query)
    assert b"<script>alert" not in content or path.endswith((".csv", ".json")), (path, query)
    if query.count("&") >= MOST_FIELDS:
        # More than Django reads; a page that reads none at all does not mind.
        assert response.status_code in {200, 400}, (path, query)
        return
    wrong = valid.wrong(path, QueryDict(query))
    if path in FILES:
        assert response.status_code == (400 if wrong else 200), (path, wrong, query)
        return
    assert response.status_code == 200, (path, query)
    refused = b'class="error-summary"' in content
    if path in {"/cities/", "/countries/", "/salaries/"}:
        assert refused == bool(wrong), (path, wrong, query)
    elif wrong:
        assert refused, (path, wrong, query)


def ask_at_random(client, strings: list[str], count: int) -> None:
    """Pages as a whole and in part, and files."""
    valid = Valid()
    enemy = Enemy(SEED, strings, valid)
    for _ in range(count):
        path = enemy.path()
        headers = {"HX-Request": "true"} if enemy.pick.random() < 0.2 else {}
        ask(client, path, enemy.query(path), valid, **headers)


def test_random_query_strings_are_answered_in_bounds_and_wrong_values_refused(db, client):
    ask_at_random(client, OWN, QUESTIONS)


@pytest.mark.real_data
def test_random_query_strings_of_naughty_strings_are_answered_too(db, client):
    if not BIG_LIST.exists():
        pytest.skip(f"needs {BIG_LIST.name} among the reference files")
    ask_at_random(client, json.loads(BIG_LIST.read_text(encoding="utf-8")), QUESTIONS)


def test_pay_that_is_posted_in_any_form_is_answered_in_bounds(db, client):
    enemy = Enemy(SEED, OWN, Valid())
    for _ in range(100):
        body = enemy.query("/check/")
        response = client.post("/check/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 400}, body
        assert len(response.content) <= LARGEST_PAGE, body


@pytest.mark.parametrize("path", READ)
def test_neither_unknown_names_nor_repeated_values_make_a_page_long(db, client, path):
    plain = len(client.get(path, {"role": ROLE}).content)
    for query in ({"role": ROLE, "zz": "a" * 16_000}, {"role": [ROLE] * 900}):
        assert len(client.get(path, query).content) < plain + 100


@pytest.mark.real_data
@pytest.mark.parametrize("quarter", range(4))
def test_the_big_list_of_naughty_strings_never_fails(db, client, quarter):
    """In parts of pages, which are quicker to make: every filter reads its value all the same."""
    if not BIG_LIST.exists():
        pytest.skip(f"needs {BIG_LIST.name} among the reference files")
    strings = json.loads(BIG_LIST.read_text(encoding="utf-8"))
    assert len(strings) > 400
    check(client, strings[quarter::4], **{"HX-Request": "true"})


@pytest.mark.parametrize("name", [name for name in FILTERS if name not in {"place", "currency", "topic", "page"}])
def test_each_filter_alone_refuses_a_hostile_string_with_an_error(db, client, name):
    for string in ("\x00", "' OR 1=1 --", "9" * 400, "<script>"):
        response = client.get("/cities/", {name: string})
        assert (response.status_code, b"<script>" in response.content) == (200, False)
        assert b"These choices were not applied" in response.content


@pytest.mark.parametrize("path", ["/cities/", "/salaries/", "/articles/"])
def test_a_page_number_that_is_none_leads_to_a_page_that_is(db, client, path):
    for string in OWN:
        assert client.get(path, {"page": string}).status_code == 200


@pytest.mark.parametrize("path", ADDRESSES)
def test_raw_query_strings_never_fail(db, client, path):
    for raw in RAW:
        assert answers(client, f"{path}?{raw}") == {200}


def test_a_filter_that_is_given_twice_counts_once(db, client):
    assert client.get(f"/cities/?role=wizard&role={ROLE}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_other_methods_never_fail(db, client, method):
    for path in PAGES:
        assert getattr(client, method)(path).status_code in {200, 403, 405}


def test_a_host_that_is_not_ours_is_refused(db, client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
