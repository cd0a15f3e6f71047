"""A contract has a short name, the terms that it was read to hold, and where they were read."""

from backend.tenancy.sql import migration

ID = "2026-11-24T08:00:00"
VERSION = "1.38.0"
DESCRIPTION = "Short names, terms and provenance of contracts"

forwards = migration(
    "contracts",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE contracts_contract ADD COLUMN slug text, "
        "ADD COLUMN terms jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(terms) = 'array'), "
        "ADD COLUMN provenance jsonb CHECK (jsonb_typeof(provenance) = 'object');",
        "UPDATE contracts_contract SET slug = 'contract-' || number;",
        "ALTER TABLE contracts_contract ALTER COLUMN slug SET NOT NULL, ALTER COLUMN terms DROP DEFAULT, "
        "ADD CHECK (slug <> '');",
        # a step that is undone puts the row back as a version says it, so that those of before say it too
        "UPDATE contracts_version SET said = said || jsonb_build_object('slug', 'contract-' || (said ->> 'number'), "
        "'terms', '[]'::jsonb) WHERE subject = 'contract';",
        # one that was entered by a step since undone keeps its name and stands in nobody's way
        "CREATE UNIQUE INDEX contracts_contract_slug ON contracts_contract (tenant_id, slug) "
        "WHERE struck_at IS NULL;",
    ],
)
