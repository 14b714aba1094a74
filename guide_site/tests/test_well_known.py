"""robots.txt and security.txt."""

import datetime
from urllib.robotparser import RobotFileParser

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from conftest import NOW
from guide_site.environment import read_security_contact


def test_robots_are_kept_from_what_is_not_for_them(db, client, settings):
    settings.SITE_URL = "https://guides.example.org"
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.site_maps() == ["https://guides.example.org/sitemap.xml"]
    open_to_all = ("/", "/articles/a-guide/", "/cities/", "/search/", "/salaries/key/", "/cities.csv")
    closed = ("/admin/", "/admin/login/", "/articles/preview/token/", "/search/?q=x", "/styleguide/")
    assert [path for path in (*open_to_all, *closed) if rules.can_fetch("Robot", path)] == list(open_to_all)


def test_whoever_finds_a_weakness_learns_where_to_report_it(db, client, settings):
    settings.SITE_URL = "https://guides.example.org"
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:security@example.org",
        "Contact: https://example.org/report",
        "Expires: 2027-05-23T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://guides.example.org/.well-known/security.txt",
    ]
    assert datetime.datetime(2027, 5, 23, tzinfo=datetime.UTC) - NOW < datetime.timedelta(days=365)


def test_without_a_contact_nothing_is_made_up(db, client):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "text", ["security@example.org", "http://example.org", "mailto:a b@example.org", "https://x\nContact: y"]
)
def test_what_is_no_contact_stops_the_start(monkeypatch, text):
    monkeypatch.setenv("SECURITY_CONTACT", text)
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        read_security_contact(Env())


def test_contacts_are_read_in_their_order(monkeypatch):
    monkeypatch.setenv("SECURITY_CONTACT", " mailto:a@example.org , tel:+1-201-555-0123,")
    assert read_security_contact(Env()) == ["mailto:a@example.org", "tel:+1-201-555-0123"]
