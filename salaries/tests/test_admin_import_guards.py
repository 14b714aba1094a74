"""What the import pages of the admin keep out: files that are no tables, second clicks, other people. And run pages."""

from __future__ import annotations

import datetime
import gzip
import sqlite3

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guide_site.tests.admin_forms import member_of, signed_in
from guide_site.tests.html import links, read, text
from salaries.admin import import_forms, preview
from salaries.importers import SalaryImporter
from salaries.importers.refused_rows import REASON_COLUMN
from salaries.models import ImportRun, Role, SalaryRecord, Upload
from salaries.tests.admin_door import (
    DOOR,
    RECORDS,
    RUNS,
    SURVEY,
    SURVEY_CONSTANTS,
    address_of,
    again,
    as_csv,
    confirmed,
    counts,
    downloaded,
    said,
    uploaded,
    whole_database,
)
from salaries.tests.making import SALARY_ROW


@pytest.fixture
def analyst(db) -> Client:
    return signed_in("Analysts")


# -- what cannot be read ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0\1\2" * 50, "new.csv, row 1: it holds a NUL character, so this is not a text file."),
        (b"PK\3\4" + b"x" * 100, None),
        (b"colour\nred\n", None),
        (b'{"a": [1, 2', None),
        (b'a,"b\n' * 10, None),
        (
            ",".join(f"c{number}" for number in range(20_000)).encode(),
            "new.csv has 20,000 columns; 16,384 are the most.",
        ),
        (gzip.compress(b"0" * 30_000_000), None),
        (b"=cmd|' /C calc'!A0,<script>alert(1)</script>\n<b>1</b>,2\n", None),
    ],
)
def test_a_hostile_file_gets_a_page_and_changes_nothing(analyst, content, reason):
    before = whole_database()
    page = uploaded(analyst, content)
    assert page.status_code == 200
    assert page.context["seen"].result is None
    assert page.context["obstacle"] == (reason or page.context["seen"].problem) != ""
    assert "<script>alert" not in page.text
    assert (page.context["token"], whole_database()) == ("", before)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nSet-Cookie: b.csv", 'x".csv', "<b>.csv"])
def test_a_hostile_file_name_is_only_a_name(analyst, name):
    page = uploaded(analyst, as_csv(SALARY_ROW | {"year": "1"}, SALARY_ROW), name, refused="take")
    answer = analyst.get(f"{address_of(page)}refused.csv")
    assert answer.headers["Content-Disposition"].count("\n") == 0
    assert "<b>.csv" not in page.text


def test_an_empty_file_is_an_error_beside_the_field(analyst):
    page = uploaded(analyst, b"")
    assert dict(page.context["errors"]) == {"file": ["This file is empty: a header row is needed."]}


def test_a_file_that_is_too_large_names_the_command(analyst, monkeypatch):
    monkeypatch.setattr(import_forms, "MOST_BYTES", import_forms.MEGABYTE)
    page = uploaded(
        analyst,
        b"a" * (import_forms.MEGABYTE + 1),
        "my pay.csv",
        mapping="aijobs",
        constants="year=2025",
        create_roles="on",
    )
    assert dict(page.context["errors"]) == {
        "file": [
            "This file has 1.0 MB; this page takes up to 1 MB. On the server it can be imported with: "
            "manage.py import_salaries 'my pay.csv' --mapping aijobs --set year=2025 --create-roles"
        ]
    }
    assert not Upload.objects.exists()


def test_the_form_says_how_large_a_file_may_be(analyst):
    assert "up to 20 MB. For larger files there are commands: manage.py import_salaries FILE." in text(
        analyst.get(DOOR)
    )


@pytest.mark.parametrize(
    ("choices", "errors"),
    [
        ({"constants": "colour=red"}, ["constants"]),
        ({"constants": "year"}, ["constants"]),
        ({"mapping": "file"}, ["mapping_file"]),
        ({"mapping": "nothing"}, ["mapping"]),
        ({"kind": "wishes"}, ["kind"]),
        ({"mapping_file": SimpleUploadedFile("m.toml", b"version = 2")}, ["mapping_file"]),
        ({"mapping_file": SimpleUploadedFile("m.toml", b"\xff\xfe")}, ["mapping_file"]),
    ],
)
def test_a_wrong_choice_is_an_error_beside_its_field(analyst, choices, errors):
    assert list(uploaded(analyst, SURVEY, **choices).context["errors"]) == errors


def test_an_error_of_the_program_is_a_page_and_leaves_the_upload(analyst, monkeypatch):
    page = uploaded(analyst, as_csv(SALARY_ROW))

    def fail(*args):
        raise RuntimeError("on fire")

    monkeypatch.setattr(SalaryImporter, "write", fail)
    failed = confirmed(analyst, page)
    run = ImportRun.objects.first()
    assert (run.outcome, run.message) == ("failed", "on fire")
    assert address_of(failed) == run.get_absolute_url()
    assert f"Failed, nothing changed. {run.message}" in text(failed)
    assert f"Nothing was imported. {preview.BROKEN} Back to the preview" in text(failed)
    monkeypatch.undo()
    assert said(confirmed(analyst, page)) == ["Imported: 1 created, 0 updated, 0 unchanged, 0 refused."]


