"""Which workflow a new run begins with, and the one that a run began with."""

from backend.catalogue import shelf
from backend.catalogue.workflows import WorkflowDocument
from backend.scope import Refusal, Scope


class NoWorkflow(Refusal):
    """The workflow that a run needs is not in the catalogue of this service."""


def pinned(scope: Scope, workflow_id: str) -> WorkflowDocument:
    """The version that the tenant has pinned; the newest where it has pinned none."""
    pin = scope.tenant.pins.get(workflow_id)
    if pin is not None:
        return begun_with(pin if "/" in pin else f"{workflow_id}/{pin}")
    versions = [each for each in shelf.catalogue().workflows.values() if each.id == workflow_id]
    if not versions:
        raise NoWorkflow(f"There is no workflow “{workflow_id}” here.")
    return max(versions, key=lambda each: int(each.version.removeprefix("v")))


def begun_with(key: str) -> WorkflowDocument:
    """The workflow of a key such as `paper-sign-off/v1`: published versions don't change, so a run keeps its own."""
    found = shelf.catalogue().workflows.get(key)
    if found is None:
        raise NoWorkflow(f"There is no workflow “{key}” here.")
    return found
