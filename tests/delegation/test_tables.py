from backend.kit import database
from backend.kit.database import fetch
from backend.scope import Scope
from backend.tenancy import transactions


async def test_x(db: database.Database, scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        assert await fetch("SELECT * FROM delegation_judgement WHERE tenant_id = $1", scope.tenant.id) == []
