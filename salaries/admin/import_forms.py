"""The forms of the import pages: a file with what it holds, and how it is to be read.

In: what a browser sends. Out: `Choices`, or errors beside the fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User

from salaries.admin.import_choices import FILE, GUESS, OWN, Choices
from salaries.admin.import_kinds import KINDS, kinds_for, may
from salaries.importers import UnreadableFile
from salaries.importers.guess import check_constants, parse_constants
from salaries.importers.mapping import load_mapping, parse_mapping, shipped_names
from salaries.importers.reading.limits import MEGABYTE
from salaries.models import Role, SalaryRecord

# The largest file that this door takes. Larger ones go through the commands, which take any size.
MOST_BYTES = 20 * MEGABYTE
MOST_MAPPING_BYTES = MEGABYTE // 4
# Columns that can be chosen on the preview; those beyond keep the field that the mapping gives them.
CHOOSABLE_COLUMNS = 100

# What a column can be. The names are those of mappings and constants.
FIELDS = {
    "role": "role: job title",
    "country": "country",
    "city": "city",
    "place": "place: city, country or region",
    "level": "level: career level",
    "year": "year that the pay is for",
    "currency_code": "currency_code: SGD, USD …",
    "period": "period: an hour … a year",
    "pay": "pay: amount or range in words",
    "low": "low: lowest pay",
    "typical": "typical: median, average, single figure",
    "high": "high: highest pay",
    "qualifier": "qualifier: exact, about, average …",
    "published_usd": "published_usd: to compare only",
    "employment_type": "employment_type: full-time …",
    "work_mode": "work_mode: remote …",
    "population": "population: local or international employers",
    "sample_size": "sample_size: people asked",
    "basis": "basis: gross or net",
    "quote": "quote: words of the source",
    "note": "note",
    "source": "source: its slug",
    "status": "status: draft or published",
}


def mapping_choices() -> list[tuple[str, Any]]:
    shipped = [(name, load_mapping(name).title or name) for name in shipped_names()]
    return [
        (GUESS, "Find out from the names of the columns"),
        (OWN, "Our own format"),
        ("Known files", shipped),
        (FILE, "The mapping file chosen below"),
    ]


class ChoicesForm(forms.Form):
    """How a file is read and imported; what is not for salary records stays hidden from other kinds."""

    for_salaries: ClassVar[list[str]] = [
        "mapping",
        "mapping_file",
        "constants",
        "refused",
        "create_roles",
        "is_strict",
        "prune",
    ]

    mapping = forms.ChoiceField(label="Columns", choices=mapping_choices, initial=GUESS, required=False)
    mapping_file = forms.FileField(
        label="Mapping file",
        required=False,
        help_text="TOML, as docs/mappings.md describes it. The preview offers the mapping in use as a start.",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )
    constants = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 40, "spellcheck": "false"}),
        max_length=5_000,
        help_text="What is the same for all rows, one on each line: year=2025 or source=some-source. "
        "They come before the columns.",
    )
    refused = forms.ChoiceField(
        label="Refused rows",
        required=False,
        choices=[
            ("", "Our own format: refuse the file; other files: import the other rows"),
            ("refuse", "Refuse the file if one row is refused"),
            ("take", "Import the other rows"),
        ],
    )
    create_roles = forms.BooleanField(
        label="Make a role of each job title that no role has", required=False, help_text="Otherwise they are refused."
    )
    is_strict = forms.BooleanField(
        label="Refuse rows that look wrong", required=False, help_text="Otherwise they are imported with a warning."
    )
    prune = forms.BooleanField(
        label="Delete records of the file’s sources that the file does not have",
        required=False,
        help_text="Otherwise they stay. Only for a file that is complete.",
    )
    encoding = forms.CharField(
        required=False, max_length=40, help_text="If it is not found by itself: windows-1251, for example."
    )
    sheet = forms.CharField(required=False, max_length=100, help_text="Of a workbook, by name or number from 1.")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may(user, "delete", SalaryRecord):
            del self.fields["prune"]
        if not may(user, "add", Role):
            del self.fields["create_roles"]

    @property
    def shown(self) -> list[str]:
        return [name for name in self.for_salaries if name in self.fields]

    def clean_constants(self) -> str:
        text = self.cleaned_data["constants"]
        try:
            check_constants(parse_constants([line for line in text.splitlines() if line.strip()]))
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean_mapping_file(self) -> tuple[str, str]:
        """(name, text), both empty without a file."""
        file = self.cleaned_data["mapping_file"]
        if not file:
            return "", ""
        if file.size > MOST_MAPPING_BYTES:
            raise forms.ValidationError("This is too large for a mapping.")
        name = file.name.removesuffix(".toml")[:60]
        try:
            text = file.read().decode("utf-8-sig")
            parse_mapping(text, name=name)
        except UnicodeDecodeError as error:
            raise forms.ValidationError("A mapping is text in UTF-8.") from error
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return name, text

    def choices_made(self, before: Choices) -> Choices:
        """`before` with what the form says."""
        made = {name: self.cleaned_data[name] for name in before.as_json if name in self.cleaned_data}
        made["mapping"] = made.get("mapping") or GUESS
        if name_and_text := [part for part in self.cleaned_data.get("mapping_file", ()) if part]:
            made["mapping"], (made["mapping_name"], made["mapping_text"]) = FILE, name_and_text
        return replace(before, **made)


class UploadForm(ChoicesForm):
    """The first page: the file, what it holds, and all choices."""

    file = forms.FileField(
        max_length=250,
        help_text=f"CSV, TSV, JSON or XLSX, also as .gz or .zip; up to {MOST_BYTES // MEGABYTE} MB. "
        "For larger files there are commands: manage.py import_salaries FILE.",
        error_messages={"empty": "This file is empty: a header row is needed."},
    )
    kind = forms.ChoiceField(label="What it holds")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"].choices = [(name, kind.label) for name, kind in kinds_for(user).items()]  # type: ignore[attr-defined]

    @property
    def fieldsets(self) -> list[tuple[str | None, dict[str, Any]]]:
        return [
            (None, {"fields": ["file", "kind"]}),
            ("For salary records", {"fields": self.shown}),
            ("If the file is read wrongly", {"fields": [("encoding", "sheet")]}),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mapping") == FILE and not any(data.get("mapping_file", ("",))) and not self.errors:
            self.add_error("mapping_file", "Choose the mapping file, or another way to read the columns.")
        kind = KINDS.get(data.get("kind", ""))
        if kind and not kind.takes_choices:
            said = [name for name in self.shown if name in self.changed_data]
            for name in said:
                self.add_error(name, f"This is only for salary records, not for {kind.label.lower()}.")
        file = data.get("file")
        if file is not None and file.size > MOST_BYTES and not self.errors:
            command = self.choices_made(Choices()).command(file.name)
            self.add_error(
                "file",
                f"This file has {file.size / MEGABYTE:.1f} MB; this page takes up to {MOST_BYTES // MEGABYTE} MB. "
                f"On the server it can be imported with: {command}",
            )
        return data


class CorrectionForm(ChoicesForm):
    """The preview: the same choices again, and which column is which field."""

    def __init__(
        self,
        *args: Any,
        header: Sequence[str],
        fields_of: Mapping[str, list[str]],
        takes_choices: bool,
        choices: Choices,
        is_open: bool,
        **kwargs: Any,
    ) -> None:
        initial = {name: value for name, value in choices.as_json.items() if name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.before, self.is_open = choices, is_open
        self.header, self.fields_of = header, fields_of
        if not takes_choices:
            for name in self.shown:
                del self.fields[name]
        for number, column in self.choosable.items():
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column,
                required=False,
                choices=[("", "–"), *FIELDS.items()],
                initial=next(iter(fields_of.get(column, [])), ""),
            )

    @property
    def choosable(self) -> dict[int, str]:
        """{number: column} of those that can be another field. One that is two fields is left to the mapping file."""
        if "mapping" not in self.fields or not self.header:
            return {}
        first = enumerate(self.header[:CHOOSABLE_COLUMNS])
        return {number: column for number, column in first if column and len(self.fields_of.get(column, [])) < 2}

    @property
    def fieldsets(self) -> list[tuple[str | None, dict[str, Any]]]:
        """Folded away unless there is something to mend."""
        name = "Read or import it in another way"
        return [
            (name, {"fields": [*self.shown, ("encoding", "sheet")], "classes": [] if self.is_open else ["collapse"]})
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mapping") == FILE and not (any(data.get("mapping_file", ())) or self.before.mapping_text):
            self.add_error("mapping_file", "Choose the mapping file, or another way to read the columns.")
        if self.is_read_anew(data):
            return data
        chosen: dict[str, str] = {}
        for number, column in self.choosable.items():
            if not (field := data.get(f"column_{number}")):
                continue
            if field in chosen:
                self.add_error(None, f"Two columns are {field}: {chosen[field]} and {column}.")
            chosen[field] = column
        rest = {field: column for column, fields in self.fields_of.items() for field in fields}
        kept = {field: column for field, column in rest.items() if column not in self.choosable.values()}
        data["columns"] = kept | chosen
        return data

    def is_read_anew(self, data: Mapping[str, Any]) -> bool:
        """Whether other choices make the columns on the page meaningless."""
        names = [name for name in ("mapping", "encoding", "sheet") if name in self.fields]
        return any(data.get("mapping_file", ())) or any(data.get(n) != getattr(self.before, n) for n in names)

    def choices_made(self, before: Choices) -> Choices:
        columns = self.cleaned_data.get("columns") if self.choosable else None
        return replace(super().choices_made(before), columns=columns)
