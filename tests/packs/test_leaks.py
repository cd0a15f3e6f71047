"""Whatever an agenda holds, a copy names nothing that it must not: over random agendas, before anything is laid out."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.evidence.queries import KeptFile
from backend.kit.pdf.render import Pages
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.queries.touched import TouchedOrganisation
from backend.packs import rules
from backend.packs.board import changes, copies, front, leaves
from backend.scope import Tenant

MOMENT = datetime(2014, 9, 1, 9, tzinfo=UTC)
TENANT = Tenant(id=UUID(int=1), slug="north", name="NHS North CCG (invented)", kind="ccg")


def a_file(word: str) -> KeptFile:
    return KeptFile(
        id=UUID(int=2),
        name=f"{word}.pdf",
        media_type="application/pdf",
        sha256=word.encode().hex().ljust(64, "0")[:64],
        size=1,
        kept_at=f"kept/{word}",
        demonstration=False,
        added_at=MOMENT,
        added_by_name=f"{word}keeper",
        added_by_person_id=None,
    )


def a_paper(
    number: int, word: str, *, version: int = 1, late: bool = False, uncleared: int = 0
) -> meetings.PackPaper:
    return meetings.PackPaper(
        id=UUID(int=1_000 + number),
        title=f"{word}title",
        kind=meeting_rules.PaperKind.PAPER,
        author=f"{word}author",
        version=version,
        sha256=word.encode().hex().ljust(64, "0")[:64],
        content_kind="pdf" if number % 2 else "html",
        content=a_file(f"{word}content"),
        original=a_file(f"{word}original"),
        assets=(),
        pages=1,
        losses=(f"{word}loss",),
        uploaded_at=MOMENT,
        approval=None,
        where=f"with {word}whoever",
        cover=(meetings.CoverLine(label=f"{word}asked", words=f"{word}answered"),),
        late_note=f"{word}late" if late else None,
        uncleared=uncleared,
    )


def an_item(place: int, told: tuple[bool, bool, list[tuple[int, bool, int]]]) -> meetings.PackItem:
    """Item `place`: its words begin with itemN, those of its papers with itemNpaperM."""
    private, withdrawn, papers = told
    word = f"item{place}x"
    return meetings.PackItem(
        id=UUID(int=10_000 + place),
        label=str(place + 1),
        depth=0,
        late=False,
        title=f"{word}title",
        purpose=meeting_rules.Purpose.DECISION,
        purpose_in_words="For decision",
        part=meeting_rules.Part.PRIVATE if private else meeting_rules.Part.PUBLIC,
        private_reason=f"{word}reason" if private else None,
        lead=f"{word}lead",
        minutes=5,
        notes=f"{word}notes",
        withdrawn_because=f"{word}withdrawn" if withdrawn else None,
        organisations=(TouchedOrganisation(id=UUID(int=20_000 + place), name=f"{word}practice"),),
        papers=tuple(
            a_paper(
                place * 10 + n, f"{word}paper{n}x", version=version, late=late, uncleared=version % 3 == 2
            )
            for n, late, version in papers
        ),
    )


def an_agenda(items: list[tuple[bool, bool, list[tuple[int, bool, int]]]]) -> meetings.PackAgenda:
    return meetings.PackAgenda(
        meeting_id=UUID(int=3),
        committee_id=UUID(int=4),
        committee="Commissioning Committee",
        number=1,
        title="Commissioning Committee, September",
        starts_at=MOMENT,
        ends_at=MOMENT,
        day=date(2014, 9, 1),
        venue="An invented hall",
        in_public=True,
        state=meeting_rules.MeetingState.AGENDA_PUBLISHED,
        agenda_published_at=MOMENT,
        items=tuple(an_item(place, told) for place, told in enumerate(items)),
    )


def full_of(agenda: meetings.PackAgenda) -> copies.Copy:
    items = tuple(copies.CopyItem(item=item, interests=(f"{item.title}interest",)) for item in agenda.items)
    return copies.Copy(agenda=agenda, variant=rules.Variant.FULL, items=items, resolution=None)


def everything(copy: copies.Copy, before: copies.Copy | None) -> str:
    """Every word from which a copy's file is made: pages, bookmarks, labels, keys, what is kept of it."""
    pieces: list[object] = []
    for leaf in leaves.leaves_of(copy):
        pieces += [leaf.key, leaf.title, leaf.label, leaf.mark, leaf.wanted.inputs]
        if leaf.stand_in is not None:
            pieces.append(leaf.stand_in("lead", "because", "advice").inputs)
    manifest = changes.manifest_of(copy)
    pages = [
        front.cover(TENANT, copy, issue=2, as_at=MOMENT),
        front.contents(TENANT, copy, starts={}, pages={}, remarks={}),
    ]
    if before is not None:
        since = front.Since(issue=1, changes=changes.changes_between(changes.manifest_of(before), manifest))
        pages.append(front.changes(copy, since=since, starts={}))
    pieces += [[page.inputs, page.filled().html] for page in pages]
    return json.dumps([*pieces, manifest], default=str)


