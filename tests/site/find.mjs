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
same("a long word", Find.query("W".repeat(100_000)).words.length, 1);

const load = async (name) => {
  let data;
  const script = fs.readFileSync(path.join(site, "search", name + ".js"), "utf8");
  vm.runInNewContext(script, { heard: (_, value) => (data = value) });
  return data;
};

const data = await load("log");
const filters = Find.read(await load("filters"));
const inFiles = async (name, starts) => (await Promise.all(starts.map((_, file) => load(`${name}-${file + 1}`)))).flat();
const files = (await inFiles("rows", data.rows)).map((row) => row[2]);
const texts = await inFiles("texts", data.texts);
same("how many rows", [files.length, texts.length], [data.count, data.count]);
const search = async (typed, saidBy) => {
  const query = Find.query(typed);
  const { rows, corrected } = await Find.search(data, load, query, saidBy, filters);
  const person = filters.places.person.get(saidBy);
  const blocks = (row) => texts[row].filter((block) => !saidBy || (block.length === 4 && block[1] === person));
  const found = Find.needsTexts(query) ? rows.filter((row) => Find.has(blocks(row), query)) : rows;
  return [found.map((row) => files[row]), Object.fromEntries(corrected)];
};

if (heard) {
  const asCommand = (typed, saidBy) => {
    const said = saidBy ? ["--said-by", saidBy] : [];
    const report = JSON.parse(execFileSync(heard, ["search", "--format", "json", ...said, "--", typed], { cwd: log, encoding: "utf8" }));
    const scores = report.found.map(({ path, score }) => [path.split("/").pop().replace(/\.md$/, ""), score]);
    return [new Map(scores), report.corrected];
  };
  const words = (await load("words-1"))[0].filter((word) => /^[^+#]/.test(word));
  const swapped = (word) => word.slice(0, 2) + word.slice(3, 4) + word.slice(2, 3) + word.slice(4);
  const typed = words.flatMap((word, at) => {
    if (at % 9 > 0) return [];
    const other = words[(at * 31) % words.length];
    return [word, word.slice(0, 2), `${word} ${other.slice(0, 1)}`, `${word.slice(0, 1)} -${other}`, swapped(word)];
  });
  // Each text begins with two words that follow each other.
  const phrases = texts.flatMap((blocks) => blocks.slice(0, 6).map((block) => (typeof block === "string" ? block : block.at(-1))));
  for (const text of phrases) {
    const [one, other] = text.match(/[\p{L}\p{N}]+/gu) ?? [];
    if (other) typed.push(`"${one} ${other}"`, `"${other} ${one}"`, `a -"${one} ${other}"`);
  }
  const ids = ["2", "0002", "#2", "02", "0002 a", "-2 a", "\"2\""];
  const people = [["", ""], ...filters.people.map(([file, name]) => [file, name])];
  for (const [file, name] of people) {
    for (const words of file ? ["", ...typed.filter((_, at) => at % 11 === 0), "i", "a t", "-i", "exprot"] : [...typed, ...ids]) {
      if (!file && Find.isEmpty(Find.query(words))) continue;
      const [found, corrected] = await search(words, file);
      const [scores, instead] = asCommand(words, name);
      const what = `\`${words}\`${name && ` said by ${name}`}`;
      same(what, [...found].sort(), [...scores.keys()].sort());
      same(`${what}, corrected`, corrected, instead);
      const order = found.map((page) => scores.get(page));
      same(`${what}, by score`, order, [...order].sort((one, other) => other - one));
    }
  }
}

for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
