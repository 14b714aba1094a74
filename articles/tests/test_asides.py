"""Directives that are no charts: what readers get, what is refused and in which line, and what the ledger sees."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from articles.figures import render
from articles.gate import problems_of
from articles.models import Article
from articles.references import references
from articles.tests.test_models import guide
from articles.tests.test_pictures import drawn as picture
from articles.tests.test_pictures import stored

ELSEWHERE = "begin with https:// and the address of another site"
NOT_OURS = "only pictures of this site are shown: upload it under Images"
BOOK = ":::{{book}} https://www.example.org/book\n:title: A <b>book</b>\n:by: An author\n:affiliate: {}\n:::"


def drawn(text: str) -> Tag:
    shown = render(text)
    assert shown.problems == []
    return BeautifulSoup(shown.body, "html.parser")


def problems(text: str) -> list[str]:
    return [str(problem) for problem in render(text).problems]


def text_of(tag: Tag) -> str:
    return " ".join(tag.text.split())


@pytest.mark.parametrize(
    ("line", "label", "shown"),
    [
        (":::{note}", "Note", "Pay is ₩60M–120M a year."),
        (":::{note} Two titles", "Two titles", "Two titles Pay is ₩60M–120M a year."),
        (":::{warning}", "Warning", "Warning Pay is ₩60M–120M a year."),
        (":::{warning} Two titles", "Warning: Two titles", "Warning: Two titles Pay is ₩60M–120M a year."),
    ],
)
def test_notes_and_warnings_say_what_they_are(db, line, label, shown):
    aside = drawn(f"{line}\nPay is {{pay}}`seoul-ml-engineer-2026`.\n:::").aside
    assert (aside["aria-label"], text_of(aside)) == (label, shown)


def test_pull_figure_stands_in_its_words_with_its_source(db):
    block = drawn(":::{pull}\nIt pays {fact}`mlops-premium` *more*.\n:::").select_one(".pull-figure")
    assert block.select_one("p .figure").text == "30–50%"
    assert text_of(block) == (
        "It pays 30–50% more. Source: Guide Site: Machine learning careers in Asia, 2026 (no source named)."
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (":::{pull}\nNo figure.\n:::", "quote one figure, such as {fact}`key`; there are 0"),
        (":::{pull}\n{plain}`3`\n:::", "quote one figure, such as {fact}`key`; there are 0"),
        (":::{pull}\n{fact}`a` {fact}`b`\n:::", "quote one figure, such as {fact}`key`; there are 2"),
        (":::{pull} Words\n{fact}`mlops-premium`\n:::", "words and figure stand on lines of their own, under this one"),
        (":::{figure} /x.png\nx\n:::", "alt: say what the picture shows, for readers who do not see it"),
        (
            ":::{figure} https://example.org/x.png\n:alt: x\n:::",
            NOT_OURS,
        ),
        (":::{figure}\n:alt: x\n:::", NOT_OURS),
        (":::{video} /levels/\n:title: x\n:::", ELSEWHERE),
        (":::{video} https://youtube.com@evil.example/\n:title: x\n:::", ELSEWHERE),
        (":::{video} https://youtube.com/\n:::", "title: say what it is called"),
        (":::{video} https://youtube.com/\n:title: x\n:poster: y.png\n:::", NOT_OURS),
        (":::{book} https://example.org\n:title: x\n:::", "affiliate: say yes if we are paid for this link, else no"),
        (BOOK.format("perhaps"), "affiliate: say yes if we are paid for this link, else no"),
        (":::{note}\n:colour: red\n:::", "unknown option colour; there are none"),
        (":::{book} https://example.org\n:price: 3\n:::", "unknown option price; there are title, by, affiliate"),
        (":::{newsletter}\nCome!\n:::", "it has words of its own; leave these out"),
        (":::{podcast} x\n:::", "there is no directive 'podcast'"),
    ],
)  # fmt: skip
def test_a_directive_that_cannot_be_shown_is_named_by_line(db, text, reason):
    *_, last = problems(f"Words.\n\n{text}")
    name = text.split("}")[0] + "}"
    assert last == f"line 3, {name}: {reason}"
    assert "[figure missing]" in render(text).body


def test_a_problem_inside_a_directive_has_the_line_of_the_guide(db):
    text = "Words.\n\n:::{course} https://example.org\n:title: x\n:affiliate: no\n\nIt costs {fact}`nope`.\n:::"
    assert problems(text) == ["line 7, {fact}`nope`: there is no fact with this key"]


def test_blocks_that_hold_text_do_not_stand_inside_each_other(db):
    text = "::::{note}\n:::{figure} /x.png\n:alt: x\n:::\n::::"
    assert problems(text) == ["line 2, :::{figure}: a directive that holds text cannot stand inside another one"]


def test_a_chart_can_stand_inside_a_note(db):
    assert drawn("::::{note} Levels\n:::{levels-table}\n:::\n::::").select_one("aside.note table") is not None


def test_figure_offers_the_sizes_of_a_picture_of_the_site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = stored(picture(width=1000, height=500), words="For the library")
    text = f':::{{figure}} {image.file.url}\n:alt: It\'s "pay" & <more>\n\nBy *somebody*, {{plain}}`7`.\n:::'
    figure = drawn(text).select_one("figure.captioned")
    assert [source["type"] for source in figure.select("picture source")] == ["image/avif", "image/webp"]
    assert (figure.img["src"], figure.img["alt"]) == (image.file.url, 'It\'s "pay" & <more>')
    assert (figure.img["loading"], figure.img["width"]) == ("lazy", "1000")
    assert figure.figcaption.decode_contents() == "<p>By <em>somebody</em>, 7.</p>"


def test_video_is_a_plain_link_that_says_where_it_leads(db):
    block = drawn(":::{video} https://www.youtube.com/watch?v=1&t=2\n:title: A talk\n\nOn pay.\n:::").select_one("div")
    assert [link["href"] for link in block.select("a")] == ["https://www.youtube.com/watch?v=1&t=2"]
    assert text_of(block) == (
        "A talk On pay. Video, opens youtube.com. Nothing is loaded from there before you open it."
    )
    assert block.select("iframe, script, img, video, link") == []


def test_video_shows_a_poster_of_the_site(db):
    block = drawn(":::{video} https://vimeo.com/1\n:title: A talk\n:poster: /media/x.png\n:::").select_one("div")
    assert [(img["src"], img["alt"]) for img in block.select("a img")] == [("/media/x.png", "")]


@pytest.mark.parametrize(
    ("affiliate", "rel", "label"),
    [
        ("yes", ["noopener", "sponsored", "nofollow"], "Affiliate link: we are paid if you buy there."),
        ("no", ["noopener"], "Not an affiliate link: we are not paid for it."),
    ],
)
@pytest.mark.parametrize("kind", ["book", "course"])
def test_offer_says_whether_we_are_paid_for_it(db, kind, affiliate, rel, label):
    block = drawn(BOOK.format(affiliate).replace("book}", f"{kind}}}")).select_one("div")
    assert (block.a["href"], block.a["rel"]) == ("https://www.example.org/book", rel)
    assert text_of(block) == f"A <b>book</b> by An author {kind.capitalize()}, opens example.org. {label}"


def test_newsletter_is_the_form_of_the_newsletter(db):
    form = drawn(":::{newsletter}\n:::").select_one("form")
    assert (form["action"], form["method"]) == ("/newsletter/subscribe/", "post")


def test_figures_inside_directives_are_in_the_ledger_with_their_lines(db):
    body = (
        ":::{warning} Up to 90%\n\n{fact}`mlops-premium`\n\n:::\n\n"
        ":::{book} https://example.org/500\n:title: 30 days\n:affiliate: no\n\nIt has 412 readers.\n\n:::"
    )
    claims = guide(body=body).claims.values_list("line", "kind", "text", "verdict")
    assert list(claims) == [
        (1, "number", "90%", "unsourced"),
        (3, "fact", "mlops-premium", "holds"),
        (11, "number", "412", "unsourced"),
    ]


def test_what_directives_lead_to_counts_as_links_and_pictures(db):
    text = (
        ":::{figure} /media/a.png\n:alt: A\n\nSee [x](/nowhere/).\n:::\n\n"
        ":::{video} https://youtube.com/1\n:title: V\n:poster: /media/b.png\n:::"
    )
    found = references(text)
    assert [tuple(one) for one in found.links] == [("/nowhere/", "", 4), ("https://youtube.com/1", "", 7)]
    assert [tuple(one) for one in found.pictures] == [("/media/a.png", "A", 1), ("/media/b.png", "V", 7)]
    article = Article(title="T", slug="t", summary="S", author="A", body=text, status="published")
    assert [str(problem) for problem in problems_of(article)] == [
        "line 1, picture /media/a.png: there is no such file",
        "line 4, link to /nowhere/: there is no such page",
        "line 7, picture /media/b.png: there is no such file",
    ]
