"""Where rows came from: one run of an importer, and the rows that it refused."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class ImportRun(models.Model):
    """One run of an importer over one file, whether it took the file or refused it.

    It is written down as failed before the work begins and as done together with the work, so that a run that is killed
    needs nobody to say so.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused, nothing changed"
        FAILED = "failed", "Failed or not finished, nothing changed"

    importer = models.CharField(max_length=40)
    file_name = models.CharField(max_length=250)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    mapping = models.CharField(max_length=80, blank=True, help_text="The mapping that the file was read through.")
    columns = models.JSONField(default=list, blank=True, help_text="The header of the file.")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.FAILED)
    message = models.TextField(blank=True, help_text="Why it failed, if it could say so.")
    created_count = models.PositiveIntegerField("created", default=0)
    updated_count = models.PositiveIntegerField("updated", default=0)
    unchanged_count = models.PositiveIntegerField("unchanged", default=0)
    refused_count = models.PositiveIntegerField("refused", default=0)
    left_out_count = models.PositiveIntegerField(
        "left out", default=0, help_text="Rows that the mapping does not take, such as subtotals."
    )
    vanished_count = models.PositiveIntegerField(
        "not in the file", default=0, help_text="Records of the same source that the file does not have. They stay."
    )
    pruned_count = models.PositiveIntegerField("deleted", default=0, help_text="Of those, deleted because asked to.")
    warnings = models.JSONField(default=list, blank=True, help_text="What looked wrong, with counts and row numbers.")
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Run {self.pk}: {self.importer} from {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:salaries_importrun_change", args=[self.pk])


class ImportRejection(models.Model):
    """One refused value of one row of a file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejections")
    row_number = models.PositiveIntegerField(
        "row", help_text="As a spreadsheet counts: the first line of the file is row 1."
    )
    field = models.CharField(max_length=60, blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()
    cells = models.JSONField(
        null=True, editable=False, help_text="The whole row as the file has it, kept with its first refused value."
    )

    class Meta:
        ordering = ["run", "row_number", "pk"]

    def __str__(self) -> str:
        return f"row {self.row_number}, {self.field or 'whole row'}: {self.reason}"
