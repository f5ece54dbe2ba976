"""The options of a request beside the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

import vsfilter
from tests.unit.checking import THINGS
from vsfilter import Endpoint, FilterCheckError, Issue, Property, PropertyType
from vsfilter.wire import DIRECTIONS, LARGEST_LIMIT, Paging, paging_query, to_query

if TYPE_CHECKING:
    from vsfilter.wire import PagingOptions

PAGE_LIMIT_HINT = "the API gives 5000 records a page at most; ask for further pages with `page`"
NAMES_HINT = "its properties are string, integer, number, boolean, datetime, array, object"


def _issues(**options: object) -> list[Issue]:
    with pytest.raises(FilterCheckError) as caught:
        Paging(**cast("PagingOptions", options)).params(THINGS)
    assert caught.value.source is None
    return list(caught.value.issues)


def _issue(**options: object) -> Issue:
    (only,) = _issues(**options)
    return only


def test_options_stand_in_the_order_of_the_contract_each_only_if_given() -> None:
    assert Paging().params(THINGS) == {}
    everything = Paging(group_by="integer", dir="DESC", sort="string", limit=10, page=2).params(THINGS)
    assert list(everything.items()) == [
        ("page", 2),
        ("limit", 10),
        ("sort", "string"),
        ("dir", "DESC"),
        ("group_by", "integer"),
    ]
    assert Paging(sort="string", page=1).params(THINGS) == {"page": 1, "sort": "string"}


@pytest.mark.parametrize("page", [1, 2, 5000, 5001, 10**30])
def test_a_page_counts_from_1_without_end(page: int) -> None:
    assert Paging(page=page).params(THINGS) == {"page": page}


@pytest.mark.parametrize(
    ("page", "shown"),
    [(0, "0"), (-1, "-1"), (True, "True"), (1.0, "1.0"), ("1", "'1'"), ([1], "[1]"), (b"1", "b'1'")],
)
def test_any_other_page_is_refused(page: object, shown: str) -> None:
    found = _issue(page=page)
    assert found == Issue("invalid-page", f"expected a page number from 1, got `{shown}`")


@pytest.mark.parametrize("limit", [1, 2, 4999, 5000])
def test_a_limit_is_1_to_5000(limit: int) -> None:
    assert Paging(limit=limit).params(THINGS) == {"limit": limit}


@pytest.mark.parametrize(
    ("limit", "shown"),
    [(0, "0"), (-1, "-1"), (5001, "5001"), (10**30, "1" + "0" * 30), (True, "True"), (10.0, "10.0"), ("10", "'10'")],
)
def test_any_other_limit_is_refused(limit: object, shown: str) -> None:
    found = _issue(limit=limit)
    assert found == Issue("invalid-limit", f"expected a limit from 1 to 5000, got `{shown}`", hint=PAGE_LIMIT_HINT)


@pytest.mark.parametrize("option", ["page", "limit"])
def test_a_huge_negative_number_is_refused(option: str) -> None:
    assert _issue(**{option: -(10**5000)}).code == f"invalid-{option}"


def test_a_huge_limit_is_refused() -> None:
    assert _issue(limit=10**5000).code == "invalid-limit"


def test_a_huge_page_is_refused_or_sent() -> None:
    try:
        query = vsfilter.compile(None, THINGS).to_query(page=10**5000)
    except FilterCheckError as error:
        query = error.issues[0].code
    assert query in {"page=1" + "0" * 5000, "invalid-page"}


@pytest.mark.parametrize(
    ("direction", "sent"),
    [("ASC", "ASC"), ("DESC", "DESC"), ("asc", "ASC"), ("desc", "DESC"), ("Desc", "DESC"), ("aSc", "ASC")],
)
def test_a_direction_is_asc_or_desc_in_any_case(direction: str, sent: str) -> None:
    assert Paging(dir=direction).params(THINGS) == {"dir": sent}


@pytest.mark.parametrize("direction", ["", "up", "ascending", " ASC", "ASC ", 1, ["ASC"], b"ASC"])
def test_any_other_direction_is_refused(direction: object) -> None:
    found = _issue(dir=direction)
    assert (found.code, found.message) == ("invalid-option", f"expected `ASC` or `DESC` for dir, got `{direction!s}`")


@pytest.mark.parametrize("option", ["sort", "group_by"])
def test_sort_and_group_by_name_a_property_of_the_endpoint(option: str) -> None:
    assert Paging(**{option: "object"}).params(THINGS) == {option: "object"}  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["sort", "group_by"])
@pytest.mark.parametrize(
    ("name", "shown", "suggestion"),
    [
        ("strin", "strin", "string"),
        ("String", "String", "string"),
        ("", "", None),
        ("zzz", "zzz", None),
        (5, "5", None),
        (["zz"], "['zz']", None),
        (" string", " string", "string"),
    ],
)
def test_any_other_name_is_unknown(option: str, name: object, shown: str, suggestion: str | None) -> None:
    hint = f"did you mean `{suggestion}`?" if suggestion else NAMES_HINT
    assert _issue(**{option: name}) == Issue(
        "unknown-property", f"{option}: things has no property `{shown}`", None, suggestion, hint
    )


def test_what_is_wrong_is_reported_together() -> None:
    found = _issues(page=0, limit=0, dir="x", sort="y", group_by="z")
    assert [one.code for one in found] == [
        "invalid-page",
        "invalid-limit",
        "invalid-option",
        "unknown-property",
        "unknown-property",
    ]
    assert [one.message.split(":")[0] for one in found[3:]] == ["sort", "group_by"]


def test_a_property_that_cannot_be_filtered_on_can_be_sorted_by() -> None:
    assert Paging(sort="from").params(vsfilter.endpoint("faxes")) == {"sort": "from"}


def test_an_endpoint_without_known_properties_can_be_sorted_by_none() -> None:
    with pytest.raises(FilterCheckError) as caught:
        Paging(sort="id").params(vsfilter.endpoint("chatmsgs"))
    assert caught.value.issues[0].message == "sort: chatmsgs has no property `id`"


def test_any_name_that_a_property_can_have_is_taken() -> None:
    endpoint = Endpoint("e", (Property("a b&c=d", PropertyType.STRING),))
    assert Paging(sort="a b&c=d").params(endpoint) == {"sort": "a b&c=d"}


def test_the_numbers_and_words_of_the_api_are_these() -> None:
    assert LARGEST_LIMIT == 5000
    assert DIRECTIONS == ("ASC", "DESC")


@pytest.mark.parametrize("page", [None, 1, 10**100])
@pytest.mark.parametrize("limit", [None, 5000])
@pytest.mark.parametrize("sort", [None, "string"])
def test_the_options_of_a_query_string_are_the_parameters(
    page: int | None, limit: int | None, sort: str | None
) -> None:
    options = Paging(page=page, limit=limit, sort=sort)
    assert paging_query(THINGS, page=page, limit=limit, sort=sort) == to_query(options.params(THINGS))


@pytest.mark.parametrize("options", [{"page": 0}, {"page": True}, {"page": 1, "limit": 5001}, {"limit": 1.0}])
def test_the_options_of_a_query_string_are_refused_as_those_of_parameters_are(options: PagingOptions) -> None:
    with pytest.raises(FilterCheckError) as expected:
        Paging(**options).params(THINGS)
    with pytest.raises(FilterCheckError) as raised:
        paging_query(THINGS, **options)
    assert raised.value.issues == expected.value.issues


def test_an_option_that_does_not_exist_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="pages"):
        vsfilter.compile("id = 1", "cdrs").to_query(pages=1)  # type: ignore[call-arg]
