"""Making, signing and changing agreements on delegation, and the reports that they ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.functions import DelegationAgreement, ReportAsked
from backend.functions.operations.functions import ids_of
from backend.functions.operations.recording import check_file, hold, source_of, subject, words_of
from backend.functions.rules import holding as rules
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.tables.agreements import Agreement, Report
from backend.kit.calendar import in_words
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.organisations.rules import free_slug
from backend.scope import NotFound, Scope


async def make_agreement(scope: Scope, *, agreement: DelegationAgreement) -> UUID:
    """Write down the terms of an agreement; nobody has signed it by that. Returns its id.

    Raises UnableToKeepFunction for an agreement that ends before it starts, or a short name that is taken.
    """
    _check(agreement)
    rows = await Agreement.within(scope).where(Agreement.slug == agreement.id)
    if rows and rows[0]["retired_on"] is None:
        raise UnableToKeepFunction(
            f"There is an agreement with the short name “{agreement.id}” already.", field="name"
        )
    values = await _values(scope, agreement)
    if rows:
        agreement_id: UUID = rows[0]["id"]
        await Agreement.change(scope, **values, retired_on=None, version=rows[0]["version"] + 1).where(
            Agreement.id == agreement_id
        )
    else:
        agreement_id = await Agreement.add(scope, slug=agreement.id, **values, version=1)
    await _put_reports(scope, agreement_id, agreement.reports)
    await ledger.record(
        scope,
        "functions.agreement.made",
        subject("agreement", agreement_id, agreement.name),
        after=_plain(agreement),
    )
    return agreement_id


async def change_agreement(
    scope: Scope,
    *,
    agreement_id: UUID,
    agreement: DelegationAgreement,
    before: DelegationAgreement,
    version: int | None = None,
) -> None:
    """Change the terms that nobody has signed yet, or the reports of any. `before` is how it stands.

    Raises UnableToKeepFunction for the terms of a signed one, which a variation changes; OvertakenByAnother, NotFound.
    """
    _check(agreement)
    row = await _living(scope, agreement_id, version=version)
    after = agreement.model_copy(update={"id": before.id})
    if after == before:
        return
    terms = {"reports": before.reports, "about": before.about}
    if row["signed_on"] is not None and after.model_copy(update=terms) != before:
        raise UnableToKeepFunction(
            f"“{row['name']}” was signed on {in_words(row['signed_on'])}. Its terms change by a variation "
            "that both sides consent to."
        )
    await Agreement.change(scope, **await _values(scope, after), version=row["version"] + 1).where(
        Agreement.id == agreement_id
    )
    await _put_reports(scope, agreement_id, after.reports)
    old, new = _plain(before), _plain(after)
    changed = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    await ledger.record(
        scope,
        "functions.agreement.changed",
        subject("agreement", agreement_id, after.name),
        before={name: old.get(name) for name in changed},
        after={name: new.get(name) for name in changed},
    )


async def sign_agreement(
    scope: Scope,
    *,
    agreement_id: UUID,
    signed_on: date,
    by_us: str,
    by_body: str,
    file_id: UUID | None = None,
) -> None:
    """Record that both sides signed, as a named person saw it; the signed copy goes with it or follows.

    Recorded again it is corrected. Raises UnableToKeepFunction, NotFound.
    """
    rules.check_person(scope)
    row = await _living(scope, agreement_id)
    if signed_on > scope.today:
        raise UnableToKeepFunction("A signature is recorded once it is given.", field="signed_on")
    await check_file(scope, file_id)
    values = {
        "signed_on": signed_on,
        "signed_by_us": words_of(by_us, sentence="Say who signed for us.", field="by_us"),
        "signed_by_body": words_of(by_body, sentence=f"Say who signed for {row['body']}.", field="by_body"),
        "signed_file_id": file_id or row["signed_file_id"],
        "signed_recorded_by_name": scope.actor.name,
    }
    await Agreement.change(scope, **values, version=row["version"] + 1).where(Agreement.id == agreement_id)
    told = ("signed_on", "signed_by_us", "signed_by_body")
    await ledger.record(
        scope,
        "functions.agreement.signed",
        subject("agreement", agreement_id, row["name"]),
        before={name: row[name] for name in told},
        after={name: values[name] for name in told},
    )


async def retire_agreement(scope: Scope, *, agreement_id: UUID) -> None:
    """Take away an agreement that nobody signed. Raises UnableToKeepFunction for one that was, NotFound."""
    row = await _living(scope, agreement_id)
    if row["signed_on"] is not None:
        raise UnableToKeepFunction(
            f"“{row['name']}” was signed on {in_words(row['signed_on'])}, so it stays. Record how it ended instead."
        )
    await Agreement.change(scope, retired_on=scope.today, version=row["version"] + 1).where(
        Agreement.id == agreement_id
    )
    await ledger.record(scope, "functions.agreement.retired", subject("agreement", agreement_id, row["name"]))


async def ask_report(scope: Scope, *, agreement_id: UUID, report: ReportAsked) -> UUID:
    """Add a report that the agreement asks for; its short name is made of its title. Returns its id."""
    row = await _living(scope, agreement_id)
    known = await Report.within(scope, Report.slug, Report.position).where(
        Report.agreement_id == agreement_id
    )
    slug = free_slug(report.title, {each["slug"] for each in known})
    report_id: UUID = await Report.add(
        scope,
        agreement_id=agreement_id,
        slug=slug,
        position=max((each["position"] for each in known), default=0) + 1,
        **_report(report),
    )
    await ledger.record(
        scope,
        "functions.report.asked",
        subject("agreement", agreement_id, row["name"]),
        after=report.model_dump(mode="json", exclude_none=True),
    )
    return report_id


async def drop_report(scope: Scope, *, report_id: UUID) -> None:
    """From today the agreement asks for the report no more. Raises NotFound."""
    rows = await Report.within(scope).where(Report.id == report_id, Report.retired_on.is_null())
    if not rows:
        raise NotFound("report")
    row = await _living(scope, rows[0]["agreement_id"])
    await Report.change(scope, retired_on=scope.today).where(Report.id == report_id)
    await ledger.record(
        scope,
        "functions.report.dropped",
        subject("agreement", row["id"], row["name"]),
        before={"title": rows[0]["title"]},
    )


async def free_agreement_slug(scope: Scope, *, name: str) -> str:
    return free_slug(name, {row["slug"] for row in await Agreement.within(scope, Agreement.slug)})


async def _living(scope: Scope, agreement_id: UUID, *, version: int | None = None) -> Any:
    row = await hold(scope, "agreement", agreement_id, version=version)
    if row["retired_on"] is not None:
        raise NotFound("agreement")
    return row


def _check(agreement: DelegationAgreement) -> None:
    rules.check_days(agreement.from_on, agreement.until_on, what=f"“{agreement.name}”")


async def _put_reports(scope: Scope, agreement_id: UUID, reports: Sequence[ReportAsked]) -> None:
    """Make the reports of an agreement those; one that is not among them is asked for no more."""
    known = {
        row["slug"]: row for row in await Report.within(scope).where(Report.agreement_id == agreement_id)
    }
    for position, report in enumerate(reports, start=1):
        values = {**_report(report), "position": position, "retired_on": None}
        if report.id in known:
            await Report.change(scope, **values).where(Report.id == known[report.id]["id"])
        else:
            await Report.add(scope, agreement_id=agreement_id, slug=report.id, **values)
    await execute(
        "UPDATE functions_report SET retired_on = $3 WHERE tenant_id = $1 AND agreement_id = $2 "
        "AND retired_on IS NULL AND slug <> ALL($4)",
        scope.tenant.id,
        agreement_id,
        scope.today,
        [report.id for report in reports],
    )


async def _values(scope: Scope, agreement: DelegationAgreement) -> dict[str, Any]:
    ids = await ids_of(scope)
    unknown = next((slug for slug in agreement.functions if slug not in ids), None)
    if unknown is not None:
        raise UnableToKeepFunction(
            f"“{agreement.name}” names the function “{unknown}”, which the register does not hold.",
            field="functions",
        )
    return {
        "name": agreement.name,
        "body": agreement.body,
        "model": agreement.model.value,
        "authority": agreement.authority,
        "about": agreement.about,
        "from_on": agreement.from_on,
        "until_on": agreement.until_on,
        "function_ids": [ids[slug] for slug in agreement.functions],
        "notice": canonical([each.model_dump(mode="json", exclude_none=True) for each in agreement.notice]),
        "source": source_of(agreement),
    }


def _report(report: ReportAsked) -> dict[str, Any]:
    return {
        "title": report.title,
        "about": report.about,
        "rhythm": report.rhythm.value,
        "definition": report.definition,
        "year_starts": report.year_starts,
        "due_within_days": report.due_within_days,
        "due_on": report.due_on,
        "source": source_of(report),
    }


def _plain(agreement: DelegationAgreement) -> dict[str, Any]:
    return agreement.model_dump(mode="json", exclude_none=True)
