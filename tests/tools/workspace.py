"""What the suites share: the workspace on disk, finished packs, running programs, and the tally."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# Folders of a checkout that are no part of a workspace.
NOT_WORKSPACE = {".git", ".ci", ".github", "target", "output", "src", "tests", "benches", "fuzz", "node_modules"}


class Tally:
    """Counts checks; prints each failure at once and the closing line at the end."""

    def __init__(self, quiet=False):
        self.passed = 0
        self.failed = 0
        self.failures = []
        self.quiet = quiet

    def check(self, name, ok, detail=""):
        """One check; `detail` says what was seen instead and is printed only on failure."""
        if ok:
            self.passed += 1
        else:
            self.failed += 1
            self.failures.append(name)
            if self.quiet:
                return False
            detail = str(detail).strip().replace("\n", "\n    ")
            print(f"FAILED {name}" + (f"\n    {detail}" if detail else ""), flush=True)
        return bool(ok)

    def run(self, name, function, *arguments):
        """Calls a group of checks; an exception in it is one failure and does not end the suite."""
        try:
            return function(*arguments)
        except Exception as error:  # any kind: a broken file must not hide the findings in the others
            self.check(name, False, f"{type(error).__name__}: {error}")
            return None

    def close(self):
        """Prints the closing line and gives the exit code."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


PACKAGES = {
    "qpdf": "qpdf",
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "mutool": "mupdf-tools",
    "gs": "ghostscript",
}


def require(*programs):
    """Ends the suite, naming every program that is missing and the Debian package that has it."""
    missing = [p for p in programs if shutil.which(p) is None]
    for program in missing:
        print(f"error: `{program}` is missing\nhint: apt-get install {PACKAGES[program]}", file=sys.stderr)
    if missing:
        sys.exit(3)


def run(*command, **options):
    """Runs a program to its end; output as text, never an exception for a non-zero exit code."""
    command = [str(part) for part in command]
    options.setdefault("timeout", 600)
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, encoding="utf-8",
                          errors="replace", check=False, **options)


@dataclass
class Customer:
    """A customer file and the documents its pack must hold."""

    id: str
    values: dict
    documents: list = field(default_factory=list)

    @property
    def legal_name(self):
        return self.values["customer"]["legal_name"]


class Workspace:
    """A workspace as its files describe it, read without the help of the tool under test."""

    def __init__(self, root):
        self.root = Path(root)
        self.config = load_toml(self.root / "pilotpack.toml")
        self.schema = load_toml(self.root / "content" / "schema.toml")
        self.customers = [self._customer(path) for path in sorted((self.root / "customers").glob("*.toml"))]

    def _customer(self, path):
        values = load_toml(path)
        pack = values.get("pack", next(iter(self.config["packs"])))
        documents = [Document(self.root, name) for name in self.config["packs"][pack]["documents"]]
        return Customer(path.stem, values, documents)

    def identifying(self, customer):
        """The values that name one customer: those the schema marks, the domains in them, the id."""
        found = {customer.id} if len(customer.id) > 5 else set()
        for key, rule in self.schema.items():
            value = lookup(customer.values, key)
            if rule.get("identifying") and isinstance(value, str):
                found.add(value)
        for key in ("customer.legal_name", "customer.name", "api.key_id", "api.base_url"):
            value = lookup(customer.values, key)
            if isinstance(value, str):
                found.add(value)
        for value in list(found):
            if "@" in value:
                found.add(value.rsplit("@", 1)[1])
            if "://" in value:
                found.add(value.split("://", 1)[1].split("/", 1)[0])
        return {value for value in found if value}

    def foreign(self, customer):
        """What must not occur in this customer's pack: (owner, value) of all the others."""
        own = self.identifying(customer)
        return [
            (other.id, value)
            for other in self.customers
            if other.id != customer.id
            for value in sorted(self.identifying(other))
            if not any(value in mine for mine in own)
        ]


class Document:
    """A document of the pack: its name and front matter."""

    def __init__(self, root, name):
        self.root = root
        self.name = name

    @cached_property
    def front_matter(self):
        text = (self.root / "content" / f"{self.name}.md").read_text(encoding="utf-8")
        return tomllib.loads(text.split("+++", 2)[1])

    def has(self, output):
        return output in self.front_matter.get("formats", ["html", "pdf"])


def load_toml(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def lookup(table, key):
    """The value under a dotted key, or `None`."""
    for part in key.split("."):
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    return table


def merged(*tables):
    """Tables merged key by key, later ones first; arrays replace."""
    result = {}
    for table in tables:
        for key, value in table.items():
            both = isinstance(value, dict) and isinstance(result.get(key), dict)
            result[key] = merged(result[key], value) if both else value
    return result


def copy_workspace(source, target):
    """Copies what belongs to the workspace into a new folder."""
    shutil.copytree(source, target, symlinks=True,
                    ignore=lambda folder, names: NOT_WORKSPACE & set(names) if Path(folder) == Path(source) else ())
    return Path(target)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree(folder):
    """Every file below a folder with its digest; symbolic links and special files are named as such."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            found[name] = sha256(path)
        elif not path.is_dir():
            found[name] = "special file"
    return found


def differences(left, right):
    """The names of files that are not the same in two trees, a few at most."""
    names = [n for n in sorted(left.keys() | right.keys()) if left.get(n) != right.get(n)]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def manifest_problems(pack):
    """What is wrong between a pack's manifest and its files; empty if nothing.

    The manifest's `files` is a list of tables with `path`, `size` and `sha256`, sorted by path.
    This is the one place that knows its form.
    """
    pack = Path(pack)
    manifest = pack / "manifest.json"
    if not manifest.is_file():
        return [f"{manifest} is missing"]
    files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    problems = []
    paths = [entry["path"] for entry in files]
    if paths != sorted(paths):
        problems.append("paths are not sorted")
    if len(paths) != len(set(paths)):
        problems.append("a path is listed twice")
    on_disk = {name for name in tree(pack) if name != "manifest.json"}
    problems += [f"{name} is not in the manifest" for name in sorted(on_disk - set(paths))]
    for entry in files:
        file = pack / entry["path"]
        if not file.is_file():
            problems.append(f"{entry['path']} is missing")
        elif file.stat().st_size != entry["size"]:
            problems.append(f"{entry['path']} has another size than {entry['size']}")
        elif sha256(file) != entry["sha256"]:
            problems.append(f"{entry['path']} has another digest")
    return problems


def repository():
    """The root of the repository."""
    return Path(__file__).resolve().parents[2]


def binary():
    """The release binary; `tests/run` says where it is."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or "target")
    path = Path(os.environ.get("PILOTPACK") or repository() / target / "release" / "pilotpack").resolve()
    if not path.is_file():
        print(f"error: `{path}` is missing\nhint: cargo build --release", file=sys.stderr)
        sys.exit(3)
    return path
