// The functions that the list page finds decisions with, without a browser:
//   node tests/site/find.mjs SITE [HEARD LOG]
// Globs must mean what the gate takes them for (globs.json), words must be found as the command finds them.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const [site, command, log] = process.argv.slice(2);
const heard = command && path.resolve(command);
const here = path.dirname(fileURLToPath(import.meta.url));
const failures = [];
const same = (what, found, wanted) => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (one !== other) failures.push(`${what}: ${one}, should be ${other}`);
};

const source = fs.readFileSync(path.join(site, "assets/find.js"), "utf8");
const Find = vm.runInNewContext(source + "\nFind", { TextEncoder });

const table = JSON.parse(fs.readFileSync(path.join(here, "globs.json"), "utf8"));
for (const [globs, fits] of Object.entries(table.globs)) {
  same(`\`${globs}\` governs`, table.paths.filter((path) => Find.governs(globs.split(" "), path)), fits);
}
// A matcher that goes back would not come to an end here.
same("many stars", Find.governs(["x/" + "**/a*".repeat(200)], "x/" + "a/".repeat(400) + "b"), true);
same("many choices", Find.governs(["{a,{a,{a,a*}*}*}*".repeat(50) + "b"], "a".repeat(900)), false);
same("a long word", Find.words("W".repeat(100_000)).length, 1);

const load = async (name) => {
  let data;
  const script = fs.readFileSync(path.join(site, "search", name + ".js"), "utf8");
  vm.runInNewContext(script, { heard: (_, value) => (data = value) });
  return data;
};

const data = Find.read(await load("log"));
// The pages in the order of the rows, which count from the oldest on.
const list = fs.readFileSync(path.join(site, "index.html"), "utf8").matchAll(/class="title" href="decisions\/([^"]+)\.html"/g);
const files = [...list].map((match) => match[1]).reverse();
same("how many rows", files.length, data.count);
const search = async (typed, saidBy) => (await Find.search(data, load, Find.words(typed), saidBy)).map((row) => files[row]);

if (heard) {
  const told = (typed, saidBy) => {
    const words = [...Find.words(typed), ...(saidBy ? ["--said-by", saidBy] : [])];
    const report = JSON.parse(execFileSync(heard, ["search", "--format", "json", ...words], { cwd: log, encoding: "utf8" }));
    return new Map(report.found.map(({ path, score }) => [path.split("/").pop().replace(/\.md$/, ""), score]));
  };
  const texts = (await load("words-1"))[0].filter((word) => !word.startsWith("+"));
  const typed = texts.flatMap((word, at) => {
    if (at % 9 > 0) return [];
    return [word, word.slice(0, 2), word + " " + texts[(at * 31) % texts.length].slice(0, 1)];
  });
  const people = [["", ""], ...data.people.map(([file, name]) => [file, name])];
  for (const [file, name] of people) {
    for (const words of file ? ["", ...typed.slice(0, 4), "i", "a t"] : typed) {
      const found = await search(words, file);
      const scores = told(words, name);
      const what = `\`${words}\`${name && ` said by ${name}`}`;
      same(what, [...found].sort(), [...scores.keys()].sort());
      const order = found.map((page) => scores.get(page));
      same(`${what}, by score`, order, [...order].sort((one, other) => other - one));
    }
  }
}

for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
