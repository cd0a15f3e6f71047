"""Reference: every name resolves, within a file and across files."""

from collections.abc import Collection, Iterator

from backend.catalogue import quorum as quorums
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.condition_checks import problems_of
from backend.catalogue.criteria import ByRule, NotDiscussedAt
from backend.catalogue.demonstrations import DemonstrationDocument
from backend.catalogue.drafts import Draft, TenantDraft, sources_in
from backend.catalogue.gates.contract_names import contract_names
from backend.catalogue.gates.register_names import register_names
from backend.catalogue.gates.resolving import no, no_document, no_kind, unless
from backend.catalogue.powers import Holder, PowerEntry, SchemeFile
from backend.catalogue.problems import GateName, Problem
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.workflows import WorkflowDocument


def problems(draft: Draft) -> Iterator[Problem]:
    """Names that lead nowhere."""
    for key, framework in draft.frameworks.items():
        known = {document.id for document in framework.documents}
        for path, source in sources_in(framework):
            yield from unless(
                source.document in known, draft.framework_file(key), path, no_document(source.document)
            )
    for key, forms in draft.contract_forms.items():
        known = {document.id for document in forms.documents}
        for path, source in sources_in(forms):
            yield from unless(
                source.document in known, draft.contract_forms_file(key), path, no_document(source.document)
            )
    for key, definition in draft.returns.items():
        known = {document.id for document in definition.documents}
        for path, source in sources_in(definition):
            yield from unless(
                source.document in known, draft.return_file(key), path, no_document(source.document)
            )
    for key, pack in draft.packs.items():
        known = {document.id for document in pack.documents}
        for path, source in sources_in(pack):
            yield from unless(
                source.document in known, draft.pack_file(key), path, no_document(source.document)
            )
    for key, plan in draft.plans.items():
        file = draft.plan_file(key)
        known = {document.id for document in plan.documents}
        for path, source in sources_in(plan):
            yield from unless(source.document in known, file, path, no_document(source.document))
        yield from _programme(draft, file, plan)
    for mapping in draft.mappings.values():
        known = {document.id for document in mapping.documents}
        for path, source in sources_in(mapping):
            yield from unless(
                source.document in known, draft.mapping_file(mapping.id), path, no_document(source.document)
            )
    for key, shipped in draft.functions.items():
        known = {document.id for document in shipped.documents}
        for path, source in sources_in(shipped):
            yield from unless(
                source.document in known, draft.functions_file(key), path, no_document(source.document)
            )
        yield from register_names(draft, draft.functions_file(key), shipped, scheme=None)
    for key, workflow in draft.workflows.items():
        yield from _in_workflow(draft.workflow_file(key), workflow)
    for tenant in draft.every_folder():
        yield from _in_tenant(draft, tenant)


def _in_workflow(file: str, workflow: WorkflowDocument) -> Iterator[Problem]:
    states = {state.id for state in workflow.states}
    yield from unless(workflow.start in states, file, "start", no("state", workflow.start))
    for step in workflow.steps:
        for end, name in (("from", step.from_state), ("to", step.to_state)):
            yield from unless(name in states, file, f"steps[{step.id}].{end}", no("state", name))
    for rung in workflow.rungs:
        place = "escalation" if rung is workflow.escalation else f"chasers[{rung.id}]"
        for name in rung.while_in:
            yield from unless(name in states, file, f"{place}.while_in", no("state", name))


