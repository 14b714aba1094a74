"""A hundred and more hostile texts: nothing that runs, no error, and work in step with the text.

Work is counted in lines of Python, never in seconds: twice the text may take about twice the lines. How long a text may
be is limited, so the work for any text is.
"""

import datetime
import json
import re
import sys
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from articles import markup
from articles.figures import check_guide, render
from articles.limits import MOST_CHARACTERS, MOST_SIGNS, too_much
from articles.markup import NOT_READ, GuideError, parse
from articles.models import Article
from salaries.tests.real_files import real_file

SCRIPTS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</p><script>alert(1)</script><p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html [<!ENTITY x '<script>'>]>&x;",
    "```html\n<script>alert(1)</script>\n```",
    "~~~<script>\n</code></pre><script>alert(1)</script>",
    "    <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|--|\n| <img src=x onerror=alert(1)> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "- <iframe src=javascript:alert(1)>",
    "\ufeff<script>alert(1)</script>",
    "<script\x00>alert(1)</script\x00>",
    "<\u0000script>alert(1)</script>",
]
HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    '![x](y "\\" onerror=alert(1) x=\\"")',
    "![x](y 'z\" onerror=\"alert(1)')",
    '![" onerror="alert(1)](x)',
    "![' onerror='alert(1)](x)",
    '[x](/y "\\" onmouseover=alert(1)")',
    '[x](</y" onclick="alert(1)>)',
    '<https://a.example/"onclick="alert(1)>',
    '## Heading " onclick="alert(1)',
    "## Heading {#id onclick=alert(1)}",
    "[x](y){onclick=alert(1)}",
    '```js" onclick="alert(1)\nx\n```',
    '[^" onclick="alert(1)]\n\n[^" onclick="alert(1)]: x',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a data-hx-get='/admin/' data-hx-trigger='load'>x</a>",
    "<span data-slot='0'></span>",
]
ADDRESSES = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](java%0ascript:alert(1))",
    "[x](javascript://example.org/%0aalert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a.example/1)",
    "[x](feed:javascript:alert(1))",
    "[x](view-source:javascript:alert(1))",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x][1]\n\n[1]: <javascript:alert(1)> 'y'",
    "![x][1]\n\n[1]: data:text/html,x",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[x](//evil.example)",
]
CONSTRUCTS = [
    "{pay}`<script>alert(1)</script>`",
    "{<script>}`x`",
    '{pay}`" onclick="alert(1)`',
    "{nope}`x`",
    "{pay}``",
    "{pay}`{pay}`x``",
    "{fact}`'; DROP TABLE articles_article; --`",
    "{pay}`\x00`",
    "{pay}`" + "x " * 500 + "`",
    ":::{script}\nalert(1)\n:::",
    ":::{note} <script>alert(1)</script>\n<script>alert(1)</script>\n:::",
    ':::{note} " onclick="alert(1)\nx\n:::',
    ":::{note} x\n[x](javascript:alert(1))\n:::",
    ":::{records}\n:role: <script>\n:::",
    ":::{records}\n:limit: 99999999999999\n:::",
    ":::{ladder}\n:source: ../../etc/passwd\n:::",
    ":::{note}\n:::{note}\n:::{note}\nx\n:::\n:::\n:::",
    "::::{note} a\n:::{note} b\n{fact}`moon`\n:::\n::::",
    "\n".join(":" * (40 - n) + "{note} x" for n in range(37)) + "\nx",
    ":::{warning} <script>alert(1)</script>\n<img src=x onerror=alert(1)>\n:::",
    ":::{pull}\n{fact}`<script>alert(1)</script>` <script>alert(1)</script>\n:::",
    ":::{pull} <script>alert(1)</script>\n{fact}`mlops-premium`\n:::",
    ":::{figure} javascript:alert(1)\n:alt: x\n:::",
    ":::{figure} data:image/svg+xml,<svg/onload=alert(1)>\n:alt: x\n:::",
    ":::{figure} //evil.example/x.png\n:alt: x\n:::",
    ':::{figure} /x.png" onerror="alert(1)\n:alt: " onload="alert(1)\n<script>alert(1)</script>\n:::',
    ":::{figure} /x.png\n:alt: x\n[x](javascript:alert(1))\n:::",
    ":::{video} javascript:alert(1)\n:title: x\n:::",
    ":::{video} java\tscript:alert(1)\n:title: x\n:::",
    ":::{video} https://a.example/\n:title: x\n:poster: javascript:alert(1)\n:::",
    ':::{video} https://a.example/"onclick="alert(1)\n:title: <script>alert(1)</script>\n:::',
    ":::{video} https://youtube.com@evil.example/\n:title: x\n:::",
    ":::{video} https://[\n:title: x\n:::",
    ":::{course} data:text/html,<script>alert(1)</script>\n:title: x\n:affiliate: yes\n:::",
    ":::{course} //evil.example\n:title: x\n:affiliate: no\n:::",
    ':::{book} https://a.example/\n:title: " onmouseover="alert(1)\n:by: <script>alert(1)\n:affiliate: yes\n:::',
    ":::{book} https://a.example/\n:title: x\n:affiliate: yes\n:onclick: alert(1)\n:::",
    ":::{book} vbscript:msgbox(1)\n:title: " + "x" * 50_000 + "\n:affiliate: no\n:::",
    ":::{course} https://" + "a" * 50_000 + "/\n:title: x\n:affiliate: no\n:::",
    ":::{newsletter} <script>alert(1)</script>\n<script>alert(1)</script>\n:::",
    ":::{range-bars}\n:place: <script>\n:::",
    ":::{range-bars}\n:place: '; DROP TABLE salaries_place; --\n:role: " + "x" * 50_000 + "\n:::",
    "::::{figure} /x.png\n:alt: x\n:::{video} https://a.example/\n:title: x\n:::\n::::",
    "::::{book} https://a.example/\n:title: x\n:affiliate: no\n:::{newsletter}\n:::\n::::",
    ":::{figure} /x.png\n" + "".join(f":o{'a' * n}: x\n" for n in range(500)) + ":::",
    ":::{note}",
    ":::{",
    ":::\n:::\n:::",
    ":::{}\n:::",
    ":::{note}\n```\n:::\n```",
    "```{note}\nx\n```",
    "{{ settings.SECRET_KEY }} {% debug %}",
    "${7*7} #{7*7} <%= 7*7 %>",
]
SHAPES = [
    "[" * 5_000,
    "![" * 4_000,
    "]" * 5_000,
    "[](" * 3_000,
    "[a](" * 3_000,
    "(" * 5_000,
    "`" * 5_000,
    "".join("`" * n + "a" for n in range(100)),
    "*" * 5_000,
    "*a_" * 3_000,
    "**a *b " * 1_000,
    "~~a" * 2_000,
    "<" * 5_000,
    "<a " * 3_000,
    "<!--" * 2_000,
    "&" * 5_000,
    "\\" * 5_000,
    ">" * 5_000,
    "> " * 4_000,
    "- " * 4_000,
    "1. " * 3_000,
    "- a\n" * 2_000,
    "#" * 5_000,
    "## a\n\n" * 1_500,
    "```\n" * 2_000,
    "~~~" * 2_000,
    ":::{a}\n" * 60,
    "|" * 5_000,
    "a|b\n-|-\n" * 1_000,
    "|a" * 50 + "|\n" + "|-" * 50 + "|\n" + ("|a" * 50 + "|\n") * 40,
    "[^1]" * 1_000,
    "[^1]: a\n" * 1_000,
    "^[" * 3_000,
    "".join(f"[^{n}] " for n in range(800)) + "\n\n" + "".join(f"[^{n}]: x\n\n" for n in range(800)),
    "[a]: /b\n" * 1_000,
    "[a]: " * 2_000,
    "{a}" * 2_000,
    "{a}`" * 2_000,
    "{pay}`x` " * 1_000,
    "Z̷͎͕̚" * 1_000,
    "‮abc‭" * 1_000,
    "\t" * 5_000,
    "a\n" * 3_000,
    "a  \n" * 3_000,
    " " * 5_000 + "a",
    "---\n" * 2_000,
    "=\n" * 2_000,
    "\r" * 3_000,
    "x" * 100_000,
]
HOSTILE = [*SCRIPTS, *HANDLERS, *ADDRESSES, *CONSTRUCTS, *SHAPES]
ACTIVE = set(
    "script style iframe object embed form input button textarea link meta base template svg math video".split()
)
ADDRESSED = ("href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster", "background")

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


