"""Small exports of WordPress for tests: a file is a head, authors and items, each item what a test says of it.

`load` imports one, `counts` says what became of its items.
"""

from xml.sax.saxutils import escape

from articles.importers import importer_for

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="{scheme}://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="{scheme}://wordpress.org/export/1.2/"><channel>
<title>A blog</title><link>https://blog.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Writer</wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>\n"
NAMES = {
    "guid": "guid",
    "link": "link",
    "published": "pubDate",
    "title": "title",
    "creator": "dc:creator",
    "content": "content:encoded",
    "excerpt": "excerpt:encoded",
    "post_id": "wp:post_id",
    "date": "wp:post_date",
    "date_gmt": "wp:post_date_gmt",
    "slug": "wp:post_name",
    "status": "wp:status",
    "kind": "wp:post_type",
    "password": "wp:post_password",
    "sticky": "wp:is_sticky",
    "attachment": "wp:attachment_url",
}
POST = {
    "guid": "https://blog.example/?p=1",
    "title": "A post",
    "creator": "ada",
    "content": "<p>The first sentence says it. The second does not.</p>",
    "post_id": "1",
    "date_gmt": "2020-02-03 04:05:06",
    "slug": "a-post",
    "status": "publish",
    "kind": "post",
}


def item(*, more: str = "", **said: str) -> str:
    """An item: a published post, but for what is said. An empty value leaves the element out. `more` is XML."""
    values = {name: value for name, value in (POST | said).items() if value}
    elements = "".join(f"<{NAMES[name]}>{escape(value)}</{NAMES[name]}>\n" for name, value in values.items())
    return f"<item>{elements}{more}</item>\n"


def numbered(number: int, **said: str) -> str:
    """A post of its own, with guid, id and slug from its number."""
    own = {"guid": f"https://blog.example/?p={number}", "post_id": str(number), "slug": f"post-{number}"}
    return item(**own | said)


def export(*items: str, scheme: str = "http") -> str:
    return HEAD.format(scheme=scheme) + "".join(items) + TAIL


def category(name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="x">{escape(name)}</category>'


def comment(kind: str = "comment", approved: str = "1", **said: str) -> str:
    """A comment; `said` are elements by their names after wp:comment_."""
    values = {"type": kind, "approved": approved, "content": "Nice.", **said}
    elements = "".join(f"<wp:comment_{name}>{escape(value)}</wp:comment_{name}>" for name, value in values.items())
    return f"<wp:comment>{elements}</wp:comment>"


def load(path, **choices):
    return importer_for([path]).run([path], **choices)


def counts(result) -> tuple[int, ...]:
    return (
        result.created_count,
        result.updated_count,
        result.unchanged_count,
        result.refused_count,
        result.left_out_count,
    )
