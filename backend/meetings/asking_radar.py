"""An item, its papers and the register as the conflict radar's plain values, and what it finds as hits. Pure."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.organisations import OrganisationType
from backend.catalogue.quorum import Capacity
from backend.contracts.queries import CarriedBy
from backend.contracts.rules.shares import ShareHeld
from backend.interests.queries.marks import MarkedInterest
from backend.interests.rules.declaring import RELATIONSHIP_IN_WORDS, InterestType
from backend.kit.names import folded
from backend.ledger.records import content_hash
from backend.meetings import hits, through_shares
from backend.meetings.treating import Business, Guidance
from backend.organisations.queries import OrganisationLine
from backend.organisations.ties import TieBetween, TieKind
from backend.radar import files
from backend.radar.hits import hits as search
from backend.radar.index import Index

_KINDS: dict[InterestType, files.InterestKind] = {
    InterestType.FINANCIAL: "financial",
    InterestType.NON_FINANCIAL_PROFESSIONAL: "non-financial-professional",
    InterestType.NON_FINANCIAL_PERSONAL: "non-financial-personal",
}
# whoever runs an organisation is touched by what touches it, like an owner
_TIES: dict[TieKind, files.RelationKind] = {
    TieKind.OWNS: "owns",
    TieKind.RUNS: "owns",
    TieKind.MEMBER_OF: "member-of",
}
_MOST_PLACES = 20
_MOST_TEXT = 2_000_000
_HELD = 2
_indexes: OrderedDict[str, Index] = OrderedDict()
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that the radar needs. `people` are (id, name, capacity); `texts` are (title, words) of the papers.

    `shares` are gain-shares with their days, `carried_by` the contracts that these are of.
    """

    body: str
    committee: str
    day: date
    guidance: Guidance
    item_id: UUID
    title: str
    business: Business
    procures: bool
    value_pence: int | None
    organisation_ids: Sequence[UUID]
    texts: Sequence[tuple[str, str]]
    people: Sequence[tuple[UUID, str, Capacity]]
    interests: Sequence[MarkedInterest]
    directory: Sequence[OrganisationLine]
    ties: Sequence[TieBetween]
    member_practices: bool
    shares: Sequence[ShareHeld] = ()
    carried_by: Sequence[CarriedBy] = ()


def found_by_radar(asked: Asked) -> tuple[hits.Found, ...]:
    """What the radar finds; takes its time, so it is asked in a thread of its own, one search after another."""
    register, meeting = _register(asked), _meeting(asked)
    interests = {str(each.interest_id): each for each in asked.interests}
    shares = [share for share in asked.shares if share.span.holds(asked.day)]
    with _one_at_a_time:
        findings = search(register, meeting, index=_index_of(register, meeting))
    return tuple(_found(hit, interests[hit.interest_id], shares) for hit in findings.hits)


def merged(exact: Sequence[hits.Found], radar: Sequence[hits.Found]) -> tuple[hits.Found, ...]:
    """One hit for an interest: what the register has exactly leads, with every place that the radar found."""
    found = {each.interest_id: each for each in radar}
    for each in exact:
        more = found.get(each.interest_id)
        places = (*each.found, *(words for words in (more.found if more else ()) if words not in each.found))
        found[each.interest_id] = hits.Found(
            person_id=each.person_id,
            source=each.source,
            reason=each.reason,
            sureness=each.sureness,
            found=places[:_MOST_PLACES],
            interest_id=each.interest_id,
            organisation_id=each.organisation_id,
            kind=each.kind,
            indirect=each.indirect,
            mark=each.mark,
        )
    return tuple(found.values())


def _index_of(register: files.Register, meeting: files.Meeting) -> Index:
    """The register made searchable: kept for the next item of the same meeting."""
    key = content_hash([register.model_dump_json(), meeting.body.model_dump_json(), meeting.meeting_on])
    index = _indexes.pop(key, None) or Index(register, body=meeting.body, day=meeting.meeting_on)
    _indexes[key] = index
    while len(_indexes) > _HELD:
        _indexes.popitem(last=False)
    return index


