"""Pictures in the text of a guide: the plain tag that Markdown makes becomes one that offers the sizes made ahead.

In: sanitised HTML. Out: the same, with `<picture>` for each picture that was uploaded to the site, in one query.
"""

from __future__ import annotations

import html
import re

from django.conf import settings
from django.template.loader import render_to_string

from articles.models import Image

# As the sanitiser writes it: quotes and signs inside values are escaped.
TAG = re.compile(r'<img src="([^"]*)" alt="([^"]*)"(?: title="([^"]*)")?>')


def with_pictures(text: str) -> str:
    names = {name for match in TAG.finditer(text) if (name := stored_name(match.group(1)))}
    found = {image.file.name: image for image in Image.objects.filter(file__in=names)} if names else {}

    def drawn(match: re.Match[str]) -> str:
        if (image := found.get(stored_name(match.group(1)))) is None:
            return match.group(0)
        words = {"alternative_text": html.unescape(match.group(2)), "title": html.unescape(match.group(3) or "")}
        return render_to_string("components/picture.html", {"image": image, "is_lazy": True} | words).strip()

    return TAG.sub(drawn, text)


def stored_name(address: str) -> str:
    return address.removeprefix(settings.MEDIA_URL) if address.startswith(settings.MEDIA_URL) else ""
