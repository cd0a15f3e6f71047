"""Years, what changed since, what fills a section, and who may sign: the rules alone."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from backend.catalogue import shelf
from backend.catalogue.statements import AuditStandards, FactBlock, StatementKind
from backend.facts.registers import Kind
from backend.statements.queries import statements as queries
from backend.statements.rules import blocks, comparing, writing
from backend.statements.rules.parts import Part, PartColumn, PartKind, PartRow, whole_hash
from backend.statements.rules.years import (
    FinancialYear,
    UnableToFreeze,
    check_can_freeze,
    ended_before,
    year_of,
)

YEAR = FinancialYear(2015)
COLUMNS = (
    PartColumn(key="name", title="Name"),
    PartColumn(key="nature", title="Nature"),
    PartColumn(key="until", title="To", kind=Kind.DATE, ends=True),
)


def a_part(*rows: tuple[str, str, str, str | None], key: str = "register:interests") -> Part:
    return Part(
        key=key,
        kind=PartKind.REGISTER,
        title="Register of interests",
        about="",
        none="None.",
        register="interests",
        columns=COLUMNS,
        rows=tuple(
            PartRow(record=record, cells={"name": name, "nature": nature, "until": until})
            for record, name, nature, until in rows
        ),
    )


def test_year_runs_from_april_to_march_and_ends_at_midnight_on_the_wall() -> None:
    assert (year_of(date(2016, 3, 31)), year_of(date(2016, 4, 1))) == (YEAR, FinancialYear(2016))
    assert (YEAR.in_words, YEAR.since, YEAR.until) == ("2015/16", date(2015, 4, 1), date(2016, 3, 31))
    # the clocks went forward on 27 March 2016: midnight in London was eleven in the evening by UTC
    assert YEAR.ended_at("Europe/London").utctimetuple()[:4] == (2016, 3, 31, 23)
    assert ended_before(date(2016, 4, 1)) == YEAR
    assert ended_before(date(2016, 3, 31)) == FinancialYear(2014)


def test_year_is_frozen_once_it_is_over_and_again_only_with_a_reason() -> None:
    with pytest.raises(UnableToFreeze, match="2015/16 ends on 31 March 2016"):
        check_can_freeze(YEAR, today=date(2016, 3, 31), earlier=0, reason=None)
    check_can_freeze(YEAR, today=date(2016, 4, 1), earlier=0, reason=None)
    with pytest.raises(UnableToFreeze, match="Say why it is frozen again"):
        check_can_freeze(YEAR, today=date(2016, 6, 1), earlier=1, reason="  ")
    check_can_freeze(YEAR, today=date(2016, 6, 1), earlier=1, reason="A committee was missing.")


def test_corrections_additions_and_withdrawals_are_told_apart() -> None:
    frozen = a_part(("1", "Ann", "Owns 10%", None), ("2", "Bob", "Partner", None), ("3", "Cy", "Same", None))
    now = a_part(("1", "Ann", "Owns 12%", None), ("3", "Cy", "Same", None), ("4", "Di", "New", None))
    found = comparing.differences([frozen], [now], as_at=YEAR.until)
    assert [(each.record, each.became.value, each.was, each.now) for each in found] == [
        ("1", "changed", "Owns 10%", "Owns 12%"),
        ("2", "gone", "Name: Bob; Nature: Partner", "nothing"),
        ("4", "added", "nothing", "Name: Di; Nature: New"),
    ]
    assert comparing.differences([frozen], [frozen], as_at=YEAR.until) == ()


def test_interest_that_ends_after_the_year_held_to_its_end_and_is_no_correction() -> None:
    frozen = a_part(("1", "Ann", "Owns 10%", None))
    later = a_part(("1", "Ann", "Owns 10%", "2016-05-15"))
    within = a_part(("1", "Ann", "Owns 10%", "2016-02-15"))
    assert comparing.differences([frozen], [later], as_at=YEAR.until) == ()
    (found,) = comparing.differences([frozen], [within], as_at=YEAR.until)
    assert (found.column, found.was, found.now) == ("To", "nothing", "15 February 2016")


def test_part_that_came_since_and_one_that_went_are_listed_line_by_line() -> None:
    gone, new = a_part(("1", "Ann", "A", None), key="a"), a_part(("2", "Bob", "B", None), key="b")
    found = comparing.differences([gone], [new], as_at=YEAR.until)
    assert [(each.part_key, each.became.value) for each in found] == [("a", "gone"), ("b", "added")]


def test_hash_of_a_freeze_tells_one_changed_cell() -> None:
    one, other = a_part(("1", "Ann", "A", None)), a_part(("1", "Ann", "B", None))
    assert whole_hash([one]) == whole_hash([a_part(("1", "Ann", "A", None))])
    assert whole_hash([one]) != whole_hash([other])


def test_standards_of_internal_audit_change_with_the_first_of_april_2025() -> None:
    before, after = queries.standards_on(date(2025, 3, 31)), queries.standards_on(date(2025, 4, 1))
    assert isinstance(before, AuditStandards) and isinstance(after, AuditStandards)
    assert before.title == "Public Sector Internal Audit Standards"
    assert after.title == "Global Internal Audit Standards in the UK public sector"
    assert after.effective_from.source is not None
    assert queries.standards_on(date(2012, 3, 31)) is None


def test_every_template_names_a_section_for_what_is_asked_and_says_what_is_from_memory() -> None:
    statement = queries.template_of(StatementKind.GOVERNANCE, on=YEAR.until)
    titles = {section.title for section in statement.sections}
    assert {
        "Scope of responsibility",
        "Data quality",
        "Third-party assurances",
        "Head of internal audit opinion",
        "Counter fraud arrangements",
        "Conclusion",
    } <= titles
    assert len(statement.sections) == 19
    audit = queries.template_of(StatementKind.CONFLICTS_AUDIT, on=date(2017, 3, 31))
    assert sum(bool(section.ratings) for section in audit.sections) == 5
    with pytest.raises(writing.UnableToWrite, match="begins on 28 June 2016"):
        queries.template_of(StatementKind.CONFLICTS_AUDIT, on=YEAR.until)
    wanted = {fact for each in shelf.catalogue().frameworks.values() for fact in _facts(each)}
    assert wanted == set(FactBlock)


def _facts(framework: object) -> set[FactBlock]:
    return {fact for section in getattr(framework, "sections", ()) for fact in section.facts}


@pytest.mark.parametrize("fact", list(FactBlock), ids=lambda fact: fact.value)
def test_every_kind_of_fact_says_so_where_nothing_is_on_record(fact: FactBlock) -> None:
    for block in blocks.blocks_of(fact, blocks.Sources(parts=())):
        assert block["caption"]
        assert block["rows"] or block["none"]


def test_report_of_a_committee_tells_of_that_committee_alone() -> None:
    one, other = uuid4(), uuid4()
    parts = [_attendance(one, "Ann"), _attendance(other, "Bob")]
    (block,) = blocks.blocks_of(FactBlock.ATTENDANCE, blocks.Sources(parts=parts, committee_id=one))
    assert block["rows"] == [["Ann", "5", "80%"]]
    assert len(blocks.blocks_of(FactBlock.ATTENDANCE, blocks.Sources(parts=parts))) == 2


def _attendance(committee_id: UUID, name: str) -> Part:
    return Part(
        key=f"attendance:{committee_id}",
        kind=PartKind.ATTENDANCE,
        title="Attendance",
        about="",
        none="None.",
        committee_id=committee_id,
        columns=(
            PartColumn(key="name", title="Member"),
            PartColumn(key="came", title="Came", kind=Kind.NUMBER),
            PartColumn(key="share", title="Share"),
        ),
        rows=(PartRow(record="1", cells={"name": name, "came": 5, "share": "80%"}),),
    )


def test_statement_is_left_to_write_until_every_needed_place_has_words_and_rating() -> None:
    template = queries.template_of(StatementKind.CONFLICTS_AUDIT, on=date(2017, 3, 31))
    author = uuid4()

    def said(words: str, rating: str | None = None) -> writing.Written:
        return writing.Written(
            number=1, words=words, rating=rating, written_by=author, written_by_name="Ann Invented"
        )

    assert len(writing.left_to_write(template, {})) == len(template.places) == 7
    whole = {each.id: said("Fine", each.ratings[0] if each.ratings else None) for each in template.places}
    assert writing.left_to_write(template, whole) == ()
    unrated = {**whole, "concerns": said("Fine")}
    (left,) = writing.left_to_write(template, unrated)
    with pytest.raises(writing.UnableToWrite, match="1 place is still empty: Reporting concerns"):
        writing.check_can_sign(
            state=writing.State.IN_REVIEW, left=(left,), authors=(), signer=author, seen="a", sha256="a"
        )
    with pytest.raises(writing.UnableToWrite, match="Whoever wrote in a statement doesn’t sign it"):
        writing.check_can_sign(
            state=writing.State.IN_REVIEW, left=(), authors={author}, signer=author, seen="a", sha256="a"
        )
    with pytest.raises(writing.UnableToWrite, match="has changed since you opened it"):
        writing.check_can_sign(
            state=writing.State.IN_REVIEW, left=(), authors={author}, signer=uuid4(), seen="a", sha256="b"
        )
    with pytest.raises(writing.WrittenByAnother, match="Ann Invented wrote here"):
        writing.check_can_write(
            state=writing.State.DRAFT,
            section=template.section("auditor"),
            words="Mine",
            rating=None,
            seen=0,
            stands=whole["auditor"],
        )
