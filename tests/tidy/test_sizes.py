"""Files, functions and rooms stay small enough to be read at once."""

from tests.tidy.tree import APPLICATION, ROOT, SOURCE, everything, functions, listing

FILE_LINES_ASK = 300
FILE_LINES_MOST = 500
FUNCTION_LINES_MOST = 70
ROOM_FILES_MOST = 12

# A file over FILE_LINES_ASK lines stands here with the reason why it reads better whole.
WHOLE: dict[str, str] = {}


def test_no_file_is_longer_than_it_may_ever_be() -> None:
    lines = {module.name: module.text.count("\n") for module in everything()}
    found = [f"{name}: {count} lines" for name, count in lines.items() if count > FILE_LINES_MOST]
    assert not found, listing(f"Split: more than {FILE_LINES_MOST} lines", found)


def test_a_long_file_says_why_it_is_not_split() -> None:
    lines = {module.name: module.text.count("\n") for module in everything()}
    long = {name: count for name, count in lines.items() if count > FILE_LINES_ASK}
    found = [f"{name}: {count} lines" for name, count in long.items() if name not in WHOLE]
    assert not found, listing(f"More than {FILE_LINES_ASK} lines: split, or give the reason in WHOLE", found)
    assert not set(WHOLE) - set(long), "WHOLE lists files that are no longer long"


def test_no_function_is_longer_than_a_screen() -> None:
    sized = [
        (module, f, (f.end_lineno or f.lineno) - f.lineno + 1) for module in everything() for f in functions(module)
    ]
    found = [f"{m.place(f)} {f.name}: {count} lines" for m, f, count in sized if count > FUNCTION_LINES_MOST]
    assert not found, listing(f"Split: more than {FUNCTION_LINES_MOST} lines", found)


def test_no_room_has_more_files_than_one_can_keep_in_mind() -> None:
    folders = [
        folder
        for package in (SOURCE, APPLICATION)
        for folder in package.rglob("*")
        if folder.is_dir() and folder.name != "__pycache__"
    ]
    counts = {folder: len([p for p in folder.glob("*.py") if p.name != "__init__.py"]) for folder in folders}
    found = [f"{f.relative_to(ROOT)}: {count} files" for f, count in counts.items() if count > ROOM_FILES_MOST]
    assert not found, listing(f"Make a sub-room: more than {ROOM_FILES_MOST} files", found)
