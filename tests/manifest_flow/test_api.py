"""The whole way over the API: upload, map, mend, accept, land, triage, assign, transfer."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import AccessLog, Profile
from cases.jobs import manifest_accept_job
from cases.models import Case, Manifest, Person
from tests.factories import api_for, make_profile

from .world import EXPECTED, FIRST, MESSY, REVISED, SMALL, World


def upload(client: Any, arrival: int, data: bytes | str, **more: Any) -> Any:
    data = data.encode() if isinstance(data, str) else data
    sent = {"arrival": arrival, "file": SimpleUploadedFile("m.csv", data), **more}
    return client.post("/api/v1/manifests/", sent, format="multipart")


def accept(client: Any, manifest: int, by: Profile) -> Any:
    answer = client.post(f"/api/v1/manifests/{manifest}/accept/")
    assert answer.status_code == 202, answer.json()
    manifest_accept_job(manifest, by.pk)  # the worker
    return client.get(f"/api/v1/manifests/{manifest}/progress/").json()


def results(body: Any) -> list[dict[str, Any]]:
    return [{"row": row["row"], "outcome": row["outcome"], "codes": row["codes"]} for row in body["rows"]]


def test_both_samples_and_twice(world: World) -> None:
    client = api_for(world.supervisor)
    first = upload(client, world.arrival("Mehr-3", "2020-12-08").pk, FIRST)
    assert first.status_code == 201
    assert accept(client, first.json()["id"], world.supervisor)["state"] == "done"
    messy = upload(client, world.arrival("Mehr-5", "2021-04-30").pk, MESSY)
    assert results(messy.json()) == EXPECTED
    accept(client, messy.json()["id"], world.supervisor)
    assert Case.objects.count() == 98 + 15
    again = upload(client, world.arrival("Mehr-5", "2021-04-30").pk, MESSY).json()
    assert (again["id"], results(again)) == (messy.json()["id"], EXPECTED)
    accept(client, again["id"], world.supervisor)
    assert (Case.objects.count(), Manifest.objects.count()) == (113, 2)
    other = upload(client, world.arrival("Mehr-9").pk, MESSY)
    assert (other.status_code, other.json()["title"]) == (409, "already_accepted")


def test_rows_are_mended_with_what_is_proposed(world: World) -> None:
    client = api_for(world.supervisor)
    body = upload(client, world.arrival("Mehr-5", "2021-04-30").pk, MESSY).json()
    proposed = {
        row["row"]: (one["code"], one["proposal"])
        for row in body["rows"] for one in row["problems"] if row["outcome"] == "error"
    }  # fmt: skip
    assert proposed == {
        7: ("bad_date", "1991-02-28"), 10: ("date_in_future", "2013-01-01"), 11: ("missing_name", ""),
        14: ("unknown_sex", "M"), 15: ("unknown_region", ""), 20: ("duplicate_in_file", ""),
    }  # fmt: skip
    decide = f"/api/v1/manifests/{body['id']}/decide/"
    for sent in (
        {"row": 7, "cells": {"birth_date": "1991-02-28"}},
        {"row": 10, "cells": {"birth_date": "2013-01-01"}},
        {"row": 11, "name_unknown": True},
        {"row": 14, "cells": {"sex": "M"}},
        {"row": 15, "cells": {"destination_region": "Namangan"}},
        {"row": 20, "excluded": True},
    ):
        answer = client.post(decide, sent)
        assert answer.status_code == 200, answer.json()
    assert [row["row"] for row in answer.json()["rows"] if row["outcome"] == "error"] == []
    assert accept(client, body["id"], world.supervisor)["percent"] == 100
    assert Case.objects.count() == 20
    assert client.post(decide, {"row": 7, "excluded": True}).status_code == 409
    assert client.post(decide, {"row": 999, "excluded": True}).status_code == 404


def test_mapping_undo_and_comparison(world: World) -> None:
    client = api_for(world.supervisor)
    arrival = world.arrival().pk
    body = upload(client, arrival, SMALL.replace("given_name", "how she is called")).json()
    assert (body["status"], body["rows"]) == ("uploaded", [])
    assert client.post(f"/api/v1/manifests/{body['id']}/accept/").status_code == 409
    wrong = client.post(f"/api/v1/manifests/{body['id']}/map/", {"columns": [{"index": 3, "field": "sex"}]})
    assert (wrong.status_code, wrong.json()["title"]) == (422, "bad_mapping")
    mapped = client.post(f"/api/v1/manifests/{body['id']}/map/", {"columns": [{"index": 3, "field": "given_name"}]})
    assert (mapped.json()["status"], len(mapped.json()["rows"])) == ("checked", 4)
    accept(client, body["id"], world.supervisor)
    revised = upload(client, arrival, REVISED, revision_of=body["id"]).json()
    compared = client.get(f"/api/v1/manifests/{revised['id']}/compare/").json()
    assert [row["row"] for row in compared["added"]] == [5]
    assert [row["row"] for row in compared["removed"]] == [5]
    assert {"field": "given_name", "before": "Ali", "now": "Alisher"} in compared["changed"][1]["differences"]
    assert client.post(f"/api/v1/manifests/{body['id']}/undo/").json()["status"] == "undone"
    assert Case.objects.count() == 0
    assert client.post(f"/api/v1/manifests/{body['id']}/undo/").status_code == 409


def test_from_landing_to_a_worker_in_another_region(world: World) -> None:
    client, receiver = api_for(world.supervisor), api_for(world.receiver)
    operation = client.post("/api/v1/operations/", {"name": "Mehr-12"}).json()
    phase = client.get("/api/v1/phases/").json()["results"][0]
    assert phase["operation"] == operation["id"]
    arrival = client.post(
        "/api/v1/arrivals/",
        {"phase": phase["id"], "date": "2026-02-03", "kind": "flight", "reception_centre": world.centre.pk},
    ).json()
    manifest = upload(client, arrival["id"], SMALL).json()
    accept(client, manifest["id"], world.supervisor)
    Person.objects.update(made_in=0)
    base = f"/api/v1/arrivals/{arrival['id']}"
    people = {one["name"]: one["id"] for one in client.get(f"{base}/people/").json()}
    assert set(people) == {"Karimova Zulfiya", "Karimov Ali", "Hamza"}
    marks = [{"case": key, "presence": "present"} for key in people.values()]
    assert client.post(f"{base}/rollcall/", {"marks": marks}).json()["counts"]["present"] == 3
    late = client.post(f"{base}/not-listed/", {"given_name": "Safiya", "sex": "F"})
    assert (late.status_code, late.json()["arrival_presence"]) == (201, "not_listed")
    levels = [{"case": people["Hamza"], "risk": "high"}]
    assert client.post(f"{base}/triage/", {"levels": levels}).json()["changed"] == [people["Hamza"]]
    proposal = client.get(f"{base}/proposal/").json()
    target = next(one for one in proposal["households"] if len(one["cases"]) == 2)
    assert (target["office"], target["worker"]) == (world.there.pk, world.far_worker.pk)
    keys = [one["id"] for one in target["cases"]]
    placement = {"cases": keys, "office": target["office"], "worker": target["worker"]}
    assert client.post(f"{base}/assign/", {"placements": [placement]}).status_code == 422
    made = client.post(f"{base}/assign/", {"placements": [placement], "note": "Asthma spray in the bag."})
    assert made.status_code == 201, made.json()
    transfer = made.json()[0]
    assert (transfer["state"], transfer["people"], len(transfer["numbers"])) == ("pending", 2, 2)
    assert receiver.get(f"/api/v1/cases/{people['Karimov Ali']}/").status_code == 404
    (waiting,) = receiver.get("/api/v1/transfers/?state=pending").json()["results"]
    assert waiting["id"] == transfer["id"]
    assert client.post(f"/api/v1/transfers/{transfer['id']}/accept/").status_code == 404
    assert receiver.post(f"/api/v1/transfers/{transfer['id']}/accept/").json()["state"] == "accepted"
    assert receiver.post(f"/api/v1/transfers/{transfer['id']}/accept/").status_code == 409
    assert client.get(f"/api/v1/cases/{people['Karimov Ali']}/").status_code == 404
    worker = api_for(world.far_worker)
    assert {one["id"] for one in worker.get("/api/v1/cases/").json()["results"]} == set(placement["cases"])
    counts = client.get(f"{base}/").json()["counts"]
    assert (counts["people"], counts["placed"], counts["assigned"], counts["triaged"]) == (4, 2, 2, 1)


def test_official_figures_have_a_source_and_a_day(world: World) -> None:
    client = api_for(world.supervisor)
    figures = [{"people": 156, "women": 48, "source": "press", "on": "2019-05-30"}]
    made = client.post("/api/v1/operations/", {"name": "Mehr-1", "official_figures": figures})
    assert (made.status_code, made.json()["official_figures"]) == (201, figures)
    for wrong in ([{"people": 156}], [{"people": -1, "source": "x", "on": "2019-05-30"}], [{"value": "156"}], "156"):
        answer = client.patch(f"/api/v1/operations/{made.json()['id']}/", {"official_figures": wrong})
        assert answer.status_code == 422, wrong


def test_other_regions_and_other_roles_find_nothing(world: World) -> None:
    client = api_for(world.supervisor)
    arrival = world.arrival().pk
    manifest = upload(client, arrival, SMALL).json()["id"]
    far = api_for(world.receiver)
    assert far.get("/api/v1/manifests/").json()["results"] == []
    assert far.get(f"/api/v1/manifests/{manifest}/").status_code == 404
    assert far.post(f"/api/v1/manifests/{manifest}/accept/").status_code == 404
    assert far.get(f"/api/v1/arrivals/{arrival}/").status_code == 404
    assert upload(far, arrival, SMALL).status_code == 404
    for role in (Role.SOCIAL_WORKER, Role.SPECIALIST, Role.NATIONAL, Role.DPO, Role.ADMIN):
        other = api_for(make_profile(role, world.here))
        assert other.get(f"/api/v1/manifests/{manifest}/").status_code == 403
        assert upload(other, arrival, SMALL).status_code == 403


def test_a_reading_is_logged_and_a_bad_file_named(world: World) -> None:
    client = api_for(world.supervisor)
    arrival = world.arrival().pk
    bad = upload(client, arrival, b"PK\x03\x04 nothing")
    assert (bad.status_code, bad.json()["title"]) == (422, "unreadable")
    manifest = upload(client, arrival, SMALL).json()["id"]
    client.get(f"/api/v1/manifests/{manifest}/")
    assert AccessLog.objects.filter(kind="manifest", object_id=manifest, actor_id=world.supervisor.pk).count() == 1
