"""Plans that are shipped: programmes that were published somewhere and that any tenant may take up as its own."""

from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.shapes import Line, Slug


class PlanDocument(DelegationProgramme):
    """`frameworks/<id>/<edition>/programme.yaml`. It says what is to be done; never that anything was."""

    edition: Slug
    publisher: Line
    published: Line | None = None
    """As the document says it, such as `September 2015`."""

    @property
    def key(self) -> str:
        return f"{self.id}/{self.edition}"

    def taken_up(
        self, *, slug: str | None = None, name: str | None = None, reviewing_body: str | None = None
    ) -> DelegationProgramme:
        """The plan as a tenant's own programme, under a slug, a name and a reviewing body of its own where given."""
        values = {field: getattr(self, field) for field in DelegationProgramme.model_fields}
        own = {"id": slug, "name": name, "reviewing_body": reviewing_body}
        return DelegationProgramme(**{**values, **{field: value for field, value in own.items() if value}})
