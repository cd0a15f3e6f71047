"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.assurance.tables.answers import Answer, AnswerVersion, Assessment, TallyRow
from backend.assurance.tables.editions import Domain, Edition, Requirement
from backend.assurance.tables.evidence import (
    Evidence,
    EvidenceDisposal,
    EvidenceHold,
    EvidenceStep,
    EvidenceVersion,
    Reliance,
)
from backend.assurance.tables.imports import SheetImport
from backend.assurance.tables.relating import Mapping, Succession
from backend.assurance.tables.verdicts import Reading, Rule, Verdict

APP_CONFIG = AppConfig(
    app_name="assurance",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Answer,
        AnswerVersion,
        Assessment,
        Domain,
        Edition,
        Evidence,
        EvidenceDisposal,
        EvidenceHold,
        EvidenceStep,
        EvidenceVersion,
        Mapping,
        Reading,
        Reliance,
        Requirement,
        Rule,
        SheetImport,
        Succession,
        TallyRow,
        Verdict,
    ],
    migration_dependencies=[
        "backend.committees.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.people.piccolo_app",
    ],
)
