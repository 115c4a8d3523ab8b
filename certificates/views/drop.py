"""Checking a file (screen 26): its fingerprint from the browser, or the file itself where there is no script."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from certificates.queries import answers, findings
from certificates.rules import pdfs
from certificates.services import dropping
from certificates.states import Finding
from certificates.views.verify import answered, client_of
from training.core.requests import Request

AROUND = 64 * 1024  # bytes of a form around its file


class Small(MemoryFileUploadHandler):
    """Keeps a file in memory, never on a disk, and stops where it grows too large, whatever its head said."""

    most = pdfs.MOST

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        super().handle_raw_input(*args, **kwargs)
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.most:
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)


@login_not_required
@csrf_exempt  # judged below, once it is clear how much may be read
@require_http_methods(["GET", "HEAD", "POST"])
@answered
def file(request: Request) -> HttpResponse:
    """The box for a file, and what is said of the one that came."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > pdfs.MOST + AROUND:
        return _said(request, dropping.Judgment(Finding.TOO_LARGE))
    request.upload_handlers = [Small(request)]
    return _read(request)


@csrf_protect
def _read(request: Request) -> HttpResponse:
    if request.method != "POST":
        return render(request, "certificates/verify/file.html")
    upload, sha256 = request.FILES.get("file"), request.POST.get("sha256", "").strip().lower()
    if upload is None and not sha256:
        context = {"error": True}
        return render(request, "certificates/verify/file.html", context, status=422)
    if upload is None:
        return _said(request, dropping.by_hash(request.complex, sha256=sha256, now=request.now))
    client = client_of(request)
    dropping.refuse_if_spent(request.complex, client=client, now=request.now)
    return _said(request, dropping.by_file(request.complex, data=upload.read(), client=client, now=request.now))


def _said(request: Request, judgment: dropping.Judgment) -> HttpResponse:
    answer = judgment.answer
    found = answer.certificate if answer else None
    page = answers.of_certificate(answer.truth, found, answer.checks) if answer and found else None
    context = {"finding": findings.of(judgment.finding), "result": page}
    return render(request, "certificates/verify/file_result.html", context, status=findings.http(judgment.finding))
