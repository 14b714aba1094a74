"""The ladder: its rungs, and the skills and tools that they ask for."""

from django.contrib import admin

from salaries import words
from salaries.admin.history import HistoryAdmin
from salaries.models import CareerLevel, Skill


@admin.register(CareerLevel)
class CareerLevelAdmin(HistoryAdmin):
    fieldsets = [
        ("Rung", {"fields": ["name", "slug", "order", "summary"]}),
        (
            "As published",
            {
                "fields": [
                    "source",
                    ("experience_low_months", "experience_high_months"),
                    ("reach_low_months", "reach_high_months"),
                    ("multiplier_low", "multiplier_high"),
                ],
                "description": "Times are in months: three years are 36.",
            },
        ),
        ("What it asks for", {"fields": ["skills", "tools"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["source", "skills", "tools"]
    list_display = ["name", "order", "experience", "time_to_reach", "multiplier", "source"]
    list_select_related = ["source"]
    list_filter = ["source"]
    search_fields = ["name", "slug", "summary"]

    @admin.display(ordering="experience_low_months")
    def experience(self, level: CareerLevel) -> str:
        return words.experience(level)

    @admin.display(ordering="reach_low_months")
    def time_to_reach(self, level: CareerLevel) -> str:
        return words.reach(level)

    @admin.display(description="published multiplier", ordering="multiplier_low")
    def multiplier(self, level: CareerLevel) -> str:
        return words.multiplier(level)


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin):
    fields = ["name", "slug", "kind", "description", "in_demand"]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "kind", "in_demand", "description"]
    list_filter = ["kind", "in_demand"]
    search_fields = ["name", "slug", "description"]
