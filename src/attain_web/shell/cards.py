"""Pages made of cards: a heading, what to know, and tables; each table leaves as CSV under the page's own address."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from attain_web.shell.cells import Table, as_rows


def cards(
    request: HttpRequest,
    heading: str,
    tables: Sequence[Table],
    known: Mapping[str, Any] | None = None,
    *,
    template: str = "shell/cards.html",
    status: int = 200,
) -> HttpResponse:
    """Show a page of cards, or one of its tables as CSV when the address asks with ``as=csv&table=key``.

    Raises:
        Http404: the address asks for a table that the page does not have.
    """
    if request.GET.get("as") == "csv":
        found = next((one for one in tables if one.key == request.GET.get("table")), None)
        if found is None:
            raise Http404("the page has no such table")
        return as_csv(found)
    return render(request, template, {"heading": heading, "tables": tables, **(known or {})}, status=status)


def as_csv(table: Table) -> HttpResponse:
    """Return a table as a CSV file; numbers stand in it plainly."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(as_rows(table))
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.key}.csv"'
    return answer
