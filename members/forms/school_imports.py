"""What is asked about a school file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from members.rules.school_file import read_authority

LARGEST_UPLOAD = 80 * 1024 * 1024
"""Bytes: more than twice the nationwide file without compression."""


class SchoolFileField(forms.FileField):
    """A CSV file of the register, plain or gzipped, of at most 80 MB."""

    def __init__(self, **kwargs: Any) -> None:
        accepted = {"accept": ".csv,.gz,text/csv,application/gzip"}
        super().__init__(widget=forms.ClearableFileInput(attrs=accepted), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        """The file; refuses one that is too large to be a school file."""
        file: UploadedFile[bytes] | None = super().clean(data, initial) or None
        if file is not None and (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError("Choose a file of at most 80 MB. The nationwide file has 32 MB")
        return file


class UploadForm(forms.Form):
    """The school file, the links file if there is one, and the authorities wanted."""

    schools = SchoolFileField(
        label="School file",
        help_text="The register calls it edubasealldata and the day, such as edubasealldata20260131.csv. "
        "It may be compressed with gzip.",
    )
    links = SchoolFileField(
        label="Links file",
        required=False,
        help_text="links_edubasealldata and the day: which school took over from which.",
    )
    authorities = forms.CharField(
        label="Only these authorities",
        required=False,
        max_length=400,
        help_text="Their three-digit codes, such as 301 372. Leave it empty to load the whole file.",
    )

    def clean_authorities(self) -> tuple[str, ...]:
        """The codes, each once."""
        codes = self.cleaned_data["authorities"].replace(",", " ").split()
        for code in codes:
            try:
                read_authority(code)
            except ValueError:
                raise ValidationError(f"“{code}” has not three digits. Write codes such as 301 372") from None
        return tuple(dict.fromkeys(codes))


class ConfirmForm(forms.Form):
    """Yes to what the file changes; where very many schools would close, that they did."""

    allows_mass_closure = forms.BooleanField(required=False, label="Yes, all these schools have closed")
