"""Makes the modules beside it, one for each endpoint that ships: run it after the endpoints change."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from vsfilter.fields import attribute_name
from vsfilter.schema import PropertyType, endpoints

if TYPE_CHECKING:
    from vsfilter.schema import Endpoint, Property

HERE = Path(__file__).parent

_FIELDS = {
    PropertyType.STRING: "StringField",
    PropertyType.INTEGER: "IntegerField",
    PropertyType.NUMBER: "NumberField",
    PropertyType.BOOLEAN: "BooleanField",
    PropertyType.DATETIME: "DatetimeField",
    PropertyType.ARRAY: "OpaqueField",
    PropertyType.OBJECT: "OpaqueField",
}
_WIDTH = 110


def modules() -> dict[str, str]:
    """Give the text of each module by the name of its file; an endpoint without properties has none."""
    return {f"{one.name.replace('/', '_')}.py": _module(one) for one in endpoints() if one.properties}


def _module(endpoint: Endpoint) -> str:
    classes = sorted({_FIELDS[prop.type] for prop in endpoint.properties})
    head = f'''"""The properties of `{endpoint.name}`, made by `vsfilter/fields/generate.py`."""

from typing import TYPE_CHECKING, Final

from vsfilter.build import {", ".join(classes)}
from vsfilter.fields import refusal

if not TYPE_CHECKING:
    # Hidden from type checkers, which would take it for any name at all.
    __getattr__ = refusal("{endpoint.name}")

'''
    return head + "\n".join(map(_field, endpoint.properties)) + "\n"


def _field(prop: Property) -> str:
    definition = f"{attribute_name(prop.name)}: Final = {_FIELDS[prop.type]}({json.dumps(prop.name)})"
    if not prop.meaning:
        return definition
    # A string behind a definition is what editors show where the name is used.
    meaning = prop.meaning.replace("\\", "/").replace('"', "'")
    return f'{definition}\n"""{textwrap.fill(meaning, _WIDTH)}"""'


def main() -> None:
    """Write the modules."""
    for name, text in modules().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