def _in_tenant(draft: Draft, tenant: TenantDraft) -> Iterator[Problem]:
    known = {document.id for document in tenant.documents}
    if tenant.tenant is not None:
        for file, part in tenant.parts():
            own = {each.id for each in part.documents} if isinstance(part, DelegationProgramme) else set()
            for path, source in sources_in(part):
                there = source.document in known or source.document in own
                yield from unless(there, file, path, no_document(source.document))
        yield from _pins(draft, tenant)
        yield from no_kind(draft, f"{tenant.folder}/tenant.toml", tenant.tenant.kind)
    yield from _committees(tenant)
    yield from _organisations(tenant)
    if tenant.interests is not None:
        file = f"{tenant.folder}/interests.toml"
        yield from _framework_named(draft, file, "rule_set", tenant.interests.rule_set)
    if tenant.between is not None and tenant.committees is not None:
        bodies = {committee.id for committee in tenant.committees.committees}
        for rule in tenant.between.rules:
            for name in rule.committees:
                place = f"rules[{rule.id}].committees"
                yield from unless(
                    name in bodies, f"{tenant.folder}/between.toml", place, no("committee", name)
                )
    if tenant.schedules is not None and tenant.committees is not None:
        bodies = {committee.id for committee in tenant.committees.committees}
        for name in tenant.schedules.board_packs.committees:
            file = f"{tenant.folder}/schedules.toml"
            yield from unless(name in bodies, file, "board_packs.committees", no("committee", name))
    if tenant.chasing is not None:
        yield from _chasing(draft, tenant, tenant.chasing)
    if tenant.scheme is not None:
        yield from _scheme(f"{tenant.folder}/scheme.toml", tenant, tenant.scheme)
    if tenant.functions is not None:
        scheme = {each.id for each in tenant.scheme.functions} if tenant.scheme else set()
        yield from register_names(draft, f"{tenant.folder}/functions.toml", tenant.functions, scheme=scheme)
    yield from contract_names(draft, tenant)
    for file, programme in tenant.every_programme():
        yield from _programme(draft, file, programme)
        if tenant.committees is not None:
            yield from _kept_apart(file, {each.id for each in tenant.committees.committees}, programme)
    if tenant.cast is not None:
        yield from _cast(draft, tenant, tenant.cast)


def _pins(draft: Draft, tenant: TenantDraft) -> Iterator[Problem]:
    file = f"{tenant.folder}/tenant.toml"
    if tenant.tenant is None:
        return
    for key in tenant.tenant.pins.frameworks:
        yield from _framework_named(draft, file, "pins.frameworks", key)
    for key in tenant.tenant.pins.packs:
        if draft.pack_file(key) not in draft.broken:
            sentence = f"There is no definition of a pack {key} under frameworks/."
            yield from unless(key in draft.packs, file, "pins.packs", sentence)
    for key in tenant.tenant.pins.workflows:
        if draft.workflow_file(key) not in draft.broken:
            sentence = f"There is no workflow {key} under workflows/."
            yield from unless(key in draft.workflows, file, "pins.workflows", sentence)


def _framework_named(draft: Draft, file: str, key: str, named: str) -> Iterator[Problem]:
    if draft.framework_file(named) not in draft.broken:
        sentence = f"There is no framework edition {named} under frameworks/."
        yield from unless(named in draft.frameworks, file, key, sentence)


def _committees(tenant: TenantDraft) -> Iterator[Problem]:
    if tenant.committees is None:
        return
    file = f"{tenant.folder}/committees.toml"
    committees = {committee.id for committee in tenant.committees.committees}
    organisations = _organisation_ids(tenant)
    for committee in tenant.committees.committees:
        place = f"committees[{committee.id}]"
        for line in committee.reports_to:
            yield from unless(line.to in committees, file, f"{place}.reports_to", no("committee", line.to))
        if committee.held_by is not None and organisations is not None:
            sentence = no("organisation", committee.held_by)
            yield from unless(committee.held_by in organisations, file, f"{place}.held_by", sentence)
        seats = {seat.id for seat in committee.seats}
        for group in quorums.groups_in(committee.quorum) if committee.quorum else ():
            for seat in group.seat:
                yield from unless(seat in seats, file, f"{place}.quorum", no("seat", seat))


def _organisations(tenant: TenantDraft) -> Iterator[Problem]:
    if tenant.organisations is None:
        return
    file = f"{tenant.folder}/organisations.toml"
    localities = {locality.id for locality in tenant.organisations.localities}
    organisations = {each.id for each in tenant.organisations.organisations}
    for each in tenant.organisations.organisations:
        place = f"organisations[{each.id}]"
        if each.locality is not None:
            sentence = no("locality", each.locality)
            yield from unless(each.locality in localities, file, f"{place}.locality", sentence)
        if each.part_of is not None:
            sentence = no("organisation", each.part_of)
            yield from unless(each.part_of in organisations, file, f"{place}.part_of", sentence)


def _chasing(draft: Draft, tenant: TenantDraft, chasing: ChasingSettings) -> Iterator[Problem]:
    file = f"{tenant.folder}/chasing.toml"
    workflows = {key.split("/")[0] for key in draft.workflows}
    for name in chasing.switched_off:
        yield from unless(name in workflows, file, "switched_off", no("workflow", name))
    for ladder in chasing.ladders:
        key = f"ladders[{ladder.id}]"
        yield from unless(ladder.id in workflows, file, key, no("workflow", ladder.id))
    committees = {each.id for each in tenant.committees.committees} if tenant.committees else set()
    for rule in chasing.colours:
        if rule.committee is not None and tenant.committees is not None:
            key = f"colours[{rule.effective_from}].committee"
            yield from unless(rule.committee in committees, file, key, no("committee", rule.committee))


