"""Rooms stay small and bear the names of nouns."""

import ast
from pathlib import Path

import pytest

from tests.architecture.ground import APPS, PACKAGES, ROOT, functions, lines_of, name_of, sources, templates, tree

LONGEST_FILE = 400
LONGEST_VIEW = 25
LONGEST_TEMPLATE = 120

# Names that say nothing about what is inside, so that anything ends up there.
EMPTY_NAMES = {
    *("utils", "util", "utilities", "helpers", "helper", "common", "core", "misc", "shared", "base", "lib", "tools"),
    *("manager", "managers", "data", "info", "process", "processor", "handle", "handler", "handlers", "signals"),
    *("constants", "types", "mixins", "stuff", "functions", "classes", "general"),
}
EMPTY_VERBS = ("handle_", "process_", "manage_", "do_")
# Words Django itself asks for.
DJANGOS_OWN = {
    "handle",
    "process_exception",
    "process_view",
    "process_request",
    "process_response",
    "handle_no_permission",
}


@pytest.mark.parametrize("path", [*sources(*PACKAGES), *sources("fakes", "tests", "tools")], ids=name_of)
def test_a_file_stays_within_four_hundred_lines(path: Path) -> None:
    length = len(path.read_text().splitlines())
    assert length <= LONGEST_FILE, f"{name_of(path)} has {length} lines: is a noun hiding in it?"


def test_no_file_has_an_empty_name() -> None:
    empty = [
        name_of(path)
        for path in sources(*PACKAGES, "fakes")
        if path.stem in EMPTY_NAMES or (path.name == "__init__.py" and path.parent.name in EMPTY_NAMES)
    ]
    assert empty == []


def test_nothing_is_called_by_an_empty_name() -> None:
    empty = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name not in DJANGOS_OWN
        and (node.name.lower() in EMPTY_NAMES or node.name.startswith(EMPTY_VERBS))
    ]
    assert empty == []


def test_the_floors_are_the_only_packages_besides_the_site_its_fakes_and_its_tools() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*PACKAGES, "fakes"}


def test_a_view_does_one_thing_in_at_most_twenty_five_lines() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name} has {lines_of(node)} lines"
        for path in [*sources(*(f"{app}/views" for app in APPS)), *sources("config")]
        if "views" in path.parts or path.stem == "home"
        for node in functions(path)
        if lines_of(node) > LONGEST_VIEW
    ]
    assert long == []


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_stays_within_a_hundred_and_twenty_lines(path: Path) -> None:
    length = len(path.read_text().splitlines())
    assert length <= LONGEST_TEMPLATE, f"{name_of(path)} has {length} lines: which part of it is a component?"
