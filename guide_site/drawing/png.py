"""A sheet as a PNG file, drawn by Pillow in the colours of daylight.

In: a `Sheet`, and how many pixels one of its own is wide. Out: the file's bytes. Shapes are drawn twice as large and
made smaller, which smooths their edges; text is smooth by itself.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from guide_site.drawing import palette
from guide_site.drawing.fonts import font, showable
from guide_site.drawing.shapes import Box, Ring, Sheet, Stroke, Text

FINER = 2
COLOURS = 128
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
RING_WIDTH = 2.5


def png_of(sheet: Sheet, scale: int = 1) -> bytes:
    colours = palette.light()
    size = (sheet.width * scale, sheet.height * scale)
    fine = Image.new("RGB", (size[0] * FINER, size[1] * FINER), colours["paper"])
    pen, factor = ImageDraw.Draw(fine), scale * FINER
    for shape in sheet.shapes:
        if not isinstance(shape, Text):
            _draw(pen, shape, factor, colours)
    page = fine.resize(size, Image.Resampling.BOX)
    pen = ImageDraw.Draw(page)
    for shape in sheet.shapes:
        if isinstance(shape, Text):
            letters = font(shape.size * scale, is_bold=shape.is_bold, is_serif=shape.is_serif)
            at = (shape.x * scale, shape.y * scale)
            pen.text(at, showable(shape.words), colours[shape.colour], letters, anchor=ANCHORS[shape.anchor])
    file = io.BytesIO()
    # A palette is a third of the size, so that long charts can be kept too, and nobody sees a difference.
    few = page.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG", compress_level=6)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Box | Stroke | Ring, factor: int, colours: dict[str, str]) -> None:
    match shape:
        case Box(x, y, width, height, colour):
            corners = (x * factor, y * factor, (x + width) * factor - 1, (y + height) * factor - 1)
            pen.rectangle(corners, fill=colours[colour])
        case Stroke(points, colour, width):
            scaled = [(x * factor, y * factor) for x, y in points]
            pen.line(scaled, fill=colours[colour], width=max(round(width * factor), 1), joint="curve")
        case Ring(x, y, radius, colour, is_filled):
            outer = radius if is_filled else radius + RING_WIDTH / 2
            circle = [value * factor for value in (x - outer, y - outer, x + outer, y + outer)]
            inside = colours[colour] if is_filled else colours["paper"]
            pen.ellipse(
                circle, fill=inside, outline=colours[colour], width=0 if is_filled else round(RING_WIDTH * factor)
            )