def _programme(draft: Draft, file: str, programme: DelegationProgramme) -> Iterator[Problem]:
    if programme.framework is not None:
        yield from _framework_named(draft, file, "framework", programme.framework)
    yield from _milestones(file, programme)
    milestones = {milestone.id for milestone in programme.milestones}
    for gate in programme.gates:
        key = f"gates[{gate.id}]"
        for named in gate.milestones:
            place = "before" if named == gate.before else "guards"
            yield from unless(named in milestones, file, f"{key}.{place}", no("milestone", named))
        for condition in gate.conditions:
            met_by = condition.met_by
            place = f"{key}.conditions[{condition.id}]"
            sentence = no("milestone", met_by or "")
            yield from unless(met_by is None or met_by in milestones, file, f"{place}.met_by", sentence)
            for sentence in problems_of(condition.rule) if condition.rule else ():
                yield Problem(GateName.REFERENCE, file, f"{place}.rule", sentence)
    for commitment in programme.commitments:
        if isinstance(commitment.checking, ByRule):
            for sentence in problems_of(commitment.checking.rule):
                yield Problem(GateName.REFERENCE, file, f"commitments[{commitment.id}].checking", sentence)


def _kept_apart(file: str, committees: set[str], programme: DelegationProgramme) -> Iterator[Problem]:
    for commitment in programme.commitments:
        check = commitment.checking
        if isinstance(check, NotDiscussedAt):
            for trait, named in (("committee", check.committee), ("belongs_to", check.belongs_to)):
                place = f"commitments[{commitment.id}].checking.{trait}"
                yield from unless(named in committees, file, place, no("committee", named))


def _milestones(file: str, programme: DelegationProgramme) -> Iterator[Problem]:
    milestones = {milestone.id for milestone in programme.milestones}
    sections = {section.id for section in programme.sections}
    streams = {stream.id for stream in programme.streams}
    for each in programme.milestones:
        key = f"milestones[{each.id}]"
        yield from unless(each.section in sections, file, f"{key}.section", no("section", each.section))
        known = each.stream is None or each.stream in streams
        yield from unless(known, file, f"{key}.stream", no("stream", each.stream or ""))
        for name in each.after:
            yield from unless(name in milestones, file, f"{key}.after", no("milestone", name))


def _scheme(file: str, tenant: TenantDraft, scheme: SchemeFile) -> Iterator[Problem]:
    functions = {function.id for function in scheme.functions}
    for entry in scheme.entries:
        place = f"entries[{entry.id}]"
        yield from unless(
            entry.function in functions, file, f"{place}.function", no("function", entry.function)
        )
        for trait, holder in _holders(entry):
            yield from _holder(file, f"{place}.{trait}", tenant, holder)


def _holders(entry: PowerEntry) -> Iterator[tuple[str, Holder]]:
    for holder in entry.held_by:
        yield "held_by", holder
    for holder in entry.needs_consent_of:
        yield "needs_consent_of", holder
    if entry.upward_to is not None:
        yield "upward_to", entry.upward_to


def _holder(file: str, place: str, tenant: TenantDraft, holder: Holder) -> Iterator[Problem]:
    if tenant.committees is None:
        return
    committees = {committee.id: committee for committee in tenant.committees.committees}
    if holder.committee is not None and holder.committee not in committees:
        yield Problem(GateName.REFERENCE, file, place, no("committee", holder.committee))
        return
    if holder.office is not None:
        where = [committees[holder.committee]] if holder.committee else list(committees.values())
        carried = {seat.office for committee in where for seat in committee.seats}
        whose = f" of “{holder.committee}”" if holder.committee else ""
        sentence = f"No seat{whose} carries the office “{holder.office.value}”."
        yield from unless(holder.office in carried, file, place, sentence)


