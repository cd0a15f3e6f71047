"""The panel of a procurement: who takes part, what each declared and still owes, and the conflicts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.interests.queries import register
from backend.kit.database import fetch
from backend.procurement.rules import panel as rules
from backend.procurement.rules.panel import DeclarationStage, Handling, PanelRole
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """What a participant declared, with the newest word on how it is handled."""

    id: UUID
    participant_id: UUID
    stage: DeclarationStage
    nothing: bool
    conflict: str | None
    organisation_id: UUID | None
    organisation_name: str | None
    declared_at: datetime
    declared_by: str
    handling: Handling | None
    handling_reason: str | None
    handled_by: str | None
    handled_at: datetime | None

    @property
    def stage_in_words(self) -> str:
        return rules.STAGE_IN_WORDS[self.stage]

    @property
    def handling_in_words(self) -> str:
        return rules.HANDLING_IN_WORDS[self.handling] if self.handling else "To be decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantView:
    """Somebody who takes part, with their declarations, newest first, and the stages still owed."""

    id: UUID
    procurement_id: UUID
    person_id: UUID | None
    name: str
    body: str | None
    role: PanelRole
    is_staff: bool
    joined_on: date
    left_on: date | None
    declarations: tuple[DeclarationView, ...]
    owes: tuple[DeclarationStage, ...]

    @property
    def role_in_words(self) -> str:
        return rules.ROLE_IN_WORDS[self.role]

    @property
    def owes_in_words(self) -> str:
        return ", ".join(rules.STAGE_IN_WORDS[stage].lower() for stage in self.owes)

    @property
    def conflicts(self) -> tuple[DeclarationView, ...]:
        return tuple(each for each in self.declarations if not each.nothing)

    @property
    def standing(self) -> tuple[DeclarationView, ...]:
        """The newest declaration of each conflict: one in an organisation, or in the same words, is the same."""
        newest: dict[object, DeclarationView] = {}
        for each in self.conflicts:
            newest.setdefault(each.organisation_id or " ".join((each.conflict or "").lower().split()), each)
        return tuple(newest.values())

    @property
    def stands_aside(self) -> bool:
        return any(each.handling is Handling.STANDS_ASIDE for each in self.conflicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderView:
    id: UUID
    organisation_id: UUID
    name: str
    named_at: datetime
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The whole panel of one procurement with its bidders."""

    participants: tuple[ParticipantView, ...]
    bidders: tuple[BidderView, ...]

    @property
    def present(self) -> tuple[ParticipantView, ...]:
        return tuple(each for each in self.participants if each.left_on is None)

    @property
    def bidding(self) -> tuple[BidderView, ...]:
        return tuple(each for each in self.bidders if each.withdrawn_on is None)

    @property
    def owing(self) -> tuple[ParticipantView, ...]:
        return tuple(each for each in self.present if each.owes)

    @property
    def unhandled(self) -> tuple[tuple[ParticipantView, DeclarationView], ...]:
        """Conflicts about which nothing is decided, each once: of those declared twice, the last word counts."""
        return tuple(
            (each, declared)
            for each in self.participants
            for declared in each.standing
            if not declared.handling
        )

    def participant(self, participant_id: UUID) -> ParticipantView:
        """Raises `NotFound` for nobody of this panel."""
        for each in self.participants:
            if each.id == participant_id:
                return each
        raise NotFound("participant")


async def panel_of(scope: Scope, *, procurement_id: UUID) -> Panel:
    """The panel of one procurement, those present first. Three statements."""
    return (await panels_of(scope, procurement_ids=[procurement_id]))[procurement_id]


