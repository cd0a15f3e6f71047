"""Every template: it parses, it uses names that somebody gives it, it holds no style, script or raw text of its own."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from backend.web import templating

BACKEND = Path(templating.__file__).parent.parent
ENVIRONMENT = templating.environment()
GLOBALS = frozenset(ENVIRONMENT.globals)
"""Ours and Jinja's, before an application adds what Litestar would have its templates call."""

EVERY_PAGE = {"scope", "visitor", "path", "cspNonce", "csrf_token", "said"}
"""What `views.page` gives every template."""
OPTIONAL = {"state", "crumbs", "htmlLang", "demonstration"}
"""What web/page.html shows where it is there, or says itself."""

SAFE_ALLOWED = {
    "notices/frame/letter.html": "the body of a letter, rendered by us a moment before with every word escaped",
    "people/set-up.html": "the square code that segno drew of the key",
}
"""Templates that show text as it is, each with the reason for which it can hold no user's markup."""
STYLE_ALLOWED = {"notices/frame/letter.html": "letters are read in mail clients, which know no style sheets"}
"""Templates with styles of their own; none is a page of the service, whose policy would refuse them."""


def every_template() -> list[str]:
    found = [path.relative_to(BACKEND).parts for path in BACKEND.glob("*/templates/**/*.html")]
    return sorted("/".join((room, *rest)) for room, _, *rest in found)


def source_of(name: str) -> str:
    room, _, rest = name.partition("/")
    return (BACKEND / room / "templates" / rest).read_text()


def is_page(name: str) -> bool:
    """Letters and print are rendered by other hands than `views.page`."""
    return not re.match(r"\w+/(notices|frame|print)/", name)


@cache
def parsed(name: str) -> nodes.Template:
    source, _, _ = ENVIRONMENT.loader.get_source(ENVIRONMENT, name)  # type: ignore[union-attr]  # it has a loader
    return ENVIRONMENT.parse(source, name)


ALL = every_template()
PAGES = [name for name in ALL if is_page(name)]


def test_there_are_templates_to_look_at() -> None:
    assert len(PAGES) > 30 and "interests/register.html" in PAGES


@pytest.mark.parametrize("name", ALL)
def test_template_parses_and_compiles(name: str) -> None:
    assert ENVIRONMENT.get_template(name) if is_page(name) else parsed(name)


@pytest.mark.parametrize("name", PAGES)
def test_template_uses_only_names_that_it_is_given(name: str) -> None:
    if Path(name).name.startswith("_") and not _given(name):
        known: set[str] = (
            set().union(*(_known_to(page) for page in PAGES if name in _included(page))) or EVERY_PAGE
        )
    else:
        known = _known_to(name)
    unknown = _wanted(name) - known - _exported(name) - _imported(name) - EVERY_PAGE - OPTIONAL - GLOBALS
    assert unknown == set(), f"No call of views.page gives {name} these names."


@pytest.mark.parametrize("name", PAGES)
def test_template_imports_macros_that_there_are(name: str) -> None:
    for node in parsed(name).find_all(nodes.FromImport):
        assert isinstance(node.template, nodes.Const)
        there = _exported(node.template.value)
        for imported in node.names:
            macro = imported if isinstance(imported, str) else imported[0]
            assert macro in there, f"{node.template.value} has no macro {macro}"


@pytest.mark.parametrize("name", [name for name in PAGES if not Path(name).name.startswith("_")])
def test_page_is_rendered_by_somebody(name: str) -> None:
    extended = {name for page in PAGES for name in _parents(page)}
    assert name in _calls() or name in extended or f'"{name}"' in _code(), f"nothing renders {name}"


@pytest.mark.parametrize("name", ALL)
def test_template_has_no_style_or_handler_of_its_own(name: str) -> None:
    source = source_of(name)
    if name not in STYLE_ALLOWED:
        assert not re.search(r"<[^>]*\sstyle\s*=", source), (
            "the policy refuses inline styles; use a pb- class"
        )
        if is_page(name):
            assert "<style" not in source
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", source), "the policy refuses inline handlers"
    assert not re.search(r"hx-on|javascript:|\bhx-vars\b|\bjs:", source)


@pytest.mark.parametrize("name", PAGES)
def test_every_script_of_a_page_carries_the_nonce(name: str) -> None:
    for tag in re.findall(r"<script\b[^>]*>", source_of(name)):
        assert "nonce=" in tag and "src=" in tag, tag


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_changes_something_holds_the_token(name: str) -> None:
    source = source_of(name)
    for form in re.findall(r"<form\b.*?</form>", source, re.DOTALL | re.IGNORECASE):
        opening = form[: form.index(">")]
        if re.search(r"method\s*=\s*[\"']?post", opening, re.IGNORECASE):
            assert "csrf_field()" in form, opening
        else:
            assert "csrf_field()" not in form, f"the token would stand in the address: {opening}"
    assert source.count("<form") == len(re.findall(r"</form>", source)), "each form ends where it begins"


