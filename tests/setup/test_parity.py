"""What the file can say the app can do, and the reverse: walked leaf by leaf, by code."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from backend import provision
from backend.catalogue import judging, shelf
from backend.catalogue.between import BetweenSettings
from backend.catalogue.covers import PapersSettings
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.tenants import TenantDocument
from backend.kit import database
from backend.setup.operations import settings as acts
from backend.setup.queries import settings as queries
from backend.setup.rules import fields, groups, places, shown, typed
from backend.setup.rules.fields import Field, Kind
from backend.setup.rules.settling import document_from
from backend.tenancy import transactions
from tests.setup.altering import Way, altered, leaves_said, names_in, others_of
from tests.test_folders import told_apart
from tests.test_provision import catalogue, provisioned

__all__ = ["catalogue"]

DOCUMENTS = {**shelf.catalogue().tenants, **shelf.catalogue().templates}


def models_below(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for each in fields.fields_of(model):
        if each.model is not None:
            yield from models_below(each.model, seen)


def test_every_setting_has_a_form_and_says_what_it_means() -> None:
    placed = [name for group in groups.every_group() for name in group.roots]
    assert sorted({*placed, *groups.FOUNDED} & set(TenantDocument.model_fields)) == sorted(
        TenantDocument.model_fields
    )
    assert len(placed) == len(set(placed)), "a setting stands in one group"
    assert groups.group("other") is None, "a new field of the document has a group of its own: see groups.py"
    silent = [
        f"{model.__name__}.{each.attribute}"
        for model in models_below(TenantDocument, set())
        for each in fields.fields_of(model)
        if not each.meaning
    ]
    assert silent == [], "say in meanings.toml, or below the field, what these are"


def test_forms_hold_every_leaf_that_a_folder_can_say() -> None:
    """A leaf is asked for by the form of the nearest place above it; none lies between two forms."""

    def asked(field: Field, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if field.kind is Kind.MODEL and not field.parts:
            return
        for part in field.parts:
            if part.parts:
                yield from asked(part, (*path, part.name))
            else:
                yield (*path, part.name)

    known = {path for path, _ in fields.leaves(TenantDocument)}
    found = {
        each
        for group in groups.every_group()
        for root in group.fields
        for each in (asked(root, (root.name,)) if root.parts else [(root.name,)])
    }
    assert found == {path for path in known if path[0] not in groups.FOUNDED}


@pytest.mark.parametrize("slug", sorted(DOCUMENTS))
def test_what_a_folder_says_its_forms_hold_and_give_back(slug: str) -> None:
    """Every form of a folder's settings, sent as it is shown, says exactly what the folder says."""
    document = DOCUMENTS[slug]
    data = typed.said(document)
    assert document_from(data) == document
    for group in groups.every_group():
        for field in group.fields:
            if field.parts:
                for path in places.items_below(field, data.get(field.name), (field.name,)):
                    _check_form(data, path)


def _check_form(data: Mapping[str, Any], path: tuple[str, ...]) -> None:
    place = places.find(data, path)
    assert place is not None
    asked = places.asked(place.field)
    texts = typed.typed_of(asked, place.value)
    shown.form_of(asked, texts, data=data, kinds={}, errors={})
    sent: dict[str, list[str]] = {}
    for name, text in typed.flat(texts, "v"):
        sent.setdefault(name, []).append(text)
    back = typed.typed_from(asked, lambda name: sent.get(name, []), "v")
    assert typed.fitted(asked, back) == back == texts
    said = {each.name for each in asked}
    held = {name: each for name, each in (place.value or {}).items() if name in said}
    assert typed.data_of(asked, back) == held, path


