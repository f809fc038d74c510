"""Every PDF against PDF/UA-1 and the part of PDF/A that it says it is, by veraPDF: 2a, or 3a with a file in it.

Usage: verapdf_suite.py PATH...; a path is a PDF or a folder that is searched for them. VERAPDF is the folder with veraPDF's
jars. Profiles run beside each other, each as one process for all files.
"""

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workspace import Tally, run

PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a", "3a": "PDF/A-3a"}
# What XMP says of the part; its packet is not compressed, so that any tool finds it.
PART = re.compile(rb"<pdfaid:part>(\d+)</pdfaid:part>")
# How many places of one failed rule are printed.
PLACES = 3


def report(profile, files):
    """What veraPDF says of the files, as its JSON report; an exception with its messages if there is none."""
    jars = Path(os.environ["VERAPDF"]) / "*"
    result = run("java", "-Xmx2g", "-cp", jars, "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", profile, "--format", "json",
                 "--maxfailuresdisplayed", PLACES, *files, timeout=1800)
    # The exit code is 1 as soon as a file fails, which the report says better.
    if not result.stdout.lstrip().startswith("{"):
        raise RuntimeError(f"exit code {result.returncode}\n{result.stdout[:500]}{result.stderr[:2000]}")
    return json.loads(result.stdout)["report"]


def read(report, files):
    """For each file, the number of rules that held and a text for each that did not."""
    found = {}
    for job in report["jobs"]:
        name = job["itemDetails"]["name"]
        results = job.get("validationResult") or []
        problems = []
        rules = 0
        if job.get("taskException") or len(results) != 1:
            problems.append(f"not validated: {job.get('taskException')}")
        for result in results:
            details = result["details"]
            rules += details["passedRules"]
            problems += [rule_text(rule) for rule in details["ruleSummaries"] if rule["ruleStatus"] != "PASSED"]
            if result["jobEndStatus"] != "normal" or (not result["compliant"] or details["failedRules"]) and not problems:
                problems.append(f"{result['jobEndStatus']}: {result['statement']}")
        if not rules and not problems:
            problems.append("no rule was tested")
        found[name] = (rules, problems)
    for file in map(str, files):
        found.setdefault(file, (0, ["not in veraPDF's report"]))
    return found


def rule_text(rule):
    """A failed rule with its first places."""
    lines = [f"{rule['specification']}, clause {rule['clause']}, test {rule['testNumber']}: {rule['description']}",
             f"{rule['failedChecks']} times; the test is {rule['test']}"]
    for check in rule.get("checks", [])[:PLACES]:
        lines.append(f"at {check['context']}: {check.get('errorMessage', '')}")
    return "\n  ".join(lines)


def pdfs(paths):
    """The PDFs below paths, by absolute name; a path without any is an error."""
    files = []
    for path in map(Path, paths):
        found = [path] if path.is_file() else sorted(path.rglob("*.pdf"))
        if not found:
            raise RuntimeError(f"no PDF in `{path}`")
        files += [file.resolve() for file in found]
    return files


def profiles(files):
    """The files of each profile: all are PDF/UA-1, those whose XMP says part 3 are PDF/A-3a, all others have to be PDF/A-2a."""
    parts = {file: PART.findall(Path(file).read_bytes()) for file in files}
    third = [file for file in files if parts[file] == [b"3"]]
    chosen = {"ua1": list(files), "2a": [file for file in files if file not in third], "3a": third}
    return {profile: of for profile, of in chosen.items() if of}


def check(files, tally):
    """Validates each file against its two profiles; gives the number of rules that were tested."""
    chosen = profiles(files)
    # Two at a time: each is a process with much memory.
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = {profile: pool.submit(report, profile, of) for profile, of in chosen.items()}
    rules = 0
    for profile, job in jobs.items():
        for file, (passed, problems) in read(job.result(), chosen[profile]).items():
            rules += passed + len(problems)
            tally.passed += passed
            for problem in problems:
                tally.check(f"{file}: {PROFILES[profile]}", False, problem)
    return rules


def main():
    tally = Tally()
    files = pdfs(sys.argv[1:])
    rules = tally.run("veraPDF", check, files, tally) or 0
    code = tally.close()
    of = ", ".join(f"{len(of)} {PROFILES[profile]}" for profile, of in profiles(files).items())
    print(f"verapdf: {len(files)} files x 2 profiles ({of}), {rules} rules, {tally.failed} failed", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
