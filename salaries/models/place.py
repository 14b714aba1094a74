"""Where pay is paid: regions, countries and cities in one tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from salaries.addresses import address_of, address_of_one
from salaries.codes import COUNTRY_CODES, CURRENCY_CODES


class PlaceQuerySet(models.QuerySet["Place"]):
    def cities(self) -> PlaceQuerySet:
        return self.filter(kind=Place.Kind.CITY)

    def countries(self) -> PlaceQuerySet:
        return self.filter(kind=Place.Kind.COUNTRY)

    def regions(self) -> PlaceQuerySet:
        return self.filter(kind=Place.Kind.REGION)

    def within(self, place: Place) -> PlaceQuerySet:
        """The place and everything inside it."""
        return self.filter(pk__in=PlaceTree().below(place.pk))


class Place(models.Model):
    """A region, a country or a city; each lies in its parent."""

    class Kind(models.TextChoices):
        REGION = "region", "Region"
        COUNTRY = "country", "Country"
        CITY = "city", "City"

    slug = models.SlugField(max_length=80, unique=True, help_text="The place in addresses, such as ho-chi-minh-city.")
    name = models.CharField(max_length=120, help_text="The name that readers use.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="A city lies in a country, a country in a region, a region in a larger region or in none.",
    )
    country_code = models.CharField(
        max_length=2, null=True, blank=True, unique=True, help_text="ISO 3166-1 alpha-2, for a country: SG."
    )
    currency_code = models.CharField(
        max_length=3, null=True, blank=True, help_text="ISO 4217, for a country: the currency that pay is paid in."
    )
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True, help_text="Degrees north.")
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True, help_text="Degrees east.")
    aliases = models.TextField(blank=True, help_text="Other names that files use for it, one on each line.")

    # What it was when it was read; salaries.signals compares.
    parent_before: int | None

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"], name="place_kind_name")]
        constraints = [
            models.CheckConstraint(
                name="place_country_code_known",
                condition=Q(country_code__isnull=True) | Q(country_code__in=COUNTRY_CODES),
                violation_error_message="This is not an ISO 3166-1 alpha-2 country code.",
            ),
            models.CheckConstraint(
                name="place_currency_code_known",
                condition=Q(currency_code__isnull=True) | Q(currency_code__in=CURRENCY_CODES),
                violation_error_message="This is not an ISO 4217 currency code.",
            ),
            models.CheckConstraint(
                name="place_codes_belong_to_countries",
                condition=Q(kind="country", country_code__isnull=False, currency_code__isnull=False)
                | (~Q(kind="country") & Q(country_code__isnull=True, currency_code__isnull=True)),
                violation_error_message="A country has a country code and a currency; regions and cities have neither.",
            ),
            models.CheckConstraint(
                name="place_coordinates_in_range",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,  # a comparison with NULL would pass
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                violation_error_message="Latitude lies within -90 and 90, longitude within -180 and 180; give both.",
            ),
            models.CheckConstraint(
                name="place_kind_known",
                condition=Q(kind__in=["region", "country", "city"]),
                violation_error_message="A place is a region, a country or a city.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(degrees north, degrees east) for drawing, if they are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    def clean(self) -> None:
        self.country_code = self.country_code or None
        self.currency_code = self.currency_code or None
        if problem := parent_problem(self.kind, self.parent.kind if self.parent else None):
            raise ValidationError({"parent": problem})
        if self.pk and self.parent and self.parent.pk in set(PlaceTree().below(self.pk)):
            raise ValidationError({"parent": "A place cannot lie in itself."})

    def get_absolute_url(self) -> str:
        if self.kind in (self.Kind.CITY, self.Kind.COUNTRY):
            return address_of_one(f"salaries:{self.kind}", self.slug)
        return f"{address_of('salaries:cities')}?{self.kind}={self.slug}"

    @property
    def country(self) -> Place | None:
        """The country itself, or the country that the city lies in."""
        return self if self.kind == self.Kind.COUNTRY else self.parent if self.kind == self.Kind.CITY else None


PARENT_KINDS: dict[str, set[str | None]] = {
    "city": {"country"},
    "country": {"region", None},
    "region": {"region", None},
}


def parent_problem(kind: str, parent_kind: str | None) -> str:
    """Why a place of `kind` cannot lie in a place of `parent_kind`; empty if it can."""
    if parent_kind in PARENT_KINDS.get(kind, {parent_kind}):
        return ""
    return {
        "city": "A city lies in a country.",
        "country": "A country lies in a region.",
        "region": "A region lies in another region.",
    }[kind]


class PlaceTree:
    """Who lies in whom: {place id: parent id}, read in one query if not given, and {place id: its children's ids}."""

    def __init__(self, lies_in: Mapping[int, int | None] | None = None) -> None:
        self.parent = lies_in or dict(Place.objects.order_by().values_list("pk", "parent_id"))
        self.children: dict[int, list[int]] = defaultdict(list)
        for pk, parent in self.parent.items():
            if parent is not None:
                self.children[parent].append(pk)

    def below(self, pk: int) -> list[int]:
        """The place and everything inside it."""
        found = {pk: None}
        waiting = [pk]
        while waiting:
            inside = [child for child in self.children.get(waiting.pop(), []) if child not in found]
            found.update(dict.fromkeys(inside))
            waiting.extend(inside)
        return list(found)

    def above(self, pk: int) -> list[int]:
        """The place and everything that it lies in, from the inside out."""
        found: list[int] = []
        place: int | None = pk
        while place is not None and place not in found:
            found.append(place)
            place = self.parent.get(place)
        return found
