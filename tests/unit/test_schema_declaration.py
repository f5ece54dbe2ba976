from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from vsfilter.errors import Issue, SchemaError
from vsfilter.model import Operator
from vsfilter.schema import Endpoint, Filterability, Property, PropertyType
from vsfilter.schema.declaration import invalid

TYPES = "string, integer, number, boolean, datetime, array, object"
OPERATORS = "eq, ne, lt, lte, gt, gte, in, like, notlike"
ID = Property("id", PropertyType.INTEGER)
FULL_PROPERTY = Property(
    "type",
    PropertyType.STRING,
    "direction",
    {"I": "inbound"},
    Filterability.OBSERVED,
    frozenset({Operator.EQ, Operator.IN}),
    sortable=True,
    evidence=("INTRO",),
    notes="n",
)
FULL = Endpoint(
    "calltracking/ddis",
    (ID, FULL_PROPERTY),
    "/ct/ddis",
    "d",
    "id",
    "type",
    complete=True,
    evidence=("E",),
    notes=("N",),
)


def refusal(kind: Any, *arguments: Any, **options: Any) -> Issue:  # noqa: ANN401  wrong on purpose
    with pytest.raises(SchemaError) as caught:
        kind(*arguments, **options)
    assert caught.value.source is None
    (issue,) = caught.value.issues
    assert issue.code == "invalid-schema"
    return issue


def message(kind: Any, *arguments: Any, **options: Any) -> str:  # noqa: ANN401  as above
    return refusal(kind, *arguments, **options).message


# --- properties ---


def test_a_property_needs_only_name_and_type() -> None:
    assert (ID.description, ID.values, ID.filterable, ID.operators_seen) == ("", {}, Filterability.UNKNOWN, frozenset())
    assert (ID.sortable, ID.evidence, ID.notes) == (None, (), "")


def test_a_property_may_be_declared_by_words() -> None:
    prop = Property("a", "datetime", filterable="refused", operators_seen=["eq", "notlike"], evidence=["E"])
    assert prop.type is PropertyType.DATETIME
    assert prop.filterable is Filterability.REFUSED
    assert prop.operators_seen == frozenset({Operator.EQ, Operator.NOTLIKE})
    assert type(prop.operators_seen) is frozenset
    assert prop.evidence == ("E",)


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        (("", "integer"), {}, "the name of a property is text of one character or more, got ''"),
        ((5, "integer"), {}, "the name of a property is text of one character or more, got 5"),
        ((None, "integer"), {}, "the name of a property is text of one character or more, got None"),
        (("a\ud800", "integer"), {}, r"the name of a property is text of one character or more, got 'a\ud800'"),
        (
            ([1] * 100, "integer"),
            {},
            f"the name of a property is text of one character or more, got {str([1] * 100)[:60]}",
        ),
        (
            ("a", "int"),
            {},
            f"the type of property `a` is one of {TYPES}; got `int`",
        ),
        (
            ("a", "Integer"),
            {},
            f"the type of property `a` is one of {TYPES}; got `Integer`",
        ),
        (
            ("a", 5),
            {},
            f"the type of property `a` is one of {TYPES}; got `5`",
        ),
        (
            ("a\n", ["string"]),
            {},
            f"the type of property `a␊` is one of {TYPES}; got `['string']`",
        ),
        (
            ("a", "string"),
            {"filterable": "yes"},
            "filterable of property `a` is one of observed, documented, refused, unknown; got `yes`",
        ),
        (
            ("a", "string"),
            {"operators_seen": ["eq", "="]},
            f"an operator seen on property `a` is one of {OPERATORS}; got `=`",
        ),
    ],
)
def test_a_wrong_property_is_refused(arguments: tuple[Any, ...], options: dict[str, Any], expected: str) -> None:
    assert message(Property, *arguments, **options) == expected


def test_the_values_of_a_property_cannot_be_changed() -> None:
    given = {"I": "inbound"}
    prop = Property("type", PropertyType.STRING, values=given)
    given["O"] = "outbound"
    assert prop.values == {"I": "inbound"}
    with pytest.raises(TypeError):
        prop.values["O"] = "outbound"  # type: ignore[index]


@pytest.mark.parametrize("kind", PropertyType)
@pytest.mark.parametrize("filterable", Filterability)
def test_a_property_is_verified_where_shown_unless_opaque(kind: PropertyType, filterable: Filterability) -> None:
    shown = filterable in {Filterability.OBSERVED, Filterability.DOCUMENTED}
    opaque = kind in {PropertyType.ARRAY, PropertyType.OBJECT}
    assert Property("a", kind, filterable=filterable).verified is (shown and not opaque)


# --- endpoints ---


def test_an_endpoint_needs_only_a_name() -> None:
    endpoint = Endpoint("cdrs")
    assert (endpoint.path, endpoint.properties, endpoint.names) == ("/cdrs", (), ())
    assert (endpoint.id_property, endpoint.date_property, endpoint.complete) == (None, None, False)
    assert (endpoint.description, endpoint.evidence, endpoint.notes) == ("", (), ())


def test_the_path_of_an_endpoint_follows_its_name_unless_given() -> None:
    assert Endpoint("calltracking/ddis").path == "/calltracking/ddis"
    assert Endpoint("no path", path="/v2/x.y-z_~1").path == "/v2/x.y-z_~1"


def test_an_endpoint_takes_lists_and_keeps_tuples() -> None:
    endpoint = Endpoint("a", [ID], evidence=["E"], notes=["N"])
    assert (endpoint.properties, endpoint.evidence, endpoint.notes) == ((ID,), ("E",), ("N",))


