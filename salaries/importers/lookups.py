"""What rows name, found by any name that files use for it: places, roles, levels, sources.

In: the text of a cell. Out: the primary key. Errors: ValueError with a sentence. Countries that ISO 3166 knows and the
site does not are made; roles only if asked to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max, Model
from django.utils.text import slugify

from salaries.importers.countries import UnknownCountry, country_code, country_name, currency_of
from salaries.importers.fields import parse_text
from salaries.importers.mapping import Mapping
from salaries.models import CareerLevel, Place, Role, Source

# What the name of a role has room for.
MOST_CHARACTERS = 120


class UnknownTitle(ValueError):
    """No role has this title."""


def plain(name: str) -> str:
    """A name without case, accents and punctuation, to compare by.

    >>> plain("Thành phố Hồ Chí Minh"), plain(" ML  Engineer (AI/ML)"), plain("job_title"), plain("C++")
    ('thanh pho ho chi minh', 'ml engineer ai ml', 'job title', 'c++')
    """
    letters = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"(?:[^\W_]|[+#])+", bare.casefold()))


class Names:
    """Objects by each of their names; a name that two of them share finds neither."""

    def __init__(self) -> None:
        self.found: dict[str, set[int]] = defaultdict(set)

    def add(self, pk: int, names: Iterable[str]) -> None:
        for name in names:
            if key := plain(name):
                self.found[key].add(pk)

    def get(self, text: str) -> set[int]:
        return self.found.get(plain(text), set())


class Places:
    """Places by slug, name, alias or country code, and the countries that they lie in."""

    def __init__(self, made: dict[str, list[str]]) -> None:
        self.made = made
        self.slugs: dict[str, int] = {}
        self.cities, self.all_names = Names(), Names()
        self.codes: dict[str, int] = {}
        self.currency: dict[int, str] = {}
        self.country_of: dict[int, int] = {}
        self.names: dict[int, str] = {}
        for place in Place.objects.order_by("pk"):
            self.add(place)
        for place in Place.objects.cities().select_related("parent"):
            self.country_of[place.pk] = place.parent_id or 0
            self.currency[place.pk] = self.currency.get(place.parent_id or 0, "")

    def add(self, place: Place) -> None:
        names = [place.name, *place.aliases.splitlines()]
        self.slugs[place.slug], self.names[place.pk] = place.pk, place.name
        self.all_names.add(place.pk, names)
        if place.kind == Place.Kind.CITY:
            self.cities.add(place.pk, names)
        if place.country_code:
            self.codes[place.country_code] = place.pk
            self.currency[place.pk] = place.currency_code or ""
            self.country_of[place.pk] = place.pk

    def place(self, text: str) -> int:
        """A place of any kind by slug, name or alias, or a country in any common form."""
        if text in self.slugs:
            return self.slugs[text]
        found = self.all_names.get(text)
        # A city and the country around it that share a name: the city, which the country is made of.
        found = found - {self.country_of[pk] for pk in found if self.country_of.get(pk, pk) != pk}
        if len(found) > 1:
            raise ValueError("is the name of several places; give its slug, or a column as country or as city")
        if found:
            return next(iter(found))
        return self.country(text)

    def slug(self, text: str) -> int:
        if text not in self.slugs:
            raise ValueError("there is no place with this slug")
        return self.slugs[text]

    def country(self, text: str) -> int:
        """A country by code or name; made if ISO 3166 knows it and the site does not."""
        try:
            code = country_code(text)
        except UnknownCountry:
            known = [pk for pk in self.all_names.get(text) if self.country_of.get(pk) == pk]
            if len(known) == 1:
                return known[0]
            raise
        return self.codes.get(code) or self.make_country(code)

    def city(self, text: str, country: int | None = None) -> int:
        """A city by slug, name or alias, inside the country if one is given."""
        slug = self.slugs.get(text)
        found = {slug} if slug and slug in self.country_of and self.country_of[slug] != slug else self.cities.get(text)
        found = {pk for pk in found if country is None or self.country_of[pk] == country}
        if len(found) > 1:
            raise ValueError("is the name of several cities; give its slug, or a column as country")
        if not found:
            raise ValueError("there is no such city; add it, or its name here as an alias")
        return next(iter(found))

    def make_country(self, code: str) -> int:
        name, currency = country_name(code), currency_of(code)
        if not currency:
            raise ValueError("no currency is known for this country; add it as a place first")
        roots = list(Place.objects.regions().filter(parent=None)[:2])
        place = Place.objects.create(
            slug=free_slug(Place, name, "-country"),
            name=name,
            kind=Place.Kind.COUNTRY,
            country_code=code,
            currency_code=currency,
            parent=roots[0] if len(roots) == 1 else None,
        )
        self.made.setdefault("countries", []).append(name)
        self.add(place)
        return place.pk


class Roles:
    """Roles by slug, name or alias; titles of none are refused, or made roles of."""

    def __init__(self, made: dict[str, list[str]], *, create: bool) -> None:
        self.made, self.create = made, create
        self.slugs: dict[str, int] = {}
        self.names = Names()
        self.baseline = 0
        for role in Role.objects.all():
            self.slugs[role.slug] = role.pk
            self.names.add(role.pk, [role.name, *role.aliases.splitlines()])
            if role.is_baseline:
                self.baseline = role.pk

    def slug(self, text: str) -> int:
        if text not in self.slugs:
            raise ValueError("there is no role with this slug")
        return self.slugs[text]

    def role(self, text: str) -> int:
        """A role by slug, name or alias; "baseline" is the average outside IT."""
        if text in self.slugs:
            return self.slugs[text]
        if text == "baseline":
            return self.average()
        found = self.names.get(text)
        if len(found) > 1:
            raise ValueError("is a title of several roles; take the alias off all but one")
        if found:
            return next(iter(found))
        if self.create and plain(text):
            return self.make(" ".join(parse_text(text).split()))
        raise UnknownTitle("no role has this title; add it as an alias, or import with --create-roles")

    def average(self) -> int:
        """The role that others are compared with."""
        if not self.baseline:
            raise ValueError("no role is marked as the average outside IT")
        return self.baseline

    def make(self, title: str) -> int:
        """A new role of this title."""
        if len(title) > MOST_CHARACTERS:
            raise ValueError(f"is no title of a role: it has more than {MOST_CHARACTERS} characters")
        role = Role.objects.create(slug=free_slug(Role, title), name=title)
        self.names.add(role.pk, [title])
        self.made.setdefault("roles", []).append(title)
        return role.pk


class Levels:
    """Levels by slug, name or order."""

    def __init__(self) -> None:
        self.slugs = dict(CareerLevel.objects.values_list("slug", "pk"))
        self.found: dict[str, int] = {}
        for level in CareerLevel.objects.all():
            self.found |= {plain(name): level.pk for name in (level.slug, level.name, str(level.order))}

    def slug(self, text: str) -> int | None:
        if text and text not in self.slugs:
            raise ValueError("there is no career level with this slug")
        return self.slugs.get(text)

    def level(self, text: str) -> int | None:
        """None for an empty cell: the source names no level."""
        if not text:
            return None
        pk = self.found.get(text) or self.found.get(plain(text))
        if pk is None:
            raise ValueError("there is no career level with this slug, name or order")
        return pk


def source_of(mapping: Mapping, made: dict[str, list[str]]) -> Source | None:
    """The source that a mapping describes, made if it is missing. Raises ValueError."""
    if mapping.source is None:
        return None
    described = mapping.source.model_dump()
    source, is_new = Source.objects.get_or_create(slug=described.pop("slug"), defaults=described)
    if is_new:
        made.setdefault("sources", []).append(source.slug)
    return source


def make_levels(mapping: Mapping, source: Source | None, made: dict[str, list[str]]) -> None:
    """Make the levels that a mapping describes and the site lacks; above all others if the order is taken."""
    for row in mapping.levels:
        if CareerLevel.objects.filter(slug=row.slug).exists():
            continue
        if namesake := CareerLevel.objects.filter(name=row.name).first():
            raise ValueError(f"level {row.slug}: the level {namesake.slug} has this name; use its slug in the mapping")
        values = row.model_dump(exclude={"skills", "tools", "source"})
        if CareerLevel.objects.filter(order=row.order).exists():
            values["order"] = (CareerLevel.objects.aggregate(Max("order"))["order__max"] or 0) + 1
        CareerLevel.objects.create(**values, source=source or Source.objects.get(slug=row.source))
        made.setdefault("levels", []).append(row.slug)


def free_slug(model: type[Model], name: str, suffix: str = "") -> str:
    """A slug for a name that no other object has."""
    stem = (slugify(name) or slugify(plain(name), allow_unicode=False) or "unnamed")[:70]
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *([f"{stem}{suffix}"] if suffix else []), *(f"{stem}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken)
