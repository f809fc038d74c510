"""JSON Schema for editors, held against a validator that knows nothing of pilotpack and against Taplo itself.

Everything that pilotpack writes or takes must pass; every wrong file must be refused. What the schema refuses, pilotpack must
refuse too: an editor that underlines a right value is worse than one that says nothing.
"""

import copy
import json
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError

from builds import new_command
from workspace import Tally, binary, copy_workspace, load_toml, repository, run

CASES = repository() / "tests" / "cases" / "new"
DRAFT = "http://json-schema.org/draft-07/schema#"
FILES = ("customer", "layer", "config")

# Wrong and odd-but-right values of each type.
WRONG = {
    "text": [5, "", "  ", "\u2028", "two\nlines", "bell \a", ["a"]],
    "multiline": [5, "", "\n", "bell \a"],
    "markdown": [5, "", "x" * 4001],
    "email": [5, "", "nobody", "a b@acme.example", "a@b", "a@acme.example, b@acme.example", "<a@acme.example>"],
    "phone": [493023125100, "030 23125 100", "+49 30 ABC", "+49 (0)30 23125100", "+49 30 23125-100", "", "call us"],
    "url": ["acme.example", "ftp://acme.example", "https://acme.example/", "https://acme example", 5, "javascript:alert(1)",
            "HTTPS://acme.example"],
    "host": ["https://acme.example", "acme.example:443", "acme..example", "a b", "", 5],
    "date": ["soon", "11.01.2027", "2027-02-30", 20270111, True],
    "duration": ["4", "weeks", "4weeks", "4 fortnights", "1.5 hours", "-1 day", 4],
    "money": ["490.00", "490,00 EUR", "490.00 €", "490.00 eur", "1e3 EUR", "EUR 490.00", 490],
    "decimal": ["1", True, [1]],
    "integer": ["4", 4.5, 3, 27, True],
    "percent": ["99 %", "99", True],
    "enum": ["EU", "", "mars", 1],
    "boolean": ["yes", 1, "true"],
    "country": ["de", "DEU", "XX", "Germany", 49],
    "language": ["english!", "", "e", "EN-GB", "en_GB", 1],
    "timezone": ["Europe/", "", "CET +1", 1],
    "color": ["0b5fff", "#0b5", "blue", "#0b5ffg", 5],
    "file": ["", "a\nb", 5],
    "list": ["a.example", [1], [""], {"a": 1}],
    "table": ["x", [], {"ibn": "x"}, {}, {"iban": 5}],
    "table_list": ["x", {"name": "x"}, [{"nmae": "x"}], ["x"]],
}
RIGHT = {
    "text": ["ß", "a\u00a0b", "🔴", "# no comment", "a  b", "it's \"so\" \\"],
    "multiline": ["a\n\nb", "\n a"],
    "email": ["a.b+c@acme.co.uk", "ä@münchen.example", "o'dell@acme.example"],
    "phone": ["+49 30 23125 100", "+13025550142"],
    "url": ["http://acme.example", "https://acme.example:8443/a?b=c#d", "https://münchen.example"],
    "host": ["localhost", "münchen.example", "a-b.example", "10.0.0.1"],
    "date": [date(2024, 2, 29)],
    "duration": ["1 day", "0 days", "30 days", "12 months"],
    "money": ["0 JPY", "1490.00 EUR", "-5.00 EUR", "0.50 EUR"],
    "decimal": [1, -0.5, 12345678.25],
    "integer": [4, 26],
    "percent": [0, 100, 99.95],
    "country": ["GB", "GR"],
    "language": ["de", "en-GB", "zh-Hant-TW"],
    "timezone": ["UTC", "America/Argentina/Buenos_Aires"],
    "color": ["#ABCDEF", "#000000"],
}


# ---- TOML and JSON Schema -----------------------------------------------------------------------


