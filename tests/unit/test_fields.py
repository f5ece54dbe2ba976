"""The fields of endpoints: the generated modules, and `of` for any endpoint."""

from __future__ import annotations

import copy
import importlib
import keyword
import pickle
import runpy
import traceback
import typing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import vsfilter
from tests.unit.checking import THINGS, sent
from vsfilter import Endpoint, FilterCheckError, Property, PropertyType, build, fields
from vsfilter.fields import UnknownFieldError, attribute_name, cdrs, contacts, faxes, generate, of, sms
from vsfilter.model import Comparison, Operator, Text
from vsfilter.model.names import property_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

SHIPPED = [one for one in vsfilter.endpoints() if one.properties]
PROPERTIES = [(one, prop) for one in SHIPPED for prop in one.properties]
HERE = Path(fields.__file__).parent

CLASSES = {
    PropertyType.STRING: build.StringField,
    PropertyType.INTEGER: build.IntegerField,
    PropertyType.NUMBER: build.NumberField,
    PropertyType.BOOLEAN: build.BooleanField,
    PropertyType.DATETIME: build.DatetimeField,
    PropertyType.ARRAY: build.OpaqueField,
    PropertyType.OBJECT: build.OpaqueField,
}


class Name(str, Enum):  # noqa: UP042  as many still write it
    FROM = "from"


def _module(endpoint: Endpoint) -> ModuleType:
    return importlib.import_module(f"vsfilter.fields.{endpoint.name.replace('/', '_')}")


def _name(thing: object) -> str | None:
    return thing.name if isinstance(thing, (Endpoint, Property)) else None


def _unknown(ask: Callable[[], object]) -> UnknownFieldError:
    with pytest.raises(UnknownFieldError) as caught:
        ask()
    return caught.value


# --- the modules ---------------------------------------------------------------------------------


def test_there_is_a_module_for_each_endpoint_with_properties_and_no_other() -> None:
    files = {path.name for path in HERE.glob("*.py")} - {"__init__.py", "generate.py"}
    assert files == set(generate.modules())
    assert len(files) == len(SHIPPED) >= 19
    for endpoint in vsfilter.endpoints():
        assert (f"{endpoint.name.replace('/', '_')}.py" in files) == bool(endpoint.properties)


def test_the_modules_are_up_to_date_with_what_makes_them() -> None:
    for name, text in generate.modules().items():
        assert (HERE / name).read_text("utf-8") == text, f"run python -m vsfilter.fields.generate for {name}"


def test_what_makes_them_writes_each_beside_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(generate, "HERE", tmp_path)
    generate.main()
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == generate.modules()


def test_it_can_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[str, str] = {}

    def write(path: Path, text: str, encoding: str) -> None:
        assert (path.parent, encoding) == (HERE, "utf-8")
        written[path.name] = text

    monkeypatch.setattr(Path, "write_text", write)
    runpy.run_path(generate.__file__, run_name="__main__")
    assert written == generate.modules()


@pytest.mark.parametrize(("endpoint", "prop"), PROPERTIES, ids=_name)
def test_a_property_is_an_attribute_of_its_type_under_its_name(endpoint: Endpoint, prop: Property) -> None:
    field: Any = getattr(_module(endpoint), attribute_name(prop.name))
    assert [type(field)] == [CLASSES[prop.type]]
    expr = field == "x"
    assert expr == Comparison(prop.name, Operator.EQ, Text("x"))
    assert vsfilter.to_text(expr) == f'{property_text(prop.name)} = "x"'
    assert vsfilter.parse(vsfilter.to_text(expr)) == expr
    assert repr(field) == f"<{CLASSES[prop.type].__name__} {property_text(prop.name)}>"


@pytest.mark.parametrize("endpoint", SHIPPED, ids=_name)
def test_a_module_has_no_field_but_the_properties(endpoint: Endpoint) -> None:
    kinds = tuple(set(CLASSES.values()))
    found = [name for name, thing in vars(_module(endpoint)).items() if isinstance(thing, kinds)]
    assert found == [attribute_name(name) for name in endpoint.names]


@pytest.mark.parametrize("endpoint", SHIPPED, ids=_name)
def test_a_type_checker_sees_the_properties_alone(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing, "TYPE_CHECKING", True)
    namespace = runpy.run_path(_module(endpoint).__file__ or "")
    assert "__getattr__" not in namespace
    assert {attribute_name(name) for name in endpoint.names} <= set(namespace)


