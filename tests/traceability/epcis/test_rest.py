"""The EPCIS 2.0 interface over HTTP."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.factories.traceability import make_cooperative, make_household
from traceability.epcis.rest.keys import make_key, revoke_key
from traceability.epcis.rest.models import ApiKey
from traceability.models import Party

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "urn:ex:"}]
LOT = "https://id.gs1.org/01/09520600012315/10/LUA-1"
PLACE = "https://id.gs1.org/414/9520600010014"


def event(number: int = 1, **more: object) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventTime": f"2026-01-{number:02}T08:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": "OBSERVE",
        "bizStep": "storing",
        "disposition": "in_progress",
        "readPoint": {"id": PLACE},
        "quantityList": [{"epcClass": LOT, "quantity": 10 * number, "uom": "KGM"}],
        **more,
    }


def document(*events: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-31T00:00:00Z",
        "epcisBody": {"eventList": list(events)},
    }


class Caller:
    """A program with a key."""

    def __init__(self, party: Party, *scopes: str) -> None:
        self.key: ApiKey
        self.key, self.text = make_key(
            party=party, name="scales", scopes=scopes or ("capture", "query"), acting_user=None
        )
        self.client = Client(headers={"authorization": f"Bearer {self.text}"})

    def get(self, path: str, **headers: str) -> "Answer":
        return self.client.get(f"/epcis{path}", headers=headers)

    def post(self, path: str, body: object, **headers: str) -> "Answer":
        text = json.dumps(body)
        kind = "application/json"
        return self.client.post(f"/epcis{path}", text, content_type=kind, headers=headers)

    def events(self, path: str, **headers: str) -> list[dict[str, Any]]:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.content
        return listed(answer)


def listed(answer: "Answer") -> list[dict[str, Any]]:
    results = json.loads(answer.content)["epcisBody"]["queryResults"]
    found: list[dict[str, Any]] = results["resultsBody"]["eventList"]
    return found


@pytest.fixture
def caller() -> Caller:
    return Caller(make_cooperative())


def problem(answer: "Answer") -> str:
    assert answer["Content-Type"] == "application/problem+json"
    kind: str = json.loads(answer.content)["type"]
    return kind


def test_a_document_becomes_a_job_and_its_events_are_there(caller: Caller) -> None:
    answer = caller.post("/capture", document(event(1), event(2)))
    assert answer.status_code == 202
    job = json.loads(caller.get(answer["Location"].partition("/epcis")[2]).content)
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert [one["quantityList"][0]["quantity"] for one in caller.events("/events")] == [10, 20]


def test_rollback_keeps_nothing_and_names_the_place_of_the_fault(caller: Caller) -> None:
    answer = caller.post("/capture", document(event(1), event(2, action="EAT")))
    job = json.loads(caller.get(answer["Location"].partition("/epcis")[2]).content)
    assert (job["running"], job["success"]) == (False, False)
    assert job["errors"][0]["path"] == "$.epcisBody.eventList[1].action"
    assert caller.events("/events") == []


def test_proceed_keeps_what_is_sound(caller: Caller) -> None:
    body = document(event(1), event(2, action="EAT"), event(3))
    answer = caller.post("/capture", body, **{"GS1-Capture-Error-Behaviour": "proceed"})
    job = json.loads(caller.get(answer["Location"].partition("/epcis")[2]).content)
    assert (job["running"], job["success"]) == (False, False)
    assert job["errors"][0]["path"] == "$.epcisBody.eventList[1].action"
    assert len(caller.events("/events")) == 2


def test_a_document_sent_twice_is_kept_once(caller: Caller) -> None:
    for _time in range(2):
        caller.post("/capture", document(event(1)))
    assert len(caller.events("/events")) == 1
    assert len(json.loads(caller.get("/capture").content)) == 2


def test_one_event_is_created_once(caller: Caller) -> None:
    answer = caller.post("/events", event())
    assert answer.status_code == 201
    again = caller.post("/events", event())
    assert (again.status_code, problem(again)) == (
        409,
        "epcisException:ResourceAlreadyExistsException",
    )
    assert len(caller.events(answer["Location"].partition("/epcis")[2])) == 1


def test_limits_are_told(caller: Caller, settings: LazySettings) -> None:
    settings.EPCIS_CAPTURE_LIMIT = 1
    answer = caller.post("/capture", document(event(1), event(2)))
    assert (answer.status_code, answer["GS1-EPCIS-Capture-Limit"]) == (413, "1")
    settings.EPCIS_CAPTURE_FILE_SIZE_LIMIT = 100
    answer = caller.post("/capture", document(event(1)))
    assert (answer.status_code, problem(answer)) == (
        413,
        "epcisException:CaptureLimitExceededException",
    )


def test_without_a_key_nothing_is_written_and_only_the_public_is_read(caller: Caller) -> None:
    caller.post("/events", event())
    stranger = Client()
    answer = stranger.post("/epcis/events", event(), content_type="application/json")
    assert (answer.status_code, problem(answer)) == (401, "epcisException:SecurityException")
    assert stranger.get("/epcis/queries").status_code == 401
    assert listed(stranger.get("/epcis/events")) == []


def test_where_public_reading_is_off_a_key_is_needed(settings: LazySettings) -> None:
    settings.EPCIS_PUBLIC_READING = False
    assert Client().get("/epcis/events").status_code == 401
    assert Client().get("/epcis/").status_code == 200


def test_a_key_does_what_its_scopes_say_until_it_is_revoked() -> None:
    reader = Caller(make_cooperative(), "query")
    assert reader.get("/events").status_code == 200
    assert reader.post("/events", event()).status_code == 403
    revoke_key(key=reader.key, acting_user=None)
    assert reader.get("/events").status_code == 401


def test_a_party_does_not_see_what_others_keep(caller: Caller) -> None:
    caller.post("/events", event())
    assert Caller(make_household()).events("/events") == []


def test_pages_follow_each_other_to_the_end(caller: Caller) -> None:
    caller.post("/capture", document(*(event(day) for day in range(1, 8))))
    seen: list[str] = []
    path = "/events?perPage=3&orderBy=eventTime&orderDirection=DESC"
    while path:
        answer = caller.get(path)
        seen += [one["eventTime"][8:10] for one in listed(answer)]
        path = answer.get("Link", "").partition(">")[0].partition("/epcis")[2]
    assert seen == ["07", "06", "05", "04", "03", "02", "01"]


def test_a_token_fits_its_query_only_and_can_be_given_back(caller: Caller) -> None:
    caller.post("/capture", document(*(event(day) for day in range(1, 4))))
    answer = caller.get("/events?perPage=1")
    assert "GS1-Next-Page-Token-Expires" in answer
    token = answer["Link"].partition("nextPageToken=")[2].partition(">")[0]
    other = caller.get(f"/events?EQ_action=ADD&nextPageToken={token}")
    assert (other.status_code, problem(other)) == (400, "epcisException:QueryParameterException")
    assert caller.client.delete(f"/epcis/nextPageToken/{token}").status_code == 204
    assert caller.get(f"/events?nextPageToken={token}").status_code == 400


def test_identifiers_are_written_as_asked(caller: Caller) -> None:
    urn = "urn:epc:class:lgtin:9520600.001231.LUA-9"
    caller.post("/events", event(quantityList=[{"epcClass": urn}]))

    def written(**headers: str) -> str:
        found: str = caller.events("/events", **headers)[0]["quantityList"][0]["epcClass"]
        return found

    link = "https://id.gs1.org/01/09520600012315/10/LUA-9"
    assert written() == link
    assert written(**{"GS1-EPC-Format": "Never_Translates"}) == urn
    assert len(caller.events(f"/events?MATCH_anyEPCClass={quote(link)}")) == 1
    assert len(caller.events(f"/events?MATCH_anyEPCClass={quote(urn)}")) == 1


def test_links_become_urns_where_the_company_prefix_is_known(
    caller: Caller, settings: LazySettings
) -> None:
    settings.EPCIS_COMPANY_PREFIXES = ("9520600",)
    caller.post("/events", event())
    (found,) = caller.events("/events", **{"GS1-EPC-Format": "Always_EPC_URN"})
    assert found["quantityList"][0]["epcClass"] == "urn:epc:class:lgtin:9520600.001231.LUA-1"


def test_collections_lead_to_their_events(caller: Caller) -> None:
    caller.post("/events", event())
    assert json.loads(caller.get("/bizSteps").content)["member"] == ["storing"]
    assert json.loads(caller.get("/epcs").content)["member"] == [LOT]
    assert json.loads(caller.get(f"/epcs/{quote(LOT, safe='')}").content) == ["events"]
    for path in (
        f"/epcs/{quote(LOT, safe='')}/events",
        f"/readPoints/{quote(PLACE, safe='')}/events",
        "/eventTypes/ObjectEvent/events",
        "/bizSteps/storing/events?EQ_disposition=in_progress",
        "/dispositions/in_progress/events",
    ):
        assert len(caller.events(path)) == 1, path
    assert caller.get("/bizSteps/shipping/events").status_code == 404


def test_named_queries_are_kept_and_asked(caller: Caller) -> None:
    caller.post("/capture", document(event(1), event(2, bizStep="inspecting", **{"ex:kg": 5})))
    asked: dict[str, object] = {"EQ_bizStep": ["inspecting"], "GE_ex:kg": 5}
    named = {"name": "checks", "query": asked}
    bad = caller.post("/queries", named)
    assert (bad.status_code, problem(bad)) == (400, "epcisException:QueryValidationException")
    asked["@context"] = CONTEXT
    assert caller.post("/queries", named).status_code == 201
    assert caller.post("/queries", named).status_code == 409
    assert len(caller.events("/queries/checks/events")) == 1
    assert caller.client.delete("/epcis/queries/checks").status_code == 204
    assert problem(caller.get("/queries/checks")) == "epcisException:NoSuchNameException"


def test_what_cannot_be_negotiated_is_said(caller: Caller) -> None:
    assert problem(caller.get("/events", accept="text/xml")) == (
        "epcisException:NotAcceptableException"
    )
    assert caller.get("/events", **{"GS1-EPCIS-Min": "3.0"}).status_code == 406
    answer = caller.client.post("/epcis/capture", "<a/>", content_type="text/xml")
    assert (answer.status_code, problem(answer)) == (
        415,
        "epcisException:UnsupportedMediaTypeException",
    )
    assert caller.get("/events?EQ_bizStep=" + "x" * 5000).status_code == 414
    assert caller.get("/events", accept="application/ld+json")["Content-Type"] == (
        "application/ld+json"
    )


def test_options_tell_what_can_be_done() -> None:
    for path in ("/", "/capture", "/events", "/epcs/x/events", "/queries/q/subscriptions"):
        answer = Client().options(f"/epcis{path}")
        assert answer.status_code == 204
        assert answer["GS1-EPCIS-Max"] == "2.0"
        assert "OPTIONS" in answer["Allow"]
    assert Client().options("/epcis/capture")["GS1-Capture-Error-Behaviour"] == "rollback, proceed"
