"""Runs the release binary: same bytes every time, whole packs after a kill, and the way from an empty folder.

Usage: builds.py [determinism] [kill] [init]; without a name, all three. Each ends with its own closing line.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from terminal import CHOICE, HEADING, Terminal, asked, name_of
from workspace import (
    Tally,
    Workspace,
    binary,
    copy_workspace,
    differences,
    load_toml,
    lookup,
    manifest_problems,
    merged,
    repository,
    run,
    tree,
)

# ---- one place that knows the command line ------------------------------------------------------

KILLS = 50
SEED = 20261120


def build_command(*ids, output=None, jobs=None):
    command = [str(binary()), "build", *ids]
    if output is not None:
        command += ["--output", str(output)]
    if jobs is not None:
        command += ["--jobs", str(jobs)]
    return command


def new_command(workspace):
    """`new demo` with every value that the schema requires, always or on a condition, and nothing else in the workspace sets.

    Values come from the schema's examples and are given as `--set KEY=VALUE`; layers as `--layer NAME`.
    """
    workspace = Path(workspace)
    layers = [name for name in ("region/eu", "plan/pilot") if (workspace / "customers/_layers" / f"{name}.toml").is_file()]
    shared = merged(load_toml(workspace / "pilotpack.toml"),
                    *(load_toml(workspace / "customers/_layers" / f"{name}.toml") for name in layers))
    command = [str(binary()), "new", "demo"]
    for name in layers:
        command += ["--layer", name]
    for key, rule in load_toml(workspace / "content" / "schema.toml").items():
        needed = rule.get("required") or rule.get("required_when")
        needed = needed and key != "customer.id" and not key.startswith("registers.")
        if needed and lookup(shared, key) is None:
            command += ["--set", f"{key}={rule['example']}"]
    return command


# ---- the suites ---------------------------------------------------------------------------------


def determinism(scratch):
    """The same input gives the same bytes: again, elsewhere, with other settings, alone or with others."""
    tally = Tally()
    ids = [customer.id for customer in Workspace(repository()).customers]
    first = copy_workspace(repository(), scratch / "first")
    second = copy_workspace(repository(), scratch / "second folder, ganz woänders")
    other = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "HOME": str(scratch), "USER": "x"}
    trees = {}

    def build(name, folder, *chosen, environment=None, **options):
        output = options.setdefault("output", scratch / f"output of {name}")
        result = run(*build_command(*chosen, **options), cwd=folder, env=environment)
        tally.check(f"{name}: builds", result.returncode == 0, result.stdout + result.stderr)
        trees[name] = tree(output)

    build("one job", first, jobs=1)
    build("the same again", first, jobs=1)
    build("over the last output", first, jobs=1, output=scratch / "output of one job")
    build("eight jobs", first, jobs=8)
    build("default jobs", first)
    build("another folder", second, jobs=8)
    build("its own output folder", second, output=second / "output")
    build("another environment", second, environment=other)
    build("customers in reverse", first, *reversed(ids))
    alone = {}
    for customer in ids:
        build(f"{customer} alone", first, customer)
        alone |= trees.pop(f"{customer} alone")
    trees["each customer alone"] = alone
    if (repository() / "output").is_dir():
        trees["the repository's output"] = tree(repository() / "output")

    reference = trees.pop("one job")
    for customer in ids:
        tally.check(f"{customer}: has files", any(name.startswith(f"{customer}/") for name in reference))
    for name, seen in trees.items():
        tally.check(f"{name}: identical bytes", seen and seen == reference, differences(reference, seen))
    return tally.close()


def kill(scratch):
    """`kill -9` at any time leaves each customer's whole old or whole new pack."""
    tally = Tally()
    folder = copy_workspace(repository(), scratch / "workspace")
    output = folder / "output"
    ids = [customer.id for customer in Workspace(folder).customers]
    config = folder / "pilotpack.toml"
    name = Workspace(folder).config["vendor"]["legal_name"]
    sound = config.read_text(encoding="utf-8")
    variants = [sound, sound.replace(f'"{name}"', f'"{name} (the other)"')]

    def choose(variant):
        config.write_text(variants[variant], encoding="utf-8")

    def build(variant):
        choose(variant)
        start = time.monotonic()
        result = run(*build_command(), cwd=folder)
        if result.returncode:
            raise RuntimeError(f"build ended with {result.returncode}: {result.stdout}{result.stderr}")
        return time.monotonic() - start

    def packs():
        return {customer: tree(output / customer) for customer in ids}

    build(0)
    old = packs()
    build(1)
    whole = [old, packs()]
    for customer in ids:
        tally.check(f"{customer}: the two variants differ", whole[0][customer] != whole[1][customer])
        problems = manifest_problems(output / customer)
        tally.check(f"{customer}: manifest is true", not problems, "\n".join(problems))
    entries = sorted(os.listdir(output))
    duration = sorted(build(i % 2) for i in range(4))[2]

    # Half of the points anywhere, half in the second part of the build, where packs are put in place.
    chance = random.Random(SEED)
    points = [chance.uniform(0, duration) if i % 2 else chance.uniform(duration / 2, duration * 1.05) for i in range(KILLS)]
    killed = kept = replaced = 0
    for number, point in enumerate(points, 1):
        build(number % 2)
        choose(1 - number % 2)
        process = subprocess.Popen(build_command(), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(point)
        if process.poll() is None:
            killed += 1
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        broken = []
        for customer, seen in packs().items():
            if seen == whole[number % 2][customer]:
                kept += 1
            elif seen == whole[1 - number % 2][customer]:
                replaced += 1
            else:
                missing = "no files" if not seen else differences(whole[1 - number % 2][customer], seen)
                broken.append(f"{customer}: {missing}")
        tally.check(f"kill {number} after {point * 1000:.0f} ms: whole packs", not broken, "\n".join(broken))
    print(f"{killed} of {KILLS} builds of {duration * 1000:.0f} ms were killed; {kept} packs stayed old, {replaced} were new")
    tally.check("most builds were killed before their end", killed >= KILLS // 2, killed)
    tally.check("the next build ends well", build(0) > 0)
    tally.check("the next build makes the same packs", packs() == whole[0])
    left = sorted(set(os.listdir(output)) - set(entries))
    tally.check("nothing else is left in the output folder", not left, left)
    return tally.close()


def init(scratch):
    """From an empty folder: `init`, `new`, `build`."""
    tally = Tally()
    folder = scratch / "empty"
    folder.mkdir()
    result = run(binary(), "init", cwd=folder)
    if tally.check("init", result.returncode == 0, result.stdout + result.stderr):
        command = new_command(folder)
        result = run(*command, cwd=folder)
        tally.check("new demo", result.returncode == 0, f"{' '.join(command[1:])}\n{result.stdout}{result.stderr}")
        result = run(*build_command(), cwd=folder)
        tally.check("build", result.returncode == 0, result.stdout + result.stderr)
        pack = folder / "output" / "demo"
        for file in ("site/index.html", "pdf/integration-guide.pdf", "pdf/dpa.pdf", "pdf/terms.pdf", "manifest.json"):
            tally.check(f"demo has {file}", (pack / file).is_file())
        problems = tally.run("manifest can be read", manifest_problems, pack)
        tally.check("manifest is true", problems == [], problems)
        for way in (typed, left, lines):
            tally.run(way.__name__, way, tally, folder)
    return tally.close()


def plain(value):
    """A value of TOML as people type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Answers:
    """Answers questions with the schema's examples; some values for columns without one."""

    BY_TYPE = {"money": "12.50 EUR", "integer": "3", "decimal": "1.5", "percent": "99.5", "date": "2027-01-11",
               "duration": "4 hours"}

    def __init__(self, folder):
        self.schema = load_toml(folder / "content" / "schema.toml")
        self.table = ""

    def rule(self, name):
        return self.schema.get(name) or self.schema[self.table]["columns"][name]

    def to(self, name):
        rule = self.rule(name)
        return plain(rule["example"]) if "example" in rule else self.BY_TYPE.get(rule["type"], "Critical")


def typed(tally, folder):
    """`new` on a terminal that can move its cursor: each question is answered with its example by keys.

    The layer of the plan is left out, so that the service levels are asked for row by row.
    """
    answers = Answers(folder)
    terminal = Terminal([binary(), "new", "typed"], folder, "xterm-256color")
    questions, slips, rows = [], 0, 0
    while terminal.wait(lambda text: asked(text) is not None) and not terminal.ended:
        frame = asked(terminal.text())
        if headings := HEADING.findall(terminal.text()):
            answers.table = headings[-1]
        name = name_of(frame)
        questions.append(name)
        if len(questions) > 200:
            break
        if name == "layers":
            names = CHOICE.findall(frame)
            # The customer made before names its region first.
            folders = [name.split("/")[0] for name in names]
            tally.check("layers stand as other customers lay them", folders == sorted(folders, reverse=True), names)
            for _ in range(names.index("region/eu")):
                terminal.send("j")
                terminal.settle()
            terminal.send(" ")
            terminal.settle()
        elif name.startswith("another row"):
            rows += 1
            if rows % 2:  # two rows of each list
                terminal.send("y")
                continue
        elif answers.rule(name)["type"] not in ("enum", "boolean"):
            if name == "contacts.privacy.email":
                slips += 1
                terminal.send("nobody")
                said = terminal.wait(lambda text: "must be an e-mail address" in text, 5)
                tally.check("a wrong answer is refused while it is typed", said, terminal.text())
                terminal.send("\r")
                terminal.settle()
                tally.check("enter does not take a wrong answer", "◇" not in terminal.text(), terminal.text())
                for _ in "nobody":
                    terminal.send("\x7f")
                    terminal.settle()
            answer = answers.to(name)
            terminal.send(answer)
            terminal.wait(lambda text: answer in text)
            terminal.settle()
        terminal.send("\r")
    code = terminal.close()
    tally.check("new on a terminal ends", code == 0, terminal.seen[-4000:])
    tally.check("the wrong answer was given", slips == 1, questions)
    tally.check("questions come once, but those of rows", len(set(questions)) > 18, questions)
    tally.check("the end says what was asked and what comes next",
                "values asked for" in terminal.seen and "next: pilotpack build typed" in terminal.seen, terminal.seen[-600:])
    result = run(*build_command("typed"), cwd=folder)
    tally.check("what was typed builds without an edit", result.returncode == 0, result.stdout + result.stderr)
    values = load_toml(folder / "customers" / "typed.toml")
    tally.check("the file has what was typed", values["contacts"]["privacy"]["email"] == answers.to("contacts.privacy.email"))
    tally.check("both rows are there", len(values["sla"]) == 2, values["sla"])


def left(tally, folder):
    """Ctrl-C and Esc end `new`, and nothing is written."""
    for name, key in {"Ctrl-C": "\x03", "Esc": "\x1b"}.items():
        terminal = Terminal([binary(), "new", "left", "--layer", "region/eu", "--layer", "plan/pilot"], folder, "xterm")
        terminal.wait(lambda text: asked(text) is not None)
        terminal.send("Acme")
        terminal.settle()
        terminal.send(key)
        code = terminal.close()
        tally.check(f"{name} ends with 2 and says so", code == 2 and "nothing was written" in terminal.seen, terminal.seen)
        tally.check(f"{name} leaves no file", not list((folder / "customers").glob("*left*")))


def lines(tally, folder):
    """`new` on a terminal that cannot: questions and answers line by line, one answer is wrong at first."""
    answers = Answers(folder)
    terminal = Terminal([binary(), "new", "lined"], folder, "dumb")
    slips = 0
    while terminal.wait(lambda text: text.endswith("\n> ")) and not terminal.ended:
        text = terminal.text()
        if headings := re.findall(r"^\[(.+)\]$", text, re.MULTILINE):
            answers.table = headings[-1]
        name = re.findall(r"^([\w.]+): |^another row", text, re.MULTILINE)[-1]
        if name == "layers":
            answer = "region/eu, plan/pilot"
        elif name == "contacts.privacy.email" and not slips:
            slips, answer = 1, "nobody"
            terminal.send(answer + "\n")
            said = terminal.wait(lambda text: "must be an e-mail address" in text and text.endswith("\n> "))
            tally.check("a wrong line is refused at once", said, terminal.text())
            answer = answers.to(name)
        elif not name:
            answer = "n"
        else:
            answer = answers.to(name)
        terminal.send(answer + "\n")
    code = terminal.close()
    tally.check("new on a plain terminal ends", code == 0, terminal.seen)
    tally.check("a plain terminal gets no escape sequences", terminal.escapes == 0, terminal.escapes)
    result = run(*build_command("lined"), cwd=folder)
    tally.check("what was written line by line builds", result.returncode == 0, result.stdout + result.stderr)


SUITES = {"determinism": determinism, "kill": kill, "init": init}


def main():
    chosen = sys.argv[1:] or list(SUITES)
    if unknown := [name for name in chosen if name not in SUITES]:
        print(f"error: no suite `{unknown[0]}`\nhint: {', '.join(SUITES)}", file=sys.stderr)
        return 2
    binary()
    failed = 0
    for name in chosen:
        if len(chosen) > 1:
            print(f"== {name}", flush=True)
        scratch = Path(tempfile.mkdtemp(prefix="pilotpack-"))
        try:
            failed |= SUITES[name](scratch)
        except Exception as error:  # a suite that cannot go on has failed, and the next one still runs
            tally = Tally()
            tally.check(name, False, f"{type(error).__name__}: {error}")
            failed |= tally.close()
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
