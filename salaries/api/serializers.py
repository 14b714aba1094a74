"""What the API says of each thing: the same columns as the files, in JSON.

In: model instances, read with their relations. Out: plain values; amounts as text, so that no reader rounds them.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from rest_framework import serializers

from salaries import columns
from salaries.api.filters import ANY_LEVEL
from salaries.models import (
    CareerLevel,
    Estimate,
    ExchangeRate,
    Fact,
    Place,
    PriceLevel,
    Role,
    SalaryRecord,
    Skill,
    Source,
)


class Slug(serializers.CharField):
    """The slug of a related thing; null where there is none."""

    def __init__(self, source: str, *, allow_null: bool = False, help_text: str = "") -> None:
        super().__init__(source=f"{source}.slug", read_only=True, allow_null=allow_null, help_text=help_text)


def of_related(model: type[Model], source: str, *, allow_null: bool = False, help_text: str = "") -> serializers.Field:
    """A field of a related thing, in the form that its model gives it."""
    name = source.rsplit(".", 1)[-1]
    kind, options = serializers.ModelSerializer().build_standard_field(name, model._meta.get_field(name))
    if kind is serializers.URLField:  # where there is none, it is empty, which is no address
        kind, options = serializers.CharField, {}
    kept = {"max_digits", "decimal_places", "choices"} & options.keys()
    return kind(
        source=source,
        read_only=True,
        allow_null=allow_null,
        help_text=help_text,
        **{option: options[option] for option in kept},
    )


class Page(serializers.URLField):
    """The address of the page that shows the thing to readers."""

    def __init__(self) -> None:
        super().__init__(source="get_absolute_url", read_only=True, help_text="The page for readers.")

    def to_representation(self, value: Any) -> str:
        return str(self.context["request"].build_absolute_uri(value))


class SourceMember(serializers.ModelSerializer):
    """Base of all that a source states: who says so, beside the figure."""

    source = Slug("source", help_text=columns.SOURCE["source"])
    source_publisher = of_related(Source, "source.publisher", help_text=columns.SOURCE["source_publisher"])
    source_title = of_related(Source, "source.title", help_text=columns.SOURCE["source_title"])
    source_url = of_related(Source, "source.url", help_text=columns.SOURCE["source_url"])
    source_published = of_related(
        Source, "source.published", allow_null=True, help_text=columns.SOURCE["source_published"]
    )
    source_licence = of_related(Source, "source.licence", help_text=columns.SOURCE["source_licence"])


SOURCE_FIELDS = list(columns.SOURCE)


class RecordSerializer(SourceMember):
    """One statement of pay by one source."""

    page = Page()
    place = Slug("place")
    place_name = of_related(Place, "place.name")
    place_kind = of_related(Place, "place.kind")
    role = Slug("role")
    role_name = of_related(Role, "role.name")
    level = Slug("level", allow_null=True)
    rate_units_per_usd = of_related(ExchangeRate, "exchange_rate.units_per_usd", allow_null=True)
    rate_span = of_related(ExchangeRate, "exchange_rate.span", allow_null=True)
    rate_date = of_related(ExchangeRate, "exchange_rate.date", allow_null=True)
    rate_source = Slug("exchange_rate.source", allow_null=True)
    import_run = serializers.IntegerField(source="import_run_id", read_only=True, allow_null=True)
    import_sha256 = serializers.CharField(source="import_run.sha256", read_only=True, allow_null=True)

    class Meta:
        model = SalaryRecord
        fields = [*columns.RECORDS, "page"]
        read_only_fields = fields
        extra_kwargs = {
            name: {"help_text": text} for name, text in columns.RECORDS.items() if hasattr(SalaryRecord, name)
        }


class EstimateSerializer(serializers.ModelSerializer):
    """What the sources together say of one cell; `key` names it. `explained` gives every input and step."""

    key = serializers.SerializerMethodField(help_text="place.role.level.year; “any” stands for any level.")
    place = Slug("place")
    role = Slug("role")
    level = Slug("level", allow_null=True, help_text="null for any level")
    withheld = serializers.SerializerMethodField(
        help_text="True if the amounts are left out because no source behind them may be redistributed."
    )
    low_usd = serializers.SerializerMethodField(help_text=columns.CITIES["low_usd"])
    typical_usd = serializers.SerializerMethodField(help_text=columns.CITIES["typical_usd"])
    high_usd = serializers.SerializerMethodField(help_text=columns.CITIES["high_usd"])
    record_count = serializers.IntegerField(source="sample_size", read_only=True, help_text="Records behind it.")
    explained = serializers.SerializerMethodField(help_text="Where every input and step is.")

    class Meta:
        model = Estimate
        fields = [
            "key",
            "place",
            "role",
            "level",
            "year",
            "low_usd",
            "typical_usd",
            "high_usd",
            "record_count",
            "source_count",
            "confidence",
            "withheld",
            "explained",
        ]
        read_only_fields = fields

    def get_key(self, estimate: Estimate) -> str:
        level = estimate.level.slug if estimate.level else ANY_LEVEL
        return f"{estimate.place.slug}.{estimate.role.slug}.{level}.{estimate.year}"

    def get_withheld(self, estimate: Estimate) -> bool:
        return estimate.pk in self.context["closed"]

    def _amount(self, estimate: Estimate, name: str) -> str | None:
        amount = getattr(estimate, name)
        return None if amount is None or self.get_withheld(estimate) else f"{amount:.2f}"

    def get_low_usd(self, estimate: Estimate) -> str | None:
        return self._amount(estimate, "low_usd")

    def get_typical_usd(self, estimate: Estimate) -> str | None:
        return self._amount(estimate, "typical_usd")

    def get_high_usd(self, estimate: Estimate) -> str | None:
        return self._amount(estimate, "high_usd")

    def get_explained(self, estimate: Estimate) -> str:
        level = f"&level={estimate.level.slug}" if estimate.level else ""
        query = f"place={estimate.place.slug}&role={estimate.role.slug}{level}&year={estimate.year}"
        return str(self.context["request"].build_absolute_uri(f"/api/estimate/?{query}"))


class PlaceSerializer(serializers.ModelSerializer):
    """A region, a country or a city."""

    parent = Slug("parent", allow_null=True, help_text="Where it lies.")
    page = Page()

    class Meta:
        model = Place
        fields = [
            "slug",
            "name",
            "kind",
            "parent",
            "country_code",
            "currency_code",
            "latitude",
            "longitude",
            "page",
        ]
        read_only_fields = fields


class RoleSerializer(serializers.ModelSerializer):
    """An occupation, or the baseline that occupations are compared with."""

    page = Page()

    class Meta:
        model = Role
        fields = ["slug", "name", "description", "is_baseline", "page"]
        read_only_fields = fields


class SkillSerializer(serializers.ModelSerializer):
    """A skill that employers ask for, or a tool."""

    levels = serializers.SerializerMethodField(help_text="Rungs that ask for it, lowest first.")
    page = Page()

    class Meta:
        model = Skill
        fields = ["slug", "name", "kind", "description", "in_demand", "levels", "page"]
        read_only_fields = fields

    def get_levels(self, skill: Skill) -> list[str]:
        return [level.slug for level in skill.asking_levels]


RUNG_NUMBERS = [
    "experience_low_months",
    "experience_high_months",
    "reach_low_months",
    "reach_high_months",
    "multiplier_low",
    "multiplier_high",
]


class LevelSerializer(SourceMember):
    """A rung of the ladder, as published."""

    withheld = serializers.SerializerMethodField(
        help_text="True if the numbers are left out because the source may not be redistributed."
    )
    skills = serializers.SlugRelatedField("slug", many=True, read_only=True)
    tools = serializers.SlugRelatedField("slug", many=True, read_only=True)
    page = Page()

    class Meta:
        model = CareerLevel
        fields = [
            "slug",
            "name",
            "order",
            "summary",
            *RUNG_NUMBERS,
            "withheld",
            "skills",
            "tools",
            *SOURCE_FIELDS,
            "page",
        ]
        read_only_fields = fields

    def get_withheld(self, level: CareerLevel) -> bool:
        return not level.source.redistributable

    def to_representation(self, level: CareerLevel) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(level)
        return shown | (dict.fromkeys(RUNG_NUMBERS) if shown["withheld"] else {})


class SourceSerializer(serializers.ModelSerializer):
    """A publication that states pay, a fact, a rate or a price level."""

    url = serializers.CharField(read_only=True, help_text=columns.SOURCES["url"])
    record_count = serializers.IntegerField(read_only=True, help_text=columns.SOURCES["record_count"])
    fact_count = serializers.IntegerField(read_only=True, help_text=columns.SOURCES["fact_count"])
    page = Page()

    class Meta:
        model = Source
        fields = [*columns.SOURCES, "page"]
        read_only_fields = fields


class FactSerializer(SourceMember):
    """One number that a source states and that is not pay."""

    place = Slug("place", allow_null=True)
    role = Slug("role", allow_null=True)
    level = Slug("level", allow_null=True)
    skill = Slug("skill", allow_null=True)
    import_run = serializers.IntegerField(source="import_run_id", read_only=True, allow_null=True)
    page = Page()

    class Meta:
        model = Fact
        fields = [
            "key",
            "statement",
            "low",
            "high",
            "unit",
            "place",
            "role",
            "level",
            "skill",
            "year",
            "quote",
            "note",
            *SOURCE_FIELDS,
            "import_run",
            "page",
        ]
        read_only_fields = fields


class RateSerializer(SourceMember):
    """Units of a currency that one US dollar bought, on a day or on average over a month or a year."""

    class Meta:
        model = ExchangeRate
        fields = ["id", "currency_code", "span", "date", "end", "units_per_usd", "note", *SOURCE_FIELDS]
        read_only_fields = fields


class PriceLevelSerializer(SourceMember):
    """Units of a country's currency that buy what one US dollar buys in the United States."""

    country = Slug("country")
    currency_code = of_related(Place, "country.currency_code", allow_null=True)

    class Meta:
        model = PriceLevel
        fields = ["id", "country", "currency_code", "year", "ppp_factor", *SOURCE_FIELDS]
        read_only_fields = fields
