"""What the card of a page says. In: a place, a guide. Out: a `Card`."""

from __future__ import annotations

from django.conf import settings

from articles.models import Article
from articles.taken_away import picture_for
from guide_site.drawing.card import Card
from guide_site.sharing.citations import in_full
from salaries.models import Place
from salaries.pictures import picture_of_place
from salaries.portraits import PlacePortrait

UNIT = "yearly pay, US dollars"


def card_of_place(place: Place) -> Card:
    """The finding and the pay by role; the place must have what it lies in at hand."""
    portrait = PlacePortrait(place)
    picture = picture_of_place(portrait, path=place.get_absolute_url())
    kicker = f"{settings.SITE_NAME}: {UNIT}"
    if picture is None:
        text = f"No source that we know of states pay for {place}. The page fills as soon as a record does."
        return Card(kicker, portrait.finding, "", text=text)
    country = f"{place.country}, " if place.country and place.country.name != place.name else ""
    count = len(picture.sources)
    counted = "one source" if count == 1 else f"{count} sources, one vote each"
    return Card(kicker, portrait.finding, f"{country}{portrait.year}: {counted}", picture=picture)


def card_of_guide(article: Article) -> Card:
    """The title and the first chart, or pay in the places that the guide quotes; without either, its summary."""
    picture = picture_for(article)
    when = f", {in_full(article.published_at.date())}" if article.published_at else ""
    drawn = f". Drawn: {UNIT}" if picture else ""
    return Card(
        f"{settings.SITE_NAME}: guide",
        article.title,
        f"By {article.author}{when}{drawn}",
        text=article.summary,
        picture=picture,
    )
