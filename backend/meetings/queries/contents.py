"""What packs are made of: a whole agenda with every file.

Everything is here, private items too, whoever asks: the builder of a pack decides what a copy may hold, by `part`.
Never show these views to a reader as they are.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.evidence.store import UnableToReadFile
from backend.kit.database import fetch
from backend.meetings import labels, lateness, openness, rules
from backend.meetings.covers import CoverLine
from backend.meetings.queries.covering import NO_COVER, covers_of
from backend.meetings.queries.openness import disclosures_of
from backend.meetings.queries.paper_lines import PaperLine, papers_of_items
from backend.meetings.queries.rendition import page_shown
from backend.meetings.queries.touched import TouchedOrganisation, organisations_of_items
from backend.scope import NotFound, Scope
from backend.signoff import rules as signing
from backend.signoff.queries import ApprovalLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAsset:
    """A picture under the name by which the content calls it (src="asset:NAME")."""

    name: str
    file: evidence.KeptFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPaper:
    """A paper in its newest version.

    `content_kind` is html (`content` holds safe HTML in UTF-8, `assets` its pictures) or pdf. `approval` is the
    sign-off that stands for exactly this version and the words that it shows now, else `None`; `where` says in words
    where the paper is. `reworded`: somebody signed it off in other words, which `operations.rewording` has to undo.

    `cover` is the cover sheet as its author filled it in, in the order of the tenant's template; nothing where there is
    none. `late_note` is what must be printed on the cover of a paper that came late or was tabled. `awaiting` is a
    sentence that stands in for the paper, which a pack may not hold yet: it is late and its chair has not agreed.
    `tabled`: members first had it in the room.
    `uncleared` counts what is hidden in it and not cleared: with any, no pack may hold it either.
    `kept_back`: what its cover sheet says against the public (`openness.kept_back`); `disclosure`: why it goes public
    all the same.
    """

    id: UUID
    title: str
    kind: rules.PaperKind
    author: str
    version: int
    sha256: str
    content_kind: str
    content: evidence.KeptFile
    original: evidence.KeptFile
    assets: tuple[PackAsset, ...]
    pages: int | None
    losses: tuple[str, ...]
    uploaded_at: datetime
    approval: ApprovalLine | None
    where: str
    cover: tuple[CoverLine, ...] = ()
    late_note: str | None = None
    awaiting: str | None = None
    tabled: bool = False
    uncleared: int = 0
    reworded: bool = False
    kept_back: str = ""
    disclosure: openness.Disclosure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackItem:
    """An item in the order of the agenda; `depth` is 0 at the top, 1 below. Withdrawn items keep their label."""

    id: UUID
    label: str
    depth: int
    late: bool
    title: str
    purpose: rules.Purpose
    purpose_in_words: str
    part: rules.Part
    private_reason: str | None
    lead: str | None
    minutes: int | None
    notes: str | None
    withdrawn_because: str | None
    organisations: tuple[TouchedOrganisation, ...]
    papers: tuple[PackPaper, ...]
    paper_state: rules.PaperState = rules.PaperState.PAPERS
    """With papers, verbal, to follow, or tabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackAgenda:
    """A meeting with all that its pack is made of. `day` is the date at the tenant's own clock."""

    meeting_id: UUID
    committee_id: UUID
    committee: str
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date
    venue: str
    in_public: bool
    state: rules.MeetingState
    agenda_published_at: datetime | None
    items: tuple[PackItem, ...]


_OTHER_WORDS = "It is shown in other words now than when it was signed off, so it needs a new sign-off."


