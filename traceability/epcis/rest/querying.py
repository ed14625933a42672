"""Addresses of named queries, their results and their subscriptions, and of page tokens."""

import re
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from marketplace.kernel.audit import record
from marketplace.kernel.outbox import once
from traceability.epcis.core.build import Json
from traceability.epcis.core.facts import moment
from traceability.epcis.queries.core.reading import Query, Raw
from traceability.epcis.rest import subscriptions
from traceability.epcis.rest.calls import OPEN, Call, Way, endpoint, json_answer
from traceability.epcis.rest.core.schedule import ScheduleError
from traceability.epcis.rest.core.targets import TargetError
from traceability.epcis.rest.errors import QueryNameTakenError
from traceability.epcis.rest.models import ApiKey, NamedQuery, Scope, Subscription
from traceability.epcis.rest.problems import Kind, ProblemError
from traceability.epcis.rest.results import (
    SIMPLE_QUERY,
    Results,
    add_next,
    address,
    answered,
    asked,
    dumped,
    query_of,
    seal,
    spent_key,
    stamp,
    unseal,
)
from traceability.epcis.rest.visible import views_of

_NAME = re.compile(r"[\w.~-]{1,100}")
_MOST_QUERIES = 200
_MOST_SUBSCRIPTIONS = 50
_PAGING = ("perPage", "nextPageToken")


def list_queries(call: Call) -> HttpResponse:
    """List the party's named queries."""
    query = _paging(call)
    rows = NamedQuery.objects.filter(party=call.owner.party).order_by("name")
    if query.token:
        rows = rows.filter(name__gt=str(unseal(query.token)))
    found = list(rows[: query.per_page + 1])
    shown = found[: query.per_page]
    response = json_answer(call, dumped([_query_document(one) for one in shown]))
    if len(found) > len(shown):
        add_next(response, call.request, seal(shown[-1].name))
    return response


def create_query(call: Call) -> HttpResponse:
    """Give a query a name."""
    document = call.document()
    name, query = document.get("name"), document.get("query")
    if not (isinstance(name, str) and _NAME.fullmatch(name) and name != SIMPLE_QUERY):
        title = "name takes up to 100 letters, digits, dots, dashes and underscores"
        raise ProblemError(Kind.QUERY_VALIDATION, title, path="$.name")
    if not isinstance(query, dict):
        raise ProblemError(Kind.QUERY_VALIDATION, "query is no object", path="$.query")
    query_of(call, query, Kind.QUERY_VALIDATION)
    made = _made(call.owner, name, _with_prefixes(call, query))
    response = json_answer(call, dumped(_query_document(made)), 201)
    response["Location"] = address("queries", name)
    return response


def show_query(call: Call, query: str) -> HttpResponse:
    """Show what a name stands for."""
    return json_answer(call, dumped(_query_document(_named(call, query))))


@transaction.atomic
def _made(key: ApiKey, name: str, query: dict[str, Json]) -> NamedQuery:
    if NamedQuery.objects.filter(party=key.party).count() >= _MOST_QUERIES:
        title = f"a party has at most {_MOST_QUERIES} named queries"
        raise ProblemError(Kind.QUERY_TOO_COMPLEX, title)
    try:
        with transaction.atomic():
            made = NamedQuery.objects.create(party=key.party, name=name, query=query)
    except IntegrityError as error:
        raise QueryNameTakenError(name=name) from error
    record("named_query.made", subject=made, party=key.party_id, key=key.pk, name=name)
    return made


@transaction.atomic
def delete_query(call: Call, query: str) -> HttpResponse:
    """Forget a name; whoever was told of its results is told no more."""
    found = _named(call, query)
    record("named_query.deleted", subject=found, key=call.owner.pk, name=found.name)
    found.delete()
    return HttpResponse(status=204)


def query_events(call: Call, query: str) -> HttpResponse:
    """Answer a named query."""
    if query == SIMPLE_QUERY:
        return answered(call, query_of(call, asked(call.request)), views_of(call.key))
    found = _named(call, query)
    parameters: dict[str, Raw] = {**found.query, **_paging_parameters(call)}
    results = Results(query_name=found.name)
    return answered(call, query_of(call, parameters), views_of(call.key), results)


def ask_once(call: Call, query: str) -> HttpResponse:
    """Answer a query that came in the body and is not kept."""
    if query != SIMPLE_QUERY:
        raise ProblemError(Kind.NO_SUCH_NAME, f"only {SIMPLE_QUERY} takes a query in the body")
    document = call.document()
    inside = document.get("query")
    parameters: dict[str, Raw] = dict(inside if isinstance(inside, dict) else document)
    parameters |= _paging_parameters(call)
    return answered(call, query_of(call, parameters, Kind.QUERY_VALIDATION), views_of(call.key))


def list_subscriptions(call: Call, query: str) -> HttpResponse:
    """List who is told of a query's results."""
    asked_for = _paging(call)
    rows = _named(call, query).subscriptions.order_by("pk")
    if asked_for.token:
        last = unseal(asked_for.token)
        rows = rows.filter(pk__gt=last if isinstance(last, int) else 0)
    found = list(rows.select_related("query")[: asked_for.per_page + 1])
    shown = found[: asked_for.per_page]
    response = json_answer(call, dumped([subscription_document(one) for one in shown]))
    if len(found) > len(shown):
        add_next(response, call.request, seal(shown[-1].pk))
    return response


