// How the site finds decisions: by words, by speaker, by governed path. Nothing here touches the page, and everything
// takes time linear in its input.
"use strict";

const Find = (() => {
  const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
  const SPACED = /^[\p{Lowercase}\p{N}]/u;
  const LETTERS = new Map([["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["ø", "o"], ["ł", "l"], ["đ", "d"], ["ð", "d"], ["ı", "i"]]);
  // The weights of the places: text 1, quotes 2, names 4, title 8, id 16.
  const [SAID, ALL, ID] = [2, 15, 16];
  const isAscii = (text) => !/[^\x00-\x7f]/.test(text);

  // A word without case and accents, as the index has it.
  function plain(word) {
    if (isAscii(word)) return word.toLowerCase();
    let out = "";
    for (const character of word.normalize("NFKD").replace(/\p{M}/gu, "")) {
      for (const lower of character.toLowerCase()) out += LETTERS.get(lower) ?? lower;
    }
    return out;
  }

  // What was typed: beginnings of words, phrases, and words and phrases to leave out, as `heard search` reads it.
  const PART = /(-(?!\s))?(?:["“”„]([^"“”„]*)["“”„]|(\S[^\s"“”„]*))/gu;
  function query(typed) {
    const read = { words: [], phrases: [], excluded: [] };
    const add = (list, item) => list.some((old) => String(old) === String(item)) || list.push(item);
    for (const [, minus, phrase, text] of typed.matchAll(PART)) {
      const words = ((phrase ?? text).match(WORD) ?? []).map(plain).filter((word) => word !== "");
      if (words.length === 0) continue;
      if (minus) add(read.excluded, words);
      else if (phrase !== undefined) add(read.phrases, words);
      else for (const word of words) add(read.words, word);
    }
    return read;
  }

  // Whether the query asks for nothing that a decision could have.
  const isEmpty = (query) => query.words.length + query.phrases.length === 0;

  // Whether it takes the texts to answer: phrases are not in the index.
  const needsTexts = (query) => query.phrases.length > 0 || query.excluded.some((words) => words.length > 1);

  // Whether the blocks of a text have the phrases, and nothing that is left out.
  function has(blocks, query) {
    const texts = blocks.map((block) => folded(typeof block === "string" ? block : block.at(-1)));
    const edge = (word) => (isDense(word) ? "" : " ");
    const isIn = (words) => {
      const sought = edge(words[0]) + words.join(" ") + edge(words.at(-1));
      return texts.some((text) => text.includes(sought));
    };
    return query.phrases.every(isIn) && !query.excluded.some(isIn);
  }

  // Whether a search term may match within a word: scripts without case put no spaces between words.
  const isDense = (sought) => !SPACED.test(sought);

  // How well a folded word fits: 2 the whole, 1 its start, 0 not at all.
  function fit(folded, { text, isExact }) {
    if (folded === text) return 2;
    if (isDense(text)) return folded.includes(text) ? 1 : 0;
    return !isExact && folded.startsWith(text) ? 1 : 0;
  }

  // Where terms match in a text, and the weight of the matches.
  function marks(text, terms) {
    const found = { spans: [], weight: 0 };
    if (terms.length === 0) return found;
    for (const match of text.matchAll(WORD)) {
      const folded = plain(match[0]);
      let best = 0;
      for (const term of terms) {
        const weight = fit(folded, term);
        best = Math.max(best, weight);
        found.weight += weight;
      }
      if (best > 0) found.spans.push([match.index, match.index + match[0].length]);
    }
    return found;
  }

  // Whether a word may have been meant by one that is in no decision: its start, with one letter left out, added, wrong,
  // or swapped with the next one.
  function isNear(typed, word) {
    const [one, other] = [Array.from(typed), Array.from(word)];
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    if (one.length < 4 || other.length > one.length + 2 || same === 0 || isDense(typed)) return false;
    const [rest, left] = [one.slice(same), other.slice(same)];
    const starts = (skippedInTyped, skippedInWord) =>
      rest.length >= skippedInTyped && left.length >= skippedInWord &&
      rest.slice(skippedInTyped).every((letter, at) => left[skippedInWord + at] === letter);
    const isSwapped = rest.length > 1 && left.length > 1 && rest[0] === left[1] && rest[1] === left[0];
    return (isSwapped && starts(2, 2)) || starts(1, 1) || starts(0, 1) || starts(1, 0);
  }

  // The data of the filters, with its places by name and its globs parsed.
  function read(filters) {
    const places = (names) => new Map(names.map(([file], place) => [file, place]));
    return {
      ...filters,
      places: { status: places(filters.statuses), tag: places(filters.tags), person: places(filters.people) },
      matchers: filters.globs.map((glob) => new Pattern(glob)),
    };
  }

  // A function that says whether a row passes the filters.
  function filter(filters, { status, tag, person, path }) {
    const tests = [];
    for (const [name, value] of [["status", status], ["tag", tag], ["person", person]]) {
      if (!value) continue;
      const place = filters.places[name].get(value);
      tests.push((row) => filters.rows[name][row].includes(place));
    }
    if (path) {
      const wanted = new Path(path);
      const says = filters.matchers.map((pattern) => pattern.says(wanted));
      tests.push((row) => governs(filters.rows.governs[row].map((pattern) => says[pattern])));
    }
    return (row) => tests.every((test) => test(row));
  }

  // The last place in a sorted list whose value is not greater.
  function place(sorted, value) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // The rows that have all the words, best first, and of two equal ones the newer first: rows count from the oldest;
  // the terms that matched; and what was searched for instead of words that no decision has. `load` loads a file.
  // Phrases are left to `has`. With `saidBy`, `filters` has to be there.
  async function search(log, load, query, saidBy, filters) {
    const isPerson = saidBy && saidBy !== "*";
    const found = await (isPerson ? byPerson(log, load, query, filters.places.person.get(saidBy)) : byWords(log, load, query, saidBy, filters));
    // One number for score and row, which sorts by both.
    const keys = Float64Array.from(found.scores, ([row, score]) => score * log.count + row).sort().reverse();
    return { ...found, rows: Array.from(keys, (key) => key % log.count) };
  }

  // The words of a query as terms: those that match by their start, then those of its phrases.
  const termsOf = (query) => [
    ...query.words.map((text) => ({ text, isExact: false })),
    ...query.phrases.flat().map((text) => ({ text, isExact: true })),
  ];

  async function byWords(log, load, query, saidBy, filters) {
    const places = saidBy ? SAID : ALL;
    const scores = new Map();
    if (isEmpty(query)) {
      for (let row = 0; row < log.count; row++) if (!saidBy || filters.rows.speakers[row].length > 0) scores.set(row, 0);
    }
    const corrected = [];
    const terms = [];
    const weigh = async (term) => {
      const best = await weights(log, load, term, places);
      if (!saidBy && !term.isExact) await addIds(log, load, term.text, best);
      if (term.isExact || best.some((weight) => weight > 0)) return [[term], best];
      const near = await nearWords(log, load, term.text, places);
      if (near.length === 0) return [[term], best];
      corrected.push([term.text, near]);
      const instead = near.map((text) => ({ text, isExact: true }));
      const all = await Promise.all(instead.map((term) => weights(log, load, term, places)));
      return [instead, all.reduce((one, other) => one.map((weight, row) => Math.max(weight, other[row])))];
    };
    const each = await Promise.all(termsOf(query).map(weigh));
    for (const [alternatives] of each) terms.push(...alternatives);
    for (let row = 0; each.length > 0 && row < log.count; row++) {
      let score = 0;
      if (each.every(([, weights]) => (score += weights[row], weights[row] > 0))) scores.set(row, score);
    }
    for (const [word, next] of query.excluded) {
      if (next !== undefined) continue;
      const without = await weights(log, load, { text: word, isExact: true }, places);
      without.forEach((weight, row) => weight > 0 && scores.delete(row));
    }
    return { scores, terms, corrected };
  }

  // The weight of a term in each row: that of its best place.
  async function weights(log, load, { text, isExact }, places) {
    const best = new Uint8Array(log.count);
    await eachWord(log, load, text, !isExact || isDense(text), (found, rows) => {
      const whole = found === text ? 2 : 1;
      eachRow(rows, places, (row, weight) => (best[row] = Math.max(best[row], weight * whole)));
    });
    if (!isDense(text)) return best;
    // Within words, pairs of letters are indexed: a row matches when it has them all.
    const letters = Array.from(text);
    let within = null;
    for (let at = 0; at < letters.length; at++) {
      const isLast = at + 1 === letters.length;
      if (!isDense(letters[at]) || (isLast && at > 0)) continue;
      const here = new Uint8Array(log.count);
      await eachWord(log, load, "+" + letters.slice(at, at + 2).join(""), isLast, (_, rows) => {
        eachRow(rows, places, (row, weight) => (here[row] = Math.max(here[row], weight)));
      });
      within = within === null ? here : within.map((weight, row) => Math.min(weight, here[row]));
    }
    return within === null ? best : best.map((weight, row) => Math.max(weight, within[row]));
  }

  // Adds the decisions whose id the word is.
  async function addIds(log, load, word, best) {
    await eachWord(log, load, "#" + word.replace(/^0+/, ""), false, (_, rows) => {
      eachRow(rows, ID, (row, weight) => (best[row] = Math.max(best[row], weight * 2)));
    });
  }

  // The words that may have been meant by one that is in no decision.
  async function nearWords(log, load, typed, places) {
    const near = [];
    if (typed.length < 4 || isDense(typed)) return near;
    await eachWord(log, load, Array.from(typed)[0], true, (found, rows) => {
      let isThere = false;
      if (isNear(typed, found)) eachRow(rows, places, () => (isThere = true));
      if (isThere) near.push(found);
    });
    return near;
  }

  // Calls back with each word that has this prefix, or with the one that equals it.
  async function eachWord(log, load, start, areStarts, take) {
    const first = Math.max(0, place(log.words, start));
    let last = first;
    while (areStarts && last + 1 < log.words.length && log.words[last + 1].startsWith(start)) last++;
    const files = [];
    for (let file = first; file <= last && file < log.words.length; file++) files.push(load("words-" + (file + 1)));
    for (const [texts, rows] of await Promise.all(files)) {
      let at = place(texts, start);
      if (texts[at] !== start) at++;
      while (at < texts.length && (areStarts ? texts[at].startsWith(start) : texts[at] === start)) take(texts[at], rows[at++]);
    }
  }

  // Calls back with each row of a word that has it in one of these places, and the weight of the best one. Each number
  // is 32 times the steps from the row before, plus the weights.
  function eachRow(rows, places, take) {
    let row = 0;
    for (const number of rows) {
      row += Math.floor(number / 32);
      const weights = number & 31 & places;
      if (weights > 0) take(row, 1 << (31 - Math.clz32(weights)));
    }
  }

  async function byPerson(log, load, query, person) {
    const found = { scores: new Map(), terms: [], corrected: [] };
    if (person === undefined) return found;
    const file = place(log.said, person);
    const quotes = (await load("said-" + (file + 1)))[person - log.said[file]];
    for (const quote of quotes) quote.folded ??= folded(quote[2]);
    const each = termsOf(query).map((term) => {
      if (term.isExact || quotes.some((quote) => fitAny(quote.folded, term) > 0)) return [term];
      const words = new Set(quotes.flatMap((quote) => quote.folded.split(" ")));
      const near = [...words].filter((word) => isNear(term.text, word)).sort();
      if (near.length === 0) return [term];
      found.corrected.push([term.text, near]);
      return near.map((text) => ({ text, isExact: true }));
    });
    found.terms = each.flat();
    const best = new Map();
    for (const { 0: row, folded } of quotes) {
      if (!best.has(row)) best.set(row, new Uint8Array(each.length));
      const here = best.get(row);
      each.forEach((terms, index) => (here[index] = Math.max(here[index], ...terms.map((term) => fitAny(folded, term)))));
    }
    const excluded = query.excluded.filter((words) => words.length === 1).map(([text]) => ({ text, isExact: true }));
    for (const [row, fits] of best) {
      if (fits.every((fit) => fit > 0)) found.scores.set(row, fits.reduce((sum, fit) => sum + 2 * fit, 0));
    }
    for (const { 0: row, folded } of quotes) if (excluded.some((term) => fitAny(folded, term) > 0)) found.scores.delete(row);
    return found;
  }

  // A text as its words, each between spaces.
  function folded(text) {
    if (isAscii(text)) return " " + text.toLowerCase().replace(/[^a-z0-9]+/g, " ") + " ";
    return " " + (text.match(WORD) ?? []).map(plain).join(" ") + " ";
  }

  function fitAny(folded, { text, isExact }) {
    if (folded.includes(" " + text + " ")) return 2;
    if (isDense(text)) return folded.includes(text) ? 1 : 0;
    return !isExact && folded.includes(" " + text) ? 1 : 0;
  }

  // A path as typed, normalized and relative to the root.
  class Path {
    constructor(typed) {
      const parts = typed.trim().split("/").filter((part) => part !== "" && part !== ".");
      this.text = parts.join("/");
      this.depth = parts.length;
      this.bytes = new TextEncoder().encode(this.text);
    }
  }

  // What the last pattern says that matches.
  function governs(says) {
    return says.findLast((said) => said !== undefined) ?? false;
  }

  // A glob, or one behind `!` that takes paths out.
  class Pattern {
    constructor(written) {
      this.takesOut = written.startsWith("!");
      this.glob = new Glob(written.replace(/^!/, "").replace(/^(\.\/)+/, ""));
    }

    // Whether a path is governed, as far as this pattern says it.
    says(path) {
      if (this.takesOut) return this.glob.matches(path.bytes) || this.glob.matchesAllBelow(path) ? false : undefined;
      return this.glob.governs(path) ? true : undefined;
    }
  }

  // A glob in which `*` does not match `/`, as a nondeterministic automaton: it never backtracks. It reads bytes, as
  // the gate does.
  class Glob {
    constructor(pattern) {
      this.program = [...emit(parse(pattern)), { end: true }];
      this.pattern = pattern;
      this.starts = new Map();
    }

    matches(bytes) {
      const { program } = this;
      const seen = new Uint32Array(program.length);
      let step = 0;
      const enter = (state, states) => {
        const open = [state];
        while (open.length > 0) {
          const at = open.pop();
          if (seen[at] === step) continue;
          seen[at] = step;
          if (program[at].jumps === undefined) states.push(at);
          else for (const jump of program[at].jumps) open.push(at + jump);
        }
      };
      let states = [];
      step++;
      enter(0, states);
      for (const byte of bytes) {
        const next = [];
        step++;
        for (const at of states) if (program[at].takes?.(byte)) enter(at + 1, next);
        states = next;
        if (states.length === 0) return false;
      }
      return states.some((at) => program[at].end);
    }

    // Whether the glob matches the path, or may match something below it.
    governs(path) {
      if (path.text === "" || this.matches(path.bytes)) return true;
      // The literal prefix of all matches.
      const plain = /^[^*?[{\\]*/.exec(this.pattern)[0];
      const folder = `${path.text}/`;
      return (plain.startsWith(folder) || folder.startsWith(plain)) && this.reachesBelow(path);
    }

    // With names that nobody writes into a glob.
    matchesAllBelow({ text }) {
      return ["\u0001", "\u0001/\u0001"].every((name) => this.matches(new TextEncoder().encode(`${text}/${name}`)));
    }

    reachesBelow({ bytes, depth }) {
      const parts = this.pattern.split("/");
      // Up to the first `**`, each part matches one directory name.
      const wide = parts.indexOf("**");
      const above = wide < 0 ? depth : Math.min(depth, wide + 1);
      if (above >= parts.length && wide < 0) return false;
      if (!this.starts.has(above)) {
        let start = null;
        try {
          start = new Glob(parts.slice(0, above).join("/"));
        } catch {
          // A brace or a bracket across a slash can't be split: it may match anything.
        }
        this.starts.set(above, start);
      }
      return this.starts.get(above)?.matches(bytes) ?? true;
    }
  }

  // The tokens of a glob. An invalid one throws; the log has valid ones only.
  function parse(pattern) {
    const characters = Array.from(pattern);
    const branches = [[]];
    const open = [];
    let [at, previous, current] = [0, undefined, undefined];
    const bump = () => ([previous, current] = [current, characters[at++]])[1];
    const peek = () => characters[at];
    const push = (token) => branches.at(-1).push(token);
    const fail = () => {
      throw new SyntaxError("invalid glob");
    };
    const star = () => {
      const before = previous;
      if (peek() !== "*") return push({ kind: "*" });
      bump();
      const plainStars = () => (push({ kind: "*" }), push({ kind: "*" }));
      if (branches.at(-1).length === 0) {
        if (peek() !== undefined && peek() !== "/") return plainStars();
        push({ kind: "prefix" });
        bump();
        return undefined;
      }
      if (before !== "/" && (branches.length <= 1 || (before !== "," && before !== "{"))) return plainStars();
      let kind = "between";
      if (peek() === undefined || ((peek() === "," || peek() === "}") && branches.length >= 2)) kind = "suffix";
      else if (peek() !== "/") return plainStars();
      if (kind === "between" || peek() === undefined) bump();
      const last = branches.at(-1).pop();
      push(last.kind === "prefix" || last.kind === "suffix" ? last : { kind });
      return undefined;
    };
    const bracket = () => {
      const isNegated = peek() === "!" || peek() === "^";
      if (isNegated) bump();
      const ranges = [];
      let [isFirst, isRange] = [true, false];
      for (;;) {
        const character = bump();
        if (character === undefined) fail();
        if (character === "]" && !isFirst) break;
        if (character === "-" && !isFirst && !isRange) {
          isRange = true;
        } else if (isRange) {
          ranges.at(-1)[1] = character;
          if (character.codePointAt(0) < ranges.at(-1)[0].codePointAt(0)) fail();
          isRange = false;
        } else {
          ranges.push([character, character]);
        }
        isFirst = false;
      }
      if (isRange) ranges.push(["-", "-"]);
      push({ kind: "set", isNegated, ranges });
    };
    for (let character = bump(); character !== undefined; character = bump()) {
      if (character === "?") push({ kind: "?" });
      else if (character === "*") star();
      else if (character === "[") bracket();
      else if (character === "{") {
        open.push(branches.length);
        branches.push([]);
      } else if (character === "}") {
        if (open.length === 0) fail();
        push({ kind: "either", branches: branches.splice(open.pop()) });
      } else if (character === "," && open.length > 0) branches.push([]);
      else if (character === "\\") push({ kind: "one", character: bump() ?? fail() });
      else push({ kind: "one", character });
    }
    return branches.length === 1 ? branches[0] : fail();
  }

  const SLASH = 0x2f;
  const encoder = new TextEncoder();
  const slash = { takes: (byte) => byte === SLASH };
  const any = { takes: () => true };
  const inFolder = { takes: (byte) => byte !== SLASH };
  const many = (step) => [{ jumps: [1, 3] }, step, { jumps: [-2] }];

  // The steps of a program. Jumps are relative.
  function emit(tokens) {
    return tokens.flatMap((token) => {
      switch (token.kind) {
        case "?": return [inFolder];
        case "*": return many(inFolder);
        // Everything, when it is the whole glob.
        case "prefix": return tokens.length === 1 && !token.isWithin ? many(any) : [{ jumps: [1, 2, 3] }, { jumps: [6] }, { jumps: [4] }, ...many(any), slash];
        case "suffix": return [slash, ...many(any)];
        case "between": return [slash, { jumps: [1, 5] }, ...many(any), slash];
        case "set": return [{ takes: setOf(token) }];
        case "either": return either(token.branches);
        default: return Array.from(encoder.encode(token.character), (wanted) => ({ takes: (byte) => byte === wanted }));
      }
    });
  }

  // Braces nest eight deep at most.
  function either(branches) {
    for (const [token] of branches) if (token?.kind === "prefix") token.isWithin = true;
    const parts = branches.map(emit).filter((part) => part.length > 0);
    return parts.reduceRight((rest, part, index) => {
      if (index === parts.length - 1) return part;
      return [{ jumps: [1, part.length + 2] }, ...part, { jumps: [rest.length + 1] }, ...rest];
    }, []);
  }

  function setOf({ isNegated, ranges }) {
    const bytes = new Uint8Array(256);
    for (const [from, to] of ranges) {
      const [first, last] = [encoder.encode(from), encoder.encode(to)];
      for (const byte of [...first, ...last]) bytes[byte] = 1;
      // The gate compares bytes: the range is from the last byte of the one to the first of the other.
      if (from !== to) bytes.fill(1, first.at(-1), last[0] + 1);
    }
    return (byte) => (bytes[byte] === 1) !== isNegated;
  }

  const isGoverned = (globs, path) => governs(globs.map((glob) => new Pattern(glob).says(new Path(path))));
  return { query, isEmpty, needsTexts, has, marks, read, filter, search, place, governs: isGoverned };
})();
