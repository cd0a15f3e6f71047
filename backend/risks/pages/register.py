"""The corporate risk register by directorate, as a page and as a file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.params import QueryParameter
from litestar.response import Template

from backend.kit.calendar import in_words
from backend.risks import queries, rules
from backend.risks.pages.parts import Day, On, day_of
from backend.risks.queries import RiskView
from backend.scope import Scope
from backend.web import access, sheets, views

SHOWN = {
    "open": "Open",
    "beyond": "Beyond appetite",
    "review": "Review overdue",
    "gaps": "Gap past its date",
    "moves": "Move proposed",
    "closed": "Closed",
    "all": "Open and closed",
}

Word = Annotated[str, QueryParameter(max_length=80)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the register is narrowed to; an empty word narrows nothing."""

    text: str = ""
    directorate: str = ""
    category: str = ""
    level: str = ""
    show: str = "open"

    def takes(self, risk: RiskView) -> bool:
        return (
            _matches(risk, self.text)
            and self.directorate in ("", risk.directorate)
            and self.category in ("", risk.category_key)
            and self.level in ("", risk.level.value)
            and {
                "beyond": risk.open and risk.beyond_appetite is True,
                "review": risk.review_overdue,
                "gaps": risk.open and bool(risk.overdue_gaps),
                "moves": risk.open and risk.waiting_move is not None,
                "closed": not risk.open,
                "all": True,
            }.get(self.show, risk.open)
        )


@get("/t/{slug:str}/risks", opt=access.needs("risks.read"), name="risks.list")
async def shown(
    request: Request[Any, Any, Any],
    text: Word = "",
    directorate: Word = "",
    category: Word = "",
    level: Word = "",
    show: Word = "open",
    on: On = "",
) -> Template:
    """The register, narrowed, by directorate."""
    scope = access.scope_of(request)
    wanted = Wanted(text=text, directorate=directorate, category=category, level=level, show=show)
    day = day_of(scope, on)
    every = await queries.risks_as_at(scope, on=day.on, also_closed=True)
    found = [risk for risk in every if wanted.takes(risk)]
    settings = await queries.settings_on(scope, day.on)
    opened = [risk for risk in every if risk.open]
    chosen = {
        "text": text,
        "directorate": directorate,
        "category": category,
        "level": level,
        "show": show,
        "on": on,
    }
    said = {name: value for name, value in chosen.items() if value and (name, value) != ("show", "open")}
    return views.page(
        request,
        "risks/list.html",
        by_directorate=_by_directorate(found),
        count=len(found),
        known=len(every),
        tiles=[
            (len(opened), "open", "open"),
            (sum(risk.beyond_appetite is True for risk in opened), "beyond appetite", "beyond"),
            (sum(risk.review_overdue for risk in opened), "overdue for review", "review"),
            (sum(bool(risk.overdue_gaps) for risk in opened), "with a gap past its date", "gaps"),
        ],
        directorates=sorted({risk.directorate for risk in every}, key=str.casefold),
        categories=settings.categories,
        levels=rules.LEVEL_IN_WORDS,
        shown=SHOWN,
        chosen=chosen,
        filtered=bool(said),
        rest=urlencode(said),
        day=day,
        arrows=rules.ARROWS,
        movements=rules.MOVEMENT_IN_WORDS,
    )


@get("/t/{slug:str}/risks.csv", opt=access.needs("risks.read"), name="risks.file")
async def file(
    request: Request[Any, Any, Any],
    text: Word = "",
    directorate: Word = "",
    category: Word = "",
    level: Word = "",
    show: Word = "open",
    on: On = "",
) -> Response[bytes]:
    """The same register as a file, narrowed as the page was."""
    scope = access.scope_of(request)
    wanted = Wanted(text=text, directorate=directorate, category=category, level=level, show=show)
    day = day_of(scope, on)
    every = await queries.risks_as_at(scope, on=day.on, also_closed=True)
    return as_file(scope, [risk for risk in every if wanted.takes(risk)], day)


def as_file(scope: Scope, found: Sequence[RiskView], day: Day) -> Response[bytes]:
    """Risks as a CSV file, one a row, in the columns of the framework."""
    heads = [
        "Reference", "Risk", "Register", "State", "Directorate", "Category", "Objectives", "Cause", "Event", "Effect",
        "Owner", "Lead executive", "Lead committee", "Opened", "Inherent", "Current", "Band", "Movement", "Target",
        "Target date", "Appetite", "Beyond appetite", "Controls", "First line", "Second line", "Third line",
        "Gaps in control", "Gaps in assurance", "Actions", "Last reviewed", "Next review", "Closed", "Source",
    ]  # fmt: skip
    return views.download(
        sheets.as_csv(heads, [_cells(risk) for risk in found]),
        name=f"{scope.tenant.slug}-risks-{day.on.isoformat()}.csv",
        media_type=sheets.CSV,
    )


def _cells(risk: RiskView) -> list[str]:
    lines = {
        line: "; ".join(each.words for each in risk.assurances if each.line == line) for line in rules.LINES
    }
    beyond = {True: "Yes", False: "No", None: "Not settled"}[risk.beyond_appetite]
    return [
        risk.reference,
        risk.title,
        risk.level_in_words,
        risk.state_in_words,
        risk.directorate,
        risk.category_name,
        "; ".join(each.label for each in risk.objectives),
        risk.cause,
        risk.event,
        risk.effect,
        risk.owner or "",
        risk.lead or "",
        risk.committee or "",
        in_words(risk.opened_on),
        *(str(score.value) if score else "" for score in (risk.inherent, risk.current)),
        risk.current.band.name if risk.current else "",
        rules.MOVEMENT_IN_WORDS[risk.movement] if risk.current else "",
        str(risk.target.value) if risk.target else "",
        in_words(risk.target_on) if risk.target_on else "",
        risk.category.appetite_in_words if risk.category else "",
        beyond,
        "; ".join(each.words for each in risk.controls),
        *lines.values(),
        *("; ".join(gap.words for gap in risk.gaps_of(kind)) for kind in rules.GapKind),
        "; ".join(f"{each.reference} {each.words} ({each.state_in_words.lower()})" for each in risk.actions),
        *(in_words(date) if date else "" for date in (risk.reviewed_on, risk.next_review_on, risk.closed_on)),
        risk.source or "",
    ]


def _matches(risk: RiskView, text: str) -> bool:
    words = text.casefold().split()
    whole = " ".join(
        each
        for each in (risk.reference, risk.title, risk.cause, risk.event, risk.effect, risk.owner, risk.lead)
        if each
    ).casefold()
    return all(word in whole for word in words)


def _by_directorate(found: Sequence[RiskView]) -> list[tuple[str, list[RiskView]]]:
    groups: dict[str, list[RiskView]] = defaultdict(list)
    for risk in found:
        groups[risk.directorate].append(risk)
    return sorted(groups.items(), key=lambda group: group[0].casefold())


ROUTES = [shown, file]
