"""What the ways to handle a conflict bring with them, what is proposed, who decides, and when a dismissal lapses."""

from datetime import date
from itertools import pairwise, product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.demonstrations import Part, Purpose
from backend.catalogue.quorum import Capacity, Office, SeatHeld
from backend.meetings import conflicts, hits, presiding, treating
from backend.meetings.conflicts import Member
from backend.meetings.presiding import Presiding, Sitting
from backend.meetings.treating import Business, Guidance, Nature, Treatment
from backend.scope import NotPermitted
from tests.meetings.test_conflicts import CASTLE_HILL, MEMBERS, QUORUM, a_touch

CHAIR, VICE, GP, NURSE = (UUID(int=number) for number in (1, 2, 3, 4))
NAMES = {CHAIR: "Charlie", VICE: "Vivian", GP: "Glenn", NURSE: "Nell"}
OFFICES = {CHAIR: Office.CHAIR, VICE: Office.VICE_CHAIR}


def sitting(*, away: frozenset[UUID] = frozenset()) -> list[Sitting]:
    return [
        Sitting(
            person_id=who,
            name=name,
            seats=(SeatHeld(str(who), "seat", Capacity.GP, OFFICES.get(who), who != NURSE),),
            away=who in away,
        )
        for who, name in NAMES.items()
    ]


def test_a_stricter_treatment_never_gives_back_what_a_milder_one_took() -> None:
    order = sorted(Treatment, key=lambda each: each.strictness)
    assert set(order) == set(Treatment) == set(treating.EFFECTS)
    for milder, stricter in pairwise(order):
        for right in ("speaks", "votes", "counts", "gets_paper", "in_room"):
            less, more = treating.EFFECTS[milder], treating.EFFECTS[stricter]
            assert getattr(less, right) or not getattr(more, right), (milder, stricter, right)
    assert [each for each in order if treating.EFFECTS[each].votes] == [Treatment.NOTED_FULL_PARTICIPATION]
    assert {each for each in order if not treating.EFFECTS[each].gets_paper} == {
        Treatment.NO_PAPERS,
        Treatment.EXCLUDE_FROM_MEETING,
    }
    assert all(treating.EFFECTS[each].source for each in order)


@pytest.mark.parametrize(
    ("nature", "business", "guidance", "treatment"),
    [
        (Nature.FINANCIAL, Business.NOTE, Guidance.CCG_2017, Treatment.NOTED_FULL_PARTICIPATION),
        (Nature.FINANCIAL, Business.DISCUSS, Guidance.CCG_2017, Treatment.DISCUSS_NOT_DECIDE_REMAIN),
        (Nature.FINANCIAL, Business.DECIDE, Guidance.CCG_2014, Treatment.DISCUSS_LEAVE_FOR_DECISION),
        (Nature.FINANCIAL, Business.PROCURE, Guidance.CCG_2014, Treatment.LEAVE_FOR_ITEM),
        (Nature.PROFESSIONAL, Business.PROCURE, Guidance.CCG_2014, Treatment.LEAVE_FOR_ITEM),
        (Nature.PROFESSIONAL, Business.PROCURE, Guidance.CCG_2017, Treatment.DISCUSS_LEAVE_FOR_DECISION),
        (Nature.INDIRECT, Business.DISCUSS, Guidance.ICB_2022, Treatment.NOTED_FULL_PARTICIPATION),
        (Nature.HOME, Business.DECIDE, Guidance.ICB_2022, Treatment.NOTED_FULL_PARTICIPATION),
    ],
)
def test_proposal_is_proportionate(
    nature: Nature, business: Business, guidance: Guidance, treatment: Treatment
) -> None:
    found = treating.proposal(nature=nature, business=business, part=Part.PUBLIC, guidance=guidance)
    assert found.treatment is treatment and found.words and found.source


