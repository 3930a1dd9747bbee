"""What no import rule can see: who reads the clock, what touches money, where work hides."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.ground import APPS, PACKAGES, ROOT, dotted, functions, name_of, sources, tree

# Rooms inside an app that are told the time; the others are the edge, where the clock is read.
TOLD_THE_TIME = ("rules", "models", "queries", "actions", "states.py", "ports.py")
READS_THE_CLOCK = {"clock.now", "clock.today", "kernel.clock.now", "kernel.clock.today"}
# Drawing is geometry.
MAY_USE_FLOAT = {"kernel/charts.py"}


def inside(*rooms: str) -> list[Path]:
    """The files of these rooms in every app."""
    return [path for path in sources(*APPS) if in_room(path, rooms)]


def in_room(path: Path, rooms: tuple[str, ...]) -> bool:
    parts = name_of(path).split("/")
    return parts[1] in rooms or f"{parts[1]}.py" in rooms


def places(path: Path, nodes: Iterator[ast.AST]) -> list[str]:
    return [f"{name_of(path)}:{getattr(node, 'lineno', 0)}" for node in nodes]


def test_rules_models_queries_and_actions_are_told_the_time() -> None:
    read: list[str] = []
    for path in inside(*TOLD_THE_TIME):
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ImportFrom) and node.module == "kernel.clock"
            for alias in node.names
            if alias.name in {"now", "today"}
        }
        read += places(
            path,
            (
                node
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Attribute | ast.Name) and dotted(node) in READS_THE_CLOCK | imported
            ),
        )
    assert read == []


def test_no_float_comes_near_money() -> None:
    floats: list[str] = []
    for path in sources("kernel", *APPS):
        if name_of(path) in MAY_USE_FLOAT:
            continue
        floats += places(
            path,
            (
                node
                for node in ast.walk(tree(path))
                if (isinstance(node, ast.Constant) and isinstance(node.value, float))
                or (isinstance(node, ast.Name) and node.id == "float")
            ),
        )
    assert floats == []


def test_nothing_hides_in_save_or_delete() -> None:
    hidden = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources("kernel", *APPS)
        for node in functions(path)
        if node.name in {"save", "delete", "full_clean"} and node.args.args and node.args.args[0].arg == "self"
    ]
    assert hidden == []


def test_a_list_is_ordered_by_whoever_asks_for_it() -> None:
    ordered = [
        f"{name_of(path)}:{statement.lineno}"
        for path in sources("kernel", *APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name == "Meta"
        for statement in node.body
        if isinstance(statement, ast.Assign) and any(dotted(target) == "ordering" for target in statement.targets)
    ]
    assert ordered == []


def test_the_door_opens_on_queries_actions_and_types_only() -> None:
    rooms = {"actions", "queries", "models", "ports", "rules", "states", "permissions"}
    strange = [
        f"{name_of(path)} opens on {node.module}"
        for app in APPS
        for path in sources(app)
        if name_of(path) == f"{app}/public.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and node.module.split(".")[0] == app
        and node.module.split(".")[1] not in rooms
    ]
    assert strange == []


def test_the_door_says_what_it_offers() -> None:
    silent = [app for app in APPS if "__all__" not in (ROOT / app / "public.py").read_text()]
    assert silent == []


def test_ports_import_models_for_their_types_only() -> None:
    eager = [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(*APPS)
        if path.name == "ports.py"
        for node in tree(path).body
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
    ]
    assert eager == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name_of(path)
        for path in sources(*PACKAGES, "fakes", "tests", "tools")
        if path.name not in {"__init__.py", "apps.py", "urls.py"} and ast.get_docstring(tree(path)) is None
    ]
    assert silent == []


def test_models_actions_rules_and_queries_say_what_they_mean() -> None:
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in inside("models", "actions", "rules", "queries")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []
