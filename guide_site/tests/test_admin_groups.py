"""What each group may do in the admin, and that it may do nothing else."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.urls import reverse
from model_bakery import baker

from articles.models import Article, Image, ImportedItem, NewsletterIssue, Subscriber
from guide_site.tests.admin_forms import filled_form, member_of, signed_in
from salaries.models import ImportRejection, ImportRun, SalaryRecord

ARTICLES = {"articles.article", "articles.topic", "articles.image", "articles.author"}
LETTERS = {"articles.newsletterissue"}
# Addresses of readers: personal, and read only by those who answer readers.
PERSONAL = {"articles.subscriber"}
RECORDS = {
    "salaries.salaryrecord",
    "salaries.fact",
    "salaries.source",
    "salaries.place",
    "salaries.role",
    "salaries.skill",
    "salaries.careerlevel",
    "salaries.exchangerate",
    "salaries.pricelevel",
}
DERIVED = {"salaries.importrun", "salaries.importrejection", "salaries.estimate"}
# What the site makes and people only comment on: nobody adds or deletes it.
REVIEWED = {"articles.claim"}
# The report of an import, which only editors and analysts look at.
REPORTED = {"articles.importeditem"}
# Who may sign in, and how: for superusers only.
ACCOUNTS = {"auth.user", "auth.group", "account.emailaddress", "mfa.authenticator"}
# What readers send, and what became of it: test_comment_moderation.py says who may do what with it.
MODERATED = {"articles.comment", "articles.historicalcomment", "articles.bannedaddress"}
EVERYTHING = ARTICLES | LETTERS | PERSONAL | RECORDS | DERIVED | REVIEWED | REPORTED | ACCOUNTS

# What writers write; they delete none of it.
WRITTEN = {"articles.article", "articles.image"}
# {group: permissions beyond changing and looking}
BEYOND = {
    "Editors": {"articles.publish_article"}
    | {f"articles.{action}_articlechange" for action in ("view", "add", "change", "delete")},
    "Writers": {"articles.view_topic", "articles.add_topic", "articles.view_articlechange"},
    "Analysts": {"articles.view_articlechange"},
    "Moderators": {"articles.view_articlechange", "articles.unsubscribe_subscriber", "articles.view_historicalcomment"}
    | {f"articles.{action}_comment" for action in ("view", "change", "delete")}
    | {f"articles.{action}_bannedaddress" for action in ("view", "add", "delete")},
}

# {group: (what it changes, what it only looks at)}; Editors also change what is REVIEWED.
RIGHTS = {
    "Editors": (ARTICLES | LETTERS, RECORDS | DERIVED | REPORTED),
    "Writers": (WRITTEN, RECORDS | DERIVED | {"articles.author"}),
    "Analysts": (RECORDS, DERIVED | ARTICLES | REVIEWED | REPORTED),
    "Moderators": (set(), {"articles.article"} | PERSONAL),
}

CASES = [(group, model) for group in RIGHTS for model in sorted(EVERYTHING)]

# Writers may add topics, without changing those that there are.
ADDED = {("Writers", "articles.topic")}
ELSEWHERE = [(group, label) for group, label in CASES if label not in RIGHTS[group][0] and (group, label) not in ADDED]


def actions_of(group: str) -> tuple[str, ...]:
    return ("view", "add", "change") if group == "Writers" else ("view", "add", "change", "delete")


def row_of(label: str):
    """Some row of a model."""
    made = {
        "articles.image": lambda: Image.objects.create(
            title="Seoul", file="images/seoul.png", width=2, height=2, alternative_text="Seoul at night"
        ),
        "salaries.importrejection": lambda: baker.make(ImportRejection, run=ImportRun.objects.first()),
        "articles.importeditem": lambda: baker.make(ImportedItem, run=ImportRun.objects.first()),
        "articles.newsletterissue": lambda: NewsletterIssue.objects.create(subject="The week", body="Text"),
        "articles.subscriber": lambda: Subscriber.objects.create(email="ada@example.org"),
        "account.emailaddress": lambda: baker.make(EmailAddress, user=User.objects.create_user("mailed")),
        "mfa.authenticator": lambda: baker.make(Authenticator, user=User.objects.create_user("keyed"), type="totp"),
        "auth.user": lambda: User.objects.create_user("someone"),
    }
    return made[label]() if label in made else model_of(label).objects.first()


def model_of(label: str):
    return next(model for model in admin.site._registry if model._meta.label_lower == label)


def pages_of(label: str) -> dict[str, str]:
    name, pk = f"admin:{label.replace('.', '_')}", row_of(label).pk
    return {
        "list": reverse(f"{name}_changelist"),
        "add": reverse(f"{name}_add"),
        "change": reverse(f"{name}_change", args=[pk]),
        "delete": reverse(f"{name}_delete", args=[pk]),
    }


def test_admin_registers_every_model_but_the_version_counter(db):
    assert {model._meta.label_lower for model in admin.site._registry} == EVERYTHING | MODERATED


def test_groups_are_made_by_migration(db):
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Analysts",
        "Editors",
        "Moderators",
        "Writers",
    ]


@pytest.mark.parametrize("group", RIGHTS)
def test_group_holds_exactly_its_permissions(db, group):
    changes, looks = RIGHTS[group]
    expected = {
        f"{app}.{action}_{model}"
        for app, model in (label.split(".") for label in changes)
        for action in actions_of(group)
    } | {f"{app}.view_{model}" for app, model in (label.split(".") for label in looks)}
    expected |= BEYOND.get(group, set())
    expected |= {"articles.view_claim", "articles.change_claim"} if group == "Editors" else set()
    assert member_of(group).get_all_permissions() == expected


@pytest.mark.parametrize(("group", "label"), CASES)
def test_group_opens_only_its_pages(db, group, label):
    changes, looks = RIGHTS[group]
    client, pages = signed_in(group), pages_of(label)
    answers = {name: client.get(address).status_code for name, address in pages.items()}
    if label in changes:
        deletes = 200 if "delete" in actions_of(group) else 403
        assert answers == {"list": 200, "add": 200, "change": 200, "delete": deletes}
    elif (group, label) in ADDED:
        assert answers == {"list": 200, "add": 200, "change": 200, "delete": 403}
    elif label in looks or (group == "Editors" and label in REVIEWED):
        assert answers == {"list": 200, "add": 403, "change": 200, "delete": 403}
    else:
        assert answers == {"list": 403, "add": 403, "change": 403, "delete": 403}


@pytest.mark.parametrize(
    ("group", "label"),
    [case for case in CASES if case[1] not in RIGHTS[case[0]][0] and case != ("Writers", "articles.topic")],
)
def test_group_cannot_write_elsewhere(db, group, label):
    client, pages, model = signed_in(group), pages_of(label), model_of(label)
    before = list(model.objects.order_by("pk").values())
    names = ["add", "delete"] if group == "Editors" and label in REVIEWED else ["add", "change", "delete"]
    answers = [client.post(pages[name], {"post": "yes"}).status_code for name in names]
    client.post(pages["list"], {"action": "delete_selected", "_selected_action": before[0]["id"], "post": "yes"})
    assert set(answers) == {403}
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("action", ["publish", "withdraw", "back_to_draft"])
def test_editor_cannot_run_record_actions(db, action):
    SalaryRecord.objects.filter(place__slug="seoul").update(status="draft")
    before = list(SalaryRecord.objects.order_by("pk").values_list("pk", "status"))
    data = {"action": action, "_selected_action": [pk for pk, _ in before]}
    signed_in("Editors").post(reverse("admin:salaries_salaryrecord_changelist"), data)
    assert list(SalaryRecord.objects.order_by("pk").values_list("pk", "status")) == before


@pytest.mark.parametrize("action", ["publish", "send_for_review"])
@pytest.mark.parametrize("group", ["Analysts", "Moderators"])
def test_others_cannot_run_guide_actions(db, group, action):
    Article.objects.filter(slug="mid-level-to-senior").update(status="draft")
    before = list(Article.objects.order_by("pk").values_list("pk", "status"))
    data = {"action": action, "_selected_action": [pk for pk, _ in before]}
    signed_in(group).post(reverse("admin:articles_article_changelist"), data)
    assert list(Article.objects.order_by("pk").values_list("pk", "status")) == before


@pytest.mark.parametrize("group", ["Analysts", "Moderators"])
def test_others_look_at_a_guides_history_but_cannot_restore(db, group):
    article = Article.objects.get(slug="seoul-ml-engineer-2026")
    title, version = article.title, article.history.earliest()
    article.title = "Renamed"
    article.save()
    address = reverse("admin:articles_article_simple_history", args=[article.pk, version.pk])
    client = signed_in(group)
    page = client.get(address)
    assert page.status_code == 200
    assert {field.disabled for field in page.context["adminform"].form.fields.values()} == {True}
    assert client.post(address, filled_form(client, address)).status_code == 403
    article.refresh_from_db()
    assert (title, article.title) == (version.title, "Renamed")


@pytest.mark.parametrize("label", sorted(DERIVED))
def test_superuser_cannot_edit_what_the_site_makes(db, label):
    client, pages = signed_in("Superusers"), pages_of(label)
    answers = {name: client.get(address).status_code for name, address in pages.items()}
    assert answers == {"list": 200, "add": 403, "change": 200, "delete": 403}
    assert client.post(pages["change"], {"confidence": "strong"}).status_code == 403


def test_stranger_is_asked_to_sign_in(client, db):
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")