async def agenda_for_pack(scope: Scope, *, meeting_id: UUID) -> PackAgenda:
    """The whole agenda of a meeting, private items too. Ten statements, however long it is. Raises NotFound."""
    rows = await fetch(
        "SELECT m.*, c.name AS committee FROM meetings_meeting m "
        "JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id "
        "WHERE m.tenant_id = $1 AND m.id = $2",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    row = rows[0]
    items = await fetch(
        "SELECT i.*, p.name AS lead FROM meetings_item i "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = i.lead_person_id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2 AND i.label IS NOT NULL",
        scope.tenant.id,
        meeting_id,
    )
    by_id = {item["id"]: item for item in items}
    places = [
        labels.Place(id=i["id"], under_id=i["under_id"], position=i["position"], label=i["label"])
        for i in items
    ]
    touched = await organisations_of_items(scope, list(by_id))
    papers = await _papers(scope, list(by_id))
    return PackAgenda(
        meeting_id=row["id"],
        committee_id=row["committee_id"],
        committee=row["committee"],
        number=row["number"],
        title=row["title"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        day=rules.day_of(scope, row["starts_at"]),
        venue=row["venue"],
        in_public=row["in_public"],
        state=rules.MeetingState(row["state"]),
        agenda_published_at=row["agenda_published_at"],
        items=tuple(
            _item(by_id[place.id], touched.get(place.id, ()), papers.get(place.id, ()))
            for place in labels.in_order(places)
        ),
    )


async def _papers(scope: Scope, item_ids: list[UUID]) -> dict[UUID, tuple[PackPaper, ...]]:
    lines = await papers_of_items(scope, item_ids)
    standing = [line for several in lines.values() for line in several if line.withdrawn_because is None]
    versions = await fetch(
        "SELECT v.id, v.paper_id, v.original_file_id, v.content_file_id, v.uploaded_at, "
        "(SELECT count(*) FROM meetings_finding f WHERE f.tenant_id = $1 AND f.paper_version_id = v.id "
        "AND f.state = 'open') AS uncleared FROM meetings_paper_version v "
        "JOIN meetings_paper p ON p.tenant_id = $1 AND p.id = v.paper_id AND p.version = v.version "
        "WHERE v.tenant_id = $1 AND v.paper_id = ANY($2)",
        scope.tenant.id,
        [line.id for line in standing],
    )
    assets = await fetch(
        "SELECT paper_version_id, name, file_id FROM meetings_paper_asset "
        "WHERE tenant_id = $1 AND paper_version_id = ANY($2) ORDER BY name",
        scope.tenant.id,
        [version["id"] for version in versions],
    )
    wanted = {asset["file_id"] for asset in assets}
    wanted |= {version[name] for version in versions for name in ("original_file_id", "content_file_id")}
    files = await evidence.files_of(scope, file_ids=tuple(wanted))
    shown: dict[UUID, list[PackAsset]] = {}
    for asset in assets:
        held = PackAsset(name=asset["name"], file=files[asset["file_id"]])
        shown.setdefault(asset["paper_version_id"], []).append(held)
    newest = {version["paper_id"]: version for version in versions}
    covered = await covers_of(scope, version_ids=[version["id"] for version in versions])
    disclosed = await disclosures_of(scope, version_ids=[version["id"] for version in versions])
    found: dict[UUID, list[PackPaper]] = {}
    for line in standing:
        version = newest[line.id]
        content = files[version["content_file_id"]]
        sheet = covered.get(version["id"], NO_COVER)
        cover = sheet.lines
        reworded = await _reworded(scope, line, content, cover)
        found.setdefault(line.item_id, []).append(
            PackPaper(
                id=line.id,
                title=line.title,
                kind=line.kind,
                author=line.author,
                version=line.version,
                sha256=line.sha256,
                content_kind=line.content_kind,
                content=content,
                original=files[version["original_file_id"]],
                assets=tuple(shown.get(version["id"], ())),
                pages=line.pages,
                losses=line.losses,
                uploaded_at=version["uploaded_at"],
                approval=None if reworded else line.run.approval,
                where=_OTHER_WORDS if reworded else line.run.where,
                cover=cover,
                late_note=_note(line),
                awaiting=line.late.awaiting if line.late else None,
                tabled=line.tabled_at is not None,
                uncleared=version["uncleared"],
                reworded=reworded,
                kept_back=openness.kept_back(sheet.answers),
                disclosure=disclosed.get(version["id"]),
            )
        )
    return {item_id: tuple(papers) for item_id, papers in found.items()}


async def _reworded(
    scope: Scope, line: PaperLine, content: evidence.KeptFile, cover: tuple[CoverLine, ...]
) -> bool:
    """Whether a written paper shows other words now than those that somebody read who signed it off."""
    if line.content_kind != "html" or not any(each.shown for each in line.run.approvals):
        return False
    try:
        now = await page_shown(scope, content, cover, paper_id=line.id, version=line.version)
    except UnableToReadFile:
        return False  # a file that is lost or damaged shows no words; whoever needs it says so
    return any(signing.reworded(each.shown, now=now) for each in line.run.approvals)


def _note(line: PaperLine) -> str | None:
    if line.tabled_at is not None:
        return lateness.tabled_note(line.meeting_on)
    return line.late.note if line.late else None


def _item(row: Any, touched: tuple[TouchedOrganisation, ...], papers: tuple[PackPaper, ...]) -> PackItem:
    purpose = rules.Purpose(row["purpose"])
    return PackItem(
        id=row["id"],
        label=row["label"],
        depth=0 if row["under_id"] is None else 1,
        late=row["late"],
        title=row["title"],
        purpose=purpose,
        purpose_in_words=rules.PURPOSE_IN_WORDS[purpose],
        part=rules.Part(row["part"]),
        private_reason=row["private_reason"],
        lead=row["lead"],
        minutes=row["minutes"],
        notes=row["notes"],
        withdrawn_because=row["withdrawn_because"],
        organisations=tuple(touched),
        papers=papers,
        paper_state=rules.PaperState(row["paper_state"]),
    )
