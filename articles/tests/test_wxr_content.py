"""HTML of WordPress into Markdown: what is kept, what is only reported, and that text stays text."""

from html import escape
from xml.sax.saxutils import escape as escape_xml

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.wxr.content import DEEPEST, MOST_CHARACTERS, MOST_TAGS, Unconvertible, to_markdown
from articles.markup import parse


def shown(html: str) -> str:
    """What readers see of a text, on one line."""
    return " ".join(BeautifulSoup(parse(to_markdown(html).markdown).html, "html.parser").get_text().split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One <b>two</b> <em>three</em> <code>four</code></p>", "One **two** *three* `four`"),
        ('<p><a href="https://a.example/b (c)">x</a></p>', "[x](https://a.example/b%20%28c%29)"),
        ('<img src="https://a.example/b.png" alt="A [map]"/>', "![A \\[map\\]](https://a.example/b.png)"),
        ("<h1>One</h1><h2>Two</h2>", "## One\n\n### Two"),
        ("<h2>One</h2><h3>Two</h3>", "## One\n\n### Two"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="4"><li>a</li><li>b</li></ol>', "4. a\n5. b"),
        ("<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>", "> a\n>\n> > b"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
         "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"),
        ("<pre>a  {pay}`b`\n```\nc</pre>", "````\na  {pay}`b`\n```\nc\n````"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "- **Term**\n- Meaning"),
        ("<p>H<sub>2</sub>O, m<sup>2</sup>, x<sup>ab</sup></p>", "H₂O, m², x^(ab)"),
        ("<p>a<br/>b<br/></p>", "a\\\nb"),
        ("<p><strong>a <strong>b</strong></strong></p>", "**a b**"),
        ("one\ntwo\n\nthree <em>four</em>", "one\\\ntwo\n\nthree *four*"),
        ("one\r\n\r\ntwo", "one\n\ntwo"),
        ("<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->", "a\nb"),
        ("before\n\n<!--more-->\n\nafter", "before\n\nafter"),
        ("before\n\n<!--nextpage-->\n\nafter", "before\n\n---\n\nafter"),
        ("https://video.example/1", "<https://video.example/1>"),
        ('<iframe src="https://video.example/1"></iframe>', "<https://video.example/1>"),
        ("<figure><img src='/a.png' alt='b'/><figcaption>Words</figcaption></figure>", "![b](/a.png)\n\nWords"),
    ],
)  # fmt: skip
def test_html_becomes_the_markdown_that_says_the_same(html, markdown):
    assert to_markdown(html).markdown == markdown


@pytest.mark.parametrize(
    "text",
    [
        "{pay}`seoul-ml-engineer-2026`",
        "{pay}``x``",
        ":::{note} Title",
        "::::{records}",
        "a ::: b",
        "[x](javascript:alert(1))",
        "[^1]: a footnote",
        "1. no list",
        "# no heading",
        "- no list",
        "> no quote",
        "--- *** ===",
        "<b>no tag</b>",
        "snake_case and *stars* and _lines_ and ~~waves~~",
        "| a | b |",
        "`code` ``more``",
        "&amp; &#35; &copy",
        "back\\slash \\* \\",
        "[caption id=1]x[/caption]",
        "---",
    ],
)
def test_text_that_looks_like_markup_is_shown_as_it_was_typed(text):
    assert shown(f"<p>{escape(text)}</p>") == text
    assert parse(to_markdown(f"<p>{escape(text)}</p>").markdown).constructs == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>{pay}<code>x</code></p>",
        "<p>{<b></b>pay}`x`</p>",
        "<p>{pay<i></i>}`x`</p>",
        "<p>:<span>:</span>:{note}</p>",
        "<p>::<span>:{note} x</span></p>",
        "<p>a<br>:::{note}</p>",
        "<li>:::{note}</li>",
        "<blockquote>:::{note}</blockquote>",
        "<td>{pay}`x`</td>",
        '<img src="/a" alt="{pay}`x`">',
        '<a href="/{pay}`x`">y</a>',
        '<a href="/y" title="{pay}`x`">y</a>',
        "<h2>{pay}`x`</h2>",
        "<code>`</code>{pay}<code>x</code>",
    ],
)
def test_pieces_that_meet_make_no_construct(html):
    assert parse(to_markdown(html).markdown).constructs == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" JaVaScript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src="javascript:alert(1)" alt="x">',
        '<iframe src="javascript:alert(1)">x</iframe><p>x</p>',
        "<script>alert(1)</script><style>*{}</style><p onclick='alert(1)'>x</p>",
        "<svg onload=alert(1)></svg><p>x</p>",
    ],
)
def test_what_would_run_is_left_out(html):
    converted = to_markdown(html)
    assert converted.markdown == "x"


