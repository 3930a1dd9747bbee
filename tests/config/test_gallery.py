"""The gallery shows every component in its states, and nothing is styled outside the style sheets."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from config.gallery import PARTS, component_files, said_by
from config.gallery_examples import EXAMPLES

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(file for file in (ROOT / "templates").rglob("*.html") if "emails" not in file.parts)
CLASSES = re.compile(r'class="([^"]*)"')


def styled_names() -> set[str]:
    sheets = [file.read_text() for file in (ROOT / "static" / "css").glob("*.css")]
    return {name for sheet in sheets for name in re.findall(r"\.([a-z][\w-]*)", sheet)}


@pytest.mark.parametrize("name", sorted(component_files()))
def test_every_component_is_in_the_gallery_and_says_what_it_takes(name: str) -> None:
    assert said_by(component_files()[name]), "its first line is a comment"
    assert name in PARTS or EXAMPLES[name]


@pytest.mark.django_db
def test_the_gallery_opens_for_anybody(client: Client) -> None:
    page = client.get("/components/")
    text = page.content.decode()
    assert page.status_code == 200
    assert [name for name in component_files() if name not in PARTS and f'id="{name}"' not in text] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_class_on_a_page_is_one_of_the_house(file: Path) -> None:
    styled = styled_names()
    written = re.sub(
        r"{[%{].*?[%}]}", " ", " ".join(CLASSES.findall(re.sub(r"{%[^%]*%}|{{[^}]*}}", "~", file.read_text())))
    )
    names = {name for name in written.split() if "~" not in name}
    assert {name for name in names if name not in styled and not name.startswith("govuk-")} == set()


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_template_is_short_enough_to_read(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 120