def test_nothing_is_shown_as_it_is_but_for_a_reason() -> None:
    raw = {name for name in ALL if re.search(r"\|\s*safe\b|\bautoescape\b", source_of(name))}
    assert raw - set(SAFE_ALLOWED) == set(), "Escape it, or give the reason in SAFE_ALLOWED."
    assert set(SAFE_ALLOWED) - raw == set(), "These no longer need an exception."


def test_words_with_markup_come_out_as_words() -> None:
    hostile = "<script>alert(1)</script><b hx-get=/x hx-on:click=alert(1)>"
    shown = ENVIRONMENT.from_string('{{ words }}<a title="{{ words }}">').render(words=hostile)
    assert "<script" not in shown and "<b" not in shown and shown.count("&lt;script") == 2


# -- what the code gives its templates


@cache
def _code() -> str:
    return "\n".join(path.read_text() for path in sorted(BACKEND.rglob("*.py")))


@cache
def _calls() -> dict[str, set[str]]:
    """Template → every name that some call of `views.page` (or `page`) gives it."""
    found: dict[str, set[str]] = {}
    for path in BACKEND.rglob("*.py"):
        text = path.read_text()
        if ".html" not in text:
            continue
        tree = ast.parse(text)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            names = [
                arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            for name in names:
                if re.fullmatch(r"\w+/[\w/-]+\.html", name):
                    given = {word.arg for word in call.keywords if word.arg}
                    spread = [word.value for word in call.keywords if word.arg is None]
                    found.setdefault(name, set()).update(given, *(_keys(value, tree) for value in spread))
    return found


def _keys(value: ast.expr, tree: ast.Module) -> set[str]:
    """The names that `**value` gives: of a dictionary, or of every dictionary that a function here returns.

    A function of another page's module is looked for in every module of pages.
    """
    value = value.value if isinstance(value, ast.Await) else value
    if isinstance(value, ast.Dict):
        return {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
    called = value.func if isinstance(value, ast.Call) else value
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    return _returned(name, tree) or set().union(*(_returned(name, other) for other in _modules_of_pages()))


def _returned(name: str, tree: ast.Module) -> set[str]:
    return _returned_in(tree).get(name, set())


@cache
def _returned_in(tree: ast.Module) -> dict[str, set[str]]:
    """Each function of the module → the keys of every dictionary that is written in it."""
    found: dict[str, set[str]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Dict):
                    keys = {str(key.value) for key in node.keys if isinstance(key, ast.Constant)}
                    found.setdefault(function.name, set()).update(keys)
    return found


@cache
def _modules_of_pages() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text()) for path in sorted(BACKEND.glob("*/pages/*.py")))


def _given(name: str) -> set[str]:
    return _calls().get(name, set())


def _known_to(name: str) -> set[str]:
    return _given(name) | {each for parent in _parents(name) for each in _set_in(parent)}


@cache
def _set_in(name: str) -> set[str]:
    return {
        node.target.name
        for node in parsed(name).find_all(nodes.Assign)
        if isinstance(node.target, nodes.Name)
    }


@cache
def _imported(name: str) -> set[str]:
    names = {each for node in parsed(name).find_all(nodes.FromImport) for each in node.names}
    modules = {node.target for node in parsed(name).find_all(nodes.Import)}
    return modules | {each if isinstance(each, str) else each[1] for each in names}


@cache
def _wanted(name: str) -> set[str]:
    """Names that the template and what it includes take from outside. Blocks know their file's macros and imports."""
    wanted = set(find_undeclared_variables(parsed(name)))
    here = _set_in(name) | _imported(name) | _exported(name)
    here |= {argument.name for macro in parsed(name).find_all(nodes.Macro) for argument in macro.args}
    for other in _included(name):
        wanted |= _wanted(other) - here
    return wanted


@cache
def _included(name: str) -> set[str]:
    return {
        node.template.value
        for node in parsed(name).find_all(nodes.Include)
        if isinstance(node.template, nodes.Const)
    }


@cache
def _parents(name: str) -> tuple[str, ...]:
    found: list[str] = []
    for node in parsed(name).find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            found += [node.template.value, *_parents(node.template.value)]
    return tuple(found)


@cache
def _exported(name: str) -> set[str]:
    tree = parsed(name)
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    return macros | _set_in(name)


@pytest.mark.parametrize("name", ALL)
def test_no_day_stands_in_a_field_as_if_somebody_had_typed_it(name: str) -> None:
    assert not re.search(r"placeholder=\"[\d{]", source_of(name)), (
        "say in the label how a day is written: (such as 1/10/2014)"
    )