def as_taplo(value):
    """A value of TOML as Taplo hands it to its validator: dates and times are strings."""
    if isinstance(value, dict):
        return {key: as_taplo(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_taplo(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def validator(schema):
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def refusals(schema, document):
    """What a schema says against a document; nothing if it takes it."""
    return [f"{error.json_path}: {error.message[:160]}" for error in validator(schema).iter_errors(as_taplo(document))]


def faults(schema):
    """What is wrong with a schema itself."""
    found = []
    try:
        Draft7Validator.check_schema(schema)
    except SchemaError as error:
        found.append(f"{error.json_path}: {error.message[:160]}")
    if schema.get("$schema") != DRAFT:
        found.append("not draft 7")
    walk(schema, "$", found)
    return found


def walk(schema, path, found):
    if "$ref" in schema:
        found.append(f"{path}: a description beside a reference is lost")
    if schema.get("type") == "object" and "additionalProperties" not in schema:
        found.append(f"{path}: any key may stand there")
    if len(schema) == 0 or not {"type", "enum"} & schema.keys():
        found.append(f"{path}: says nothing of the type")
    inner = dict(schema.get("properties", {}))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            inner[f"({key})"] = schema[key]
    for key, value in inner.items():
        walk(value, f"{path}.{key}", found)
    for key in set(schema.get("required", [])) - set(schema.get("properties", {})):
        found.append(f"{path}: `{key}` is required and not known")


def literal(value):
    """A value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {literal(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0") + "0" * value.is_integer()
    return json.dumps(value, ensure_ascii=False)


def write(document):
    """A document as TOML: keys, then one line for each table."""
    return "".join(f"{key} = {literal(value)}\n" for key, value in document.items())


def put(document, name, value):
    """A copy of a document with another value under a dotted name; `None` takes it out."""
    document = copy.deepcopy(document)
    table = document
    *tables, key = name.split(".")
    for part in tables:
        table = table.setdefault(part, {})
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
    return document


# ---- the checks ---------------------------------------------------------------------------------


def printed(folder, file="customer"):
    result = run(binary(), "schema", file, cwd=folder)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return json.loads(result.stdout)


def all_types(scratch):
    """A workspace with a variable of every type, and the values of its customer."""
    folder = scratch / "types"
    for source, target in {
        "schema.toml": "content/schema.toml",
        "pilotpack.toml": "pilotpack.toml",
        "layer/eu.toml": "customers/_layers/eu.toml",
        "answers.toml": "answers.toml",
    }.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CASES / source, folder / target)
    (folder / "content" / "guide.md").write_text('+++\ntitle = "Guide"\n+++\n\n## Welcome\n', encoding="utf-8")
    (folder / "themes" / "default").mkdir(parents=True)
    (folder / "themes" / "default" / "empty").touch()
    result = run(binary(), "new", "acme", "--from", "answers.toml", cwd=folder)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return folder, load_toml(folder / "customers" / "acme.toml")


def takes(folder, document):
    """Whether pilotpack takes the values of a document, and what it said."""
    source = folder / "values.toml"
    source.write_text(write(document), encoding="utf-8")
    target = folder / "customers" / "probe.toml"
    target.unlink(missing_ok=True)
    result = run(binary(), "new", "probe", "--from", source, cwd=folder)
    target.unlink(missing_ok=True)
    return result.returncode == 0, result.stderr


def whole_schemas(tally, folder):
    """The schemas themselves."""
    for file in FILES:
        schema = printed(folder, file)
        found = faults(schema)
        tally.check(f"{folder.name}: the schema of {file} is one", not found, "\n".join(found))
        tally.check(f"{folder.name}: the schema of {file} is the same again", printed(folder, file) == schema)


def values(tally, folder, customer):
    """Every type: wrong values are refused, right ones taken, and never more refused than pilotpack does."""
    schema = printed(folder)
    found = refusals(schema, customer)
    tally.check("a customer with every type is taken", not found, "\n".join(found))
    declared = load_toml(folder / "content" / "schema.toml")
    seen = set()
    for name, rule in declared.items():
        kind = rule["type"]
        if name == "customer.id" or name.startswith("vendor."):
            continue
        seen.add(kind)
        for value in WRONG[kind]:
            document = put(customer, name, value)
            shown = f"{name} = {value!r}"[:80]
            tally.check(f"{shown} is refused", refusals(schema, document))
            taken, said = takes(folder, document)
            tally.check(f"{shown} is refused by pilotpack too", not taken, said)
        for value in RIGHT.get(kind, ()):
            if "pattern" in rule:
                continue
            document = put(customer, name, value)
            found = refusals(schema, document)
            taken, said = takes(folder, document)
            tally.check(f"{name} = {value!r} is right", taken, said)
            tally.check(f"{name} = {value!r} is taken", not found, "\n".join(found))
    missing = set(WRONG) - seen - {"table"}
    tally.check("every type was tried", not missing, missing)


def keys(tally, folder, customer):
    """Unknown keys at every level, missing ones, and names of what is not there."""
    schema = printed(folder)
    wrong = {
        "an unknown key at the top": put(customer, "motot", "x"),
        "an unknown table": put(customer, "custmer.name", "x"),
        "an unknown key in a table": put(customer, "customer.nmae", "x"),
        "an unknown key in a small table": put(customer, "customer.signatory.nmae", "x"),
        "an unknown column": put(customer, "fees.plans", [{"name": "A", "monthly": "1.00 EUR", "yearly": "1.00 EUR"}]),
        "a table in place of a value": put(customer, "customer.name", {"de": "x"}),
        "a value in place of a table": put(customer, "customer", "x"),
        "no pack": put(customer, "pack", None),
        "no id": put(customer, "customer.id", None),
        "no required value": put(customer, "customer.name", None),
        "no required table": put(customer, "pilot", None),
        "a row without a required column": put(customer, "fees.plans", [{"name": "A"}]),
        "an unknown layer": put(customer, "layers", ["ue"]),
        "a layer that is no list": put(customer, "layers", "eu"),
        "an unknown pack": put(customer, "pack", "pilto"),
        "the text does not match its pattern": put(customer, "customer.bank", {"iban": "DE"}),
        "fewer than the least": put(customer, "api.mirrors", []),
        "more than the most": put(customer, "api.mirrors", ["a.example", "b.example", "c.example", "d.example"]),
    }
    for name, document in wrong.items():
        tally.check(f"{name} is refused", refusals(schema, document))
        # What is missing from a file of values is asked for, and the id is that of the command.
        if not name.startswith("no "):
            taken, said = takes(folder, document)
            tally.check(f"{name} is refused by pilotpack too", not taken, said)
    tally.check("what a layer sets need not be set", not refusals(schema, put(customer, "customer.region", None)))
    layer = printed(folder, "layer")
    tally.check("a layer needs nothing", not refusals(layer, {}))
    tally.check("a layer stands on layers", not refusals(layer, {"layers": ["eu"]}) and refusals(layer, {"layers": ["ue"]}))
    tally.check("a layer names no pack", refusals(layer, {"pack": "pilot"}))
    tally.check("a layer's values are checked", refusals(layer, {"customer": {"region": "mars"}}))
    config = load_toml(folder / "pilotpack.toml")
    schema = printed(folder, "config")
    tally.check("pilotpack.toml is taken", not refusals(schema, config))
    for name, value in {
        "packs": None,
        "packs.pilot.title": None,
        "packs.pilot.documents": ["giude"],
        "packs.pilot.documnets": ["guide"],
        "packs.pilot.contacts": [{"role": "x"}],
        "theme": 5,
        "vendor.nmae": "x",
    }.items():
        tally.check(f"pilotpack.toml with {name} = {value!r} is refused", refusals(schema, put(config, name, value)))


def workspace_files(tally, folder):
    """Every customer, layer and pilotpack.toml of a workspace."""
    groups = {
        "customer": sorted((folder / "customers").glob("*.toml")),
        "layer": sorted((folder / "customers" / "_layers").rglob("*.toml")),
        "config": [folder / "pilotpack.toml"],
    }
    for file, paths in groups.items():
        schema = printed(folder, file)
        tally.check(f"{folder.name}: there is a {file}", paths)
        for path in paths:
            found = refusals(schema, load_toml(path))
            tally.check(f"{folder.name}: {path.relative_to(folder)} is taken", not found, "\n".join(found))


def taplo(folder, *arguments):
    """Taplo as an editor has it: the configuration and the schemas of the workspace, no network."""
    program = Path(os.environ["PILOTPACK_NODE"]) / "node_modules" / "@taplo" / "cli" / "dist" / "cli.js"
    return run("node", program, *arguments, cwd=folder)


def with_taplo(tally, folder):
    """Taplo finds its configuration, takes the files as they are and refuses wrong ones at the right place."""
    result = taplo(folder, "lint")
    tally.check(f"{folder.name}: taplo lint is content", result.returncode == 0, result.stdout + result.stderr)
    result = taplo(folder, "fmt", "--check")
    tally.check(f"{folder.name}: taplo fmt would change nothing", result.returncode == 0, result.stdout + result.stderr)
    customer = sorted((folder / "customers").glob("*.toml"))[0]
    for path, old, new, place in [
        (customer, 'country = "', 'country = "X', "country"),
        (customer, "[pilot]", "[pilto]", "pilto"),
        (folder / "pilotpack.toml", "documents =", "documnets =", "documnets"),
        (folder / "customers" / "_layers" / "region" / "eu.toml", 'region = "eu"', 'region = "mars"', "mars"),
    ]:
        text = path.read_text(encoding="utf-8")
        changed = text.replace(old, new, 1)
        path.write_text(changed, encoding="utf-8")
        result = taplo(folder, "lint", str(path.relative_to(folder)))
        found = result.returncode != 0 and place in result.stdout + result.stderr
        tally.check(f"{folder.name}: taplo lint sees {new} in {path.name}", changed != text and found, result.stderr)
        path.write_text(text, encoding="utf-8")


def main():
    binary()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="pilotpack-") as scratch:
        scratch = Path(scratch)
        starter = scratch / "starter"
        starter.mkdir()
        run(binary(), "init", cwd=starter)
        result = run(*new_command(starter), cwd=starter)
        tally.check("new demo", result.returncode == 0, result.stdout + result.stderr)
        sample = copy_workspace(repository(), scratch / "sample")
        types, customer = all_types(scratch)
        for folder in (starter, sample, types):
            tally.run("schemas", whole_schemas, tally, folder)
            tally.run("files", workspace_files, tally, folder)
        tally.run("values", values, tally, types, customer)
        tally.run("keys", keys, tally, types, customer)
        for folder in (starter, sample):
            tally.run("taplo", with_taplo, tally, folder)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
