"""All that the front page leads to, link by link: everything is there, and no two pages are called the same."""

import re
from collections import Counter
from html import unescape

from guide_site.tests.test_head import canonical, head_of, is_left_out

LINK = re.compile(r'href="(/[^"]*)"')
FILE = re.compile(r"\.(csv|json|svg|png)(\?|$)")
# Some pages are told apart by what is asked of them.
PAGE = re.compile(r"/(?!admin|static|media|api/|embed|check)[^?]*|/(estimate|articles)/\?.*")


def is_page(path: str) -> bool:
    return bool(PAGE.fullmatch(path)) and not FILE.search(path)


def leads_to(path: str, response) -> set[str]:
    """Pages, and of everything but the admin the plain addresses."""
    links = {unescape(link).partition("#")[0] for link in LINK.findall(response.content.decode())}
    plain = set() if "?" in path else {link.partition("?")[0] for link in links}
    return {link for link in plain if not link.startswith("/admin/")} | set(filter(is_page, links))


def test_every_link_leads_somewhere_and_no_two_pages_have_the_same_title_or_description(db, client):
    titles, descriptions = Counter[str](), Counter[str]()
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = client.get(path)
        assert response.status_code == 200, path
        if response.streaming or not response["Content-Type"].startswith("text/html"):  # a file to take away
            continue
        waiting += leads_to(path, response)
        if not is_page(path) or is_left_out(response):
            continue
        if canonical(response) != path:
            waiting.append(canonical(response))
            continue
        head = head_of(response)
        titles[head.title.text] += 1
        descriptions[head.find("meta", {"name": "description"})["content"]] += 1
    assert {"/cities/tokyo/", "/methodology/", "/sources/statista/", "/roles/ai-engineer/"} <= seen
    assert len(titles) > 100
    assert [title for title, count in titles.items() if count > 1] == []
    assert [text for text, count in descriptions.items() if count > 1] == []
    assert [text for text in descriptions if len(text) < 50] == []