@pytest.mark.parametrize("endpoint", SHIPPED, ids=_name)
def test_a_module_can_be_imported_by_star(endpoint: Endpoint) -> None:
    namespace: dict[str, Any] = {}
    exec(f"from {_module(endpoint).__name__} import *", namespace)  # noqa: S102  what users write
    assert {attribute_name(name) for name in endpoint.names} <= set(namespace)


def test_every_name_is_one_that_python_can_write() -> None:
    for endpoint, prop in PROPERTIES:
        name = attribute_name(prop.name)
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert endpoint.get(name) is None or name == prop.name


def test_a_name_that_is_a_keyword_of_python_has_an_underscore_behind() -> None:
    assert [attribute_name(name) for name in ("from", "global", "None", "type", "match", "in_", "to")] == [
        "from_",
        "global_",
        "None_",
        "type",
        "match",
        "in_",
        "to",
    ]
    assert vsfilter.to_text(sms.from_.like("44")) == 'from like "44"'
    assert vsfilter.to_text(faxes.from_ == "44") == 'from = "44"'
    assert vsfilter.to_text(contacts.global_.is_null()) == "global is null"


def test_what_the_fields_make_is_sent() -> None:
    expr = (cdrs.duration >= 60) & cdrs.type.in_(["I", "O"]) & ~(cdrs.is_root == False)  # noqa: E712  an expression
    assert sent(expr, "cdrs") == [
        ("duration", "gte", 60),
        ("type", "in", ["I", "O"]),
        ("is_root", "ne", False),
    ]
    assert sent(sms.from_ == "Vodafone", "sms") == [("from", "eq", "Vodafone")]


# --- names that do not exist ---------------------------------------------------------------------


@pytest.mark.parametrize("fields_of", [cdrs, of("cdrs")], ids=["module", "of"])
@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("dst_idd", "dst_id"),
        ("calldat", "calldate"),
        ("Duration", "duration"),
        ("DST", "dst"),
        ("created_at", "calldate"),
        ("duration_", "duration"),
        ("_src", "src"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest(fields_of: Any, name: str, suggestion: str) -> None:  # noqa: ANN401  one of two kinds
    error = _unknown(lambda: getattr(fields_of, name))
    (found,) = error.issues
    assert (found.code, found.suggestion, found.span) == ("unknown-property", suggestion, None)
    assert found.message == f"cdrs has no property `{name}`"
    assert found.hint == f"did you mean `{suggestion}`?"
    assert error.source is None
    assert str(error) == f"error[unknown-property]: {found.message}\n= hint: {found.hint}"


@pytest.mark.parametrize("fields_of", [cdrs, of("cdrs")], ids=["module", "of"])
@pytest.mark.parametrize("name", ["xyz", "x" * 5000, "\ud800", "\x1b[31m", "two words", "from", ""])
def test_where_no_name_is_near_some_are_told(fields_of: Any, name: str) -> None:  # noqa: ANN401  one of two kinds
    error = _unknown(lambda: getattr(fields_of, name))
    assert [(one.code, one.suggestion) for one in error.issues] == [("unknown-property", None)]
    assert (error.issues[0].hint or "").startswith("its properties are id, call_id, live_id, ")
    assert len(str(error)) < 500
    assert "\x1b" not in str(error)


@pytest.mark.parametrize("fields_of", [cdrs, sms, of("cdrs"), of(THINGS)])
def test_python_may_ask_whether_a_name_exists(fields_of: Any) -> None:  # noqa: ANN401  one of two kinds
    assert not hasattr(fields_of, "nope")
    assert getattr(fields_of, "nope", None) is None
    for name in ("__wrapped__", "__len__", "__all__", "__deepcopy__", "__x"):
        assert not hasattr(fields_of, name)
    assert hasattr(cdrs, "duration")
    assert hasattr(of("cdrs"), "duration")


def test_a_misspelt_name_is_an_error_of_attributes_and_of_filters() -> None:
    for ask in (lambda: cdrs.nope, lambda: of("cdrs").nope, lambda: of("cdrs")["nope"]):  # type: ignore[attr-defined]
        error = _unknown(ask)
        assert isinstance(error, AttributeError)
        assert isinstance(error, FilterCheckError)
        assert isinstance(error, ValueError)
        assert error.__cause__ is None
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
        assert (type(again), again.issues, str(again)) == (UnknownFieldError, error.issues, str(error))


@pytest.mark.parametrize("fields_of", [cdrs, of("cdrs")])
def test_a_traceback_suggests_one_name_once(fields_of: Any) -> None:  # noqa: ANN401  one of two kinds
    error = _unknown(lambda: fields_of.duraton)
    assert error.name == "duraton"
    assert "".join(traceback.format_exception_only(error)).lower().count("did you mean") == 1


def test_a_misspelt_name_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="dst_idd"):
        exec("from vsfilter.fields.cdrs import dst_idd", {})  # noqa: S102  what users write
    for name in ("cdr", "chatmsgs", "nope"):
        with pytest.raises(ImportError):
            importlib.import_module(f"vsfilter.fields.{name}")


