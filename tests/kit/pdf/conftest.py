"""Real papers, rendered once for all tests of this folder."""

import pytest

from backend.kit.pdf import merge, render

PARAGRAPH = "<p>" + "The list was read in full and the position has not changed since June. " * 9 + "</p>"
TABLE = (
    "<table><caption>Table 1: steps</caption><thead><tr><th scope='col'>Step</th><th scope='col'>Due</th></tr></thead>"
    "<tbody>"
    + "".join(f"<tr><th scope='row'>Step {n}</th><td>{n} June 2014</td></tr>" for n in range(1, 9))
    + "</tbody></table>"
)
# A 3 x 2 red PNG.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d000000104944415478da63f8cfc000410c100a001fee03fd"
    "67f8f2b60000000049454e44ae426082"
)


def body(name: str, *, sections: int = 3) -> str:
    return (
        f"<h1>{name}</h1><p>See <a href='#end'>the end</a> or <a href='https://example.org/'>the web</a>.</p>"
        + f"<h2>Section of {name}</h2>{PARAGRAPH * 4}{TABLE}<ul><li>One<ul><li>Two</li></ul></li></ul>"
        * sections
        + "<h2 id='end'>End</h2><p>Last words.</p>"
    )


@pytest.fixture(scope="session")
def papers() -> dict[str, bytes]:
    """Three papers of several pages and a contents page that links to them."""
    contents = (
        "<h1>Contents</h1><table class='contents'><thead><tr><th scope='col'>Item</th></tr></thead><tbody>"
        + "".join(f"<tr><td><a href='part:{key}'>{key}</a></td></tr>" for key in ("alpha", "beta", "gamma#2"))
    )
    wanted = {
        "contents": render.Pages(html=contents + "</tbody></table>", title="Contents"),
        "alpha": render.Pages(html=body("Alpha"), title="Alpha"),
        "beta": render.Pages(html=body("Beta", sections=1), title="Beta"),
        "gamma": render.Pages(html=body("Gamma"), title="Gamma"),
    }
    made = render.render_many(list(wanted.values()))
    assert all(isinstance(pdf, bytes) for pdf in made)
    return {key: pdf for key, pdf in zip(wanted, made, strict=True) if isinstance(pdf, bytes)}


@pytest.fixture(scope="session")
def parts(papers: dict[str, bytes]) -> list[merge.Part]:
    return [
        merge.Part(key="contents", pdf=papers["contents"], title="Contents", numbers="roman"),
        merge.Part(key="alpha", pdf=papers["alpha"], title="7.1 Alpha", label="7.1-"),
        merge.Part(key="beta", pdf=papers["beta"], title="Appendix: Beta", label="7.1A-", level=2),
        merge.Part(key="gamma", pdf=papers["gamma"], title="7.2 Gamma", label="7.2-"),
    ]


@pytest.fixture(scope="session")
def merged(parts: list[merge.Part]) -> merge.Merged:
    return merge.merge(
        parts,
        title="The whole (ŵ ‘quoted’)",
        subject="All parts",
        keywords=("one", "two"),
        foot_left="Body, 3 June 2014",
        foot_centre="DEMONSTRATION",
    )