def test_what_could_not_be_taken_is_counted():
    found = to_markdown(
        '<!-- wp:latest-posts {"postsToShow":3} /--><p>x</p><img src="/a.png"><script>1</script><input>'
        '<a href="javascript:1">y</a><video src="/v.mp4"></video><!--nextpage-->'
    ).found
    assert dict(found.drawn_blocks) == {"latest-posts": 1}
    assert (found.pictures, found.pictures_without_words, found.media) == (["/a.png"], 1, ["/v.mp4"])
    assert (found.scripts, found.form_fields, found.bad_addresses, found.page_breaks) == (1, 1, 1, 1)


def test_shortcodes_stay_as_text_and_are_counted():
    converted = to_markdown('<p>[gallery ids="1,2"] [top] [box]in[/box] [[gallery]]</p>')
    assert dict(converted.shortcodes) == {"gallery": 1, "box": 1}
    assert shown('<p>[gallery ids="1,2"] [top]</p>') == '[gallery ids="1,2"] [top]'


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<h2>Title</h2><p>A sentence that is long enough. Another.</p>", "A sentence that is long enough."),
        ("<p>[caption]x[/caption]</p><p>Words without an end</p>", "Words without an end"),
        ("<p><b>A label</b></p><p>A sentence that is long enough. Another.</p>", "A sentence that is long enough."),
        ("<h2>Only a heading</h2>", "Only a heading"),
        ("<p>" + "word " * 100 + "</p>", "word " * 58 + "word…"),
        ("", ""),
    ],
)
def test_the_first_sentence_can_stand_for_a_summary(html, sentence):
    assert to_markdown(html).first_sentence == sentence


@pytest.mark.parametrize(
    "html",
    [
        "<note-mark>x</note-mark>",
        "<note-mark number='9'>x</note-mark>",
        "<td colspan='²'>x</td>",
        "<td colspan='99999999999'>x</td>",
        "<ol start='²'><li>x</ol>",
        "<a>x</a>",
        "<img>x",
        "<sup data-fn='nope'>x</sup>",
        "<iframe>x</iframe>y",
        "<object><object data='/a'></object></object>",
        "<table><table><td>x</table>",
        "</p></div>x<![if]><?x",
    ],
)
def test_odd_html_is_no_error(html):
    assert "^9" not in to_markdown(html).markdown


def test_footnotes_come_from_beside_the_text():
    html = '<p>One<sup data-fn="b" class="fn"><a href="#b">1</a></sup> two<sup data-fn="a"><a href="#a">2</a></sup>'
    markdown = to_markdown(
        html + "<sup data-fn='c'>3</sup>.</p>", {"a": "Not {pay}`x`\n\nnor", "b": "A <b>note</b>"}
    ).markdown
    assert markdown == "One[^1] two[^2]³.\n\n[^1]: A **note**\n\n[^2]: Not \\{pay}\\`x\\` nor"
    assert parse(markdown).constructs == []


def test_a_text_beyond_the_limits_is_refused_with_the_reason():
    with pytest.raises(Unconvertible, match="more than 500,000 characters"):
        to_markdown("x" * (MOST_CHARACTERS + 1))
    with pytest.raises(Unconvertible, match="more than 10,000 tags"):
        to_markdown("<b>" * (MOST_TAGS + 1))
    with pytest.raises(Unconvertible, match="nested more than 100 deep"):
        to_markdown("<div>" * (DEEPEST + 1) + "x")


def test_a_text_at_the_limit_of_depth_is_converted():
    assert to_markdown("<div>" * DEEPEST + "x").markdown == "x"


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"])) | st.text(
    alphabet="`{}:<>[]()!#*_-+=~|&;\\.1a b", max_size=30
)


@given(text=TEXT)
def test_any_text_is_shown_as_it_was_typed(text):
    assert shown(f"<!-- wp:paragraph --><p>{escape(text)}</p>") == " ".join(text.split())


@given(html=st.text(alphabet="<>/=\"' `{}:[]()!abipe\n-&;", max_size=80))
def test_any_html_becomes_markdown_without_constructs(html):
    assert parse(to_markdown(html).markdown).constructs == []


@given(first=TEXT, second=TEXT)
def test_pieces_of_text_that_meet_stay_text(first, second):
    html = f"<!-- wp:x --><p>{escape_xml(first)}<span></span>{escape_xml(second)}</p>"
    assert parse(to_markdown(html).markdown).constructs == []
