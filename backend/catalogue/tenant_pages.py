"""A page of reference for each tenant's folder and each template: what it says, and where each thing comes from."""

from collections import Counter
from collections.abc import Iterator

from backend.catalogue.agreed_contracts import AgreedContract
from backend.catalogue.committees import Committee
from backend.catalogue.gaps import EVIDENCE_IN_WORDS, Evidence
from backend.catalogue.loader import Catalogue
from backend.catalogue.measures import Measure
from backend.catalogue.organisations import STRENGTH_IN_WORDS
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, quorum_in_words
from backend.catalogue.shapes import MARK_IN_WORDS, Source, Sourced
from backend.catalogue.tenants import TenantDocument
from backend.catalogue.voting import voting_in_words
from backend.kit.calendar import MonthDate, in_words

FOLDER = "reference/tenants"


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Every page's text by its path under `docs`."""
    folders = {**catalogue.tenants, **catalogue.templates}
    return {
        f"{FOLDER}/{slug}.md": "\n".join(_page(document, catalogue)) + "\n"
        for slug, document in folders.items()
    }


def index(catalogue: Catalogue) -> Iterator[str]:
    """Every folder and template on a line, with a link to its page."""
    yield "| Folder | Kind | Evidence | Holds |"
    yield "| --- | --- | --- | --- |"
    for document in catalogue.tenants.values():
        yield _line(document, catalogue)
    yield ""
    yield "## Templates"
    yield ""
    yield "A tenant may start from one of these: it is nobody’s folder."
    yield ""
    yield "| Template | Kind | Evidence | Holds |"
    yield "| --- | --- | --- | --- |"
    for document in catalogue.templates.values():
        yield _line(document, catalogue)


def _line(document: TenantDocument, catalogue: Catalogue) -> str:
    link = f"[{document.name}](tenants/{document.slug}.md) `{document.slug}`"
    kind = catalogue.kinds[document.kind].name
    held = ", ".join(_holds(document)) or "nothing but its name"
    return f"| {link} | {kind} | {EVIDENCE_IN_WORDS[document.evidence]} | {held} |"


def _holds(document: TenantDocument) -> Iterator[str]:
    milestones = sum(len(each.milestones) for each in _programmes(document))
    for number, one in (
        (len(document.committees), "committee"),
        (len(document.organisations), "organisation"),
        (len(document.measures), "measure"),
        (len(document.contracts), "contract"),
        (milestones, "milestone"),
        (len(document.gaps), "gap"),
    ):
        if number:
            yield _count(number, one)


def _page(document: TenantDocument, catalogue: Catalogue) -> Iterator[str]:
    template = document.slug in catalogue.templates
    kind = catalogue.kinds[document.kind]
    place = f"tenants/{'_kinds/' if template else ''}{document.slug}"
    yield f"# {document.name}"
    yield ""
    yield f"Generated from `{place}`; do not edit. What stands without a source says so."
    if document.about:
        yield ""
        yield _plain(document.about)
    yield ""
    yield f"- {'A template of the kind' if template else 'Kind'}: {kind.name}. {_plain(kind.meaning)}"
    yield f"- Evidence: {EVIDENCE_IN_WORDS[document.evidence]}."
    yield f"- Starts on: {in_words(document.starts_on)}"
    if document.pins.frameworks:
        yield f"- Editions: {', '.join(document.pins.frameworks)}"
    if document.pins.workflows:
        yield f"- Workflows: {', '.join(document.pins.workflows)}"
    yield f"- Rules on interests: {document.interests.rule_set}, looked at again by " + in_words(
        document.interests.review_by
    )
    if document.body is not None:
        for each in document.body.known_as:
            until = f" until {in_words(each.until_on)}" if each.until_on else ""
            begins = in_words(each.from_on)
            yield f"- Known as: {each.name} ({each.type}) from {begins}{until}; {_where(each)}"
    yield from _gaps(document)
    yield from _committees(document)
    yield from _places(document)
    yield from _functions(document)
    for programme in _programmes(document):
        yield from _programme(programme)
    yield from _measures(document.measures)
    for contract in document.contracts:
        yield from _contract(contract, {each.id: each.name for each in document.organisations})
    yield from _assurance(document)
    yield from _documents(document)


def _gaps(document: TenantDocument) -> Iterator[str]:
    if not document.gaps:
        return
    yield ""
    yield "## What the sources lack"
    for gap in document.gaps:
        yield ""
        yield f"- **{gap.what}.** {_plain(gap.says)}{_looked(gap.looked)}"
        if gap.needed_for:
            yield f"  Without it there is no {' and no '.join(each.value for each in gap.needed_for)}."


def _looked(looked: tuple[Source, ...]) -> str:
    return f" Looked in: {'; '.join(_source(each) for each in looked)}." if looked else ""


def _committees(document: TenantDocument) -> Iterator[str]:
    if not document.committees:
        return
    names = {each.id: each.name for each in document.committees}
    holders = {each.id: each.name for each in document.organisations}
    yield ""
    yield "## Committees and groups"
    for committee in document.committees:
        yield from _committee(committee, names, holders)


