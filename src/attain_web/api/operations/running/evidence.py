"""Files of disputes: added by whoever has a part in one, and read by whoever may see it."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.closing.claims.evidence import MOST_BYTES, attach_evidence, evidence_content, evidence_of
from attain_web.api.declaring import KINDS, acts, reads
from attain_web.api.operations.disputes import EVERYBODY, seen_dispute
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Done, Page, Paging

router = Router()
WRITERS = ("payee", "manager", "admin", "finance", "leader")


class FileRow(Schema):
    """A file of a dispute, and the digest by which it is asked for."""

    digest: str
    name: str
    byte_count: int
    by: str


@reads(router, "/disputes/{dispute_id}/files", *EVERYBODY, gives=Page[FileRow])
def list_dispute_files(request: HttpRequest, dispute_id: str, paging: Query[Paging]) -> Page[FileRow]:
    """List the files of a dispute."""
    seen_dispute(request, dispute_id)
    rows = [
        FileRow(digest=one.digest, name=one.name, byte_count=one.byte_count, by=one.written_by)
        for one in evidence_of(dispute_id, viewer=viewer_of(request).user)
    ]
    return paged(rows, paging, lambda one: [one.name, one.digest])


@reads(
    router,
    "/disputes/{dispute_id}/files/{digest}",
    *EVERYBODY,
    gives=str,
    openapi_extra={KINDS: ["application/octet-stream"]},
)
def one_dispute_file(request: HttpRequest, dispute_id: str, digest: str) -> HttpResponse:
    """Give a file of a dispute."""
    seen_dispute(request, dispute_id)
    try:
        _, content = evidence_content(dispute_id, digest, viewer=viewer_of(request).user)
    except Refused as refused:
        raise Http404(refused.what) from None
    return HttpResponse(content, content_type="application/octet-stream")


@acts(router, "/disputes/{dispute_id}/files", *WRITERS, gives=Done)
def attach_dispute_file(request: HttpRequest, dispute_id: str, file: Annotated[UploadedFile, File()]) -> Done:
    """Add a file to a dispute; it is a message of its thread."""
    seen_dispute(request, dispute_id)
    if file.size is None or file.size > MOST_BYTES:
        raise NotSo(422, f"the file is larger than {MOST_BYTES:,} bytes", "send a part of it")
    made = attach_evidence(dispute_id, file.name or "", file.read(), acting_user=viewer_of(request).user)
    return Done(said=f"{made.name} is added", values={"digest": made.digest})
