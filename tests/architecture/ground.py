"""What the architecture tests read: the project's own Python files and templates, as Git would list them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("members", "company", "services", "billing")
PACKAGES = ("kernel", *APPS, "config")
FLOORS = {name: height for height, name in enumerate(PACKAGES)}


def sources(*packages: str, migrations: bool = False) -> list[Path]:
    """The Python files of these packages, without migrations unless asked for."""
    found = [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]
    return [path for path in found if migrations or "migrations" not in path.parts]


def templates() -> list[Path]:
    """Every template, wherever it lies."""
    homes = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    return [path for home in homes for path in sorted(home.rglob("*")) if path.is_file()]


def name_of(path: Path) -> str:
    """How a path is shown in a failure."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body, its signature, decorators and docstring left out."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def dotted(node: ast.expr) -> str:
    """`kernel.clock.now` for the expression that says so, and nothing for any other."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""
