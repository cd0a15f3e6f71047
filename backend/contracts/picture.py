"""The structure of a contract on a day: who commissions, who carries it out, who is in it beside them; with its table.

Pure. Every box says its role, stake and gain-share in words, so that no colour or place says it alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.contracts.queries.contracts import COMMISSIONER, ContractView, PartnerView
from backend.kit.calendar import in_words
from backend.kit.drawing.letters import text_width, wrapped
from backend.kit.drawing.svg import ACCENT, DARK, FAINT, QUIET, RULE, Drawing
from backend.kit.drawing.table import Cell, Picture, Table, cells

WIDTH = 720.0
_EDGE, _GAP, _INSIDE = 8.0, 14.0, 14.0
_IN_A_ROW = 3
_BOX = (WIDTH - 2 * _EDGE - 2 * _INSIDE - (_IN_A_ROW - 1) * _GAP) / _IN_A_ROW
_LINE = 18.0
_SIZE = 14.0
_HEAD = 30.0
_BETWEEN = 46.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    name: str
    lines: tuple[str, ...]
    accent: bool = False

    @property
    def rows(self) -> list[tuple[str, bool]]:
        """Its lines of words as they fit, with whether each is the name's."""
        room = _BOX - 20
        named = [(line, True) for line in wrapped(self.name, room=room / 1.06, size=_SIZE, most=3)]
        return named + [
            (line, False) for each in self.lines for line in wrapped(each, room=room, size=_SIZE, most=3)
        ]

    @property
    def height(self) -> float:
        return len(self.rows) * _LINE + 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    title: str
    boxes: tuple[_Box, ...]

    @property
    def tiers(self) -> list[tuple[_Box, ...]]:
        return [self.boxes[at : at + _IN_A_ROW] for at in range(0, len(self.boxes), _IN_A_ROW)]

    @property
    def height(self) -> float:
        tall = sum(max(box.height for box in tier) for tier in self.tiers)
        return _HEAD + tall + _GAP * (len(self.tiers) - 1) + _INSIDE


def structure(contract: ContractView, *, commissioner: str, commissions: bool = True) -> Picture:
    """The picture as at the contract's day; `commissioner` is whose contract it is.

    Where it does not commission itself (it is a partnership or a provider), the commissioners among the partners do.
    """
    named = [each.organisation for each in contract.partners_on if each.role_id == COMMISSIONER]
    if not commissions and named:
        return _drawn(contract, _listed(named), apart=False)
    return _drawn(contract, commissioner, apart=True)


def _drawn(contract: ContractView, commissioner: str, *, apart: bool) -> Picture:
    """`apart`: whose contract it is is none of the partners, and stands beside them."""
    partners = contract.partners_on
    others = [each for each in partners if each.role_id == COMMISSIONER]
    carrying = [each for each in partners if each.carries_out]
    rest = [each for each in partners if not each.carries_out and each.role_id != COMMISSIONER]
    bands = [
        _Band(
            title="Commissions",
            boxes=(
                *([_Box(name=commissioner, lines=("Commissioner",))] if apart else []),
                *(_box(each, contract) for each in others),
            ),
        )
    ]
    if carrying:
        bands.append(_Band(title="Carries it out", boxes=tuple(_box(each, contract) for each in carrying)))
    if rest:
        title = "In it beside them" if carrying else "Partners"
        bands.append(_Band(title=title, boxes=tuple(_box(each, contract) for each in rest)))
    title = f"{contract.reference} {contract.title}: its structure as at {in_words(contract.on)}"
    says = _says(contract, commissioner, carrying, rest)
    height = 2 * _EDGE + sum(band.height for band in bands) + _BETWEEN * (len(bands) - 1)
    key = f"structure-{contract.number}"
    drawing = Drawing(key=key, width=WIDTH, height=height, title=title, says=says)
    y = _EDGE
    for number, band in enumerate(bands):
        if number:
            _arrow(drawing, y, contract.form_name if number == 1 else "")
            y += _BETWEEN
        _draw(drawing, band, y)
        y += band.height
    return Picture(
        key=key, title=title, says=says, svg=drawing.svg, table=_table(contract, commissioner, apart)
    )