def test_the_names_of_one_endpoint_are_none_of_another() -> None:
    assert _unknown(lambda: sms.calldate).issues[0].suggestion == "created_at"  # type: ignore[attr-defined]
    assert _unknown(lambda: of("sms").duration).issues[0].code == "unknown-property"


# --- of ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("endpoint", "prop"), PROPERTIES, ids=_name)
def test_of_offers_what_the_module_offers(endpoint: Endpoint, prop: Property) -> None:
    offered = of(endpoint.name)
    expected = Comparison(prop.name, Operator.EQ, Text("x"))
    assert (getattr(offered, attribute_name(prop.name)) == "x") == expected
    assert (offered[prop.name] == "x") == expected


def test_an_endpoint_is_given_by_its_name_or_declared() -> None:
    rooms = Endpoint("rooms", [Property("number", "integer"), Property("two words", "string")])
    offered = of(rooms)
    assert (
        vsfilter.to_text((offered.number == 801) & (offered["two words"] == "a"))
        == 'number = 801 and `two words` = "a"'
    )
    assert sent(offered.number == 801, rooms) == [("number", "eq", 801)]
    assert _unknown(lambda: offered.numbr).issues[0].suggestion == "number"
    mine = Endpoint("cdrs", (Property("x", PropertyType.STRING),))
    assert not hasattr(of(mine), "duration")
    assert of("calltracking/ddis").id.is_null() == of(vsfilter.endpoint("calltracking/ddis")).id.is_null()


@pytest.mark.parametrize(
    ("name", "suggestion"), [("cdr", "cdrs"), ("CDRS", "cdrs"), ("calltracking_ddis", "calltracking/ddis"), (5, None)]
)
def test_an_unknown_endpoint_is_refused(name: Any, suggestion: str | None) -> None:  # noqa: ANN401  any kind
    with pytest.raises(FilterCheckError) as caught:
        of(name)
    assert [(one.code, one.suggestion) for one in caught.value.issues] == [("unknown-endpoint", suggestion)]
    assert not isinstance(caught.value, AttributeError)


def test_items_are_exact_names() -> None:
    offered = of("sms")
    assert vsfilter.to_text(offered["from"] == 1) == "from = 1"
    assert vsfilter.to_text(offered.from_ == 1) == "from = 1"
    for name in ("from_", "From", "nope", "", "__class__"):
        assert _unknown(lambda name=name: offered[name]).issues[0].code == "unknown-property"  # type: ignore[misc]


@pytest.mark.parametrize("name", [0, None, b"id", ("id",), slice(None)])
def test_an_item_that_is_no_text_is_a_type_error(name: Any) -> None:  # noqa: ANN401  any kind
    with pytest.raises(TypeError, match=f"^the name of a property is text, got {type(name).__name__}$"):
        of("cdrs")[name]


@pytest.mark.parametrize("offered", [of("cdrs"), of("chatmsgs"), vsfilter.F], ids=repr)
def test_what_is_offered_is_no_collection(offered: Any) -> None:  # noqa: ANN401  one of two kinds
    for ask in (iter, list, lambda it: "duration" in it, lambda it: 5 in it, len, reversed):
        with pytest.raises(TypeError):
            ask(offered)


def test_a_name_that_is_a_member_of_an_enum_is_its_value() -> None:
    for field in (of("sms")[Name.FROM], vsfilter.F[Name.FROM], build.StringField(Name.FROM)):
        expr = field == "44"
        assert isinstance(expr, Comparison)
        assert (expr, type(expr.property)) == (Comparison("from", Operator.EQ, Text("44")), str)
        assert vsfilter.to_text(expr) == 'from = "44"'
        assert repr(field).endswith(" from>")
        assert sent(expr, "sms") == [("from", "eq", "44")]


def test_an_exact_name_wins_over_one_with_an_underscore() -> None:
    offered = of(Endpoint("rooms", (Property("from_", PropertyType.STRING), Property("from", PropertyType.STRING))))
    assert vsfilter.to_text(offered.from_ == "a") == 'from_ = "a"'
    assert vsfilter.to_text(getattr(offered, "from") == "a") == 'from = "a"'
    assert vsfilter.to_text(offered["from"] == "a") == 'from = "a"'


@pytest.mark.parametrize("name", ["_names", "_endpoint", "names", "endpoint", "_name", "get"])
def test_no_name_is_hidden_by_what_holds_the_names(name: str) -> None:
    offered = of(Endpoint("rooms", (Property(name, PropertyType.STRING),)))
    assert vsfilter.to_text(getattr(offered, name) == "a") == f'{name} = "a"'
    assert vsfilter.to_text(offered[name] == "a") == f'{name} = "a"'
    assert dir(offered) == [name]
    again = pickle.loads(pickle.dumps(offered))  # noqa: S301  our own bytes
    assert vsfilter.to_text(getattr(again, name) == "a") == f'{name} = "a"'
    assert not hasattr(offered, "_EndpointFields__nope")


def test_the_suggestion_is_spelt_as_it_is_asked_for() -> None:
    for offered in (sms, of("sms")):
        (found,) = _unknown(lambda offered=offered: offered.frm).issues  # type: ignore[misc]
        assert (found.suggestion, found.hint) == ("from_", "did you mean `from_`?")
        assert found.message == "sms has no property `frm`"
    (found,) = _unknown(lambda: of("sms")["frm"]).issues
    assert (found.suggestion, found.hint) == ("from", "did you mean `from`?")


def test_no_control_character_is_shown() -> None:
    endpoint = Endpoint("rooms", (Property("a\x1b[31m", PropertyType.STRING),))
    for field in (of(endpoint)["a\x1b[31m"], vsfilter.F["a\x1b[31m"], build.StringField("a\x1b[31m")):
        assert repr(field) == f"<{type(field).__name__} `a␛[31m`>"


def test_an_endpoint_without_properties_offers_none() -> None:
    offered = of("chatmsgs")
    assert dir(offered) == []
    (found,) = _unknown(lambda: offered.id).issues
    assert found.suggestion is None
    assert found.hint == "no property of chatmsgs is known; to use some that you know, declare an Endpoint of your own"


def test_the_names_are_listed_for_editors() -> None:
    assert dir(of("sms")) == ["created_at", "from_", "id", "message", "result", "to", "type", "user_id"]
    assert repr(of("sms")) == "<fields of sms>"
    for endpoint in SHIPPED:
        assert dir(of(endpoint)) == sorted(map(attribute_name, endpoint.names))
        assert all(hasattr(of(endpoint), name) for name in dir(of(endpoint)))


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))],  # noqa: S301  our own bytes
)
def test_what_is_offered_can_be_copied(duplicate: Callable[[Any], Any]) -> None:
    for offered in (of("sms"), of(THINGS)):
        again = duplicate(offered)
        assert (dir(again), repr(again)) == (dir(offered), repr(offered))
        assert not hasattr(again, "nope")
        for name in dir(offered):
            assert (getattr(again, name) == 5) == (getattr(offered, name) == 5)


def test_nothing_can_be_assigned_to_what_is_offered() -> None:
    offered: Any = of("sms")
    with pytest.raises(AttributeError):
        offered.id = 5


def test_a_misspelt_name_that_is_a_member_of_an_enum_is_shown_by_its_value() -> None:
    class Name(str, Enum):  # noqa: UP042  as many still write it
        DURATION = "duraton"

    with pytest.raises(fields.UnknownFieldError, match="no property `duraton`"):
        fields.of("cdrs")[Name.DURATION]
