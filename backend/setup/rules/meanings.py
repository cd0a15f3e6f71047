"""What each setting means, and what changes when it changes, in plain English.

A field's own words stand below it in the catalogue's models; those that the models leave unsaid, and what follows from
a change, stand in `meanings.toml` beside this module.
"""

import ast
import inspect
import textwrap
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel

_LABELS = {
    "id": "Short name",
    "n": "Number",
    "ods_code": "ODS code",
    "from": "From",
    "until": "Until",
    "from_on": "From",
    "until_on": "Until",
    "what": "What is counted",
    "says": "What is said",
    "so": "What to know about it",
    "to": "Reports to",
    "of": "Of",
    "on": "Switched on",
    "at": "Time of day",
    "every": "How often",
    "mark": "How we know",
    "note": "Note",
    "by": "By whom",
    "cap": "Most reminders to one person on one day",
    "source": "Source",
    "also": "Further pages",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """`means` says what the setting is, `changes` what follows when it is changed."""

    means: str = ""
    changes: str = ""


def label(name: str) -> str:
    """What a field is called on a form."""
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def of(model: type[BaseModel], attribute: str) -> Meaning:
    """What a field of a model means; of a model that inherits it, what it means there."""
    written = _written()
    for each in model.__mro__:
        told = written.get(each.__name__, {}).get(attribute)
        said = _said_in_code(each).get(attribute, "") if _is_ours(each) else ""
        if told is not None or said:
            told = told if isinstance(told, dict) else {"means": told or ""}
            return Meaning(told.get("means") or said, told.get("changes", ""))
    shared = written["any"].get(attribute)
    return Meaning(shared) if shared else Meaning()


def of_model(model: type[BaseModel]) -> str:
    """What a thing of this model is: the first sentence below its name."""
    if "__doc__" not in vars(model) or not model.__doc__:
        return ""
    return " ".join(inspect.cleandoc(model.__doc__).split("\n\n")[0].split())


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("meanings.toml").read_text(encoding="utf-8"))


def _is_ours(model: type[Any]) -> bool:
    return model.__module__.startswith("backend.catalogue")


@cache
def _said_in_code(model: type[BaseModel]) -> dict[str, str]:
    """The words that stand below the fields of a class."""
    try:
        parsed = ast.parse(textwrap.dedent(inspect.getsource(model)))
    except OSError:  # a model that is made while we run has no text of its own
        return {}
    body = parsed.body[0].body if isinstance(parsed.body[0], ast.ClassDef) else []
    found = {}
    for before, after in pairwise(body):
        if (
            isinstance(before, ast.AnnAssign)
            and isinstance(before.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            found[before.target.id] = " ".join(after.value.value.replace("`", "").split())
    return found
