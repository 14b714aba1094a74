"""A sheet as an SVG file that needs nothing else: colours as attributes, and a style for readers in the dark.

In: a `Sheet`. Out: the file's text. Programs that know no styles draw it light.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from guide_site.drawing import palette
from guide_site.drawing.shapes import Box, Ring, Shape, Sheet, Stroke, Text

SANS = "'Noto Sans', system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
SERIF = "'Noto Serif', 'Iowan Old Style', Palatino, Georgia, 'Liberation Serif', serif"

# No XML may hold these, not even as references.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def svg_of(sheet: Sheet) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{sheet.width}" height="{sheet.height}" '
            f'viewBox="0 0 {sheet.width} {sheet.height}" role="img" font-family={quoteattr(SANS)}>',
            f"<title>{_said(sheet.title)}</title>",
            f"<desc>{_said(sheet.description)}</desc>",
            f"<style>{_night()}</style>",
            *_drawn([Box(0, 0, sheet.width, sheet.height, "paper"), *sheet.shapes]),
            "</svg>\n",
        ]
    )


def _said(text: str) -> str:
    return escape(CONTROLS.sub("", text))


def _night() -> str:
    rules = (f".f-{name}{{fill:{code}}}.s-{name}{{stroke:{code}}}" for name, code in palette.dark().items())
    return f"@media (prefers-color-scheme: dark){{{''.join(rules)}}}"


def _filled(colour: str) -> str:
    return f'class="f-{colour}" fill="{palette.light()[colour]}"'


def _stroked(colour: str, inside: str = "") -> str:
    day = palette.light()
    fill = f"f-{inside} " if inside else ""
    return f'class="{fill}s-{colour}" fill="{day[inside] if inside else "none"}" stroke="{day[colour]}"'


def _drawn(shapes: Iterable[Shape]) -> Iterable[str]:
    for shape in shapes:
        match shape:
            case Text():
                weight = ' font-weight="600"' if shape.is_bold else ""
                family = f" font-family={quoteattr(SERIF)}" if shape.is_serif else ""
                anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
                yield (
                    f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}"{weight}{family}{anchor} '
                    f"{_filled(shape.colour)}>{_said(shape.words)}</text>"
                )
            case Box():
                yield (
                    f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}" '
                    f"{_filled(shape.colour)}/>"
                )
            case Stroke():
                points = " ".join(f"{x:g},{y:g}" for x, y in shape.points)
                yield f'<polyline points="{points}" {_stroked(shape.colour)} stroke-width="{shape.width:g}"/>'
            case Ring():
                look = (
                    _filled(shape.colour)
                    if shape.is_filled
                    else f'{_stroked(shape.colour, "paper")} stroke-width="2.5"'
                )
                yield f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" {look}/>'