def dangers(html: str) -> list[str]:
    """What in a piece of HTML runs, loads or reaches out, as a browser's parser sees it."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        found += [tag.name] if tag.name in ACTIVE else []
        for name, value in tag.attrs.items():
            words = "".join(one for one in str(value) if one > " ").lower()
            is_reaching = name.startswith(("on", "data-", "hx-")) or name == "style"
            scheme = SCHEME.match(words) if name in ADDRESSED else None
            if is_reaching or (scheme and scheme[1] not in {"http", "https", "mailto"}):
                found.append(f"{tag.name} {name}={value}")
    return found


def lines_of(work: Callable[[], object]) -> int:
    """How many lines of Python a piece of work runs."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_there_are_more_than_a_hundred_of_them():
    assert len(set(HOSTILE)) == len(HOSTILE) > 100


@pytest.mark.parametrize(
    "dangerous", ["<script>", "<a href='javascript:1'>", "<p onclick=x>", "<a href='JAVA\nscript:1'>"]
)
def test_a_danger_would_be_found(dangerous):
    assert dangers(dangerous)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:30]))
def test_a_hostile_text_is_neither_active_nor_an_error(db, text):
    shown = render(text)
    body = BeautifulSoup(shown.body, "html.parser")
    for form in body.select(".newsletter"):
        form.decompose()  # ours, and always the same
    assert dangers(str(body).replace('class="figure-missing"', "")) == []
    assert all(str(problem) for problem in shown.problems)


