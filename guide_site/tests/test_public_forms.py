"""Forms that anyone may send: robots are told apart, other sites and floods are refused, and nothing needs a cookie."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from guide_site import urls
from guide_site.public_forms import PublicForm, public_form

NOW = 1_800_000_000


class WordForm(PublicForm):
    word = forms.CharField(max_length=5)


@public_form(rate="3/h")
def say(request: HttpRequest) -> HttpResponse:
    form = WordForm(request.POST or None)
    if form.is_valid():
        return HttpResponse("robot" if form.is_from_a_robot else form.cleaned_data["word"])
    return render(request, "components/public_form_guard.html", {"form": form})


urlpatterns = [*urls.urlpatterns, path("say/", say)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def later():
    """The clock stands; call it with seconds to move on."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock.shift


def read(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def started_in(response: HttpResponse) -> str:
    (field,) = read(response).select("input[name=started]")
    return str(field["value"])


def sent(client, started, headers=None, **data):
    return client.post("/say/", {"started": started, "word": "hello", **data}, headers=headers)


def test_a_form_that_took_its_time_is_taken(client, later):
    started = started_in(client.get("/say/"))
    later(2)
    answer = sent(client, started)
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"hello", {})


def test_a_form_is_kept_nowhere(client, later):
    assert "no-store" in client.get("/say/")["Cache-Control"]


def test_a_form_sent_at_once_is_asked_for_again_and_may_be(client, later):
    started = started_in(client.get("/say/"))
    later(1)
    again = sent(client, started)
    assert started_in(again) == started
    later(1)
    assert sent(client, started_in(again)).content == b"hello"


@pytest.mark.parametrize("started", ["", "forged", "WzFd:1uJ:forged", "\0"])
def test_a_start_that_is_not_ours_is_made_anew(client, later, started):
    again = sent(client, started)
    assert started_in(again) not in {started, ""}
    later(2)
    assert sent(client, started_in(again)).content == b"hello"


def test_a_filled_trap_tells_a_robot(client, later):
    started = started_in(client.get("/say/"))
    later(2)
    assert sent(client, started, remark="buy").content == b"robot"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, 403),
    ],
)
def test_a_form_from_another_site_is_refused(client, later, headers, status):
    started = started_in(client.get("/say/"))
    later(2)
    assert sent(client, started, headers=headers).status_code == status


def test_too_many_are_refused_with_the_time_to_wait(client):
    # Windows of an hour begin at whole hours; this one has 25 minutes and a half to go.
    with time_machine.travel(3_600 * 500_000 + 2_070, tick=False):
        answers = [sent(client, "").status_code for _ in range(3)]
        refused = sent(client, "")
    assert answers == [200, 200, 200]
    assert (refused.status_code, refused["Retry-After"], refused.cookies) == (429, "1530", {})
    assert "Please try again in 26 minutes" in read(refused).get_text()
    with time_machine.travel(3_600 * 500_001, tick=False):
        assert sent(client, "").status_code == 200


def test_a_refusal_is_a_part_where_htmx_asks(client, later):
    answer = client.post("/say/", headers={"Origin": "null", "HX-Request": "true"})
    assert answer.status_code == 403
    assert read(answer).find("html") is None
    assert read(answer).select_one("[role=alert]") is not None


def test_looking_at_a_form_is_not_counted(client, later):
    assert [client.get("/say/").status_code for _ in range(5)] == [200] * 5


def test_a_start_is_the_time_at_which_the_form_was_made(client, later):
    first, _ = started_in(client.get("/say/")), later(60)
    assert started_in(client.get("/say/")) != first
