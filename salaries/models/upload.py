"""A file between its preview in the admin and its import: private, the sender's own, gone within a day.

The bytes are in the database and not in a folder, because the two requests may reach two machines that share nothing
else; because a database is never served as files are; and because a deleted row leaves nothing behind. Uploads are
capped (`salaries.admin.import_forms.MOST_BYTES`), so that a row has room for them. Errors: none.
"""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

KEPT_FOR = datetime.timedelta(days=1)
KEPT_EACH = 5


class UploadQuerySet(models.QuerySet["Upload"]):
    def current(self) -> UploadQuerySet:
        """Uploads that are not too old to be imported."""
        return self.filter(created__gt=timezone.now() - KEPT_FOR)

    def delete_surplus(self, user: User) -> None:
        """Delete what is too old, and of this person's uploads all but the last few."""
        self.exclude(pk__in=self.current().values("pk")).delete()
        newest = self.filter(user=user).order_by("-created").values_list("pk", flat=True)[:KEPT_EACH]
        self.filter(user=user).exclude(pk__in=list(newest)).delete()


class Upload(models.Model):
    """One uploaded file and how it is to be read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    content = models.BinaryField()
    choices = models.JSONField(default=dict, help_text="How the file is to be read and imported.")
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    started = models.DateTimeField(null=True, help_text="When its import began; empty again after one that failed.")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name}"

    def claim(self) -> bool:
        """Whether the import may begin. Of two that ask at once, one may."""
        return Upload.objects.filter(pk=self.pk, started=None).update(started=timezone.now()) == 1

    def release(self) -> None:
        """The import failed; it may be tried again."""
        Upload.objects.filter(pk=self.pk).update(started=None)