def test_an_endpoint_gives_its_properties_by_name_exact_in_case() -> None:
    assert FULL.names == ("id", "type")
    assert FULL.get("type") is FULL_PROPERTY
    assert FULL.get("Type") is None
    assert FULL.get("") is None


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        (("",), {}, "the name of an endpoint is text of one character or more, got ''"),
        ((None,), {}, "the name of an endpoint is text of one character or more, got None"),
        (("\udfff",), {}, r"the name of an endpoint is text of one character or more, got '\udfff'"),
        (("a b",), {}, "the path of an endpoint is /name or /name/name, got `/a b`"),
        (("a/",), {}, "the path of an endpoint is /name or /name/name, got `/a/`"),
        (("/a",), {}, "the path of an endpoint is /name or /name/name, got `//a`"),
        (("é",), {}, "the path of an endpoint is /name or /name/name, got `/é`"),
        (("a?b",), {}, "the path of an endpoint is /name or /name/name, got `/a?b`"),
        (("a#b",), {}, "the path of an endpoint is /name or /name/name, got `/a#b`"),
        (("a%20b",), {}, "the path of an endpoint is /name or /name/name, got `/a%20b`"),
        (("a\n",), {}, "the path of an endpoint is /name or /name/name, got `/a␊`"),
        (("a",), {"path": "a"}, "the path of an endpoint is /name or /name/name, got `a`"),
        (("a",), {"path": "/"}, "the path of an endpoint is /name or /name/name, got `/`"),
        (("a",), {"path": "/a\r\nHost: x"}, "the path of an endpoint is /name or /name/name, got `/a␍␊Host: x`"),
        (("a",), {"path": 5}, "the path of an endpoint is /name or /name/name, got `5`"),
        (("a", (ID, ID)), {}, "endpoint `a` has two properties `id`"),
        (
            ("a", (ID,)),
            {"complete": True, "id_property": "key"},
            "id_property of endpoint `a` is none of its properties: `key`",
        ),
        (
            ("a", (ID,)),
            {"complete": True, "id_property": "id", "date_property": "Id"},
            "date_property of endpoint `a` is none of its properties: `Id`",
        ),
    ],
)
def test_a_wrong_endpoint_is_refused(arguments: tuple[Any, ...], options: dict[str, Any], expected: str) -> None:
    assert message(Endpoint, *arguments, **options) == expected


def test_two_properties_that_differ_in_case_are_two() -> None:
    assert Endpoint("a", (ID, Property("ID", PropertyType.STRING))).names == ("id", "ID")


def test_where_not_all_properties_are_known_the_key_may_be_one_of_the_others() -> None:
    assert Endpoint("a", (), id_property="id", date_property="created_at").id_property == "id"


def test_invalid_makes_an_error_of_one_issue() -> None:
    assert invalid("m").issues == (Issue("invalid-schema", "m"),)


# --- values ---


@pytest.mark.parametrize("value", [ID, FULL_PROPERTY, Endpoint("cdrs"), FULL])
def test_properties_and_endpoints_survive_pickling_and_copying(value: Property | Endpoint) -> None:
    for other in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):  # noqa: S301  own data
        assert type(other) is type(value)
        assert other == value
        assert hash(other) == hash(value)


def test_an_endpoint_that_was_pickled_still_finds_its_properties() -> None:
    other = pickle.loads(pickle.dumps(FULL))  # noqa: S301  own data
    assert other.get("type") == FULL_PROPERTY
    assert other.get("type").values == {"I": "inbound"}
    with pytest.raises(TypeError):
        other.get("type").values["O"] = "outbound"


@pytest.mark.parametrize(
    ("value", "field"),
    [(ID, "name"), (ID, "type"), (FULL, "path"), (FULL, "properties")],
)
def test_properties_and_endpoints_cannot_be_changed(value: Property | Endpoint, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, field, getattr(value, field))


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Property)])
def test_every_field_counts_in_the_equality_of_a_property(field: str) -> None:
    changes: dict[str, Any] = {
        "name": "other",
        "type": "integer",
        "description": "",
        "values": {},
        "filterable": "unknown",
        "operators_seen": [],
        "sortable": None,
        "evidence": (),
        "notes": "",
    }
    assert dataclasses.replace(FULL_PROPERTY, **{field: changes[field]}) != FULL_PROPERTY


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Endpoint) if field.init])
def test_every_field_counts_in_the_equality_of_an_endpoint(field: str) -> None:
    changes: dict[str, Any] = {
        "name": "other",
        "properties": (ID, FULL_PROPERTY, Property("x", PropertyType.STRING)),
        "path": "/other",
        "description": "",
        "id_property": "type",
        "date_property": None,
        "complete": False,
        "evidence": (),
        "notes": (),
    }
    assert dataclasses.replace(FULL, **{field: changes[field]}) != FULL


def test_an_endpoint_is_shown_short() -> None:
    def properties(count: int) -> tuple[Property, ...]:
        return tuple(Property(f"p{number}", "integer") for number in range(count))

    assert repr(Endpoint("things", ())) == "<Endpoint things: no properties>"
    assert repr(Endpoint("things\n", properties(2), "/things")) == "<Endpoint things␊: p0 integer, p1 integer>"
    most = properties(5)
    assert "more" not in repr(Endpoint("things", most))
    assert repr(Endpoint("things", properties(6))) == repr(Endpoint("things", most))[:-1] + " and 1 more>"


def test_a_property_is_shown_by_name_and_type() -> None:
    assert repr(Property("a\x1b", "string")) == "<Property a␛: string>"
