"""Reading requests: the log, one request, figures, the public log. Who asked is read in `names` alone."""

from backend.requests.queries.figures import Figures, figures_of
from backend.requests.queries.log import (
    Counts,
    Sought,
    count_of,
    counts_of,
    mine,
    requests_of,
    waiting_for_check,
    waiting_for_opinion,
)
from backend.requests.queries.one import my_searches, request_of, search_of
from backend.requests.queries.packed import (
    AnswerForPack,
    DisclosedFile,
    PackSummary,
    answer_for_pack,
    bytes_of,
    summary_for_pack,
)
from backend.requests.queries.public import disclosure_of, disclosures_of, files_of
from backend.requests.queries.views import RequestLine, RequestView, SearchView

__all__ = [
    "AnswerForPack",
    "Counts",
    "DisclosedFile",
    "Figures",
    "PackSummary",
    "RequestLine",
    "RequestView",
    "SearchView",
    "Sought",
    "answer_for_pack",
    "bytes_of",
    "count_of",
    "counts_of",
    "disclosure_of",
    "disclosures_of",
    "figures_of",
    "files_of",
    "mine",
    "my_searches",
    "request_of",
    "requests_of",
    "search_of",
    "summary_for_pack",
    "waiting_for_check",
    "waiting_for_opinion",
]
