"""Charts and cards as pictures that stand alone: laid out once, written as SVG or as PNG.

In: what a picture shows (`salaries.pictures`), or the words of a card. Out: a `Sheet` of shapes, and files made of it.
`chart` and `card` lay out, `svg` and `png` write, `fonts` measures, `palette` knows the colours of the site.
"""