def _committee(committee: Committee, names: dict[str, str], holders: dict[str, str]) -> Iterator[str]:
    yield ""
    yield f"### {committee.name}"
    yield ""
    yield f"{_plain(committee.purpose)} ({_where(committee)})"
    yield ""
    if committee.held_by is not None:
        yield f"- A body of {holders[committee.held_by]}"
    for line in committee.reports_to:
        through = f" through {line.through}" if line.through else ""
        yield f"- Reports to {names[line.to]}{through} ({_where(line)})"
    if committee.meets_every_months:
        yield f"- Meets every {_count(committee.meets_every_months, 'month')}"
    if committee.quorum is not None:
        yield f"- Quorum: {quorum_in_words(committee.quorum)} ({_where(committee.quorum_from)})"
    if committee.voting is not None:
        yield f"- A decision needs {voting_in_words(committee.voting)} ({_where(committee.voting_from)})"
    if committee.terms is not None:
        yield f"- Terms of reference: {_plain(committee.terms.summary)} ({_where(committee.terms)})"
    if committee.seats:
        yield ""
        yield f"Seats ({_where(committee.seats_from)}):"
        yield ""
        yield "| Seat | Number | In what capacity | Office | Vote |"
        yield "| --- | --- | --- | --- | --- |"
    for seat in committee.seats:
        office = OFFICE_IN_WORDS[seat.office] if seat.office else "–"
        vote = "yes" if seat.voting else "no"
        capacity = CAPACITY_IN_WORDS[seat.capacity]
        yield f"| {_cell(seat.name)} | {seat.count} | {capacity} | {office} | {vote} |"


def _places(document: TenantDocument) -> Iterator[str]:
    if document.levels:
        yield ""
        yield "## Levels of the place"
        yield ""
        names = {each.id: each.name for each in document.levels}
        for level in document.levels:
            within = f", within {names[level.within]}" if level.within else ""
            people = f": {level.people}" if level.people else ""
            yield f"- {level.name}{within}{people} ({_where(level)})"
    if document.localities:
        yield ""
        yield "## Localities"
        yield ""
        called = {level.id: level.name for level in document.levels}
        called |= {locality.id: locality.name for locality in document.localities}
        for locality in document.localities:
            kind = f", {called[locality.level].lower()}" if locality.level else ""
            part = f", part of {called[locality.part_of]}" if locality.part_of else ""
            yield f"- {locality.name}{kind}{part} ({_where(locality)})"
    if document.organisations:
        counted = Counter(each.type.value for each in document.organisations)
        yield ""
        yield "## Organisations"
        yield ""
        yield f"{', '.join(f'{count} {kind}' for kind, count in sorted(counted.items()))}."
        yield ""
        yield "| Organisation | What it is | From |"
        yield "| --- | --- | --- |"
        for each in document.organisations:
            yield f"| {_cell(each.name)} | {each.type.value} | {_cell(_where(each))} |"
    yield from _stated(document)


def _stated(document: TenantDocument) -> Iterator[str]:
    counts = [each for each in document.counts if each.strength is None]
    if counts:
        yield ""
        yield "## Counts that the sources state"
        yield ""
        yield "| What | Says | From | So |"
        yield "| --- | --- | --- | --- |"
    for stated in counts:
        so, where = _cell(stated.so or ""), _cell(_where(stated))
        yield f"| {_cell(stated.what)} | {_cell(stated.says)} | {where} | {so} |"
    findings = [each for each in document.counts if each.strength is not None]
    if findings:
        yield ""
        yield "## Log of evidence"
        yield ""
        yield "How strong the evidence is, is our grade; no source gives it."
        yield ""
        yield "| Finding | Says | Strength | From | So |"
        yield "| --- | --- | --- | --- | --- |"
    for each in findings:
        if each.strength is not None:
            strength = STRENGTH_IN_WORDS[each.strength]
            said = f"{_cell(each.what)} | {_cell(each.says)} | {strength}"
            yield f"| {said} | {_cell(_where(each))} | {_cell(each.so or '')} |"


def _functions(document: TenantDocument) -> Iterator[str]:
    if document.scheme.functions:
        yield ""
        yield "## Scheme of powers"
        yield ""
        yield "| Function | Authority | From |"
        yield "| --- | --- | --- |"
        for each in document.scheme.functions:
            yield f"| {_cell(each.name)} | {_cell(each.authority)} | {_cell(_where(each))} |"
    if document.functions.functions:
        yield ""
        yield "## Functions, and who holds them as the sources say"
        yield ""
        yield "| Function | Says | From |"
        yield "| --- | --- | --- |"
        for function in document.functions.functions:
            said = "; ".join(f"{saying.holder}: {_plain(saying.text)}" for saying in function.says) or "–"
            yield f"| {_cell(function.name)} | {_cell(said)} | {_cell(_where(function))} |"