async def panels_of(
    scope: Scope, *, procurement_ids: list[UUID], known_at: datetime | None = None
) -> dict[UUID, Panel]:
    """The panels of several procurements, with what was declared and decided by `known_at`. Three statements."""
    moment = known_at or scope.now
    bidders = await fetch(
        """
        SELECT b.procurement_id, b.id, b.organisation_id, o.name, b.named_at, b.withdrawn_on
        FROM procurement_bidder b JOIN organisations_named o ON o.tenant_id = $1 AND o.id = b.organisation_id
        WHERE b.tenant_id = $1 AND b.procurement_id = ANY($2)
        ORDER BY b.withdrawn_on NULLS FIRST, lower(o.name), b.id""",
        scope.tenant.id,
        procurement_ids,
    )
    declarations = await fetch(
        """
        SELECT d.id, d.participant_id, d.stage, d.nothing, d.conflict, d.organisation_id,
          o.name AS organisation_name, d.declared_at, d.declared_by, h.handling, h.reason AS handling_reason,
          h.decided_by AS handled_by, h.decided_at AS handled_at
        FROM procurement_declaration d
        LEFT JOIN organisations_named o ON o.tenant_id = $1 AND o.id = d.organisation_id
        LEFT JOIN LATERAL (SELECT * FROM procurement_handling x
          WHERE x.tenant_id = $1 AND x.declaration_id = d.id AND x.decided_at <= $3
          ORDER BY x.decided_at DESC, x.id DESC LIMIT 1) h ON true
        WHERE d.tenant_id = $1 AND d.procurement_id = ANY($2) AND d.declared_at <= $3
        ORDER BY d.declared_at DESC, d.id DESC""",
        scope.tenant.id,
        procurement_ids,
        moment,
    )
    participants = await fetch(
        """
        SELECT t.id, t.procurement_id, t.person_id, coalesce(p.name, t.outsider_name) AS name,
          t.outsider_body AS body, t.role, t.is_staff, t.joined_on, t.left_on
        FROM procurement_participant t
        LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = t.person_id
        WHERE t.tenant_id = $1 AND t.procurement_id = ANY($2)
        ORDER BY t.left_on NULLS FIRST, lower(coalesce(p.name, t.outsider_name)), t.id""",
        scope.tenant.id,
        procurement_ids,
    )
    declared: dict[UUID, list[DeclarationView]] = {}
    for row in declarations:
        values = {
            **row,
            "stage": DeclarationStage(row["stage"]),
            "handling": Handling(row["handling"]) if row["handling"] else None,
        }
        declared.setdefault(row["participant_id"], []).append(DeclarationView(**values))
    found = {}
    for procurement_id in procurement_ids:
        bidding = tuple(
            BidderView(**{name: row[name] for name in BidderView.__dataclass_fields__})
            for row in bidders
            if row["procurement_id"] == procurement_id
        )
        named_at = max((each.named_at for each in bidding if each.withdrawn_on is None), default=None)
        found[procurement_id] = Panel(
            participants=tuple(
                _participant(row, declared.get(row["id"], []), named_at)
                for row in participants
                if row["procurement_id"] == procurement_id
            ),
            bidders=bidding,
        )
    return found


async def touching(scope: Scope, panel: Panel) -> tuple[register.TouchingInterest, ...]:
    """The interests on the register that those present hold in the bidders: for the officer. One statement."""
    people = tuple(each.person_id for each in panel.present if each.person_id)
    return await register.interests_touching(
        scope,
        person_ids=people,
        organisation_ids=tuple(each.organisation_id for each in panel.bidding),
        on=scope.today,
    )


async def mine(scope: Scope) -> tuple[UUID, ...]:
    """The procurements, neither awarded nor abandoned, in which the actor takes part."""
    rows = await fetch(
        """
        SELECT DISTINCT t.procurement_id FROM procurement_participant t
        JOIN procurement_particulars v
          ON v.tenant_id = $1 AND v.procurement_id = t.procurement_id AND v.known_to IS NULL
        WHERE t.tenant_id = $1 AND t.person_id = $2 AND t.left_on IS NULL
          AND v.status NOT IN ('AWARDED', 'ABANDONED')""",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return tuple(row["procurement_id"] for row in rows)


def _participant(row: object, declared: list[DeclarationView], named_at: datetime | None) -> ParticipantView:
    values = dict(row)  # type: ignore[call-overload]  # a row is a mapping of its columns
    made = [rules.Made(stage=each.stage, at=each.declared_at) for each in declared]
    values["role"] = PanelRole(values["role"])
    aside = values["left_on"] is not None or any(
        each.handling is Handling.STANDS_ASIDE for each in declared if not each.nothing
    )
    owes = rules.missing(made, bidders_named_at=named_at, stands_aside=aside)
    return ParticipantView(**values, declarations=tuple(declared), owes=owes)
