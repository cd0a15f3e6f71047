"""What is read of packs: a pack as lists and its page show it, its parts, what was checked of it, its key."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.packs import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKey:
    """What anybody may know of a key that seals: `public_key` is 32 raw bytes, `fingerprint` in groups of four."""

    name: str
    public_key: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One thing that was checked of a sealed pack; `holds` is `None` where it couldn't be."""

    what: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a finished board pack. `label` leads its page labels: 7.2- gives 7.2-1.

    They begin with `start`; the pages after the first `numbered` carry the last number and a letter. `key` is item-ID,
    paper-ID, cover, changes or contents.
    """

    key: str
    label: str
    start: int
    numbered: int | None
    title: str
    level: int
    first_page: int
    pages: int
    tagged: bool

    @property
    def first_label(self) -> str:
        """The label of its first page; empty for what stands in front, which is numbered in Roman figures."""
        return f"{self.label}{self.start}" if self.label else ""

    @property
    def paper_id(self) -> UUID | None:
        kind, _, id_ = self.key.partition("-")
        return UUID(id_) if kind == "paper" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """One pack, as lists and its page show it.

    `meeting`, `committee` and `day` are a board pack's; `since` and `until` an assurance pack's. `same_as` is the pack
    whose file this is, where nothing had changed since.
    """

    id: UUID
    kind: rules.Kind
    meeting_id: UUID | None
    meeting: str | None
    committee_id: UUID | None
    committee: str | None
    day: date | None
    variant: rules.Variant | None
    since: date | None
    until: date | None
    issue: int
    state: rules.State
    done: int
    total: int
    words: str
    failure: str | None
    asked_at: datetime
    asked_by_name: str
    as_at: datetime | None
    sealed_at: datetime | None
    same_as: UUID | None
    file_id: UUID | None
    file_name: str | None
    media_type: str | None
    sha256: str | None
    size: int | None
    pages: int | None
    key_name: str | None
    fingerprint: str | None
    checks: tuple[CheckLine, ...]
    layout: rules.Layout = rules.Layout.STANDARD
    points: int | None = None
    for_person_id: UUID | None = None
    for_person: str | None = None
    definition: str | None = None
    left_at: datetime | None = None
    obstacles: tuple[str, ...] = ()
    """Of a public copy: why it should not be published yet, in sentences."""

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def variant_in_words(self) -> str:
        if self.variant is None:
            return ""
        words = rules.copy_in_words(self.variant, rules.Format(layout=self.layout, points=self.points))
        return f"{words}: {self.for_person}" if self.for_person else words

    @property
    def final(self) -> bool:
        return self.state in rules.FINAL

    @property
    def ready(self) -> bool:
        return self.state is rules.State.READY

    @property
    def size_in_words(self) -> str:
        return rules.size_in_words(self.size or 0)

    @property
    def hash_in_groups(self) -> str:
        return rules.in_groups(self.sha256 or "")

    @property
    def share_done(self) -> int:
        """How much of the build is done, in percent."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def untold(self) -> int:
        """How many things could not be checked."""
        return sum(line.holds is None for line in self.checks)

    @property
    def period(self) -> rules.Period:
        assert self.since and self.until, "only an assurance pack has a period"
        return rules.Period(since=self.since, until=self.until)

    @property
    def holds(self) -> bool:
        """Whether the pack held when it was checked, right after it was sealed."""
        return bool(self.checks) and not any(line.holds is False for line in self.checks)