def _register(asked: Asked) -> files.Register:
    known = {line.id for line in asked.directory}
    taken = {folded(name) for line in asked.directory for name in (line.name, *line.other_names)}
    directory = tuple(
        files.Organisation(
            id=str(line.id),
            name=line.name[:300],
            kind=line.type.value,
            other_names=_names(line.other_names),
            former_names=_names(line.former_names),
            ods_code=line.ods_code if re.fullmatch("[A-Z0-9]{3,10}", line.ods_code or "") else None,
            classes=("member practice",)
            if asked.member_practices and line.type is OrganisationType.PRACTICE
            else (),
        )
        for line in asked.directory
    )
    return files.Register(
        organisations=(
            *directory,
            *through_shares.contracts_as_organisations(asked.carried_by, taken=taken),
        ),
        relations=(
            *through_shares.relations(asked.shares, asked.carried_by, known=known),
            *(
                files.Relation.model_validate(
                    {
                        "organisation_id": str(tie.organisation_id),
                        "kind": _TIES[tie.kind],
                        "other_id": str(tie.other_id),
                        "from": tie.since,
                        "to": tie.until,
                    }
                )
                for tie in asked.ties
                if {tie.organisation_id, tie.other_id} <= known
            ),
            *(
                files.Relation(
                    organisation_id=str(line.id),
                    kind="branch-of" if line.type is OrganisationType.BRANCH else "part-of",
                    other_id=str(line.part_of),
                )
                for line in asked.directory
                if line.part_of in known
            ),
        ),
        people=tuple(
            files.Person(id=str(person_id), name=name, capacity=capacity.value)
            for person_id, name, capacity in asked.people
        ),
        interests=tuple(_interest(each, known) for each in asked.interests),
    )


def _interest(interest: MarkedInterest, known: set[UUID]) -> files.Interest:
    in_directory = interest.organisation_id in known
    whose = RELATIONSHIP_IN_WORDS[interest.relationship] if interest.relationship else "somebody close"
    return files.Interest.model_validate(
        {
            "id": str(interest.interest_id),
            "person_id": str(interest.person_id),
            "kind": "indirect" if interest.is_indirect else _KINDS[interest.interest_type],
            "what": interest.nature.strip() or "Not said",
            "with_whom": whose if interest.is_indirect else None,
            "organisation_id": str(interest.organisation_id) if in_directory else None,
            "organisation": None if in_directory else interest.organisation[:300],
            "from": interest.since,
            "to": interest.until,
        }
    )


def _meeting(asked: Asked) -> files.Meeting:
    named = tuple(files.Named(organisation_id=str(each)) for each in asked.organisation_ids)
    item = files.Item(
        id=str(asked.item_id),
        title=asked.title[:300],
        purpose=asked.business.value,
        organisations=() if asked.procures else named,
        suppliers=named if asked.procures else (),
        value=None if asked.value_pence is None else asked.value_pence / 100,
        texts=tuple(files.Text(title=title[:300], text=words[:_MOST_TEXT]) for title, words in asked.texts),
    )
    return files.Meeting(
        framework=asked.guidance.value,
        body=files.Body(name=asked.body),
        committee=asked.committee[:200],
        meeting_on=asked.day,
        items=(item,),
    )


def _found(hit: files.Hit, interest: MarkedInterest, shares: Sequence[ShareHeld]) -> hits.Found:
    reason, sureness = through_shares.said(hit, interest, shares)
    places: Mapping[hits.Words, None] = dict.fromkeys(
        hits.Words(words=" ".join(each.words.split()), where=each.where, title=each.text_title)
        for each in hit.found
    )
    return hits.Found(
        person_id=interest.person_id,
        source=hits.Source.RADAR,
        reason=reason,
        sureness=sureness,
        found=tuple(places)[:_MOST_PLACES],
        interest_id=interest.interest_id,
        organisation_id=interest.organisation_id,
        kind=interest.interest_type.value,
        indirect=interest.is_indirect,
        mark=interest.mark,
    )


def _names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name[:300] for name in names if name.strip())
