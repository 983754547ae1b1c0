"""The files of the project and the parsed modules of the package, for the tidy tests."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "attain"
APPLICATION = ROOT / "src" / "attain_web"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file of the project: its path from the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room a file of a package stands in; empty for the package itself."""
        package = next(folder for folder in (SOURCE, APPLICATION) if self.path.is_relative_to(folder))
        parts = self.path.relative_to(package).parts
        return parts[0].removesuffix(".py") if len(parts) > 1 or parts[0] != "__init__.py" else ""

    def place(self, node: ast.AST) -> str:
        """Where a node stands, as ``file:line``."""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())


@cache
def parsed(folder: Path) -> tuple[Module, ...]:
    """Every Python module below ``folder``."""
    return tuple(_parse(path) for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def _parse(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))


def package() -> tuple[Module, ...]:
    """Every module of the core and of the application."""
    return parsed(SOURCE) + parsed(APPLICATION)


def everything() -> tuple[Module, ...]:
    """Every Python module of the project: packages, tests, tools and benchmarks."""
    folders = [SOURCE, APPLICATION, *(ROOT / name for name in ("tests", "tools", "bench") if (ROOT / name).is_dir())]
    return tuple(module for folder in folders for module in parsed(folder))


def functions(module: Module) -> list[Function]:
    """Every function and method of a module, inner ones included."""
    return [node for node in ast.walk(module.tree) if isinstance(node, Function)]


def listing(title: str, found: list[str]) -> str:
    """The message of a failed check: the rule, then every place that breaks it."""
    return "\n  ".join([title, *found])
