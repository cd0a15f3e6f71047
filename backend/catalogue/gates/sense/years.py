"""A year that can be played: whoever acts in it is of the cast, and what it names comes before it is named."""

from collections.abc import Collection, Iterator

from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.casts import INVENTED_SURNAMES
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.years import YearDocument, YearMeeting


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.year is not None:
            file = f"{tenant.folder}/demonstration/year.toml"
            yield from _plainly_invented(file, tenant.year)
            yield from _names(file, tenant, tenant.year)
            yield from _order(file, tenant.year)
            yield from _together(file, draft, tenant.year)


def _plainly_invented(file: str, year: YearDocument) -> Iterator[Problem]:
    if "DEMONSTRATION" not in year.says:
        yield nonsense(file, "says", "The banner must hold the word DEMONSTRATION.")
    for meeting in year.meetings:
        for question in meeting.questions:
            if question.name.split()[-1] not in INVENTED_SURNAMES:
                sentence = f"“{question.name}” could be taken for a real person; use an invented surname."
                yield nonsense(file, f"meetings[{meeting.id}].questions", sentence)


def _names(file: str, tenant: TenantDraft, year: YearDocument) -> Iterator[Problem]:
    if tenant.cast is None:
        yield nonsense(file, "says", "A year is played by a cast; the folder has no demonstration/cast.toml.")
        return
    yield from twice(file, "business", [each.id for each in year.business])
    yield from twice(file, "meetings", [each.id for each in year.meetings])
    people = {person.id for person in tenant.cast.people}
    committees = {each.id for each in tenant.committees.committees} if tenant.committees else set()
    functions = {each.id for each in tenant.scheme.functions} if tenant.scheme else set()
    organisations = (
        {each.id for each in tenant.organisations.organisations} if tenant.organisations else set()
    )
    organisations |= {each.id for each in tenant.cast.organisations}
    yield from _unknown(file, "committee", "committee", [year.committee], committees)
    for line in year.business:
        key = f"business[{line.id}]"
        yield from _unknown(file, f"{key}.owner", "person in this cast", [line.owner], people)
        yield from _unknown(file, f"{key}.committee", "committee", [line.committee], committees)
    for act in year.acts:
        key = f"acts[{act.id}]"
        yield from _unknown(file, key, "committee", [act.committee], committees)
        yield from _unknown(file, key, "function", [act.function], functions)
        yield from _unknown(file, key, "person in this cast", act.by, people)
        yield from _unknown(file, key, "person in this cast", [each.person for each in act.consulted], people)
    for meeting in year.meetings:
        key = f"meetings[{meeting.id}]"
        yield from _unknown(file, f"{key}.committee", "committee", [meeting.committee], committees)
        yield from _unknown(file, key, "person in this cast", _people_of(meeting), people)
        for item in meeting.items:
            named = [item.decision.function] if item.decision and item.decision.function else []
            yield from _unknown(file, f"{key}.items[{item.business}]", "function", named, functions)
            named = [item.refers.to] if item.refers else []
            yield from _unknown(file, f"{key}.items[{item.business}]", "committee", named, committees)
            yield from _unknown(
                file, f"{key}.items[{item.business}]", "organisation", item.organisations, organisations
            )


def _people_of(meeting: YearMeeting) -> Iterator[str]:
    yield from meeting.away
    yield from (each.person for each in (*meeting.late, *meeting.early))
    yield from (each.person for each in meeting.said)
    yield from (each.owner for each in meeting.questions)
    for item in meeting.items:
        yield from (each.person for each in item.dismissed)
        yield from (each.person for each in item.handled)
        yield from (each.owner for each in item.actions)
        if item.paper is not None:
            yield from (each for each in (item.paper.author, item.paper.sponsor) if each)
        if item.decision is not None:
            yield from (each for each in (item.decision.mover, item.decision.sent_to) if each)


def _order(file: str, year: YearDocument) -> Iterator[Problem]:
    """What is referred, settled and approved is so before, or after, as it must be."""
    days = {meeting.id: meeting.day for meeting in year.meetings}
    planned = {line.id for line in year.business} | {act.id for act in year.acts}
    for act in year.acts:
        if days.get(act.reported_at, act.taken_on) <= act.taken_on:
            sentence = f"“{act.reported_at}” is no later meeting, so it can’t be told of this."
            yield nonsense(file, f"acts[{act.id}].reported_at", sentence)
    places = {
        f"{meeting.id}/{item.business}": meeting.day for meeting in year.meetings for item in meeting.items
    }
    for meeting in year.meetings:
        key = f"meetings[{meeting.id}]"
        if not year.since <= meeting.day <= year.until:
            yield nonsense(file, f"{key}.date", "The meeting lies outside the year.")
        if meeting.approved_at is not None and days.get(meeting.approved_at, meeting.day) <= meeting.day:
            sentence = (
                f"“{meeting.approved_at}” is no later meeting, so it can’t have approved these minutes."
            )
            yield nonsense(file, f"{key}.approved_at", sentence)
        for item in meeting.items:
            where = f"{key}.items[{item.business}]"
            if not (item.business in planned or item.referred_from or meeting.taken_up):
                yield nonsense(file, where, f"There is no business “{item.business}” on the plan.")
            settles = item.decision.settles if item.decision else None
            for place in filter(None, (item.referred_from, settles)):
                if places.get(place, meeting.day) >= meeting.day:
                    yield nonsense(file, where, f"“{place}” is no item of an earlier meeting.")


def _together(file: str, draft: Draft, year: YearDocument) -> Iterator[Problem]:
    """Years that are played together know each other, and their meetings in common have one id."""
    agreed = {each.id: each.other for each in year.agreements}
    for each in year.agreements:
        other = draft.tenants.get(each.other)
        if other is None or other.year is None or other.year.played_with is None:
            sentence = f"“{each.other}” has no year that is played with this one."
            yield nonsense(file, f"agreements[{each.id}].other", sentence)
    host = draft.tenants.get(year.played_with or "")
    hosted = {each.id for each in host.year.meetings if each.in_common} if host and host.year else set()
    for meeting in year.meetings:
        key = f"meetings[{meeting.id}]"
        if meeting.in_common is not None and meeting.in_common not in agreed:
            yield nonsense(file, f"{key}.in_common", f"There is no agreement “{meeting.in_common}”.")
        if meeting.taken_up and meeting.id not in hosted:
            yield nonsense(file, f"{key}.taken_up", "The other body hosts no meeting in common of this id.")


def _unknown(
    file: str, key: str, kind: str, named: Iterator[str] | Collection[str], known: Collection[str]
) -> Iterator[Problem]:
    for each in named:
        if each not in known:
            yield nonsense(file, key, f"There is no {kind} “{each}”.")
