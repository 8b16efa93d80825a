"""The program's own source, read once for the house tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cmdesk"


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files(*folders: str) -> list[Path]:
    """The Python files of some folders of the package, or of the whole package."""
    roots = [PACKAGE / folder for folder in folders] or [PACKAGE]
    return sorted(path for root in roots for path in ([root] if root.is_file() else root.rglob("*.py")))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def name_of(node: ast.expr) -> str:
    """A dotted name as it is written, such as 'date.today'."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def where(path: Path, node: ast.AST) -> str:
    """File and line, to be found at once."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
