"""What Stripe's interface accepts, read from the installed `stripe` wheel.

Every `_request("post", "/v1/…")` in the wheel's services names an endpoint and the TypedDict of its parameters.
"""

from __future__ import annotations

import ast
import importlib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin

import stripe
from stripe._request_options import RequestOptions
from typing_extensions import is_typeddict

WHEEL = Path(stripe.__file__).parent


class BadRequest(Exception):
    """A request that Stripe would refuse with 400: the message, and the parameter it is about."""

    def __init__(self, message: str, param: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message, self.param, self.code = message, param, code


@dataclass(frozen=True)
class Endpoint:
    """One address of the interface: the method, the path as written, and where its parameters are described."""

    method: str
    path: str
    params_module: str
    params_class: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(self.path)) + r"\Z")


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint the wheel knows."""
    found = {(e.method, e.path): e for file in sorted(WHEEL.rglob("_*_service.py")) for e in _endpoints_in(file)}
    return tuple(found.values())


@cache
def _matchers() -> tuple[tuple[Endpoint, re.Pattern[str]], ...]:
    # Literal paths first: /v1/events/search is not an event called "search".
    ordered = sorted(endpoints(), key=lambda e: (e.path.count("{"), e.path))
    return tuple((endpoint, endpoint.pattern) for endpoint in ordered)


def find(method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """The endpoint that answers this method and path, with the names in its path; None for an unknown one."""
    for endpoint, pattern in _matchers():
        if endpoint.method == method and (match := pattern.match(path)):
            return endpoint, match.groupdict()
    return None


def _endpoints_in(file: Path) -> Iterator[Endpoint]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules = {
        name.name: node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        params = next((a.annotation for a in function.args.args if a.arg == "params"), None)
        names = re.findall(r"\w+Params\b", ast.unparse(params)) if params else []
        for call in ast.walk(function):
            if _is_request(call):
                method, path = _method_and_path(call)
                if path:
                    name = names[0] if names else ""
                    yield Endpoint(method, path, modules.get(name, ""), name)


def _is_request(node: ast.AST) -> typing.TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_request"


def _method_and_path(call: ast.Call) -> tuple[str, str]:
    method = typing.cast(ast.Constant, call.args[0]).value
    path = call.args[1]
    if isinstance(path, ast.Call) and isinstance(path.func, ast.Attribute):  # "…{id}".format(id=…)
        path = path.func.value
    return str(method), str(path.value) if isinstance(path, ast.Constant) else ""


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Form pairs such as `line_items[0][quantity]=2` as nested dictionaries and lists."""
    tree: dict[str, Any] = {}
    for key, value in pairs:
        parts = re.findall(r"[^\[\]]+|\[\]", key)
        node = tree
        for part in parts[:-1]:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise BadRequest(f"Invalid hash: {key}", key)
        if parts[-1] == "[]":
            node[str(len(node))] = value
        else:
            node[parts[-1]] = value
    return tree


def check(endpoint: Endpoint, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters with their right types. Raises BadRequest for an unknown one, a wrong type or an unknown value
    of a closed list."""
    if not endpoint.params_class:
        if given:
            raise BadRequest(f"Received unknown parameter: {next(iter(given))}", next(iter(given)))
        return {}
    described = getattr(importlib.import_module(endpoint.params_module), endpoint.params_class)
    return _dict(described, given, "")


@cache
def _hints(described: type) -> dict[str, Any]:
    module = importlib.import_module(described.__module__)
    names = {"StripeContext": str, "Mapping": Mapping, "Union": Union}
    hints = typing.get_type_hints(described, vars(module), names, include_extras=True)
    return {key: hint for key, hint in hints.items() if key not in RequestOptions.__annotations__}


def _dict(described: type, given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise BadRequest(f"Invalid object: {where}", where)
    hints = _hints(described)
    for key in given:
        if key not in hints:
            raise BadRequest(f"Received unknown parameter: {_at(where, key)}", _at(where, key), "parameter_unknown")
    for key, hint in hints.items():
        if get_origin(hint) is not NotRequired and key not in given:
            missing = _at(where, key)
            raise BadRequest(f"Missing required param: {missing}.", missing, "parameter_missing")
    return {key: _value(hints[key], value, _at(where, key)) for key, value in given.items()}


def _at(where: str, key: str) -> str:
    return f"{where}[{key}]" if where else key


def _value(hint: Any, given: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (NotRequired, Required):
        return _value(get_args(hint)[0], given, where)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), given, where)
    if origin is Literal:
        if given in get_args(hint):
            return given
        options = ", ".join(str(option) for option in get_args(hint))
        raise BadRequest(f"Invalid {where}: must be one of {options}", where)
    if origin in (list, typing.Sequence):
        rows = list(given.values()) if isinstance(given, dict) else given
        if not isinstance(rows, list):
            raise BadRequest(f"Invalid array: {where}", where)
        return [_value(get_args(hint)[0], row, _at(where, str(place))) for place, row in enumerate(rows)]
    if origin in (dict, Mapping) or hint in (dict, Mapping):
        if not isinstance(given, dict):
            raise BadRequest(f"Invalid hash: {where}", where)
        return given
    if is_typeddict(hint):
        return _dict(hint, given, where)
    return _plain(hint, given, where)


def _one_of(options: tuple[Any, ...], given: Any, where: str) -> Any:
    # The wheel writes open lists as `Literal[…] | str`; here they are closed.
    closed = [option for option in options if get_origin(option) is Literal]
    if closed and any(get_args(option) != ("",) for option in closed):
        options = tuple(option for option in options if option is not str)
    problem: BadRequest | None = None
    for option in options:
        if option is type(None):
            continue
        try:
            return _value(option, given, where)
        except BadRequest as caught:
            problem = problem or caught
    raise problem or BadRequest(f"Invalid value: {where}", where)


def _plain(hint: Any, given: Any, where: str) -> Any:
    if isinstance(given, dict):
        raise BadRequest(f"Invalid string: {where}", where)
    if hint is int:
        if not re.fullmatch(r"-?\d+", given):
            raise BadRequest(f"Invalid integer: {given}", where, "parameter_invalid_integer")
        return int(given)
    if hint is bool:
        if given not in ("true", "false"):
            raise BadRequest(f"Invalid boolean: {given}", where)
        return given == "true"
    if hint in (float, Decimal):
        if not re.fullmatch(r"-?\d+(\.\d+)?", given):
            raise BadRequest(f"Invalid decimal: {given}", where)
        return given
    return given