def _programmes(document: TenantDocument) -> tuple[DelegationProgramme, ...]:
    return (*((document.delegation,) if document.delegation else ()), *document.programmes)


def _programme(programme: DelegationProgramme) -> Iterator[str]:
    yield ""
    yield f"## Programme: {programme.name}"
    yield ""
    yield f"{_plain(programme.about)} Reviewed by {programme.reviewing_body}."
    for note in (programme.reconstruction_note, programme.scope_note):
        if note:
            yield ""
            yield _plain(note)
    if programme.scope:
        yield ""
        yield "| Scope | In scope | From |"
        yield "| --- | --- | --- |"
        for row in programme.scope:
            inferred = f" (we infer: {row.inferred.value})" if row.inferred else ""
            yield f"| {row.n}. {_cell(row.area)} | {row.in_scope.value}{inferred} | {_cell(_where(row))} |"
    for gate in programme.gates:
        yield ""
        yield f"### Gate: {gate.name}"
        yield ""
        for condition in gate.conditions:
            yield f"- {condition.id}: {_plain(condition.text)} ({_where(condition)})"
    if programme.commitments:
        yield ""
        yield "### Commitments"
        yield ""
        for commitment in programme.commitments:
            yield f"- {commitment.id}: {_plain(commitment.text)} ({_where(commitment)})"
    if programme.milestones:
        phases = {section.id: section.name for section in programme.sections}
        yield ""
        yield "### Milestones"
        yield ""
        yield "| Milestone | Phase | Due | From |"
        yield "| --- | --- | --- | --- |"
        for each in programme.milestones:
            due = each.due
            said = "–" if due is None else (str(due) if isinstance(due, MonthDate) else in_words(due))
            phase = _cell(phases[each.section])
            yield f"| {each.id} {_cell(each.activity)} | {phase} | {said} | {_cell(_where(each))} |"


def _measures(measures: tuple[Measure, ...]) -> Iterator[str]:
    if not measures:
        return
    yield ""
    yield "## Measures"
    yield ""
    yield "| Measure | Said | For | Value | From |"
    yield "| --- | --- | --- | --- | --- |"
    for measure in measures:
        for each in measure.statements:
            value = (
                "lost in the source" if each.value is None else f"{each.value} {each.unit or measure.unit}"
            )
            title, where = _cell(measure.title), _cell(_where(each))
            yield f"| {title} | {each.said.value} | {each.period} | {_cell(value)} | {where} |"
        if not measure.statements:
            yield f"| {_cell(measure.title)} | nothing yet | – | {_cell(measure.unit)} | – |"


def _contract(contract: AgreedContract, names: dict[str, str]) -> Iterator[str]:
    yield ""
    yield f"## Contract: {contract.title}"
    yield ""
    yield f"{_plain(contract.about or contract.title)} ({_where(contract)})"
    yield ""
    yield f"- Form: {contract.form}"
    if contract.value_words:
        yield f"- Value: {_plain(contract.value_words)}"
    for term in contract.terms:
        yield f"- {term.about}: {_plain(term.text)} ({_where(term)})"
    if contract.partners:
        yield ""
        yield "| Partner | Role | Stake | Of a gain |"
        yield "| --- | --- | --- | --- |"
    for each in contract.partners:
        gain = "; ".join(
            f"{share.percent} per cent {share.basis}" if share.percent is not None else share.basis
            for share in each.shares
        )
        name, stake = _cell(names[each.organisation]), _cell(each.stake or "–")
        yield f"| {name} | {each.role} | {stake} | {_cell(gain or '–')} |"


def _assurance(document: TenantDocument) -> Iterator[str]:
    if document.assurance.frameworks:
        yield ""
        yield "## Frameworks that it answers to"
        yield ""
        for each in document.assurance.frameworks:
            yield f"- {each.edition} since {in_words(each.since)} ({_where(each)})"


def _documents(document: TenantDocument) -> Iterator[str]:
    if not document.documents:
        if document.evidence is not Evidence.INVENTED:
            yield ""
            yield "No source is named."
        return
    yield ""
    yield "## Sources"
    yield ""
    for each in document.documents:
        told = ", ".join(part for part in (each.publisher, each.published, each.address) if part)
        note = f" {_plain(each.note)}" if each.note else ""
        yield f"- `{each.id}`: “{each.title}”{f', {told}' if told else ''}.{note}"


def _where(fact: Sourced | None) -> str:
    """`eoi, page 17`, or the mark in words; with what its note says."""
    if fact is None:
        return "no source"
    said = MARK_IN_WORDS[fact.mark] if fact.source is None else _source(fact.source)
    if fact.source is not None and fact.mark.value != "read":
        said = f"{MARK_IN_WORDS[fact.mark]}: {said}"
    return f"{said}. {_plain(fact.note)}" if fact.note else said


def _source(source: Source) -> str:
    return ", ".join(part for part in (f"`{source.document}`", source.in_words) if part)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
