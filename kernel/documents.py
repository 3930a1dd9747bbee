"""Documents on paper: a template as a tagged PDF (PDF/UA-1), with nothing fetched from outside.

The template extends `document.html` and is the same one that the page to print shows, so that paper and screen agree.
WeasyPrint needs Pango, a C library: where it is missing the refusal names it and points to the page to print.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from kernel.refusal import Refusal

# Never looked up: every address is answered from our own files.
BASE = "https://document.invalid/"


class DocumentsNotInstalled(Refusal):
    """The program that makes PDFs lacks a library of the operating system."""

    rule = "PDFs are made by WeasyPrint, which needs the libraries libpango-1.0-0 and libpangoft2-1.0-0."
    forward = "Open the page to print instead, and let the browser save it as a PDF."


def pdf(template: str, values: dict[str, Any]) -> bytes:
    """The template, filled in, as a tagged PDF. `pdf` is true in the template; `letterhead` names the
    company as it was when the document was issued: its name, address, company_number, vat_number and email.

    Refuses with DocumentsNotInstalled where the library is missing.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as problem:
        raise DocumentsNotInstalled("This server cannot make PDFs: a library is missing.") from problem

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Gives the site's own static files and nothing else: a document never calls out."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            file = static_file(url)
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    html = render_to_string(template, {**values, "pdf": True})
    document = HTML(string=html, base_url=BASE, url_fetcher=OwnFilesOnly())
    return cast(bytes, document.write_pdf(pdf_variant="pdf/ua-1"))


def static_file(url: str) -> Path:
    """The file behind an address of a static file. Raises ValueError for any other address."""
    path = unquote(urlsplit(url).path)
    before = f"/{settings.STATIC_URL.strip('/')}/"
    if not url.startswith(BASE) or not path.startswith(before):
        raise ValueError(f"a document may show its own files only, not {url}")
    name = path.removeprefix(before)
    found = finders.find(name) if ".." not in name.split("/") else None
    if isinstance(found, str):
        return Path(found)
    collected = (Path(settings.STATIC_ROOT) / name).resolve()
    if collected.is_relative_to(Path(settings.STATIC_ROOT).resolve()) and collected.is_file():
        return collected
    raise ValueError(f"there is no static file {name}")
