"""Runs the release binary: same bytes every time, whole packs after a kill, and the way from an empty folder.

Usage: builds.py [determinism] [kill] [init]; without a name, all three. Each ends with its own closing line.
"""

import os
import pty
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    """`new demo` with every value that the schema requires and that nothing else in the workspace sets.

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
        typed(tally, folder)
    return tally.close()


def typed(tally, folder):
    """`new` on a terminal: every question is answered with its example, one answer is wrong at first."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(str(binary()), [str(binary()), "new", "typed"])
    seen, asked, slips = b"", b"", 0
    while select.select([terminal], [], [], 20)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
        asked += part
        if not asked.endswith(b"\n> "):
            continue
        question, asked = asked.decode("utf-8"), b""
        if question.startswith("layers"):
            answer = "region/eu, plan/pilot"
        elif "contacts.privacy.email" in question and not slips:
            slips, answer = 1, "nobody"
        else:
            answer = question.rsplit("example: ", 1)[1].removesuffix("> ").strip()
        os.write(terminal, answer.encode("utf-8") + b"\n")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    text = seen.decode("utf-8", "replace")
    tally.check("new on a terminal ends", code == 0, text)
    tally.check("a wrong answer is refused at once", "must be an e-mail address" in text, text)
    result = run(*build_command("typed"), cwd=folder)
    tally.check("what was typed builds without an edit", result.returncode == 0, result.stdout + result.stderr)


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