def test_a_busy_database_is_a_page(analyst, monkeypatch):
    def busy(*args, **named):
        raise OperationalError("database is locked") from sqlite3.OperationalError("database is locked")

    page = uploaded(analyst, as_csv(SALARY_ROW))
    monkeypatch.setattr(Upload, "claim", busy)
    answer = analyst.post(f"{address_of(page)}run/", {"token": page.context["token"]})
    assert (answer.status_code, ImportRun.objects.filter(file_name="new.csv").exists()) == (503, False)
    assert "Another import or a long change is under way; this one changed nothing." in answer.text


# -- confirming -------------------------------------------------------------------------------------------------------
def test_a_second_confirmation_leads_to_the_first_ones_run(analyst):
    page = uploaded(analyst, as_csv(SALARY_ROW))
    confirmed(analyst, page)
    runs = ImportRun.objects.count()
    second = confirmed(analyst, page)
    assert said(second) == ["This upload was confirmed already; nothing is imported a second time."]
    assert address_of(second) == ImportRun.objects.first().get_absolute_url()
    assert ImportRun.objects.count() == runs


def test_a_confirmation_while_the_import_is_under_way_does_nothing(analyst):
    page = uploaded(analyst, as_csv(SALARY_ROW))
    assert Upload.objects.get().claim() is True
    assert Upload.objects.get().claim() is False
    runs = ImportRun.objects.count()
    second = confirmed(analyst, page)
    assert said(second) == ["This upload was confirmed already; nothing is imported a second time."]
    assert (address_of(second), ImportRun.objects.count()) == (RUNS, runs)
    assert analyst.get(address_of(page)).context["obstacle"] == preview.STARTED


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", None])
def test_a_wrong_token_imports_nothing(analyst, token):
    page = uploaded(analyst, as_csv(SALARY_ROW))
    token = page.context["token"][:-1] + "~" if token is None else token
    answer = analyst.post(f"{address_of(page)}run/", {"token": token}, follow=True)
    assert said(answer) == ["Nothing was imported: what you confirmed is not what is shown here. Look at it again."]
    assert not SalaryRecord.objects.filter(key="row").exists()


def test_choices_changed_in_another_window_are_looked_at_first(analyst):
    page = uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)
    again(analyst, page, create_roles="on")
    answer = confirmed(analyst, page)
    assert said(answer) == ["Nothing was imported: what you confirmed is not what is shown here. Look at it again."]
    assert not Role.objects.filter(name="Wizard").exists()


def test_a_token_is_for_its_own_upload_and_user(analyst):
    one, two = uploaded(analyst, as_csv(SALARY_ROW)), uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)
    answer = analyst.post(f"{address_of(two)}run/", {"token": one.context["token"]}, follow=True)
    assert said(answer)[0].startswith("Nothing was imported")
    other = signed_in("Superusers")
    for address in (address_of(one), f"{address_of(one)}refused.csv", f"{address_of(one)}mapping.toml"):
        assert address_of(other.get(address, follow=True)) == DOOR
    assert address_of(confirmed(other, one)) == DOOR
    assert not SalaryRecord.objects.filter(key="row").exists()


def test_an_upload_is_gone_after_a_day(analyst):
    page = uploaded(analyst, as_csv(SALARY_ROW))
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=25)):
        analyst.force_login(User.objects.get(username="analyst"))
        answer = analyst.get(address_of(page), follow=True)
        assert (address_of(answer), said(answer)[0]) == (
            DOOR,
            "This upload is not here any more: it was imported, or is older than a day. Choose the file again.",
        )
        assert address_of(confirmed(analyst, page)) == DOOR
        uploaded(analyst, SURVEY, "later.csv")
    assert [upload.name for upload in Upload.objects.all()] == ["later.csv"]


def test_only_the_last_few_uploads_of_a_person_are_kept(analyst):
    for number in range(7):
        uploaded(analyst, SURVEY, f"{number}.csv")
    assert [upload.name for upload in Upload.objects.order_by("created")] == [
        "2.csv",
        "3.csv",
        "4.csv",
        "5.csv",
        "6.csv",
    ]


def test_pages_need_a_csrf_token(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member_of("Analysts"))
    assert client.post(DOOR, {}).status_code == 403


# -- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("group", "status"), [("Analysts", 200), ("Superusers", 200), ("Editors", 403), ("Moderators", 403)]
)
def test_only_those_who_keep_records_reach_the_door(db, group, status):
    client = signed_in(group)
    assert client.get(DOOR).status_code == status
    assert client.post(DOOR, {}).status_code == status
    upload = Upload.objects.create(user=User.objects.get(), name="a.csv", content=b"a", choices={"kind": "salaries"})
    pages = [f"{DOOR}{upload.pk}/", f"{DOOR}{upload.pk}/refused.csv", f"{DOOR}{upload.pk}/mapping.toml"]
    answers = [client.get(page).status_code for page in pages]
    answers.append(client.post(f"{DOOR}{upload.pk}/run/").status_code)
    assert answers == ([403] * 4 if status == 403 else [200, 200, 200, 302])


