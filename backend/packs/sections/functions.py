"""Functions at the end of the period: who held each, under which agreement, and how the money was kept apart."""

from typing import Any

from backend.functions import queries as functions
from backend.functions.queries import AgreementView, FunctionLine
from backend.kit.calendar import in_words
from backend.ledger.records import Record
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json, listed

_FILE = "functions.json"
_REGISTER = ("Function", "Area", "Held by", "How", "Since", "Agreement", "Who decides here")


async def section(reading: Reading) -> Section:
    """The register of functions, the agreements, and what shows that money is kept apart."""
    scope, until = reading.at_the_end, reading.period.until
    lines = await functions.register_of(scope, on=until)
    agreements = [
        await functions.agreement(scope, agreement_id=each.id, on=until)  # an organisation has one or two
        for each in await functions.agreements_of(scope, on=until)
    ]
    if not lines and not agreements:
        return Section(
            key="functions",
            title="Functions",
            lead=("The organisation keeps no register of functions.",),
            files={_FILE: as_json({"as_at": until, "functions": [], "agreements": []})},
        )
    rows = [Row.of(each.id, _row(each)) for each in lines]
    return Section(
        key="functions",
        title="Functions",
        lead=(f"Who held which function on {in_words(until)}, as a named person recorded it.",),
        numbers=(
            ("Functions held by the organisation", str(sum(each.held_here is True for each in lines))),
            ("Agreements in force", str(sum(each.line.lives for each in agreements))),
        ),
        missing=tuple(_missing(lines, agreements)),
        tables=(
            Table(caption="Register of functions", columns=_REGISTER, rows=rows, empty="None is on record."),
            Table(
                caption="Agreements",
                columns=("Agreement", "With", "Model", "From", "State", "Signed"),
                rows=[
                    (
                        each.line.name,
                        each.line.body,
                        each.line.model_in_words,
                        in_words(each.line.from_on),
                        each.line.state_in_words[0],
                        in_words(each.line.signed_on) if each.line.signed_on else "Not signed",
                    )
                    for each in agreements
                ],
                empty="None is on record.",
            ),
            Table(
                caption="How delegated money is kept apart",
                columns=("Agreement", "Cost centres", "What shows it", "Days"),
                rows=[
                    (each.line.name, kept.cost_centres, kept.words, kept.days_in_words)
                    for each in agreements
                    for kept in each.segregations
                    if kept.withdrawn is None
                ],
                empty="Nothing is on record that shows it.",
            ),
        ),
        files={
            _FILE: as_json(
                {
                    "as_at": until,
                    "functions": [_plain(each) for each in lines],
                    "agreements": [_agreement(each) for each in agreements],
                }
            ),
        },
        sheets={"registers/functions": Sheet(columns=_REGISTER, rows=rows)},
        quoted=tuple(
            Quoted(record=Record(room="functions", kind="function", id=each.id, title=each.name), file=_FILE)
            for each in lines
        ),
    )


def _missing(lines: tuple[FunctionLine, ...], agreements: list[AgreementView]) -> list[str]:
    found = []
    unknown = [f"“{each.name}”" for each in lines if each.holding is None]
    if unknown:
        found.append(f"Nobody has recorded who holds {listed(unknown)}.")
    irregular = [f"“{each.name}”" for each in lines if each.holding is not None and each.holding.irregular]
    if irregular:
        found.append(f"Held irregularly: {listed(irregular)}.")
    bare = [each.line.name for each in agreements if each.line.lives and not each.segregations]
    if bare:
        found.append(f"Nothing shows that money is kept apart under {listed(bare)}.")
    return found


def _row(each: FunctionLine) -> tuple[str, ...]:
    held = each.holding
    return (
        each.name,
        each.area,
        each.holder_in_words,
        held.standing_in_words if held else "—",
        in_words(held.from_on) if held else "—",
        (held.agreement if held else None) or "—",
        "; ".join(line.words for line in each.deciders) or "—",
    )


def _plain(each: FunctionLine) -> dict[str, Any]:
    held = each.holding
    return {
        "id": each.id,
        "function": each.slug,
        "name": each.name,
        "area": each.area,
        "authority": each.authority,
        "holder": held.holder if held else None,
        "held_here": each.held_here,
        "standing": held.standing if held else None,
        "model": held.model if held else None,
        "from": held.from_on if held else None,
        "until": held.until_on if held else None,
        "irregular_because": held.irregular_because if held else None,
        "recorded_by": held.recorded_by_name if held else None,
        "source": each.provenance.model_dump(mode="json"),
    }


def _agreement(each: AgreementView) -> dict[str, Any]:
    line = each.line
    return {
        "id": line.id,
        "name": line.name,
        "with": line.body,
        "model": line.model,
        "from": line.from_on,
        "until": line.until_on,
        "last_day": line.last_day,
        "signed_on": line.signed_on,
        "variations": [
            {"number": v.number, "words": v.words, "agreed_on": v.agreed_on, "effective_on": v.effective_on}
            for v in each.variations
            if v.withdrawn is None
        ],
        "notices": [
            {
                "given_on": n.given_on,
                "takes_effect_on": n.takes_effect_on,
                "by_us": n.by_us,
                "reason": n.reason,
            }
            for n in each.notices
            if n.withdrawn is None
        ],
        "reports": [{"title": r.asked.title, "when": r.rhythm_in_words} for r in each.reports],
        "segregation": [
            {"cost_centres": s.cost_centres, "words": s.words, "from": s.from_on, "until": s.until_on}
            for s in each.segregations
            if s.withdrawn is None
        ],
    }