def test_the_page_of_a_hostile_guide_answers(db, client):
    published = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    guide = Article.objects.create(
        slug="hostile", title="<script>alert(1)</script>", summary="\"'><img src=x onerror=alert(1)>",
        author="<b>x</b>", body="x", status="published", published_at=published,
    )  # fmt: skip
    for text in ["\n\n".join(SCRIPTS), "\n\n".join(HANDLERS), "\n\n".join(ADDRESSES), *CONSTRUCTS, "[" * 1_000_000]:
        Article.objects.filter(pk=guide.pk).update(body=text.replace("\x00", "\ufffd"))
        response = client.get("/articles/hostile/")
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


@pytest.mark.real_data
def test_naughty_strings_are_neither_active_nor_an_error(db):
    strings = json.loads(real_file("text/blns.json").read_text(encoding="utf-8"))
    assert len(strings) == 515
    for string in strings:
        for text in (string, f"{{pay}}`{string}`", f":::{{note}} {string}\n{string}\n:::", f"[x]({string})"):
            assert dangers(render(text).body) == [], text


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, "x" * (MOST_CHARACTERS + 1), "a\n" * (MOST_SIGNS + 1), ":::{map}\n:::\n" * 61]
)
def test_a_text_beyond_the_limits_is_not_read_at_all(db, monkeypatch, text):
    def read(*arguments):
        raise AssertionError("the text was read")

    monkeypatch.setattr(markup, "_markdown", read)
    document = parse(text)
    assert (document.html, document.constructs, document.contents) == (NOT_READ, [], [])
    assert render(text).body == NOT_READ
    with pytest.raises(GuideError, match=r"line 1, the text: has more than [\d,]+ (characters|signs|blocks)"):
        check_guide(text)


def test_a_text_at_the_limits_is_read():
    text = "[" * MOST_SIGNS + "x" * (MOST_CHARACTERS - MOST_SIGNS)
    assert too_much(text) == ""
    assert parse(text).html == f"<p>{escape(text)}</p>\n"


UNITS = {
    "brackets": "[", "closing": "]", "pictures": "![", "links": "[](", "links with text": "[a](b", "parentheses": "(",
    "stars": "*a ", "strong": "**a *b", "underscores": "_a ", "waves": "~~a ", "backticks": "`a``b```", "tags": "<a ",
    "comments": "<!--", "entities": "&", "backslashes": "\\", "quotes": "> a\n",
    "lists": "- a\n", "headings": "## a\n\n",
    "other headings": "### a\n\n", "fences": "```\n", "directives": ":::{a}\n:::\n",
    "blocks that hold text": ":::{note} a\nb\n:::\n",
    "options": ":a: b\n", "open directives": ":::{a}\n",
    "tables": "a|b\n-|-\n\n", "bars": "|", "footnotes": "[^1]", "definitions": "[^1]: a\n\n", "inline notes": "^[",
    "references": "[a]: /b\n", "roles": "{a}`b` ", "open roles": "{a}`", "braces": "{",
    "lines": "a\n", "breaks": "a  \n",
    "tabs": "\t", "rules": "---\n\n", "nested": "> - ",
}  # fmt: skip


@pytest.mark.parametrize("name", UNITS)
def test_twice_the_text_is_about_twice_the_work(name, monkeypatch):
    """1,000 signs against 2,000; what is quadratic would take four times as long."""
    monkeypatch.setattr("articles.limits.MOST_BLOCKS", 1_000)
    unit = UNITS[name]
    times = 1_000 // len(unit)
    parse(unit)  # what is done once is done now
    once, twice = (lines_of(lambda text=unit * many: parse(text)) for many in (times, 2 * times))
    assert twice < 2.6 * once


def test_equal_headings_have_anchors_of_their_own():
    anchors = [one["anchor"] for one in parse("## Pay\n\n## Pay\n\n## Pay 1\n\n## Pay\n").contents]
    assert anchors == ["pay", "pay-1", "pay-1-1", "pay-2"]


@given(text=st.text(alphabet="<>\"'=/()[]{}!`:&;#\\\n\t javscriptdonle", max_size=120))
def test_no_mixture_of_signs_is_active(text):
    document = parse(text)
    assert dangers(document.html.replace("data-slot", "slot")) == []
