"""Where rows came from: one run of an importer, and the rows that it refused."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse


class ImportRun(models.Model):
    """One run of an importer over one file, whether it took the file or refused it."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        REFUSED = "refused", "Refused, nothing changed"

    importer = models.CharField(max_length=40)
    file_name = models.CharField(max_length=250)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    created_count = models.PositiveIntegerField("created", default=0)
    updated_count = models.PositiveIntegerField("updated", default=0)
    unchanged_count = models.PositiveIntegerField("unchanged", default=0)
    refused_count = models.PositiveIntegerField("refused", default=0)
    started = models.DateTimeField()
    finished = models.DateTimeField(auto_now_add=True)
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

    class Meta:
        ordering = ["run", "row_number"]

    def __str__(self) -> str:
        return f"row {self.row_number}, {self.field or 'whole row'}: {self.reason}"
