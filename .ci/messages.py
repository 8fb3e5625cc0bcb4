"""Find every sentence of the sources, wherever it stands.

A sentence may be an argument itself (``tr("…")``), a name that was given it before
(``words = "…"; Sentence(words)``) or what an error of ours says (``Damaged("…")``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# `edit` takes the label of an undo step, which is a message id too
CALLS = frozenset({"tr", "trn", "Sentence", "edit"})
Message = str | tuple[str, str]


@dataclass
class Module:
    """One source file, read: what stands in it."""

    path: Path
    tree: ast.Module
    names: dict[str, list[str]] = field(default_factory=dict)


def modules(folders: list[Path]) -> list[Module]:
    """Return the sources below some folders, with the strings their names were given."""
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        module = Module(path, ast.parse(path.read_text("utf-8")))
        for node in ast.walk(module.tree):
            for target, value in _assigned(node):
                module.names.setdefault(target, []).extend(_constants(value, {}))
        found.append(module)
    return found


def messages(sources: list[Module]) -> Iterator[tuple[Message, Path]]:
    """Return every sentence with the file it stands in."""
    errors = _errors(sources)
    for module in sources:
        places = {**dict.fromkeys(CALLS | errors, 0), **_wrappers(module)}
        for scope, call in _calls(module.tree):
            name = _name(call.func)
            place = 0 if name == "__init__" and scope in errors else places.get(name)
            if place is not None and len(call.args) > place:
                for message in _messages(name, call.args[place:], module.names):
                    yield message, module.path


def literals(sources: list[Module]) -> set[str]:
    """Return every string that stands in the sources."""
    return {
        node.value
        for module in sources
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _wrappers(module: Module) -> dict[str, int]:
    """Return the module's own functions that hand a parameter to `Sentence`, and which one."""
    found = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            parameters = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
            for _, call in _calls(node):
                first = call.args[0] if call.args and _name(call.func) in CALLS else None
                if isinstance(first, ast.Name) and first.id in parameters:
                    found[node.name] = parameters.index(first.id)
    return found


def _messages(
    name: str, arguments: list[ast.expr], names: dict[str, list[str]]
) -> Iterator[Message]:
    first = _constants(arguments[0], names)
    if name == "trn" and len(arguments) > 1:
        yield from zip(first, _constants(arguments[1], names), strict=True)
    else:
        yield from (words for words in first if words)


def _constants(node: ast.expr | None, names: dict[str, list[str]]) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _constants(node.body, names) + _constants(node.orelse, names)
    if isinstance(node, ast.Name):
        return names.get(node.id, [])
    return []


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id, node.value


def _calls(tree: ast.AST, scope: str = "") -> Iterator[tuple[str, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield scope, node
        yield from _calls(node, node.name if isinstance(node, ast.ClassDef) else scope)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _errors(sources: list[Module]) -> set[str]:
    classes = [
        node
        for module in sources
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    found = {"PersonError"}
    while (
        more := {node.name for node in classes if found & {_name(base) for base in node.bases}}
        - found
    ):
        found |= more
    return found
