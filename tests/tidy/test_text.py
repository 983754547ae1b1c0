"""What is written down speaks of the project, and works on any machine."""

import ast
import re
import tomllib

from tests.tidy.tree import ROOT, Module, everything, files, listing

# Written in pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "conda" + ".io"]
INSTALL_ADDRESSES = ["--index" + "-url", "--extra-index" + "-url", "--find" + "-links"]
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/" + "home/", "C:" + "\\Users"]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]

BINARY = {".gz", ".parquet", ".xlsx", ".png", ".woff2", ".ico", ".pdf", ".zip"}


def _lines_with(words: list[str]) -> list[str]:
    pattern = re.compile("|".join(re.escape(word) for word in words))
    found: list[str] = []
    for path in files():
        if path.suffix in BINARY:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [
            f"{path.relative_to(ROOT)}:{n} {line[:80]}" for n, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return found


def test_no_registry_is_named() -> None:
    found = _lines_with(REGISTRY_HOSTS + INSTALL_ADDRESSES)
    assert not found, listing("Where packages come from is the installer's business", found)


def test_no_path_of_one_machine_is_named() -> None:
    found = _lines_with(MACHINE_PATHS)
    assert not found, listing("A path of one machine means nothing on another", found)


def test_nothing_is_left_for_later() -> None:
    found = [
        line for line in _lines_with([rf"{word}" for word in UNFINISHED]) if not line.startswith("docs/decisions/")
    ]
    assert not found, listing("Finish it, or leave it out", found)


def test_every_page_named_in_the_code_exists() -> None:
    named = re.compile(r"(?<![\w/.*<{}])[\w./-]+\.md\b")
    found = [
        f"{module.name} {page}"
        for module in everything()
        for page in named.findall(_docstrings(module))
        if not any((folder / page).exists() for folder in (ROOT, ROOT / "docs", module.path.parent))
    ]
    assert not found, listing("A docstring names a page that is not in the project", sorted(set(found)))


def _docstrings(module: Module) -> str:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return "\n".join(ast.get_docstring(n) or "" for n in ast.walk(module.tree) if isinstance(n, documented))


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for name in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        requirements = re.split(r"\n(?=\S)", text.strip())
        found = [r.splitlines()[0] for r in requirements if "==" not in r or "--hash=sha256:" not in r]
        assert not found, listing(f"{name}: run make lock", found)


def test_the_locked_requirements_are_those_the_package_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_distribution(requirement) for requirement in project["dependencies"]}
    for name in ("runtime.txt", "dev.txt"):
        locked = {_distribution(line) for line in (ROOT / "requirements" / name).read_text().splitlines()}
        assert not declared - locked, f"{name} lacks {sorted(declared - locked)}: run make lock"


def _distribution(requirement: str) -> str:
    return re.split(r"[<>=~!\[; \\]", requirement.strip())[0].replace(".", "-").replace("_", "-").lower()
