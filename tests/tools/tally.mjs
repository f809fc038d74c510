// What the suites in JavaScript share: checks and their count, missing tools, how Chromium is started.

/** Chromium without a network of its own, as root. */
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

let passed = 0;
let failed = 0;

/** Passes if there is no problem, else prints the first ones. */
export function check(name, problems) {
  if (problems.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  const more = problems.length > 6 ? `\n    and ${problems.length - 6} more` : "";
  console.log(`FAILED ${name}\n    ${problems.slice(0, 6).join("\n    ")}${more}`);
}

/** Ends the suite: something that it needs is not there. */
export function missing(what, hint) {
  console.error(`error: ${what} is missing\nhint: ${hint}`);
  process.exit(3);
}

/** Ends the suite with the count of its checks. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