@pytest.mark.parametrize(("group", "is_linked"), [("Analysts", True), ("Editors", False)])
def test_lists_link_to_the_door_for_those_who_may(db, group, is_linked):
    client = signed_in(group)
    assert ((DOOR, "Import") in links(client.get(RECORDS))) is is_linked
    assert ((DOOR, "Import a file") in links(client.get(RUNS))) is is_linked


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(DOOR)["Location"] == f"/admin/login/?next={DOOR}"


def keeper_of(*codenames: str) -> Client:
    user = User.objects.create_user("keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_importrun", *codenames]))
    client = Client()
    client.force_login(user)
    return client


def test_kinds_are_those_that_the_user_may_add_and_change(db):
    client = keeper_of("add_role", "change_role", "add_place")
    form = client.get(DOOR).context["adminform"].form
    assert form.fields["kind"].choices == [("roles", "Roles")]
    assert list(uploaded(client, as_csv(SALARY_ROW)).context["errors"]) == ["kind"]


def test_options_are_those_that_the_user_may_use(db):
    client = keeper_of("add_salaryrecord", "change_salaryrecord")
    form = client.get(DOOR).context["adminform"].form
    assert {"prune", "create_roles"} & set(form.fields) == set()
    page = uploaded(client, SURVEY, constants=SURVEY_CONSTANTS, create_roles="on", prune="on")
    assert counts(page)["Refused"] == 4
    page = uploaded(client, SURVEY.replace("Atlantis", "France"), constants=SURVEY_CONSTANTS)
    assert page.context["obstacle"] == "This import would make countries, which you may not add."


# -- the pages of runs ------------------------------------------------------------------------------------------------
def test_a_run_that_has_not_ended_may_be_under_way(analyst):
    run = ImportRun.objects.create(importer="salaries", file_name="slow.csv", sha256="0" * 64)
    page = analyst.get(run.get_absolute_url())
    assert "Under way; or it was stopped before it could say why. Nothing has been changed by it so far." in text(page)
    assert "Download refused rows as CSV" not in text(page)


def test_a_run_shows_its_warnings_and_header(analyst):
    warned = {"kind": "amount", "message": "looks monthly", "count": 2, "rows": [3, 9]}
    run = ImportRun.objects.create(
        importer="salaries",
        file_name="<b>.csv",
        sha256="0" * 64,
        outcome="done",
        mapping="aijobs",
        columns=["a", "b"],
        warnings=[warned],
        created_count=1_200,
        vanished_count=3,
        pruned_count=3,
    )
    page = analyst.get(run.get_absolute_url())
    assert "Rows that look wrong: 2 warnings of 1 kind, listed below." in text(page)
    assert "What looked wrong: looks monthly (2 rows: 3, 9)" in text(page)
    assert "1,200 created, 0 updated, 0 unchanged, 0 refused; 3 records of the same sources are not in the file, " in (
        text(page)
    )
    assert "3 of them deleted" in text(page)
    assert "Header: a, b Read through the mapping: aijobs" in text(page)
    assert "<b>.csv" not in page.text


def test_refused_rows_of_a_run_are_streamed_to_those_who_may_look(analyst):
    run = ImportRun.objects.create(
        importer="salaries", file_name="a.csv", sha256="0", columns=["a"], refused_count=1_201
    )
    run.rejections.bulk_create(
        run.rejections.model(run=run, row_number=number, field="a", value="x", reason="is odd", cells=["x"])
        for number in range(2, 1_203)
    )
    address = reverse("admin:salaries_importrun_refused", args=[run.pk])
    rows = downloaded(analyst, address)
    assert (len(rows), rows[0], rows[-1]) == (1_202, ["a", REASON_COLUMN], ["x", "row 1202, a: 'x': is odd"])
    assert signed_in("Moderators").get(address).status_code == 403
    assert analyst.get(reverse("admin:salaries_importrun_refused", args=[run.pk + 1])).status_code == 404


def test_a_preview_asks_as_many_queries_for_thirty_rows_as_for_three(analyst):
    def queries_of(count: int) -> int:
        rows = [SALARY_ROW | {"key": f"row-{number}", "note": f"{count}"} for number in range(count)]
        page = uploaded(analyst, as_csv(*rows))
        with CaptureQueriesContext(connection) as queries:
            assert counts(analyst.get(address_of(page)) and page)["Created"] == count
        return len(queries)

    queries_of(1)
    assert queries_of(3) == queries_of(30)


def test_pages_need_no_inline_script_or_style(analyst):
    pages = [analyst.get(DOOR), uploaded(analyst, SURVEY), uploaded(analyst, SURVEY, constants=SURVEY_CONSTANTS)]
    for page in pages:
        assert not [tag for tag in ("<style", "<script>", " style=", " onclick=") if tag in page.text]
        assert read(page).links
