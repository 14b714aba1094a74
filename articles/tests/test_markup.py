"""Markdown into HTML: what is a construct, what is clean, and that nothing an author types is dangerous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.markup import fill, parse

MARKUP = st.text() | st.text(alphabet="`{}:<>[]()!#*_-\\\n\"' abcpay=/\x00", max_size=200)


def constructs(text: str) -> list[tuple]:
    return [(one.name, one.text, one.line) for one in parse(text).constructs]


def test_roles_are_constructs_with_their_line():
    text = "One {pay}`a-key usd` and\nthen {fact}`b`.\n\nLater {level}`c reach`."
    assert constructs(text) == [("pay", "a-key usd", 1), ("fact", "b", 2), ("level", "c reach", 4)]


def test_directives_are_constructs_with_options_and_content():
    (one,) = parse("Text\n\n:::{note} A title\n:colour: red\n\nInside *here*.\n:::\n").constructs
    assert (one.name, one.text, one.options, one.line, one.is_block) == ("note", "A title", {"colour": "red"}, 3, True)
    assert one.content.strip() == "Inside *here*."


def test_constructs_leave_slots_in_the_order_of_the_text():
    document = parse("{pay}`a` {pay}`b`")
    assert fill(document.html, ["<b>1</b>", "<b>2</b>"]).strip() == "<p><b>1</b> <b>2</b></p>"


def test_headings_of_the_second_level_are_the_contents():
    assert parse("# No\n\n## One *thing*\n\n### No\n\n## 日本\n").contents == [
        {"anchor": "one-thing", "title": "One thing"},
        {"anchor": "section", "title": "日本"},
    ]


def test_two_headings_with_one_name_have_two_anchors():
    anchors = [one["anchor"] for one in parse("## Pay\n\n## Pay\n").contents]
    assert len(set(anchors)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<svg onload=alert(1)>",
        '[x](https://example.org "\\" onmouseover=alert(1) x=\\"")',
        "<style>*{display:none}</style>",
        "```{=html}\n<script>\n```",
    ],
)
def test_nothing_typed_runs(text):
    html = parse(text).html
    for danger in (
        "<script",
        "<style",
        "<svg",
        "<img src=x",
        'href="javascript',
        'src="javascript',
        'href="data',
        'href="vb',
    ):
        assert danger not in html
    assert " onmouseover=" not in html.replace("&quot;", "").replace('title="', "\0").split("\0")[0]


@pytest.mark.parametrize(
    "text", ['<span data-slot="0"></span>', '`<div data-slot="0"></div>`', '[x](y "<span data-slot=0></span>")']
)
def test_nobody_can_type_a_slot(text):
    document = parse(text + " {pay}`a`")
    assert fill(document.html, ["FILLED"]).count("FILLED") == 1


def test_tables_footnotes_and_emphasis_are_kept():
    html = parse("| a | b |\n|--|--|\n| 1 | *2* |\n\nText[^1]\n\n[^1]: note\n").html
    for part in ('<th scope="col">a</th>', "<td><em>2</em></td>", 'class="footnotes"', "~~"):
        assert (part in html) == (part != "~~")


def test_what_a_directive_holds_has_lines_footnotes_and_anchors_of_its_own():
    text = (
        "## Pay\n\nA[^1]\n\n:::{warning} T\n:one: 1\n:two: 2\n\n## Pay\n\nB[^1] {pay}`x`\n\n[^1]: b\n:::\n\n[^1]: a\n"
    )
    document = parse(text)
    (warning, inner) = document.every_construct
    assert (warning.line, inner.line) == (5, 11)
    assert 'id="pay"' in document.html
    assert 'id="fn1"' in document.html
    assert '<h2 id="pay-1">' in warning.inside.html
    assert 'id="fn-n5-1"' in warning.inside.html


def test_tables_and_code_can_be_scrolled_by_keyboard_and_attributes_are_left_alone():
    html = parse('| a |\n|--|\n| 1 |\n\n```\nx\n```\n\n[x](/y "<table> <pre>")').html
    assert html.count('<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>') == 1
    assert html.count("</table></div>") == 1
    assert html.count('<pre tabindex="0">') == 1
    assert 'title="&lt;table&gt; &lt;pre&gt;"' in html


def test_addresses_within_the_site_and_of_the_web_are_kept():
    html = parse("[a](/cities/) [b](https://example.org/x?y=1)").html
    assert '<a href="/cities/">a</a> <a href="https://example.org/x?y=1">b</a>' in html


@given(text=MARKUP)
def test_any_text_can_be_parsed_and_filled(text):
    document = parse(text)
    filled = fill(document.html, ["x" for _ in document.constructs])
    assert "data-slot" not in filled
    assert "<script" not in filled.lower()
