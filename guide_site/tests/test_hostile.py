"""Whatever stands in an address, the answer is a page or a sentence, never a failure of ours.

The strings are those of the Big List of Naughty Strings, where the reference files lie beside the project, and a few
dozen of our own in any case.
"""

import json
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings

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
RAW = ["%00", "%FF%FE", "%ED%A0%80", "=", "&&&", "role", "role=&role=", "role[]=x", ";", "%", "%zz", "a=b=c", "?" * 50]


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


@pytest.mark.parametrize("path", PAGES)
def test_raw_query_strings_never_fail(db, client, path):
    for raw in RAW:
        assert answers(client, f"{path.partition('?')[0]}?{raw}") == {200}


def test_a_filter_that_is_given_twice_counts_once(db, client):
    assert client.get(f"/cities/?role=wizard&role={ROLE}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_other_methods_never_fail(db, client, method):
    for path in PAGES:
        assert getattr(client, method)(path).status_code in {200, 403, 405}


def test_a_host_that_is_not_ours_is_refused(db, client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
