"""Templates: nothing that a strict content policy would refuse, no address that leads nowhere, no loose components."""

import re
from pathlib import Path

import pytest
from django.template import Template, TemplateDoesNotExist
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.architecture.ground import PACKAGES, ROOT, name_of, sources, templates

PAGES = [path for path in templates() if path.suffix in {".html", ".svg", ".txt"}]
# Up to the question mark; what is filled in by the template cannot be looked up here.
WRITTEN_OUT = re.compile(r"""(?:href|action)="(/(?!/)[^"{}?#]*)[?#"]""")
# Outside the demo these addresses do not exist, and no page shows them.
ONLY_IN_THE_DEMO = {"/demo/", "/try-to-break-it/"}
NAME = re.compile(r"""(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["']([\w-]+:[\w:-]+)["']""")


def html() -> list[Path]:
    return [path for path in PAGES if path.suffix in {".html", ".svg"}]


def found(pattern: str, paths: list[Path]) -> list[str]:
    """Each line that the pattern matches, as “file:line text”."""
    search = re.compile(pattern, re.IGNORECASE)
    return [
        f"{name_of(path)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if search.search(line)
    ]


def test_no_template_carries_its_own_style() -> None:
    assert found(r"\sstyle\s*=|<style\b", html()) == []


def test_no_template_carries_its_own_script() -> None:
    assert found(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:", html()) == []


def test_components_are_included_with_only_what_they_are_given() -> None:
    assert [
        line for line in found(r"{%\s*include\s+[\"']components/", html()) if not re.search(r"\bonly\s*%}", line)
    ] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_can_be_read(path: Path) -> None:
    home = next(parent for parent in path.parents if parent.name == "templates")
    try:
        get_template(path.relative_to(home).as_posix())
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{name_of(path)} builds on {missing}, which does not exist")


def test_every_address_a_template_names_exists() -> None:
    known = names(get_resolver())
    unknown: list[str] = []
    for path in PAGES:
        for node in Template(path.read_text()).nodelist.get_nodes_by_type(URLNode):
            name = getattr(getattr(node, "view_name", None), "var", None)
            if isinstance(name, str) and name not in known:
                unknown.append(f"{name_of(path)} names {name}")
    assert unknown == []


def test_every_address_written_out_in_a_template_leads_somewhere() -> None:
    dead = []
    for path in html():
        for address in WRITTEN_OUT.findall(path.read_text()):
            try:
                resolve(address)
            except Resolver404:
                if address in ONLY_IN_THE_DEMO:
                    continue
                dead.append(f"{name_of(path)} leads to {address}")
    assert dead == []


def test_every_address_our_code_names_exists() -> None:
    known = names(get_resolver())
    unknown = [
        f"{name_of(path)} names {name}"
        for path in sources(*PACKAGES)
        for name in NAME.findall(path.read_text())
        if name not in known
    ]
    assert unknown == []


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """Every name that `{% url %}` may use, with its namespace."""
    known: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            known.add(f"{prefix}{pattern.name}")
        else:
            known |= names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
    return known


def test_every_template_of_a_page_is_named_somewhere() -> None:
    text = "\n".join(path.read_text() for path in [*sources(*PACKAGES), *PAGES])
    # Django and allauth look for these by themselves; the gallery's own test names every component.
    forms = ("django/", "account/", "mfa/", "allauth/", "socialaccount/", "usersessions/", "components/")
    orphans = [
        name
        for path in PAGES
        if (name := path.relative_to(ROOT / "templates").as_posix())
        and not name.startswith(forms)
        and name not in text
        and path.stem not in {"400", "403", "403_csrf", "404", "500"}
    ]
    assert orphans == []
