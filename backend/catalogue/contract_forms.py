"""The forms in which care is contracted for: what each means, which roles its partners take, and where it was used."""

from pydantic import model_validator

from backend.catalogue.editions import Edition
from backend.catalogue.shapes import Flag, Line, Slug, Sourced, Text


class PartnerRole(Sourced):
    """What an organisation may be in a contract.

    `carries_out`: the contract is carried out under its name, so that what touches it touches the contract.
    """

    id: Slug
    name: Line
    meaning: Text
    carries_out: Flag = False


class ContractForm(Sourced):
    """A form of contract. `roles` are those that its partners usually take; others are never refused."""

    id: Slug
    name: Line
    meaning: Text
    roles: tuple[Slug, ...]
    lessons: tuple[Text, ...] = ()


class ExampleFact(Sourced):
    """One thing that a document says of an example, such as its value or how a gain is shared."""

    about: Line
    text: Text


class ExampleContract(Sourced):
    """A contract or plan that a document tells of: what it says, and nothing more.

    `form` is none where the document does not say which it is.
    """

    id: Slug
    title: Line
    place: Line
    form: Slug | None = None
    stage: Text
    facts: tuple[ExampleFact, ...] = ()
    silent: Text | None = None
    """What the document does not say."""


class ContractFormsFile(Edition):
    """`frameworks/<id>/<edition>/forms.yaml`."""

    roles: tuple[PartnerRole, ...]
    forms: tuple[ContractForm, ...]
    examples: tuple[ExampleContract, ...] = ()

    @model_validator(mode="after")
    def _names_resolve(self) -> "ContractFormsFile":
        roles = [role.id for role in self.roles]
        forms = [form.id for form in self.forms]
        examples = [example.id for example in self.examples]
        for kind, names in (("role", roles), ("form", forms), ("example", examples)):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"has the {kind} “{twice}” twice")
        for form in self.forms:
            lost = next((name for name in form.roles if name not in roles), None)
            if lost is not None:
                raise ValueError(
                    f"names the role “{lost}” in the form “{form.id}”, and there is no such role"
                )
        for example in self.examples:
            if example.form is not None and example.form not in forms:
                raise ValueError(
                    f"names the form “{example.form}” in the example “{example.id}”, and there is no such form"
                )
        return self

    def form(self, form_id: str) -> ContractForm | None:
        return next((form for form in self.forms if form.id == form_id), None)

    def role(self, role_id: str) -> PartnerRole | None:
        return next((role for role in self.roles if role.id == role_id), None)
