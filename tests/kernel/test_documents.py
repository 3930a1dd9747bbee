"""Documents on paper are tagged, carry letterhead and page numbers, and call nobody."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings
from pypdf import PdfReader

from kernel.documents import BASE, pdf, static_file

COMPANY = SimpleNamespace(
    name="Aldermere Schools Partnership", address=["1 Market Place", "Aldermere"], company_number="14990001"
)


def test_a_document_is_a_tagged_pdf_in_english() -> None:
    made = pdf("document.html", {"letterhead": COMPANY})
    assert made.startswith(b"%PDF")
    root: Any = PdfReader(io.BytesIO(made)).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root


def test_a_document_has_letterhead_and_page_numbers_in_our_type() -> None:
    page: Any = PdfReader(io.BytesIO(pdf("document.html", {"letterhead": COMPANY}))).pages[0]
    words = page.extract_text()
    assert "Aldermere Schools Partnership" in words
    assert "number 14990001" in words
    assert "Page 1 of 1" in words
    assert any("Source-Sans" in str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values())


def test_a_document_finds_the_sites_own_files() -> None:
    assert static_file(f"{BASE}static/css/document.css").name == "document.css"


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/a.png", "file:///etc/passwd", f"{BASE}etc/passwd"],
)
def test_a_document_reads_nothing_else(url: str) -> None:
    with pytest.raises(ValueError, match="own files only"):
        static_file(url)


def test_a_document_does_not_climb_out_of_its_folder() -> None:
    with pytest.raises(ValueError, match="no static file"):
        static_file(f"{BASE}static/../settings.py")


def test_a_document_finds_collected_files(tmp_path: Path) -> None:
    (tmp_path / "only-collected.css").write_text("")
    with override_settings(STATIC_ROOT=str(tmp_path)):
        assert static_file(f"{BASE}static/only-collected.css").read_text() == ""
