"""The pages: each opens for whom it is for, says 404 to the others, and costs the same for one member and for three."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessLog
from cases.models import Case, Person, TimelineEntry, Visit, VisitDraft
from cases.services.persons import identifier_add
from cases.visit_sections import SECTIONS, VisitSection, visit_section_add
from tests.factories import grant, make_case, make_family, web_for
from tests.families.conftest import Household, born

pytestmark = pytest.mark.django_db

FAMILY_PAGES = ("", "newborn/", "relative/", "join/", "leave/", "split/", "merge/", "visit/")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_every_page_opens_here_and_nowhere_else(home: Household) -> None:
    here, there = web_for(home.worker), web_for(home.far_worker)
    paths = [f"/families/{home.family.number}/{page}" for page in FAMILY_PAGES]
    paths += [f"/cases/{home.cases[0].number}/{page}" for page in ("person/", "names/new/", "papers/")]
    for path in paths:
        assert here.get(path).status_code == 200, path
        answer = there.get(path)
        assert answer.status_code == 404, path
        assert "Ozoda" not in text_of(answer)
    for path in ("/families/", "/search/", "/search/?q=Ozoda", "/cases/new/"):
        assert here.get(path).status_code == 200, path
        assert "Yoʻldosheva" not in text_of(there.get(path))


def test_a_specialist_reads_the_family_and_changes_nothing(home: Household) -> None:
    grant(home.cases[1], home.specialist, home.supervisor)
    client = web_for(home.specialist)
    page = text_of(client.get(f"/families/{home.family.number}/"))
    assert "Asma" in page and "2 more people" in page
    assert "Ozoda" not in page and "Record a visit" not in page
    for name in FAMILY_PAGES[1:]:
        assert client.get(f"/families/{home.family.number}/{name}").status_code in (403, 404)


def test_the_family_page_shows_gaps(home: Household) -> None:
    Case.objects.filter(pk=home.cases[0].pk).update(last_visit_on=timezone.localdate())
    page = text_of(web_for(home.worker).get(f"/families/{home.family.number}/"))
    assert "Is everyone looked after?" in page
    assert page.count("Never") == 4  # two children, on the matrix and on the cards
    assert '<svg class="genogram"' in page and "The same as a list" in page
    assert " style=" not in page
    assert AccessLog.objects.filter(kind="family", object_id=home.family.pk).count() == 1


def test_a_family_page_costs_the_same_for_one_and_for_three(home: Household) -> None:
    alone = born(20)
    small = make_family(alone)
    make_case(home.office, home.worker, person=alone, family=small)
    client = web_for(home.worker)
    client.get("/families/")  # the first page of a session writes its row

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    for page in ("", "visit/", "split/"):
        assert cost(f"/families/{small.number}/{page}") == cost(f"/families/{home.family.number}/{page}"), page
    before = cost("/families/")
    other = make_family(born(33))
    make_case(home.office, home.worker, person=other.members.get().person, family=other)
    assert cost("/families/") == before


def test_the_list_is_filtered_by_its_address(home: Household) -> None:
    client = web_for(home.supervisor)
    number = home.family.number
    assert number in text_of(client.get("/families/?unseen=1"))
    assert number not in text_of(client.get("/families/?risk=high"))
    Case.objects.filter(pk=home.cases[2].pk).update(
        risk="high", next_due_at=timezone.localdate() - timedelta(days=1)
    )
    assert number in text_of(client.get("/families/?risk=high&due=late"))
    assert number not in text_of(client.get("/families/?mine=1"))


def test_search_by_number_goes_straight_to_the_case(home: Household) -> None:
    client = web_for(home.worker)
    answer = client.get("/search/", {"q": home.cases[0].number})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{home.cases[0].number}/")
    assert "Asma" in text_of(client.post("/search/", {"q": "Асма"}, follow=True))
    # The text is not in the address that follows; coming back to the page shows the same.
    assert client.post("/search/", {"q": "Асма"})["Location"] == "/search/"
    assert "Asma" in text_of(client.get("/search/"))
    assert "Asma" not in text_of(web_for(home.worker).get("/search/?q=Асма"))
    assert "Nobody found" in text_of(client.get("/search/", {"q": home.far_case.number}))
    assert [log.count for log in AccessLog.objects.filter(kind="search").order_by("id")] == [1, 1, 1, 0]


def test_a_search_that_is_sent_again_is_done_again(home: Household) -> None:
    client, sent = web_for(home.worker), {"csrfmiddlewaretoken": "a" * 64}
    for text in ("Asma", "Ali", "Asma"):
        assert text in text_of(client.post("/search/", {**sent, "q": text}, follow=True))
        assert client.session["search_text"] == text


def visit_data(home: Household, **changes: Any) -> dict[str, Any]:
    mother, daughter, son = (case.pk for case in home.cases)
    return {
        "safety": "safe", "on": timezone.localdate().isoformat(), "place": "home", "note": "All well.",
        f"m{mother}-seen": "yes", f"m{daughter}-seen": "yes", f"m{daughter}-seen_alone": "yes",
        f"m{son}-seen": "no", f"m{son}-not_seen_reason": "school", **changes,
    }  # fmt: skip


def test_a_visit_on_the_page(home: Household) -> None:
    client = web_for(home.worker)
    path = f"/families/{home.family.number}/visit/"
    page = text_of(client.get(path))
    order = [page.index(text) for text in ("Is everybody in this home safe?", "Did you see Ozoda?", "Anything else")]
    assert order == sorted(order)
    assert "Did you see Asma alone?" in page and "Did you see Ozoda alone?" not in page
    assert "<table" not in page
    answer = client.post(path, visit_data(home))
    visit = Visit.objects.get()
    assert answer["Location"] == f"/families/{home.family.number}/visits/{visit.pk}/"
    assert "At school or work" in text_of(client.get(answer["Location"]))
    assert client.get(f"/cases/{home.cases[0].number}/visits/{visit.pk}/").status_code == 200
    line = TimelineEntry.objects.get(case=home.cases[2], kind="visit_not_seen")
    opened = text_of(client.get(f"/cases/{home.cases[2].number}/timeline/{line.pk}/"))
    assert "At school or work" in opened and "All well." in opened
    for number in (home.far_case.number, home.cases[0].number):
        assert web_for(home.far_worker).get(f"/cases/{number}/visits/{visit.pk}/").status_code == 404
    assert "At home" in text_of(client.get(f"/families/{home.family.number}/"))


def test_a_refusal_stands_at_its_field(home: Household) -> None:
    client = web_for(home.worker)
    son = home.cases[2].pk
    wrong = visit_data(home, **{f"m{son}-not_seen_reason": "", "safety": "danger"})
    answer = client.post(f"/families/{home.family.number}/visit/", wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Say what you saw or heard." in page and "Say why." in page
    assert "All well." in page
    assert not Visit.objects.exists()


def test_an_answer_that_no_longer_matters_is_not_asked_for(home: Household) -> None:
    son = home.cases[2].pk
    data = visit_data(home, **{f"m{son}-seen_alone": "no"})  # chosen before "not seen" was
    assert web_for(home.worker).post(f"/families/{home.family.number}/visit/", data).status_code == 302
    assert Visit.objects.get().members.get(case=son).seen_alone is None


def test_a_visit_sent_twice_is_recorded_once(home: Household) -> None:
    client, path = web_for(home.worker), f"/families/{home.family.number}/visit/"

    def opened() -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(path).content.decode())
        assert found
        return found[1]

    data = {**visit_data(home), "csrfmiddlewaretoken": opened()}
    first, again = client.post(path, data), client.post(path, data)
    visit = Visit.objects.get()
    place = f"/families/{home.family.number}/visits/{visit.pk}/"
    assert (first["Location"], again["Location"]) == (place, place)
    # What was refused is asked again, and the same words on a page opened anew are a second visit.
    token = opened()
    assert client.post(path, {**data, "safety": "", "csrfmiddlewaretoken": token}).status_code == 422
    assert client.post(path, {**data, "csrfmiddlewaretoken": token}).status_code == 302
    assert Visit.objects.count() == 2


def test_a_draft_comes_back_and_goes_with_the_visit(home: Household) -> None:
    client = web_for(home.worker)
    path = f"/families/{home.family.number}/visit/"
    saved = client.post(f"{path}draft/", {"note": "The roof", f"m{home.cases[0].pk}-seen": "yes"})
    assert re.fullmatch(r"\d\d:\d\d", saved.json()["saved"])
    page = text_of(client.get(path))
    assert "The roof" in page and "what you had typed before" in page
    assert web_for(home.far_worker).post(f"{path}draft/", {"note": "x"}).status_code == 404
    client.post(path, visit_data(home))
    assert VisitDraft.objects.get().data == {}
    assert "what you had typed before" not in text_of(client.get(path))


def test_only_what_is_due_is_asked(home: Household) -> None:
    from django import forms

    class Due(forms.Form):
        done = forms.CharField(label="Vaccinated?")

    told: list[Any] = []
    section = VisitSection(
        "vaccine", "Due now",
        lambda family, cases, profile, data: Due(data, prefix="vaccine") if family.pk == home.family.pk else None,
        lambda visit, cleaned, by: told.append((visit.family_id, dict(cleaned))), ("visit", "create"),
    )  # fmt: skip
    visit_section_add(section)
    try:
        client = web_for(home.worker)
        path = f"/families/{home.family.number}/visit/"
        assert "Vaccinated?" in text_of(client.get(path))
        assert "Vaccinated?" not in text_of(
            web_for(home.far_worker).get(f"/families/{home.far_family.number}/visit/")
        )
        assert client.post(path, visit_data(home)).status_code == 422
        assert client.post(path, visit_data(home, **{"vaccine-done": "yes"})).status_code == 302
    finally:
        del SECTIONS["vaccine"]
    assert told == [(home.family.pk, {"done": "yes"})]


def test_a_walk_in_like_somebody_here_is_asked_about(home: Household) -> None:
    client = web_for(home.worker)
    data = {"surname": "Юлдашева", "given_name": "Озода", "sex": "F", "birth": str(home.mother.birth_earliest)[:4]}
    page = text_of(client.post("/cases/new/", data))
    assert "Is it one of these?" in page and home.cases[0].number in page
    assert Person.objects.count() == 4
    answer = client.post("/cases/new/", {**data, "confirmed": "1"})
    case = Case.objects.latest("id")
    assert answer["Location"] == f"/cases/{case.number}/"
    assert (case.person.birth_precision, case.worker_id) == ("year", home.worker.pk)
    assert client.post("/cases/new/", {"sex": "F", "birth": "once"}).status_code == 422


def test_details_are_mended_and_a_stale_form_is_refused(home: Household) -> None:
    client = web_for(home.worker)
    path = f"/cases/{home.cases[0].number}/person/"
    form = client.get(path).context["form"]
    data = {
        "surname": "Yoʻldosheva", "given_name": "Ozoda", "sex": "F", "birth": "about 1996", "languages": ["uz", "ru"],
        "citizenship": "UZB", "version": form.initial["version"],
    }  # fmt: skip
    assert client.post(path, data).status_code == 302
    home.mother.refresh_from_db()
    assert (home.mother.birth_precision, home.mother.languages) == ("about", ["uz", "ru"])
    assert [str(day)[:4] for day in (home.mother.birth_earliest, home.mother.birth_latest)] == ["1994", "1998"]
    assert client.post(path, data).status_code == 422


def test_a_paper_is_shown_one_by_one_and_logged(home: Household) -> None:
    paper = identifier_add(home.mother, kind="passport", value="AB2145138", by=None)
    far = identifier_add(home.far_person, kind="passport", value="AC7654321", by=None)
    client = web_for(home.worker)
    path = f"/cases/{home.cases[0].number}/papers/"
    assert "AB2145138" not in text_of(client.get(path))
    assert "AB2145138" in text_of(client.post(f"{path}{paper.pk}/show/"))
    assert client.post(f"{path}{far.pk}/show/").status_code == 404
    assert client.get(f"{path}{paper.pk}/show/").status_code == 405
    log = AccessLog.objects.get(kind="identifier")
    assert (log.actor_id, log.case_id, log.object_id) == (home.worker.pk, home.cases[0].pk, paper.pk)
    answer = client.post(path, {"kind": "pinfl", "value": "42208980111014"}, follow=True)
    assert "check digit is wrong" in text_of(answer)


def test_families_change_on_their_pages(home: Household) -> None:
    client = web_for(home.worker)
    base = f"/families/{home.family.number}/"
    born_on = timezone.localdate().isoformat()
    answer = client.post(f"{base}newborn/", {"mother": home.mother.pk, "sex": "F", "born_on": born_on})
    assert answer["Location"] == base
    answer = client.post(f"{base}split/", {"persons": [home.son.pk], "reason": "With his uncle."})
    assert answer.status_code == 302 and answer["Location"] != base
    number = answer["Location"].split("/")[2]
    assert client.post(f"{base}merge/", {"number": number, "reason": "Came back."})["Location"] == base
    assert client.post(f"{base}leave/", {"person": home.son.pk, "reason": "Left."})["Location"] == base
    joining = {"number": home.cases[2].number, "relation": "son", "reason": "Came back."}
    assert client.post(f"{base}join/", joining)["Location"] == base
    answer = client.post(f"{base}join/", {**joining, "number": home.far_case.number})
    assert "no such case" in text_of(answer)
    relative = {"given_name": "Saodat", "sex": "F", "relation": "grandmother", "relative": home.daughter.pk}
    assert client.post(f"{base}relative/", relative)["Location"] == base
    assert Case.objects.filter(family=home.family).count() == 5
