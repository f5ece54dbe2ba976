"""The description of the API in OpenAPI 3.1, true of this emulator with its switches as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vsfilter.emulator import openapi_schemas as schemas
from vsfilter.emulator.api_tokens import LONGEST_EXPIRY, LONGEST_NAME
from vsfilter.emulator.behaviour import LARGEST_LIMIT
from vsfilter.schema import PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vsfilter.emulator.behaviour import Behaviour
    from vsfilter.emulator.openapi_schemas import Schema
    from vsfilter.emulator.tables import Collection

_TEXT: Final[Schema] = {"type": "string"}
_TOKEN: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{40}$"}
_LOGGED_IN: Final = schemas.closed({"message": _TEXT, "user_token": _TOKEN, "user_id": {"type": "integer"}})
_CONDITIONS: Final = (
    "A JSON array of conditions, all of which must hold; an empty array or an empty parameter is no filter. "
    "Text compares by code point. An integer is written without a fraction: 60.0 is none. "
)
# What each switch that is no part of a schema says in words.
_WORDS: Final = {
    ("like", "literal"): "`like` finds a fragment, in which no character is a wildcard.",
    ("like", "patterns"): "`like` finds a fragment, in which `%` stands for any characters, and `_` for any one.",
    ("like_case", "exact"): "It tells capitals from small letters.",
    ("like_case", "fold"): "It does not tell capitals from small letters.",
    ("bare_date", "midnight"): "A date without a time is its midnight.",
    ("bare_date", "day"): "A date without a time is the whole day.",
    ("bare_date", "refuse"): "A date has a time.",
    ("nulls", "exclude"): "A comparison with null holds for no record.",
    ("nulls", "include"): "Of the comparisons with null, `ne` and `notlike` hold.",
}


def describe(collections: Iterable[Collection], behaviour: Behaviour, base_path: str) -> dict[str, Any]:
    """Give the whole description."""
    paths: dict[str, Any] = _account_paths(behaviour)
    records: dict[str, Schema] = {}
    for collection in collections:
        name = collection.endpoint.name.replace("/", ".")
        records[name] = schemas.record(collection)
        link = {"$ref": f"#/components/schemas/{name}"}
        path = collection.endpoint.path
        paths.setdefault(path, {})["get"] = _list(collection, link, behaviour)
        if collection.endpoint.name == "apitokens":
            paths |= _api_token_paths(link, paths[path])
        elif collection.id is not None:
            paths[path + "/{id}"] = {"get": _single(collection, link)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "VoIPstudio REST API, emulated",
            "version": "1.2",
            "description": "The list endpoints of the API as an emulator for tests answers them.",
        },
        "servers": [{"url": base_path}],
        "security": [{"token": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "schemas": {"Error": schemas.ERROR, **records},
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"},
                "basic": {"type": "http", "scheme": "basic", "description": "Any user name; the token as password."},
            },
        },
    }


def _list(collection: Collection, link: Schema, behaviour: Behaviour) -> dict[str, Any]:
    limit: Schema = {"type": "integer", "minimum": 1, "default": behaviour.default_limit}
    if behaviour.limit_above_maximum == "refuse":
        limit["maximum"] = LARGEST_LIMIT
    name = {"enum": list(collection.properties)}
    parameters = [
        {
            "name": "filter",
            "in": "query",
            "description": _meaning_of_filters(behaviour),
            "content": {"application/json": {"schema": schemas.filter_of(collection, behaviour)}},
        },
        _parameter("page", {"type": "integer", "minimum": 1, "default": 1}),
        _parameter("limit", limit),
        _parameter("dir", {"type": "string", "pattern": "^([Aa][Ss][Cc]|[Dd][Ee][Ss][Cc])$", "default": "ASC"}),
    ]
    if collection.properties:
        parameters += [_parameter("sort", name), _parameter("group_by", name)]
    envelope = schemas.page(link, collection, behaviour)
    return _operation(f"List {collection.endpoint.name}", envelope, 400, 401, 414, parameters=parameters)


def _meaning_of_filters(behaviour: Behaviour) -> str:
    words = [text for (switch, value), text in _WORDS.items() if getattr(behaviour, switch) == value]
    broken = [f"`{name}` is broken: {fault}." for name, fault in behaviour.operator_faults.items()]
    broken += [f"A filter on `{name}` is broken: {fault}." for name, fault in behaviour.property_faults.items()]
    return _CONDITIONS + " ".join([*words, *broken])


def _single(collection: Collection, link: Schema) -> dict[str, Any]:
    integer = collection.id is not None and collection.id.type is PropertyType.INTEGER
    key: Schema = {"type": "integer"} if integer else {"type": "string", "minLength": 1}
    summary = f"Give one of {collection.endpoint.name}"
    return _operation(summary, schemas.item(link), 401, 404, parameters=[_in_path("id", key)])


def _account_paths(behaviour: Behaviour) -> dict[str, Any]:
    nonce = schemas.closed({"nonce": _TEXT})
    login = _post("Log in", {"email": _TEXT, "password": _TEXT}, _LOGGED_IN, 200)
    if behaviour.two_factor:
        login = _post("Begin to log in", {"email": _TEXT, "password": _TEXT}, nonce, 202)
    code = _post("Log in with a code", {"code": _TEXT, "nonce": _TEXT}, _LOGGED_IN, 200)
    names = ("email", "first_name", "last_name", "sip_password", "sip_domain")
    me = {"id": {"type": "integer"}, "customer_id": {"type": "integer"}, **dict.fromkeys(names, _TEXT)}
    pong = schemas.closed({"data": schemas.closed({"response": {"const": "Pong"}})})
    return {
        "/login": {"post": login | {"security": []}},
        "/login2fa": {"post": code | {"security": []}},
        "/logout": {"post": _operation("End the session", schemas.closed({"message": _TEXT}), 401)},
        "/me": {"get": _operation("Give the account", schemas.item(schemas.closed(me)), 401)},
        "/ping": {"get": _operation("Keep the session alive", pong, 401)},
        "/openapi.json": {"get": _operation("Give this description", {"type": "object"}) | {"security": []}},
    }


def _api_token_paths(link: Schema, listed: dict[str, Any]) -> dict[str, Any]:
    body = {
        "name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME},
        "expiry": {"type": "integer", "minimum": 0, "maximum": LONGEST_EXPIRY},
    }
    made = _post("Make an API token", body, schemas.item(link), 201)
    parameters = [_in_path("token", {"type": "string", "minLength": 1})]
    removed = _operation("Delete an API token", None, 401, 404, parameters=parameters)
    return {
        "/apitokens": listed | {"post": made},
        "/apitokens/{token}": {
            "get": _operation("Give an API token", schemas.item(link), 401, 404, parameters=parameters),
            "delete": removed,
        },
    }


def _post(summary: str, body: dict[str, Schema], answer: Schema, status: int) -> dict[str, Any]:
    content = {"application/json": {"schema": schemas.closed(body)}}
    made = _operation(summary, answer, 400, 401, 413, status=status)
    return made | {"requestBody": {"required": True, "content": content}}


def _operation(
    summary: str,
    answer: Schema | None,
    *refusals: int,
    status: int = 200,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    done = {"204": {"description": "Done"}}
    if answer is not None:
        done = {str(status): _answer("Done", answer)}
    refused = {str(code): _answer("Refused", {"$ref": "#/components/schemas/Error"}) for code in refusals}
    made = {"summary": summary, "responses": done | refused}
    return made if parameters is None else made | {"parameters": parameters}


def _answer(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


def _in_path(name: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}