def _box(partner: PartnerView, contract: ContractView) -> _Box:
    lines = [partner.role_in_words]
    if partner.stake_in_words:
        lines.append(f"Stake: {partner.stake_in_words}")
    lines += [f"Gain-share: {share.percent_in_words}" for share in partner.shares_on(contract.on)]
    return _Box(name=partner.organisation, lines=tuple(lines), accent=bool(partner.shares_on(contract.on)))


def _draw(drawing: Drawing, band: _Band, y: float) -> None:
    drawing.rect(_EDGE, y, WIDTH - 2 * _EDGE, band.height, fill="#f0f4f5", stroke=RULE, stroke_width=1, rx=4)
    drawing.text(_EDGE + _INSIDE, y + 21, band.title, size=_SIZE, font_weight="700", fill=QUIET)
    at = y + _HEAD
    for tier in band.tiers:
        tall = max(box.height for box in tier)
        for place, box in enumerate(tier):
            x = _EDGE + _INSIDE + place * (_BOX + _GAP)
            drawing.rect(
                x,
                at,
                _BOX,
                tall,
                look="ground",
                fill="#ffffff",
                stroke=ACCENT if box.accent else FAINT,
                stroke_width=3 if box.accent else 1.5,
                rx=3,
            )
            for line, (words, named) in enumerate(box.rows):
                weight = "700" if named else "400"
                drawing.text(x + 10, at + 24 + line * _LINE, words, size=_SIZE, font_weight=weight)
        at += tall + _GAP


def _arrow(drawing: Drawing, y: float, words: str) -> None:
    x = WIDTH / 2
    drawing.line(x, y, x, y + _BETWEEN - 8, stroke=DARK, stroke_width=2)
    tip = y + _BETWEEN - 2
    drawing.path(f"M{x - 6} {tip - 9} L{x} {tip} L{x + 6} {tip - 9} Z", look="area", fill=DARK, stroke=DARK)
    if words:
        left = min(x + 14, WIDTH - text_width(words, _SIZE) - 8)
        drawing.text(left, y + _BETWEEN / 2 + 4, words, size=_SIZE, font_weight="700", fill=DARK)


def _says(
    contract: ContractView, commissioner: str, carrying: Sequence[PartnerView], rest: Sequence[PartnerView]
) -> str:
    by = f" It is carried out by {_listed([each.organisation for each in carrying])}." if carrying else ""
    beside = f" In it {'beside them ' if carrying else ''}are {len(rest)} others." if len(rest) > 1 else ""
    beside = (
        f" In it{' beside them' if carrying else ''} is {rest[0].organisation}." if len(rest) == 1 else beside
    )
    sharing = [each.organisation for each in contract.partners_on if each.shares_on(contract.on)]
    gain = f" A gain is shared by {_listed(sharing)}." if sharing else ""
    return f"{contract.form_name} contract of {commissioner}.{by}{beside}{gain}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _table(contract: ContractView, commissioner: str, apart: bool) -> Table:
    rows = [cells(commissioner, "Commissioner", "–", "–", "–", "–")] if apart else []
    for each in contract.partners_on:
        shares = "; ".join(
            f"{share.percent_in_words} ({share.basis})" for share in each.shares_on(contract.on)
        )
        since, until = each.effective.since, each.effective.until
        rows.append(
            cells(
                Cell(words=each.organisation, path=f"/organisations/{each.organisation_id}"),
                each.role_in_words,
                each.stake_in_words or "–",
                shares or "–",
                in_words(since) if since else "Not recorded",
                in_words(until) if until else "Continues",
            )
        )
    return Table(
        caption=f"Who is in {contract.reference} as at {in_words(contract.on)}",
        heads=("Organisation", "Role", "Stake", "Gain-share", "From", "Until"),
        rows=tuple(rows),
    )