def test_no_partner_is_excluded_for_their_home_organisation_alone_and_no_public_paper_is_kept_back() -> None:
    for nature, business, guidance, part in product(Nature, Business, Guidance, Part):
        found = treating.proposal(nature=nature, business=business, part=part, guidance=guidance).treatment
        assert not (nature is Nature.HOME and found.excludes)
        assert treating.EFFECTS[found].gets_paper or part is Part.PRIVATE
        assert found is not Treatment.EXCLUDE_FROM_MEETING, (
            "nobody is kept from a whole meeting by a proposal"
        )
    partner = {Capacity.PARTNER}
    of = treating.nature_of(kind="FINANCIAL", indirect=False, capacities=partner, guidance=Guidance.ICB_2022)
    assert of is Nature.HOME
    ccg = treating.nature_of(kind="FINANCIAL", indirect=False, capacities=partner, guidance=Guidance.CCG_2017)
    assert ccg is Nature.FINANCIAL


def test_purpose_says_what_is_at_stake() -> None:
    assert treating.business_of(Purpose.APPROVE, procures=True) is Business.PROCURE
    assert treating.business_of(Purpose.RATIFY, procures=False) is Business.DECIDE
    assert treating.business_of(Purpose.NOTE, procures=True) is Business.NOTE
    assert [treating.guidance_of(edition) for edition in ("2013-03", "2014-12", "2017-06", "2024-09")] == [
        Guidance.CCG_2014,
        Guidance.CCG_2014,
        Guidance.CCG_2017,
        Guidance.ICB_2022,
    ]


@pytest.mark.parametrize(
    ("conflicted", "away", "office", "who"),
    [
        ((), (), "chair", (CHAIR,)),
        ((CHAIR,), (), "vice-chair", (VICE,)),
        ((), (CHAIR,), "vice-chair", (VICE,)),
        ((CHAIR, VICE), (), "members", (GP,)),
        ((CHAIR, VICE, GP), (), "nobody", ()),
        ((CHAIR,), (VICE, GP), "nobody", ()),
    ],
)
def test_chair_decides_then_vice_chair_then_members_who_are_free(
    conflicted: tuple[UUID, ...], away: tuple[UUID, ...], office: str, who: tuple[UUID, ...]
) -> None:
    found = presiding.presiding(sitting(away=frozenset(away)), conflicted=conflicted)
    assert (found.office, found.person_ids) == (office, who)
    assert all(NAMES[each] in found.words for each in who)


@given(st.sets(st.sampled_from([CHAIR, VICE, GP, NURSE])), st.sets(st.sampled_from([CHAIR, VICE, GP, NURSE])))
def test_nobody_with_an_interest_and_nobody_away_ever_decides(conflicted: set[UUID], away: set[UUID]) -> None:
    found = presiding.presiding(sitting(away=frozenset(away)), conflicted=conflicted)
    assert not set(found.person_ids) & (conflicted | away)
    assert bool(found.person_ids) or found.office == presiding.NOBODY


BY_CHAIR = Presiding(office="chair", person_ids=(CHAIR,), names=("Charlie",), words="Charlie decides.")


@pytest.mark.parametrize(
    ("decider", "actor", "officer", "person", "error"),
    [
        (CHAIR, CHAIR, False, GP, None),
        (CHAIR, NURSE, True, GP, None),
        (CHAIR, CHAIR, False, CHAIR, treating.UnableToTreat),
        (CHAIR, GP, True, GP, treating.UnableToTreat),
        (VICE, VICE, False, GP, NotPermitted),
        (VICE, NURSE, True, GP, treating.UnableToTreat),
        (None, NURSE, True, GP, treating.UnableToTreat),
    ],
)
def test_only_whoever_presides_decides_and_never_about_themselves(
    decider: UUID | None, actor: UUID, officer: bool, person: UUID, error: type[Exception] | None
) -> None:
    if error is None:
        presiding.check_can_decide(
            BY_CHAIR, decider_id=decider, person_id=person, actor_id=actor, officer=officer
        )
        return
    with pytest.raises(error):
        presiding.check_can_decide(
            BY_CHAIR, decider_id=decider, person_id=person, actor_id=actor, officer=officer
        )


