"""The front-end build names files by content, and lets nothing through that fetches from elsewhere."""

import re

import pytest

from infra.assets import build


def built_from(sources: dict[str, str]) -> dict[str, tuple[str, str]]:
    files = build.Builder({name: text.encode() for name, text in sources.items()}).build()
    return {name: (file, content.decode()) for name, (file, content) in files.items()}


def test_script_imports_the_built_name_of_another() -> None:
    built = built_from(
        {"app.js": 'import {initAll} from "./nhsuk.js"\n', "nhsuk.js": "export function initAll(){}"}
    )
    assert re.fullmatch(r"nhsuk\.[0-9a-f]{10}\.js", built["nhsuk.js"][0])
    assert f'from "./{built["nhsuk.js"][0]}"' in built["app.js"][1]


def test_new_content_below_renames_what_names_it() -> None:
    before = built_from({"app.css": "a{background:url(images/x.svg)}", "images/x.svg": "<svg/>"})
    after = built_from({"app.css": "a{background:url(images/x.svg)}", "images/x.svg": "<svg></svg>"})
    assert f"url({before['images/x.svg'][0]})" in before["app.css"][1]
    assert before["app.css"][0] != after["app.css"][0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.css", "@import 'b.css';"),
        ("a.css", "@font-face{src:url(https://fonts.example/x.woff2)}"),
        ("a.css", 'a{background:url("//images.example/x.png")}'),
        ("a.js", 'import x from "https://scripts.example/x.js"'),
        ("a.js", 'const x = await import("https://scripts.example/x.js")'),
    ],
)
def test_source_that_fetches_from_elsewhere_stops_the_build(name: str, text: str) -> None:
    with pytest.raises(build.UnableToBuild, match=f"^{name} fetches from elsewhere"):
        built_from({name: text})


def test_source_that_names_nothing_there_stops_the_build() -> None:
    with pytest.raises(build.UnableToBuild, match=r"app\.js names \./gone\.js, and there is no such asset"):
        built_from({"app.js": 'import "./gone.js"'})


def test_sources_that_name_each_other_stop_the_build() -> None:
    with pytest.raises(build.UnableToBuild, match="name each other"):
        built_from({"a.js": 'import "./b.js"', "b.js": 'import "./a.js"'})


def test_nhs_style_sheet_comes_without_its_fonts_and_with_its_pictures() -> None:
    built = build.Builder(build.vendored()).build()
    css = built["nhsuk.css"][1].decode()
    assert "://" not in css
    assert "@font-face" not in css
    assert f"url({built['images/nhsuk-icon-cross.svg'][0]})" in css
    assert ".nhsuk-button" in css
