"""The house keeps its own rules: sizes, names, docstrings, one door to the network, no setting left unsaid.

Import walls are contracts in .importlinter; `test_the_walls_stand` runs them.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
PRODUCT_FOLDERS = ("reports_app", "config", "deploy")
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".html",
    ".css",
    ".js",
    ".json",
    ".cfg",
    ".example",
    "",
}
NOT_OURS = {".git", ".venv", "var", "vendor", "__pycache__", "node_modules", "fonts", "screens"}

MODULE_LINES, TEST_MODULE_LINES, SETTINGS_LINES, FUNCTION_LINES = 300, 400, 260, 50
ASSET_LINES = {".html": 150, ".css": 250, ".js": 120}
BANNED_ROOMS = {"services", "core", "common", "utils", "helpers"}
NETWORK_LIBRARIES = {"requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client"}
THE_DOOR_TO_UPSTREAM = "reports_app/addepar/transport.py"
# Read by hand before settings load, and only so that tests ignore a developer's file.
NOT_A_SETTING = {"RUNLEDGER_READ_DOT_ENV"}


def _files(folder: Path = HOUSE) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden_cache = path.name.startswith(".") and path.name.endswith("_cache")
        if path.name in NOT_OURS or hidden_cache or path.name == ".hypothesis":
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def _modules(*, tests: bool = False) -> list[Path]:
    folders = (*PRODUCT_FOLDERS, "tests") if tests else PRODUCT_FOLDERS
    return [
        path
        for folder in folders
        for path in _files(HOUSE / folder)
        if path.suffix == ".py" and "migrations" not in path.parts
    ]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _module_limit(path: Path) -> int:
    if path.is_relative_to(HOUSE / "tests"):
        return TEST_MODULE_LINES
    return SETTINGS_LINES if _name(path) == "config/settings.py" else MODULE_LINES


def test_no_module_is_longer_than_the_house_allows() -> None:
    lengths = {_name(path): (_line_count(path), _module_limit(path)) for path in _modules(tests=True)}

    assert {name: seen for name, seen in lengths.items() if seen[0] > seen[1]} == {}
    assert len(lengths) > 20, "the walk over the modules found too little to mean anything"


def test_no_function_is_longer_than_the_house_allows() -> None:
    lengths = {
        f"{_name(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in _modules(tests=True)
        for node in _functions(_tree(path))
    }

    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_no_template_style_or_script_is_longer_than_the_house_allows() -> None:
    assets = [path for path in _files() if path.suffix in ASSET_LINES]

    too_long = {
        _name(path): _line_count(path) for path in assets if _line_count(path) > ASSET_LINES[path.suffix]
    }

    assert too_long == {}


def test_every_room_and_module_says_what_it_is_for() -> None:
    silent = [_name(path) for path in _modules() if not ast.get_docstring(_tree(path))]
    rooms = [path for path in (HOUSE / "reports_app").iterdir() if any(path.glob("*.py"))]
    without_init = [_name(room) for room in rooms if room.is_dir() and not (room / "__init__.py").is_file()]

    assert silent == []
    assert without_init == []


def test_rooms_are_named_for_a_subject() -> None:
    named = [_name(path) for path in _modules(tests=True) if BANNED_ROOMS & {*path.parts, path.stem}]

    assert named == []


def test_only_the_transport_opens_the_network() -> None:
    callers = {
        _name(path): sorted(NETWORK_LIBRARIES & set(_imported(_tree(path))))
        for path in _modules()
        if NETWORK_LIBRARIES & set(_imported(_tree(path)))
    }

    assert set(callers) <= {THE_DOOR_TO_UPSTREAM}, callers


def test_certificates_are_always_verified() -> None:
    loose = [
        f"{_name(path)}:{node.value.lineno}"
        for path in _modules(tests=True)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.keyword) and node.arg == "verify"
        if isinstance(node.value, ast.Constant) and node.value.value is False
    ]
    switched_off = [
        _name(path)
        for path in _modules()
        if re.search(r"_create_unverified_context|CERT_NONE|check_hostname\s*=\s*False", path.read_text())
    ]

    assert loose == []
    assert switched_off == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{_name(path)}:{node.name}"
        for path in _modules()
        for node in _functions(_tree(path))
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    ]

    # Django loads checks in ready(), after the models: the one place where an import must wait.
    # The supervisor imports its parts after it has looked at the Python version.
    assert set(hidden) <= {"reports_app/apps.py:ready", "deploy/up.py:main"}


def _readable_texts() -> Iterator[tuple[str, str]]:
    for path in _files():
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__).resolve() and path.name != ".env":
            yield _name(path), path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    private_folders = "|".join(("work", "root", "home", "Users"))
    place = re.compile(rf"(?<![\w.:/>-])/(?:{private_folders})/[\w.]")

    found = [f"{name}: {match.group()}" for name, text in _readable_texts() for match in place.finditer(text)]

    assert found == []


def test_what_is_left_to_do_names_its_issue() -> None:
    mark = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
    reason = re.compile(r"#\d+|issue \d+|decisions/\d{4}")

    loose = [
        f"{name}: {line.strip()}"
        for name, text in _readable_texts()
        for line in text.splitlines()
        if mark.search(line) and not reason.search(line)
    ]

    assert loose == []


def _settings_read() -> set[str]:
    return {
        str(node.args[0].value)
        for node in ast.walk(_tree(HOUSE / "config" / "settings.py"))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if re.fullmatch(r"env(\.\w+)?|os\.environ\.get", ast.unparse(node.func))
    } - NOT_A_SETTING


def test_the_example_file_names_every_setting_once() -> None:
    lines = (HOUSE / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [match.group(1) for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))]

    assert sorted(named) == sorted(_settings_read())


def test_the_settings_page_explains_every_setting() -> None:
    page = (HOUSE / "docs" / "settings.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", page, flags=re.MULTILINE))

    assert explained == _settings_read()


def test_the_walls_stand() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]

    finished = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, env=dict(os.environ))

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_operations_describes_every_command() -> None:
    page = (HOUSE / "docs" / "operations.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(\w+)[^`]*` \|", page, flags=re.MULTILINE)) - {
        "gunicorn",
        "celery",
        "python",
    }
    folder = HOUSE / "reports_app" / "management" / "commands"
    commands = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert described == commands


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    pages = [path for path in _files() if path.suffix == ".md"]
    broken = [
        f"{_name(page)}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert len(pages) >= 8
    assert broken == []
