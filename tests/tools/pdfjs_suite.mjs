// Opens every PDF of every pack, and the fixtures that have boxes to tick, with pdf.js in Chromium and draws each page, as a
// browser's viewer does.
//
// Usage: node pdfjs_suite.mjs [FOLDER [FIXTURES]]; PILOTPACK_NODE names the folder that holds node_modules, CHROMIUM the browser.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { FLAGS, check, close, missing } from "./tally.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const output = resolve(process.argv[2] ?? join(root, "output"));
const fixtures = process.argv[3];
const modules = resolve(process.env.PILOTPACK_NODE ?? join(root, "target", "tools", "node"), "node_modules");
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";

// How the names of fixtures with boxes to tick start.
const BOXES = "form-task-list-in-";
// Fields of the documents that have some, by file name: name → type.
const FIELDS = {
  "dpa.pdf": Object.fromEntries(
    [1, 2].flatMap((signer) => [[`signer${signer}_signature`, "Sig"], [`signer${signer}_place3`, "Tx"], [`signer${signer}_date4`, "Tx"]]),
  ),
};

/** Fields of a file: name → type. A fixture has four boxes, and one more if it is in an item with a box; a clause has an id. */
function fieldsOf(name) {
  if (!name.startsWith(BOXES)) return FIELDS[name] ?? {};
  const container = name.slice(BOXES.length, -".pdf".length);
  const last = { clause: ["task_target-2-a"], "task-item": ["task4", "task5"] }[container] ?? ["task4"];
  return Object.fromEntries(["task1", "task2", "task3", ...last].map((field) => [field, "Btn"]));
}

function pdfs(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pdfs(path) : path.endsWith(".pdf") ? [path] : [];
  });
}

/** In the browser: what pdf.js finds on each page; it draws the page with its annotations. */
async function read(data) {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const { getDocument, VerbosityLevel } = globalThis.pdfjsLib;
  const pdf = await getDocument({ data: bytes, verbosity: VerbosityLevel.WARNINGS, stopAtErrors: true }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 0.75 });
    const canvas = document.createElement("canvas");
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    const canvasContext = canvas.getContext("2d");
    await page.render({ canvas, canvasContext, viewport }).promise;
    const pixels = new Uint32Array(canvasContext.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const words = (await page.getTextContent()).items.map((item) => item.str ?? "").join("");
    const annotations = await page.getAnnotations();
    pages.push({
      inked: pixels.reduce((count, pixel) => count + (pixel !== 0xffffffff ? 1 : 0), 0),
      letters: words.trim().length,
      tagged: (await page.getStructTree()) !== null,
      fields: annotations.filter((a) => a.subtype === "Widget").map((a) => [a.fieldName, a.fieldType]),
      silentField: annotations.some((a) => a.subtype === "Widget" && !a.alternativeText),
    });
  }
  await pdf.loadingTask.destroy();
  return pages;
}

/** What is wrong with a file: check → problems. */
async function inspect(browser, bytes, wanted) {
  const page = await browser.newPage();
  const messages = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
  const found = {};
  try {
    // The worker's module beside the library: pdf.js then needs no worker, which a page without an origin cannot start.
    for (const file of ["pdf.worker.mjs", "pdf.mjs"]) {
      await page.addScriptTag({ type: "module", content: readFileSync(join(modules, "pdfjs-dist", "legacy", "build", file), "utf8") });
    }
    await page.waitForFunction(() => globalThis.pdfjsLib !== undefined && globalThis.pdfjsWorker !== undefined);
    const pages = await page.evaluate(read, bytes.toString("base64"));
    const at = (test) => pages.flatMap((seen, index) => (test(seen) ? [`page ${index + 1}`] : []));
    found["has pages"] = pages.length > 0 ? [] : ["none"];
    found["every page is drawn"] = at((seen) => seen.inked < 200);
    found["every page has words"] = at((seen) => seen.letters < 20);
    found["every page has a structure tree"] = at((seen) => !seen.tagged);
    found["every field has a text for those who do not see it"] = at((seen) => seen.silentField);
    const fields = pages.flatMap((seen) => seen.fields);
    const same = JSON.stringify([...fields].sort()) === JSON.stringify(Object.entries(wanted).sort());
    found["has the fields that it should"] = same ? [] : [JSON.stringify(fields), `not ${JSON.stringify(wanted)}`];
  } catch (error) {
    found["can be read"] = [String(error)];
  } finally {
    await page.close();
  }
  found["pdf.js says nothing"] = messages.filter((message) => message !== "warning: Warning: Setting up fake worker.");
  return found;
}

/** Damage must be seen: a file without its end, and one whose fields are not those that are expected. */
async function checkDamage(browser, path) {
  const bytes = readFileSync(path);
  const cut = await inspect(browser, bytes.subarray(0, bytes.length - 2000), {});
  check("a file without its end is found", Object.values(cut).flat().length > 0 ? [] : ["nothing was found"]);
  const other = await inspect(browser, bytes, { signer3_signature: "Sig" });
  check("a missing field is found", other["has the fields that it should"]?.length > 0 ? [] : ["nothing was found"]);
}

for (const name of ["playwright-core", "pdfjs-dist"]) {
  if (!existsSync(join(modules, name))) missing(`\`${name}\``, "run tests/run, which installs it");
}
if (!existsSync(executable)) missing(`\`${executable}\``, "apt-get install chromium");
const files = existsSync(output) ? pdfs(output).sort() : [];
check("there are PDFs", files.length > 0 ? [] : [`none in ${output}`]);
if (fixtures !== undefined) {
  const found = existsSync(fixtures) ? pdfs(resolve(fixtures)).filter((path) => basename(path).startsWith(BOXES)).sort() : [];
  check("there are fixtures with boxes", found.length > 0 ? [] : [`none in ${fixtures}`]);
  files.push(...found);
}

const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const browser = await chromium.launch({ executablePath: executable, headless: true, args: FLAGS });
try {
  for (const path of files) {
    const found = await inspect(browser, readFileSync(path), fieldsOf(basename(path)));
    for (const [name, problems] of Object.entries(found)) check(`${relative(output, path)}: ${name}`, problems);
  }
  if (files.length > 0) await checkDamage(browser, files[0]);
} finally {
  await browser.close();
}
close();
