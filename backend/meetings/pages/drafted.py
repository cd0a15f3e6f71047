"""What a signatory said without a connection, held against what lies there now."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from backend.meetings import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """`sentence` says whether it can be confirmed; `refused`: it can't, and is no longer kept."""

    sentence: str
    refused: bool


def drafted_of(
    request: Request[Any, Any, Any], view: queries.PaperView, rendition: queries.Rendition
) -> Drafted | None:
    """What the device says was read (`read` of the content, `as` of how it was shown); `None` where it says nothing.

    Only sentences come of it: signing asks the server again, under lock.
    """
    read, shown = request.query_params.get("read"), request.query_params.get("as")
    if read is None:
        return None
    run, title, there = view.line.run, view.line.title, view.line.version
    asks = request.query_params.get("asks") == "yes"
    what = "Your question" if asks else "Your sign-off"
    if read != view.line.sha256:
        was = next((f"of version {each.version}" for each in view.versions if each.sha256 == read), "of it")
        why = f"“{title}” has changed since you read it without a connection: version {there} lies there now."
        sentence = f"{why} {what} {was} is not taken. Read the newer version below."
        return Drafted(sentence=sentence, refused=True)
    if shown != rendition.shown.sha256:
        why = f"“{title}” is shown in another form than when you read it without a connection."
        return Drafted(sentence=f"{why} {what} is not taken. Read it below as it is now.", refused=True)
    if not (run.can_return if asks else run.can_sign):
        why = run.why_not_sign or f"“{title}” is {run.where}."
        return Drafted(sentence=f"{what} is not taken. {why}", refused=True)
    said = "wrote a question about this paper" if asks else "said that you approve this paper"
    does = "Send it below." if asks else "Nothing is signed off until you confirm it below."
    sentence = f"Without a connection you {said}. It is still version {there}, as you read it. {does}"
    return Drafted(sentence=sentence, refused=False)