BASIS = hits.basis(mark="a", purpose="DECISION", value_pence=100, procures=False, organisations=[CASTLE_HILL])


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"mark": "b"}, "the interest"),
        ({"mark": None}, "the interest"),
        ({"purpose": "NOTE"}, "purpose"),
        ({"procures": True}, "purpose"),
        ({"value_pence": 101}, "value"),
        ({"value_pence": None}, "value"),
        ({"organisations": []}, "suppliers"),
    ],
)
def test_dismissal_lapses_when_what_it_was_judged_on_changes(changed: dict[str, object], word: str) -> None:
    given = {
        "mark": "a",
        "purpose": "DECISION",
        "value_pence": 100,
        "procures": False,
        "organisations": [CASTLE_HILL],
    }
    now = hits.basis(**{**given, **changed})  # type: ignore[arg-type]  # one of the values above each
    day = date(2014, 9, 1)
    assert word in (hits.lapse(BASIS, now, settled_on=day, today=day) or "")
    assert hits.lapse(BASIS, BASIS, settled_on=day, today=day) is None


@pytest.mark.parametrize(
    ("settled", "last", "first"),
    [
        (date(2014, 9, 1), date(2015, 8, 31), date(2015, 9, 1)),
        (date(2016, 2, 29), date(2017, 2, 27), date(2017, 2, 28)),
    ],
)
def test_dismissal_lapses_after_twelve_months(settled: date, last: date, first: date) -> None:
    assert hits.lapse(BASIS, BASIS, settled_on=settled, today=last) is None
    assert "twelve months" in (hits.lapse(BASIS, BASIS, settled_on=settled, today=first) or "")


def test_treatment_that_is_decided_counts_and_one_that_is_not_counts_out() -> None:
    def judged(**traits: object) -> conflicts.Forecast:
        return conflicts.forecast(
            quorum=QUORUM,
            members=MEMBERS,
            touches=[a_touch(3), a_touch(4)],
            organisation_ids={CASTLE_HILL},
            **traits,  # type: ignore[arg-type]  # the traits of a forecast
        )

    assert judged().quorate is False
    noted = judged(treatments={UUID(int=3): Treatment.NOTED_FULL_PARTICIPATION})
    assert noted.quorate is True and noted.remaining == 3 and noted.leaving == ("Member 4",)
    assert "Without Member 4, the committee would be quorate." in noted.in_words
    assert judged(treatments={UUID(int=3): Treatment.DISCUSS_NOT_DECIDE_REMAIN}).quorate is False
    assert "Member 1" in judged(others={UUID(int=1): ("A reason.",)}).leaving


def test_lost_quorum_says_what_would_restore_it() -> None:
    members = [
        *MEMBERS[:3],
        Member(person_id=UUID(int=4), name="Member 4", seats=MEMBERS[3].seats, away=True),
    ]
    found = conflicts.forecast(
        quorum=QUORUM,
        members=members,
        touches=[a_touch(3)],
        organisation_ids={CASTLE_HILL},
        refer_to=["Governing Body"],
    )
    assert found.quorate is False
    assert found.restores == (
        "Member 4 could come after all.",
        "A deputy without an interest could sit for Member 3 or Member 4. Nobody free is named for the day: name a "
        "deputy on the page of the seat.",
        "The item could be referred to Governing Body, if that is quorate for it.",
        "The item could be deferred; or be discussed, with a decision that needs ratification afterwards.",
    )
    both = conflicts.forecast(
        quorum=QUORUM, members=members, touches=[a_touch(1), a_touch(2)], organisation_ids={CASTLE_HILL}
    )
    (deferred,) = both.restores
    assert "deferred" in deferred, "no deputy takes the chair, and the quorum asks for chair or vice-chair"
