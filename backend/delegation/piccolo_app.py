"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.delegation.tables import (
    Commitment,
    Condition,
    Evidence,
    Gate,
    Judgement,
    Milestone,
    MilestoneState,
    Programme,
    ScopeRow,
)
from backend.delegation.tables.gates import Happening, Imposed, ImposedState, Passing, Shown, Tagged, Waiver

APP_CONFIG = AppConfig(
    app_name="delegation",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Programme,
        ScopeRow,
        Milestone,
        Gate,
        Condition,
        Commitment,
        MilestoneState,
        Evidence,
        Judgement,
        Passing,
        Waiver,
        Imposed,
        ImposedState,
        Happening,
        Shown,
        Tagged,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.organisations.piccolo_app",
        "backend.meetings.piccolo_app",
    ],
)
