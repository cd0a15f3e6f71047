"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.people.tables import (
    Account,
    Attempt,
    Challenge,
    Founding,
    Identity,
    Invitation,
    Membership,
    OwnProvider,
    Passkey,
    Pause,
    Person,
    ProviderTrial,
    Role,
    Session,
    Token,
)

APP_CONFIG = AppConfig(
    app_name="people",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Account,
        Attempt,
        Challenge,
        Founding,
        Identity,
        Invitation,
        Membership,
        OwnProvider,
        Passkey,
        Pause,
        Person,
        ProviderTrial,
        Role,
        Session,
        Token,
    ],
    migration_dependencies=["backend.tenancy.piccolo_app"],
)
