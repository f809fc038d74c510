// Validates what `--format sarif` prints against the schema of SARIF 2.1.0.
//
// Usage: node sarif_suite.mjs; PILOTPACK names the binary, PILOTPACK_NODE the folder that holds
// node_modules. The schema is the one that Microsoft's package of SARIF tests brings.

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { check, close } from "./tally.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const binary = resolve(process.env.PILOTPACK ?? join(root, "target", "release", "pilotpack"));
const modules = resolve(process.env.PILOTPACK_NODE ?? join(root, "target", "tools", "node"));
const require = createRequire(join(modules, "node_modules", "here.js"));
const Ajv = require("ajv");

const ajv = new Ajv({ schemaId: "auto", allErrors: true, format: "full" });
ajv.addMetaSchema(require("ajv/lib/refs/json-schema-draft-04.json"));
const validate = ajv.compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));

// What the schema says, and what it cannot say: indices and bases lead somewhere, ids are unique.
function problems(log) {
  const found = validate(log) ? [] : validate.errors.map((e) => `${e.dataPath || "the log"} ${e.message}`);
  for (const run of log.runs ?? []) {
    const rules = run.tool?.driver?.rules ?? [];
    for (const [at, result] of (run.results ?? []).entries()) {
      if (rules[result.ruleIndex]?.id !== result.ruleId) found.push(`result ${at}: ruleIndex and ruleId differ`);
      const related = result.relatedLocations ?? [];
      if (new Set(related.map((l) => l.id)).size !== related.length) found.push(`result ${at}: ids are not unique`);
      for (const { physicalLocation: place } of [...(result.locations ?? []), ...related]) {
        const base = place.artifactLocation.uriBaseId;
        if (!run.originalUriBaseIds?.[base]) found.push(`result ${at}: the base ${base} is not explained`);
        const { startLine, startColumn, endLine, endColumn } = place.region;
        if (endLine < startLine || (endLine === startLine && endColumn < startColumn)) {
          found.push(`result ${at}: the region ends before it starts`);
        }
      }
    }
    const prints = (run.results ?? []).map((r) => JSON.stringify(r.partialFingerprints));
    if (new Set(prints).size !== prints.length) found.push("two results have the same fingerprint");
  }
  return found;
}

const folder = mkdtempSync(join(tmpdir(), "pilotpack-sarif-"));
try {
  const workspace = join(folder, "a space, 100% ünïcode");
  const run = (...flags) =>
    spawnSync(binary, [...flags, "--workspace", workspace, "--format", "sarif"], { cwd: folder, encoding: "utf8" });
  const log = (name, code, ...flags) => {
    const { status, stdout, stderr } = run(...flags);
    if (status !== code) {
      check(`${name}: exit code ${code}`, [`${status}`, stderr]);
      return { runs: [] };
    }
    try {
      return JSON.parse(stdout);
    } catch (error) {
      check(`${name}: standard output is one log`, [error.message, stdout.slice(0, 200)]);
      return { runs: [] };
    }
  };
  const results = (log) => log.runs.flatMap((run) => run.results);
  const some = (condition, problem) => (condition ? [] : [problem]);

  for (const part of ["content", "customers", "themes", "pilotpack.toml"]) {
    cpSync(join(root, part), join(workspace, part), { recursive: true });
  }
  const clean = log("no findings", 0, "build");
  check("a log without findings is valid", problems(clean));
  check("a log without findings has no results", some(results(clean).length === 0, "results"));

  const failure = log("a failure", 2, "build", "nobody");
  check("a log of a failure is valid", problems(failure));
  const notes = failure.runs.flatMap((run) => run.invocations.flatMap((i) => i.toolExecutionNotifications));
  check("a log of a failure says what failed", some(notes.length === 1, `${notes.length} notifications`));

  const guide = join(workspace, "content", "integration-guide.md");
  appendFileSync(guide, "\n50% <b>of</b> 😀\n\nMore <i>of</i> it.\n\n[a](#nowhere{0})\n\n#### Deep {#X}\n");
  writeFileSync(join(workspace, "customers", "broken.toml"), 'pack = "pilot\u001b[31m\n[customer\n');
  appendFileSync(join(workspace, "content", "terms.md"), "\n{{ contacts.security.phone }}\n");
  let wrong = log("findings", 1, "build");
  check("a log of findings is valid", problems(wrong));
  check("findings of several files are in the log", some(results(wrong).length >= 3, `${results(wrong).length} results`));

  appendFileSync(join(workspace, "content", "schema.toml"), '\n["x.y"]\ntype = "txt"\n');
  wrong = log("findings in shared files", 2, "build");
  check("a log of findings in shared files is valid", problems(wrong));
  check("findings in shared files are in the log", some(results(wrong).length === 1, `${results(wrong).length} results`));

  // The validator finds what it looks for: each kind of damage to a good log is seen.
  const damages = {
    "a level that does not exist": (run) => (run.results[0].level = "fatal"),
    "a line 0": (run) => (run.results[0].locations[0].physicalLocation.region.startLine = 0),
    "an unknown key": (run) => (run.results[0].place = "here"),
    "a message without text": (run) => delete run.results[0].message.text,
    "a URI with a space": (run) => (run.results[0].locations[0].physicalLocation.artifactLocation.uri = "a b"),
    "a rule without id": (run) => delete run.tool.driver.rules[0].id,
    "an index that leads nowhere": (run) => (run.results[0].ruleIndex = 7),
    "a base that is not explained": (run) => delete run.originalUriBaseIds,
    "a fingerprint used twice": (run) => run.results.push(run.results[0]),
    "a region that ends before it starts": (run) =>
      (run.results[0].locations[0].physicalLocation.region.endLine = 1),
  };
  for (const [name, damage] of Object.entries(damages)) {
    const copy = structuredClone(wrong);
    damage(copy.runs[0]);
    check(`damage is seen: ${name}`, some(problems(copy).length > 0, "the log passes"));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

close();
