"""A rendered guide text as mail programs can show it: no scripts, forms, pictures or drawings, whole addresses.

In: HTML of `articles.figures`, and where the letter can be read on the site. Out: sanitised HTML of text, lists, links
and tables. A wide table becomes a paragraph for each row. Of a chart its title, its sources and its table stay, or
where it has none a list of what its marks say; where that is missing too, a link to the chart on the site. A picture
becomes a link with its words.
"""

from __future__ import annotations

from urllib.parse import urljoin

import nh3
from bs4 import BeautifulSoup, Tag
from django.conf import settings

TEXT = {"p", "br", "strong", "em", "b", "i", "s", "del", "sup", "sub", "span", "code", "pre", "blockquote", "hr", "a"}
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "div"}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ATTRIBUTES = {
    "a": {"href", "class"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope", "align", "class"},
    "td": {"colspan", "rowspan", "align", "class"},
    **{tag: {"class"} for tag in ("p", "span", "div", "ul", "li", "table")},
}
NEVER_SHOWN = ".newsletter, .visually-hidden, form, button, input, select, summary, style, script, template"
ABOUT_DRAWINGS = ".pay-key, .rung-number, .map-legend + .source-line"
TOO_MANY_COLUMNS = 5
DRAWN = "svg, picture, img, video, audio, iframe, object, embed"


def for_mail(html: str, page_url: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for picture in soup.select("img"):
        _say(picture.find_parent("picture") or picture, str(picture.get("alt") or ""), str(picture.get("src") or ""))
    for figure in soup.select("figure"):
        _without_drawing(soup, figure, page_url)
    for one in soup.select(f"{NEVER_SHOWN}, {ABOUT_DRAWINGS}, {DRAWN}"):
        if not one.decomposed:
            one.decompose()
    for link in soup.select("a"):
        _whole_address(link)
    for table in soup.select("table"):
        _stacked(soup, table)
    for below in soup.select("td .sub, th .sub, .chart-title + .sub, .sub + .sub"):
        below.insert_before(soup.new_tag("br"))
    for figure in soup.select("figure, figcaption, aside, section, details"):
        figure.name = "div"
    schemes = {"http", "https", "mailto"}
    return nh3.clean(str(soup), tags=TEXT | BLOCKS | TABLES, attributes=ATTRIBUTES, url_schemes=schemes, link_rel=None)


def _say(picture: Tag, words: str, address: str) -> None:
    """A link with the words of a picture in its place."""
    link = BeautifulSoup("", "html.parser").new_tag("a", href=address)
    link.string = f"Picture: {words or 'without words'}"
    picture.replace_with(link)


def _without_drawing(soup: BeautifulSoup, figure: Tag, page_url: str) -> None:
    """What can be said of a chart without drawing it."""
    if figure.select_one("svg") is None:
        return
    marks = [link for link in figure.select("svg a[aria-label]") if not figure.select_one("table")]
    if marks:
        listed = soup.new_tag("ul")
        for mark in marks:
            item, link = soup.new_tag("li"), soup.new_tag("a", href=str(mark.get("href") or ""))
            link.string = str(mark["aria-label"])
            item.append(link)
            listed.append(item)
        figure.append(listed)
    elif not figure.select_one("table, ol, ul:not(.pay-key)"):
        paragraph, link = soup.new_tag("p"), soup.new_tag("a", href=page_url)
        link.string = "See this chart on the site"
        paragraph.append(link)
        figure.append(paragraph)


def _stacked(soup: BeautifulSoup, table: Tag) -> None:
    """A table too wide for a phone as one paragraph for each row: its heading, then each cell with its label."""
    labels = [head.get_text(" ", strip=True) for head in table.select("thead th")]
    if len(labels) < TOO_MANY_COLUMNS:
        return
    for row in table.select("tbody tr"):
        paragraph = soup.new_tag("p", attrs={"class": "row"})
        for label, cell in zip(labels, row.select("th, td"), strict=False):
            cell.name, cell.attrs = ("strong" if cell.name == "th" else "span"), {}
            if cell.name == "span":
                paragraph.append(soup.new_tag("br"))
                paragraph.append(f"{label}: ")
            paragraph.append(cell.extract())
        for text in paragraph.find_all(string=lambda text: not text.strip()):
            text.extract()
        for part in paragraph.select(".sub"):
            part.insert_before(", ")
        table.insert_before(paragraph)
    table.decompose()


def _whole_address(link: Tag) -> None:
    """Addresses that work outside the site; anchors lead nowhere in a mail."""
    address = str(link.get("href") or "")
    if not address or address.startswith("#"):
        link.unwrap()
    else:
        link["href"] = urljoin(f"{settings.SITE_URL}/", address)
