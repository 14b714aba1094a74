"""The second door of the importers: upload, preview, confirm, run page. The commands are the first.

In: requests of people who may add and change what the file holds. Out: pages, and the runs of the importers. An upload
is kept as its sender's own until it is imported (`salaries.models.upload`). The preview hands out a signed token that
says which bytes it showed, read in which way; only that, and only within a day, can be confirmed. Errors: whatever goes
wrong is said on a page; 403 for those who may not import.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salaries.admin.downloads import as_csv, as_toml, refused_lines
from salaries.admin.import_choices import Choices
from salaries.admin.import_forms import MOST_BYTES, CorrectionForm, UploadForm
from salaries.admin.import_kinds import Kind, kinds_for
from salaries.admin.preview import SHOWN_COLUMNS, Preview, carry_out, preview
from salaries.importers import ImportFailed, Result, UnreadableFile
from salaries.importers.refused_rows import refused_rows_of
from salaries.importers.result import SHOWN
from salaries.importers.runs import BUSY, is_busy
from salaries.models import ImportRun, Upload
from salaries.models.upload import KEPT_FOR

View = Callable[..., HttpResponseBase]
SALT = "salaries.import"
GONE = "This upload is not here any more: it was imported, or is older than a day. Choose the file again."


class ImportDoor(admin.ModelAdmin):
    """The pages of an import, under the list of import runs."""

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[Any, str]] = {
            "import/": (require_http_methods(["GET", "POST"])(self.upload_view), "import"),
            "import/<uuid:pk>/": (require_http_methods(["GET", "POST"])(self.preview_view), "import_preview"),
            "import/<uuid:pk>/run/": (require_POST(self.run_view), "import_run"),
            "import/<uuid:pk>/refused.csv": (require_GET(self.refused_in_preview_view), "import_refused"),
            "import/<uuid:pk>/mapping.toml": (require_GET(self.mapping_view), "import_mapping"),
            "<int:pk>/refused.csv": (require_GET(self.refused_view), "importrun_refused"),
        }
        own = [
            path(route, self.admin_site.admin_view(self.unless_busy(view)), name=f"salaries_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever imports sees what became of it, and may add and change at least one kind of row."""
        return self.has_view_permission(request) and bool(kinds_for(request.user))

    def unless_busy(self, view: View) -> View:
        """The view, with a page that says so if a long import keeps everybody else from writing."""

        @wraps(view)
        def answer(request: HttpRequest, **named: Any) -> HttpResponseBase:
            try:
                return view(request, **named)
            except DatabaseError as error:
                if not is_busy(error):
                    raise
                again = request.path.removesuffix("run/")
                page = self.page(request, "import_busy.html", "Please try again", message=BUSY, again=again)
                page.status_code = 503
                return page

        return answer

    # -- the pages --------------------------------------------------------------------------------------------------
    def upload_view(self, request: HttpRequest) -> HttpResponseBase:
        """Choose a file and say what it holds."""
        self.kinds(request)
        form = UploadForm(request.POST or None, request.FILES or None, user=sender(request))
        if request.method == "POST" and form.is_valid():
            return redirect("admin:salaries_import_preview", pk=self.keep(request, form).pk)
        context = {"adminform": in_fieldsets(form), "errors": form.errors, "most_bytes": MOST_BYTES}
        return self.page(request, "import.html", "Import", **context)

    def preview_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Look at what an upload would do; change how it is read, and look again."""
        if (upload := self.upload_of(request, pk)) is None:
            return self.gone(request)
        seen = preview(upload, sender(request))
        form = self.correction_form(request, seen)
        if request.method == "POST" and form.is_valid():
            upload.choices = form.choices_made(seen.choices).as_json
            upload.save(update_fields=["choices"])
            return redirect("admin:salaries_import_preview", pk=pk)
        return self.preview_page(request, seen, form)

    def run_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """Import what the preview showed, once."""
        kinds, token = self.kinds(request), self.read_token(request, pk)
        upload = Upload.objects.current().filter(pk=pk, user=sender(request)).first()
        if token and (upload is None or upload.started):
            return self.once_only(request, token)
        if upload is None or upload.choices["kind"] not in kinds:
            return self.gone(request)
        if token is None or token["shown"] != self.shown(upload):
            messages.warning(
                request, "Nothing was imported: what you confirmed is not what is shown here. Look at it again."
            )
            return redirect("admin:salaries_import_preview", pk=pk)
        if not upload.claim():
            return self.once_only(request, token)
        return self.import_upload(request, upload, token)

    def refused_in_preview_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """The rows that would be refused, all of them."""
        if (upload := self.upload_of(request, pk)) is None:
            return self.gone(request)
        seen = preview(upload, sender(request))
        columns = [column.name for column in seen.columns]
        return as_csv(refused_lines(columns, seen.refused_rows()), refused_name(upload.name))

    def mapping_view(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        """The mapping in use, to be edited and uploaded again."""
        if (upload := self.upload_of(request, pk)) is None:
            return self.gone(request)
        seen = preview(upload, sender(request))
        if seen.mapping is None:
            return redirect("admin:salaries_import_preview", pk=pk)
        return as_toml(seen.mapping.to_toml(), f"{upload.name.split('.')[0]}.toml")

    def refused_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The refused rows of a run, as they were kept."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=pk)
        return as_csv(refused_lines(run.columns, refused_rows_of(run)), refused_name(run.file_name))

    # -- their parts ------------------------------------------------------------------------------------------------
    def kinds(self, request: HttpRequest) -> dict[str, Kind]:
        """What the user may import. Raises PermissionDenied if that is nothing."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return kinds_for(request.user)

    def upload_of(self, request: HttpRequest, pk: UUID) -> Upload | None:
        """An upload of this user's, of a kind that the user may import. Raises PermissionDenied."""
        kinds = self.kinds(request)
        upload = Upload.objects.current().filter(pk=pk, user=sender(request)).first()
        return upload if upload is not None and upload.choices["kind"] in kinds else None

    def keep(self, request: HttpRequest, form: UploadForm) -> Upload:
        """Keep the file of a form until it is imported."""
        content = form.cleaned_data["file"].read()
        upload = Upload.objects.create(
            user=sender(request),
            name=form.cleaned_data["file"].name,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            choices=form.choices_made(Choices()).as_json,
        )
        Upload.objects.delete_surplus(sender(request))
        return upload

    def correction_form(self, request: HttpRequest, seen: Preview) -> CorrectionForm:
        is_mapped = seen.mapping is not None
        return CorrectionForm(
            request.POST or None,
            request.FILES or None,
            user=sender(request),
            header=[column.name for column in seen.columns] if is_mapped else [],
            fields_of={column.name: column.fields for column in seen.columns} if is_mapped else {},
            takes_choices=seen.kind.takes_choices,
            choices=seen.choices,
            is_open=bool(seen.problem),
        )

    def preview_page(self, request: HttpRequest, seen: Preview, form: CorrectionForm) -> TemplateResponse:
        obstacle = seen.obstacle(sender(request))
        rows = [
            (column, form[f"column_{number}"] if f"column_{number}" in form.fields else None)
            for number, column in enumerate(seen.columns[:SHOWN_COLUMNS])
        ]
        context = {
            "seen": seen,
            "rows": rows,
            "more_columns": max(0, len(seen.columns) - SHOWN_COLUMNS),
            "adminform": in_fieldsets(form),
            "errors": form.errors,
            "obstacle": obstacle,
            "shown_refusals": SHOWN,
            "command": seen.choices.command(seen.upload.name),
            "token": "" if obstacle else self.make_token(seen.upload),
        }
        return self.page(request, "import_preview.html", f"Preview of {seen.upload.name}", **context)

    def import_upload(self, request: HttpRequest, upload: Upload, token: dict[str, Any]) -> HttpResponse:
        """Import a claimed upload, and show its run."""
        try:
            result = carry_out(upload, sender(request))
        except (UnreadableFile, ImportFailed) as error:
            with suppress(DatabaseError):  # at worst the file has to be chosen again
                upload.release()
            address = reverse("admin:salaries_import_preview", args=[upload.pk])
            text = 'Nothing was imported. {} <a href="{}">Back to the preview</a>'
            messages.error(request, format_html(text, error, address))
            return self.to_run(self.run_of(request, token))
        if result.is_taken:
            with suppress(DatabaseError):  # it is imported all the same, and the upload is deleted within a day
                upload.delete()
            messages.success(request, f"Imported: {in_counts(result)}.")
        else:
            upload.release()
            messages.error(request, f"Nothing was imported, because rows are refused: {result.refused_count}.")
        return self.to_run(result.run)

    def once_only(self, request: HttpRequest, token: dict[str, Any]) -> HttpResponse:
        """The answer to a second confirmation."""
        messages.warning(request, "This upload was confirmed already; nothing is imported a second time.")
        return self.to_run(self.run_of(request, token))

    def run_of(self, request: HttpRequest, token: dict[str, Any]) -> ImportRun | None:
        """The run that a confirmation began."""
        since = datetime.datetime.fromisoformat(token["at"])
        found = ImportRun.objects.filter(user=sender(request), sha256=token["shown"]["sha256"], started__gte=since)
        return found.first()

    def to_run(self, run: ImportRun | None) -> HttpResponse:
        return redirect(run.get_absolute_url() if run else "admin:salaries_importrun_changelist")

    def gone(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, GONE)
        return redirect("admin:salaries_import")

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/salaries/importrun/{template}", common | context)

    # -- what was shown ---------------------------------------------------------------------------------------------
    def shown(self, upload: Upload) -> dict[str, Any]:
        """What a preview of an upload is a preview of."""
        sha256 = hashlib.sha256(upload.content).hexdigest()
        return {"file": upload.name, "sha256": sha256, "choices": upload.choices}

    def make_token(self, upload: Upload) -> str:
        """Says that this user was shown this upload, read in this way."""
        said = {"upload": str(upload.pk), "user": upload.user_id, "at": timezone.now().isoformat()}
        return signing.dumps(said | {"shown": self.shown(upload)}, salt=SALT, compress=True)

    def read_token(self, request: HttpRequest, pk: UUID) -> dict[str, Any] | None:
        """What a token says; None for one that is malformed, too old or somebody else's."""
        try:
            said = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature:
            return None
        return said if (said["upload"], said["user"]) == (str(pk), request.user.pk) else None


def sender(request: HttpRequest) -> User:
    """Whoever is signed in: the admin lets nobody else come this far."""
    return cast(User, request.user)


def in_fieldsets(form: Any) -> AdminForm:
    """A form as the admin's own pages show it."""
    return AdminForm(form, form.fieldsets, {})


def in_counts(result: Result) -> str:
    return (
        f"{result.created_count:,} created, {result.updated_count:,} updated, {result.unchanged_count:,} unchanged, "
        f"{result.refused_count:,} refused"
    )


def refused_name(file_name: str) -> str:
    """
    >>> refused_name("salaries 2025.csv.gz")
    'salaries 2025-refused.csv'
    """
    return f"{file_name.split('.')[0]}-refused.csv"