def _cast(draft: Draft, tenant: TenantDraft, cast: DemonstrationDocument) -> Iterator[Problem]:
    file = f"{tenant.folder}/demonstration/cast.toml"
    yield from _seats_held(file, tenant, cast)
    yield from _served_elsewhere(draft, file, cast)
    people = {person.id for person in cast.people}
    invented = {each.id for each in cast.organisations}
    if cast.stand_in is not None:
        yield from unless(cast.stand_in in people, file, "stand_in", no("person in this cast", cast.stand_in))
    for interest in cast.interests:
        place = f"interests[{interest.id}]"
        yield from unless(
            interest.person in people, file, f"{place}.person", no("person in this cast", interest.person)
        )
        sentence = (
            f"“{interest.organisation}” is not among the invented organisations of this cast, and a "
            "demonstration interest may lie in no other."
        )
        yield from unless(interest.organisation in invented, file, f"{place}.organisation", sentence)
    for nil in cast.nil_returns:
        yield from unless(nil.person in people, file, "nil_returns", no("person in this cast", nil.person))
    for offer in cast.offers:
        place = f"offers[{offer.id}]"
        yield from unless(
            offer.person in people, file, f"{place}.person", no("person in this cast", offer.person)
        )
        sentence = (
            f"“{offer.giver}” is not among the invented organisations of this cast, and no other may be said to have "
            "given anything."
        )
        yield from unless(offer.giver in invented, file, f"{place}.giver", sentence)
    yield from _meetings(draft, tenant, cast, people, invented)


def _seats_held(file: str, tenant: TenantDraft, cast: DemonstrationDocument) -> Iterator[Problem]:
    if tenant.committees is None:
        return
    committees = {committee.id: committee for committee in tenant.committees.committees}
    for person in cast.people:
        for holding in person.seats:
            place = f"people[{person.id}].seats"
            committee = committees.get(holding.committee)
            yield from unless(committee is not None, file, place, no("committee", holding.committee))
            if committee is not None:
                sentence = f"The committee “{committee.id}” has no seat “{holding.seat}”."
                yield from unless(committee.seat(holding.seat) is not None, file, place, sentence)


def _served_elsewhere(draft: Draft, file: str, cast: DemonstrationDocument) -> Iterator[Problem]:
    for person in cast.people:
        for slug in person.serves_also:
            place = f"people[{person.id}].serves_also"
            other = draft.tenants.get(slug)
            yield from unless(other is not None, file, place, no("tenant", slug))
            if other is not None and other.cast is not None:
                same = any(p.email == person.email and p.name == person.name for p in other.cast.people)
                sentence = f"The cast of {slug} has nobody of this name and address ({person.email})."
                yield from unless(same, file, place, sentence)


def _meetings(
    draft: Draft,
    tenant: TenantDraft,
    cast: DemonstrationDocument,
    people: Collection[str],
    invented: Collection[str],
) -> Iterator[Problem]:
    file = f"{tenant.folder}/demonstration/cast.toml"
    folder = (draft.root / tenant.folder / "demonstration").resolve()
    committees = {each.id for each in tenant.committees.committees} if tenant.committees else None
    real = _organisation_ids(tenant)
    for meeting in cast.meetings:
        place = f"meetings[{meeting.id}]"
        held = committees is None or meeting.committee in committees
        yield from unless(held, file, f"{place}.committee", no("committee", meeting.committee))
        for item in meeting.items:
            key = f"{place}.items[{item.number}]"
            yield from unless(item.lead in people, file, f"{key}.lead", no("person in this cast", item.lead))
            for named in item.organisations:
                known = real is None or named in real or named in invented
                yield from unless(known, file, f"{key}.organisations", no("organisation", named))
            if item.paper is not None:
                author = no("person in this cast", item.paper.author)
                yield from unless(item.paper.author in people, file, f"{key}.paper.author", author)
                path = (folder / item.paper.file).resolve()
                there = path.is_relative_to(folder) and path.is_file()
                sentence = f"There is no file “{item.paper.file}” in the demonstration's folder."
                yield from unless(there, file, f"{key}.paper.file", sentence)
    meetings = {meeting.id for meeting in cast.meetings}
    for action in cast.actions:
        key = f"actions[{action.id}]"
        yield from unless(
            action.owner in people, file, f"{key}.owner", no("person in this cast", action.owner)
        )
        known = action.meeting is None or action.meeting in meetings
        yield from unless(known, file, f"{key}.meeting", no("meeting", action.meeting or ""))


def _organisation_ids(tenant: TenantDraft) -> set[str] | None:
    if tenant.organisations is None:
        return None
    return {each.id for each in tenant.organisations.organisations}