PAPERS = st.lists(
    st.tuples(st.integers(0, 4), st.booleans(), st.integers(1, 4)), max_size=3, unique_by=lambda p: p[0]
)
AGENDAS = st.lists(st.tuples(st.booleans(), st.booleans(), PAPERS), min_size=1, max_size=5)
FORMATS = st.sampled_from(
    [rules.STANDARD, rules.format_of(rules.Layout.PRINT, None), rules.format_of(rules.Layout.LARGE, 20)]
)


@given(was=AGENDAS, now=AGENDAS, withheld=st.sets(st.integers(0, 4)), format=FORMATS)
@settings(max_examples=12, deadline=None)
def test_copy_names_nothing_that_it_must_not(
    was: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    now: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    withheld: set[int],
    format: rules.Format,
) -> None:
    _names_nothing(was, now, withheld, format)


@pytest.mark.soak
@given(was=AGENDAS, now=AGENDAS, withheld=st.sets(st.integers(0, 4)), format=FORMATS)
@settings(max_examples=2_000, deadline=None)
def test_copy_names_nothing_that_it_must_not_over_many_agendas(
    was: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    now: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    withheld: set[int],
    format: rules.Format,
) -> None:
    _names_nothing(was, now, withheld, format)


def _names_nothing(
    was: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    now: list[tuple[bool, bool, list[tuple[int, bool, int]]]],
    withheld: set[int],
    format: rules.Format,
) -> None:
    before, after = full_of(an_agenda(was)), full_of(an_agenda(now))
    full = everything(copies.in_format(after, format), before)
    public = everything(
        copies.in_format(copies.public_copy(after.agenda), format), copies.public_copy(before.agenda)
    )
    for place, (private, withdrawn, papers) in enumerate(now):
        assert f"item{place}xtitle" in full
        assert (f"item{place}x" in public) != private
        assert str(UUID(int=10_000 + place)) in public or private or withdrawn
        for n, _, _ in papers:
            assert (f"item{place}xpaper{n}xtitle" in full) or withdrawn
    ids = {UUID(int=10_000 + place) for place in withheld}
    own = everything(
        copies.in_format(copies.members_copy(after, reader="Glenn", withheld=ids), format), before
    )
    for place in withheld & set(range(len(now))):
        assert f"item{place}xtitle" in own
        assert f"item{place}xpaper" not in own
        secrets = ("notes", "reason", "practice", "titleinterest", "withdrawn")
        assert [secret for secret in secrets if f"item{place}x{secret}" in own] == []
        assert now[place][1] or "papers withheld from you" in own


def test_answers_of_none_stand_in_one_line_of_the_cover_sheet() -> None:
    answers = (
        ("Purpose", "To agree"),
        ("Risk", "None"),
        ("Legal", "none "),
        ("Money", "£5"),
        ("Privacy", "None"),
    )
    cover = tuple(meetings.CoverLine(label=label, words=words) for label, words in answers)
    paper = replace(a_paper(1, "word"), cover=cover)
    told = [(line.label, line.words) for line in leaves._cover_of(paper)]
    assert told == [("Purpose", "To agree"), ("None for", "Risk; Legal; Privacy"), ("Money", "£5")]
    assert leaves._cover_of(replace(paper, cover=cover[:3])) == list(cover[:3])


def test_two_copies_of_one_agenda_differ_so_that_the_property_can_fail() -> None:
    after = full_of(an_agenda([(False, False, [(1, True, 1)])]))
    leaky = replace(
        copies.members_copy(after, reader="Glenn", withheld={UUID(int=10_000)}), items=after.items
    )
    assert "item0xpaper1xtitle" in everything(leaky, None)
    (sheet, paper) = leaves.leaves_of(after)
    assert "item0xtitle" in asyncio.run(_filled(sheet)) and paper.handed_in


async def _filled(leaf: leaves.Leaf) -> str:
    pages = await leaf.wanted.load()
    assert isinstance(pages, Pages)
    return pages.html