def candidates(
    data: Mapping[str, Any],
) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Way, Field, Any]]]:
    """By the setting that it is (model and name): where it is said, and values that might stand there."""
    found: dict[tuple[str, str], list[tuple[tuple[str, ...], Way, Field, Any]]] = {}
    known = names_in(data)
    for path, way, leaf in leaves_said(data):
        here: Any = data if not path else places.find(data, path).value  # type: ignore[union-attr]
        for step in way:
            here = here[step]
        for other in others_of(leaf, here, known):
            found.setdefault((leaf.owner, leaf.name), []).append((path, way, leaf, other))
    return found


KEYS = {"id", "n", "to", "key", "first", "second", "first_ref", "second_ref", "edition"}
"""What a thing is known by: changed, it is another thing, and the first one retires."""


TOGETHER = {("KnownAs", "from"), ("KnownAs", "until"), ("TenantDocument", "kind")}
"""What changes only with something beside it: names follow one another, and only a body that reviews has them."""


LASTING = {
    ("CoverField", "kind"): "keeps its kind of answer",
    ("Measure", "unit"): "Retire this measure",
}
"""What the app and a folder alike refuse to change, since records rest on it; words of the reason that both give."""


@pytest.mark.soak
@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb", "marches-edge-area-team"])
async def test_every_setting_that_a_folder_says_can_be_changed_in_the_app(
    db: database.Database, catalogue: Any, slug: str
) -> None:
    scope, _ = await provisioned(catalogue, slug)
    async with transactions.scope_tx(scope, readonly=True):
        data = await queries.living(scope)
    stuck = []
    for (owner, name), ways in candidates(data).items():
        if name in KEYS or (owner, name) in TOGETHER:
            continue
        refusals = []
        for path, way, _, other in ways[:80]:
            refusal = await _tried(scope, catalogue, altered(data, path, way, other))
            if refusal is None or LASTING.get((owner, name), refusal + "!") in refusal:
                break
            refusals.append(f"{path} {way} {other!r}: {refusal}")
        else:
            stuck.append("\n  ".join([f"{owner}.{name}", *refusals[-3:]]))
    assert not stuck, "\n".join(stuck)


async def _tried(scope: Any, catalogue: Any, data: Mapping[str, Any]) -> str | None:
    """Carry a change out, see that it is lived and exported, and take it back."""
    try:
        document = document_from(data)
        async with transactions.scope_tx(scope):
            await acts.settle(scope, document=document, catalogue=catalogue, reason="A test", title="A test")
            living = await provision.document_of(scope, catalogue)
            left = await provision.plan(scope, document, catalogue)
            read, problems = judging.read_texts(provision.texts_of(living), catalogue, slug=document.slug)
            assert (left, problems) == ((), ())
            assert read is not None
            assert read == living, told_apart(living.model_dump(mode="json"), read.model_dump(mode="json"))
            raise _Enough
    except _Enough:
        return None
    except Exception as refusal:
        return f"{type(refusal).__name__}: {refusal}"


class _Enough(Exception):
    """A change that was seen and is taken back."""


def test_folder_of_files_is_read_as_one_document(tmp_path: Path) -> None:
    for slug, document in shelf.catalogue().tenants.items():
        read, problems = judging.read_texts(provision.texts_of(document), shelf.catalogue(), slug=slug)
        assert problems == ()
        assert read is not None and typed.said(read).keys() == typed.said(document).keys()


def test_what_differs_from_the_kind_and_from_nobody_else_stands_in_the_folder() -> None:
    """The kind numbers through the year and has standing items: a folder that wants neither has to say so."""
    document = shelf.catalogue().tenants["lewisham-ccg"]
    plain = document.model_copy(
        update={
            "planning": PlanningSettings(),
            "between": BetweenSettings(),
            "papers": PapersSettings(),
            "interests": document.interests.model_copy(update={"decision_making_staff": ()}),
        }
    )
    texts = provision.texts_of(plain)
    assert 'numbering = "meeting"' in texts["planning.toml"]
    assert "standing = []" in texts["planning.toml"]
    read, problems = judging.read_texts(texts, shelf.catalogue(), slug=document.slug)
    assert problems == ()
    assert read == plain