def subscribe(call: Call, query: str) -> HttpResponse:
    """Have somebody told of a query's results."""
    found = _named(call, query)
    if found.subscriptions.count() >= _MOST_SUBSCRIPTIONS:
        title = f"a query has at most {_MOST_SUBSCRIPTIONS} subscriptions"
        raise ProblemError(Kind.SUBSCRIPTION_CONTROLS, title)
    wish = _wish(call.document())
    try:
        made = subscriptions.subscribe(query=found, wish=wish, key=call.owner)
    except (ScheduleError, TargetError) as error:
        raise ProblemError(Kind.SUBSCRIPTION_CONTROLS, str(error)) from error
    response = json_answer(call, dumped(subscription_document(made)), 201)
    response["Location"] = address("queries", found.name, "subscriptions", str(made.uuid))
    return response


def show_subscription(call: Call, query: str, subscription: str) -> HttpResponse:
    """Tell how a subscription stands."""
    return json_answer(
        call, dumped(subscription_document(_subscription(call, query, subscription)))
    )


@transaction.atomic
def unsubscribe(call: Call, query: str, subscription: str) -> HttpResponse:
    """Tell a subscriber no more."""
    found = _subscription(call, query, subscription)
    record("subscription.ended", subject=found, key=call.owner.pk)
    found.delete()
    return HttpResponse(status=204)


def subscription_document(one: Subscription) -> dict[str, Json]:
    """Return a subscription as clients are told of it; its secret stays with us."""
    document: dict[str, Json] = {
        "subscriptionID": str(one.uuid),
        "queryName": one.query.name,
        "dest": one.dest,
        "createdAt": stamp(one.created_at),
        "initialRecordTime": stamp(one.initial_record_time),
        "minRecordTime": stamp(one.reported_to),
        "reportIfEmpty": one.report_if_empty,
        "isActive": one.is_active,
    }
    if one.is_stream:
        document["stream"] = True
    else:
        document["schedule"] = one.schedule
    return document


@transaction.atomic
def give_back_token(_call: Call, token: str) -> HttpResponse:
    """Make a page token useless."""
    try:
        unseal(token)
    except ProblemError as problem:
        title = "there is no such token"
        raise ProblemError(Kind.NO_SUCH_RESOURCE, title) from problem
    once(spent_key(token))
    return HttpResponse(status=204)


def _wish(document: Mapping[str, Json]) -> subscriptions.Wish:
    initial = document.get("initialRecordTime")
    since = moment(initial) if isinstance(initial, str) else None
    if initial is not None and since is None:
        raise ProblemError(Kind.SUBSCRIPTION_CONTROLS, "initialRecordTime is no time")
    schedule = document.get("schedule")
    secret = document.get("signatureToken", document.get("secret"))
    if not isinstance(secret, str) or not 8 <= len(secret) <= 200:  # noqa: PLR2004 -- told in the sentence
        title = "signatureToken takes 8 to 200 characters: reports are signed with it"
        raise ProblemError(Kind.SUBSCRIPTION_CONTROLS, title)
    return subscriptions.Wish(
        dest=str(document.get("dest", "")),
        secret=secret,
        is_stream=document.get("stream") is True,
        schedule=schedule if isinstance(schedule, dict) else {},
        report_if_empty=document.get("reportIfEmpty") is True,
        since=since,
    )


def _named(call: Call, name: str) -> NamedQuery:
    found = NamedQuery.objects.filter(party=call.owner.party, name=name.replace("\x00", "")).first()
    if found is None:
        raise ProblemError(Kind.NO_SUCH_NAME, "there is no query of that name")
    return found


def _subscription(call: Call, query: str, subscription: str) -> Subscription:
    named = _named(call, query)
    found = next(
        (
            one
            for one in named.subscriptions.select_related("query")
            if str(one.uuid) == subscription
        ),
        None,
    )
    if found is None:
        raise ProblemError(Kind.NO_SUCH_RESOURCE, "there is no such subscription")
    return found


def _with_prefixes(call: Call, query: dict[str, Json]) -> dict[str, Json]:
    """Keep with a query the prefixes it was written with, so that it stays what it was."""
    context = query.get("@context")
    listed = context if isinstance(context, list) else [context]
    parts = [part for part in listed if part is not None]
    return {**query, "@context": [dict[str, Json](call.prefixes()), *parts]}


def _query_document(query: NamedQuery) -> dict[str, Json]:
    return {"name": query.name, "createdAt": stamp(query.created_at), "query": query.query}


def _paging_parameters(call: Call) -> dict[str, Raw]:
    return {name: call.request.GET[name] for name in _PAGING if name in call.request.GET}


def _paging(call: Call) -> Query:
    return query_of(call, _paging_parameters(call))


queries_view = endpoint(GET=Way(list_queries, Scope.QUERY), POST=Way(create_query, Scope.QUERY))
query_view = endpoint(GET=Way(show_query, Scope.QUERY), DELETE=Way(delete_query, Scope.QUERY))
query_events_view = endpoint(GET=Way(query_events, Scope.QUERY), POST=Way(ask_once, Scope.QUERY))
subscriptions_view = endpoint(
    GET=Way(list_subscriptions, Scope.QUERY), POST=Way(subscribe, Scope.QUERY)
)
subscription_view = endpoint(
    GET=Way(show_subscription, Scope.QUERY), DELETE=Way(unsubscribe, Scope.QUERY)
)
token_view = endpoint(DELETE=Way(give_back_token, OPEN))
