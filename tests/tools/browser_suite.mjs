// Opens every page of every pack in Chromium, from a folder whose path is hard on purpose.
//
// Usage: node browser_suite.mjs [OUTPUT]; PILOTPACK_NODE names the folder that holds node_modules,
// CHROMIUM the browser.

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { FLAGS, check, close, missing } from "./tally.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const output = resolve(process.argv[2] ?? join(root, "output"));
const modules = resolve(process.env.PILOTPACK_NODE ?? join(root, "target", "tools", "node"));
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const WIDTHS = [320, 768, 1440];

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

/** Whether an address stands for a file in the folder; a `data:` or `blob:` address is in the page itself. */
function inside(address, folder) {
  const url = new URL(address);
  if (url.protocol === "data:" || url.protocol === "blob:") return true;
  if (url.protocol !== "file:") return false;
  return resolve(fileURLToPath(url)).startsWith(folder + sep);
}

/** What the page asks for and says while `visit` runs. */
async function watched(context, folder, visit) {
  const page = await context.newPage();
  const seen = { messages: [], outside: [], failures: [] };
  page.on("console", (message) => seen.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.messages.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    seen.messages.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!inside(request.url(), folder)) seen.outside.push(request.url());
  });
  page.on("requestfailed", (request) => seen.failures.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) seen.failures.push(`${response.url()}: ${response.status()}`);
  });
  try {
    await visit(page);
  } finally {
    await page.close();
  }
  return seen;
}

/** Ids and links of a page, as the browser reads them. */
function anatomy() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const names = [...document.querySelectorAll("a[name]")].map((element) => element.name);
  const links = [...document.querySelectorAll("a[href], area[href], link[href], [src], [data-href]")]
    .map((element) => element.href || element.src)
    .filter((address) => typeof address === "string" && address !== "");
  const empty = [...document.querySelectorAll('a[href=""], a[href="#"]')].map((element) => element.outerHTML.slice(0, 80));
  return { ids, names, links, empty };
}

/** Elements that make the page wider than the window; what scrolls inside a box of its own does not. */
function overflow() {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide <= width) return [];
  const guilty = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 0.5)
    .slice(0, 3)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className} ${element.textContent.trim().slice(0, 40)}`);
  return [`${wide} px wide: ${guilty.join(" | ")}`];
}

async function checkPack(browser, pack, id) {
  const pages = files(pack).filter((path) => path.endsWith(".html"));
  check(`${id}: has a start page`, existsSync(join(pack, "site", "index.html")) ? [] : ["site/index.html is missing"]);
  const anatomies = new Map();
  const withScript = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const without = await browser.newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: false });

  for (const path of pages) {
    const name = `${id}/${relative(pack, path)}`;
    const address = pathToFileURL(path).href;
    const seen = await watched(withScript, pack, async (page) => {
      await page.goto(address, { waitUntil: "load" });
      anatomies.set(path, await page.evaluate(anatomy));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        // Two frames: the first lays out, in the second scripts have seen the new width.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        check(`${name}: fits ${width} px`, await page.evaluate(overflow));
      }
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      await page.emulateMedia({ media: "print" });
    });
    check(`${name}: no console message`, seen.messages);
    check(`${name}: no request outside the pack`, seen.outside);
    check(`${name}: no failed request`, seen.failures);

    let text = "";
    let scripted = "";
    const plain = await watched(without, pack, async (page) => {
      await page.goto(address, { waitUntil: "load" });
      const main = page.locator("main");
      text = (await main.count()) === 1 ? (await main.innerText()).trim() : "";
    });
    await watched(withScript, pack, async (page) => {
      await page.goto(address, { waitUntil: "load" });
      const main = page.locator("main");
      scripted = (await main.count()) === 1 ? (await main.innerText()).trim() : "";
    });
    check(`${name}: main has text without JavaScript`, text.length > 0 ? [] : ["it is empty, or there is not one main"]);
    // Scripts may hide what they offer in another way, such as panes of tabs, but never add what cannot be read without.
    const enough = text.length >= scripted.length * 0.98;
    check(`${name}: JavaScript adds no content`, enough ? [] : [`${text.length} characters without, ${scripted.length} with`]);
    check(`${name}: no failed request without JavaScript`, [...plain.outside, ...plain.failures]);
  }

  for (const [path, { ids, names, links, empty }] of anatomies) {
    const name = `${id}/${relative(pack, path)}`;
    const twice = ids.filter((value, index) => ids.indexOf(value) !== index);
    check(`${name}: ids are unique`, [...new Set(twice)]);
    const broken = empty.map((link) => `leads nowhere: ${link}`);
    for (const link of new Set(links)) {
      if (!link.startsWith("file:")) continue;
      const url = new URL(link);
      const fragment = decodeURIComponent(url.hash.slice(1));
      url.hash = "";
      url.search = "";
      const target = resolve(fileURLToPath(url));
      if (!target.startsWith(pack + sep)) broken.push(`${link} leaves the pack`);
      else if (!existsSync(target) || !statSync(target).isFile()) broken.push(`${link} is no file`);
      else if (fragment !== "" && target.endsWith(".html")) {
        const there = anatomies.get(target);
        if (!there.ids.includes(fragment) && !there.names.includes(fragment)) broken.push(`${link}: no such anchor`);
      }
    }
    check(`${name}: links and anchors resolve (${links.length})`, broken);
  }
  await withScript.close();
  await without.close();
}

if (!existsSync(join(modules, "node_modules", "playwright-core"))) missing("`playwright-core`", "run tests/run, which installs it");
if (!existsSync(executable)) missing(`\`${executable}\``, "apt-get install chromium");
if (!existsSync(output)) missing(`\`${output}\``, "pilotpack build");

const { chromium } = createRequire(join(modules, "package.json"))("playwright-core");
const scratch = mkdtempSync(join(tmpdir(), "pilotpack-"));
const browser = await chromium.launch({ executablePath: executable, headless: true, args: FLAGS });
try {
  const packs = readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
  check("there are packs", packs.length > 0 ? [] : [`none in ${output}`]);
  for (const id of packs) {
    const copy = join(scratch, "Übergabe an Kunden, Stand №1 (100%)", id);
    cpSync(join(output, id), copy, { recursive: true });
    try {
      await checkPack(browser, copy, id);
    } catch (error) {
      check(`${id}: the suite ran to its end`, [String(error)]);
    }
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
close();
