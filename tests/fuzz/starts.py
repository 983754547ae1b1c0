"""The valid workspaces that are spoilt: the demo with fewer orders, examples, golden cases, random plans and wholes.

Examples and golden cases have their rows in the plan; here they become files, so that a run reads them from outside.
"""

import csv
import gzip
import io
import tempfile
from functools import cache
from pathlib import Path

from tests.fuzz.drafts import SETTINGS, Draft, Files, read_tree
from tests.parity.generate import generate
from tests.parity.workspace import write_workspace
from tests.parity.yaml_text import dump

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "adventure_works"
ORDERS_EVERY = 400  # of 31,000 orders, one in so many
CASE_ROWS = 40
PARITY = 40
MOST_EXAMPLES = 1

EXAMPLES = sorted((ROOT / "examples").glob("*/*/plan.yaml"))
# Their target comes from rows of the example; written into the plan it is another plan.
BY_ROWS = {"count", "pinned-carry-shortfall"}
WHOLES = sorted(Path(__file__).parent.glob("wholes/*.yaml"))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("pinned-*.yaml"))


@cache
def start_names() -> tuple[str, ...]:
    """The name of every start; random plans are half of them."""
    chosen = [path for path in [*EXAMPLES, *GOLDEN] if not BY_ROWS & {path.stem, path.parent.name}]
    documents = [path.relative_to(ROOT).as_posix() for path in chosen]
    wholes = [f"wholes/{path.name}" for path in WHOLES]
    return ("demo/adventure_works", *documents, *wholes, *(f"parity {seed}" for seed in range(1, PARITY + 1)))


@cache
def start(name: str) -> Draft:
    """Return a start by its name; copy it before spoiling it."""
    return Draft.of(start_files(name))


def start_files(name: str) -> Files:
    """Return the files of a start."""
    if name == "demo/adventure_works":
        return _demo()
    if name.startswith("parity "):
        return _random(int(name.removeprefix("parity ")))
    if name.startswith("wholes/"):
        return whole(Path(__file__).parent / name)
    if name.startswith("examples/"):
        return filled(ROOT / name, ROOT / "examples" / SETTINGS)
    tree = read_tree((ROOT / name).read_text("utf-8"))
    return _filled(tree["workspace"], tree["plan"])


def whole(path: Path) -> Files:
    """Read a workspace that stands in one file, the text of each of its files under its name."""
    return {name: text.encode() for name, text in read_tree(path.read_text("utf-8")).items()}


def filled(plan: Path, settings: Path) -> Files:
    """Make a workspace of a plan and its settings; the rows of the plan's first example become files."""
    return _filled(read_tree(settings.read_text("utf-8")), read_tree(plan.read_text("utf-8")))


def _demo() -> Files:
    files = {p.relative_to(DEMO).as_posix(): p.read_bytes() for p in [DEMO / SETTINGS, *DEMO.glob("*/*.csv")]}
    for path in DEMO.glob("plans/*.yaml"):
        plan = read_tree(path.read_text("utf-8"))
        plan["examples"] = plan["examples"][:MOST_EXAMPLES]
        files[path.relative_to(DEMO).as_posix()] = dump(plan).encode()
    lines = gzip.decompress((DEMO / "data" / "SalesOrderHeader.csv.gz").read_bytes())
    header, *orders = lines.splitlines(keepends=True)
    few = header + b"".join(orders[::ORDERS_EVERY])
    files["data/SalesOrderHeader.csv.gz"] = gzip.compress(few, mtime=0)
    return files


def _random(seed: int) -> Files:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "workspace"
        write_workspace(generate(seed), folder)
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.*")) if p.is_file()}
    lines = files["data/deals.csv"].splitlines(keepends=True)
    return files | {"data/deals.csv": b"".join(lines[: CASE_ROWS + 1])} if "data/splits.csv" not in files else files


def _filled(settings: dict, plan: dict) -> Files:
    """Make a workspace of a plan whose rows stand in its examples: the rows of the first one become files."""
    given = plan.get("examples", [{}])[0].get("given", {})
    day = plan["effective"]["from"]
    people = [{"hired": "2020-01-01"} | person for person in given.get("payees") or [{"payee": "ana"}]]
    files: Files = {}
    said = dump(plan)
    settings["sources"] = {name: source for name, source in settings["sources"].items() if name in said}
    for name, source in settings["sources"].items():
        listed = enumerate(_listed(given.get(name, [])), start=1)
        rows = [_row(source, row, number, day, people) for number, row in listed]
        rows = rows or [_row(source, {}, 1, day, people)]
        source["file"] = f"data/{name}.csv"
        files[source["file"]] = _table(list(source["columns"]), rows)
        for child_name, child in source.get("children", {}).items():
            child["file"] = f"data/{child_name}.csv"
            key = source["key"][0]
            children = [{child["key"]: row[key], "payee": people[0]["payee"], "share": "100%"} for row in rows]
            files[child["file"]] = _table([child["key"], *child["columns"]], children)
    for target in plan.get("targets", {}).values():
        if "amount" not in target:
            target["amount"] = "100000"
    if settings.pop("fx", None) is not None or "fx" in given:
        settings["fx"] = {"file": "data/fx.csv", "inverse": "allowed", "holds": "until_next", "through": "EUR"}
        files["data/fx.csv"] = _table(["date", "from", "to", "rate", "kind"], given.get("fx", []))
    roster = settings.setdefault("roster", {"columns": {"payee": "payee", "title": "text"}})
    roster["file"] = "data/roster.csv"
    roster["columns"].setdefault("hired", "date")
    if any("pay_currency" in person for person in people):
        roster["columns"].setdefault("pay_currency", "text")
    managers = [{"payee": p["manager"]} for p in people if p.get("manager")]
    known = {person["payee"] for person in people}
    people = [*people, *(one for one in managers if one["payee"] not in known)]
    files["data/roster.csv"] = _table(list(roster["columns"]), people)
    plan["examples"] = plan.get("examples", [])[:MOST_EXAMPLES]
    return {SETTINGS: dump(settings).encode(), f"plans/{plan['plan']}.yaml": dump(plan).encode(), **files}


def _listed(rows: list[dict] | str) -> list[dict]:
    """The rows of an example, which may be a block of CSV."""
    return list(csv.DictReader(io.StringIO(rows))) if isinstance(rows, str) else rows


def _row(source: dict, row: dict, number: int, day: str, people: list[dict]) -> dict:
    filled = dict(row)
    for key in source.get("key", []):
        filled.setdefault(key, f"R{number}" if source["columns"][key] in {"text", "payee"} else str(number))
    if "as_of" in source:
        filled.setdefault(source["as_of"], day)
    if "owner" in source["columns"]:
        filled.setdefault("owner", people[0]["payee"])
    if "amount" in source["columns"]:
        filled.setdefault("amount", "1000")
    return filled


def _table(columns: list[str], rows: list[dict]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()
