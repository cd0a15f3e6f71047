"""A kind of import contract that import-linter lacks: who alone may name a module.

Its own `protected` contract stops when a listed module is missing, and cannot say "the module's own room". This one
lets a room be listed before it is built, and always lets a room import what is in it.
"""

import re

import grimp
from importlinter import Contract, ContractCheck, fields, output


class OnlyInContract(Contract):
    """`modules` are imported directly, within `backend`, by `importers` and their own room alone.

    In each list `*` stands for one part of a dotted name, and a name covers what is inside it. `open_modules` are
    let off.
    """

    type_name = "only_in"

    modules = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField(), required=False)
    open_modules = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        guarded = _pattern(self.modules)
        allowed = _pattern(self.importers or [])
        let_off = _pattern(self.open_modules or [])
        broken = [
            (importer, module, graph.get_import_details(importer=importer, imported=module))
            for module in sorted(graph.modules)
            if guarded.fullmatch(module) and not let_off.fullmatch(module)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer.split(".")[0] == "backend"
            and not allowed.fullmatch(importer)
            and importer.split(".")[:2] != module.split(".")[:2]
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module, details in check.metadata["broken"]:
            lines = ", ".join(str(detail["line_number"]) for detail in details)
            output.print_error(f"- {importer} may not import {module} (line {lines})", bold=False)


def _pattern(expressions: object) -> re.Pattern[str]:
    assert isinstance(expressions, list)
    parts = [re.escape(expression).replace(r"\*", r"[^.]+") + r"(\..+)?" for expression in expressions]
    return re.compile("|".join(parts) or "(?!)")
