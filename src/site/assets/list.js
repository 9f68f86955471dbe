// The filters of the list and of the search page. The query is kept in the address, so that it can be shared and the back
// button works. Without this script the list has no filters.
"use strict";

const heard = (() => {
  const NAMES = ["q", "said-by", "status", "tag", "person", "path"];
  const FILTERS = ["said-by", "status", "tag", "person", "path"];
  // How many decisions are shown at once.
  const SIZE = 20;
  const LINES = 3;
  // About how many characters of a line are shown, and how many before the first match.
  const LENGTH = 240;
  const BEFORE = 70;
  // How long to wait for the lines, in milliseconds.
  const SOON = 20;

  const home = location.href.split(/[?#]/)[0];
  const form = document.querySelector(".filters");
  const found = document.getElementById("found");
  const count = document.getElementById("count");
  const clear = form.querySelector(".clear");
  const fields = new Map(NAMES.map((name) => [name, document.getElementById(name)]));

  // What the page says, in its language.
  const words = JSON.parse(form.dataset.words);
  const forms = new Intl.PluralRules(words.lang);
  const say = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (phrase, n, values) => say(phrase[forms.select(n)] ?? phrase.other, { n, ...values });

  // Files are scripts that call `heard` with their name and data.
  const files = new Map();
  function load(name) {
    if (!files.has(name)) {
      const file = {};
      file.promise = new Promise((resolve, reject) => {
        file.resolve = resolve;
        const src = "search/" + name + ".js";
        // The page may have begun to load it.
        const begun = document.querySelector('script[src="' + src + '"]');
        const script = begun ?? document.createElement("script");
        script.addEventListener("error", () => {
          // Try again next time.
          files.delete(name);
          script.remove();
          reject(new Error(say(words.no_file, { file: src })));
        });
        script.addEventListener("load", () => script.remove());
        if (begun) return;
        script.src = src;
        document.head.append(script);
      });
      files.set(name, file);
    }
    return files.get(name).promise;
  }

  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });
  const log = load("log");
  // The error is shown when something is searched.
  log.catch(() => {});
  // What can be filtered by, which may be many people. It is loaded when a query needs it, or else after the first answer.
  let filters = null;
  function loadFilters() {
    filters ??= load("filters").then((data) => {
      const read = Find.read(data);
      fill(read);
      return read;
    });
    // Try again next time.
    filters.catch(() => (filters = null));
    return filters;
  }

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  function button(words, className, act) {
    const made = element("button", className, words);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // Fills the select fields, each option with its number of decisions.
  function fill(data) {
    const counts = (column) => {
      const counts = new Map();
      for (const row of column) for (const number of row) counts.set(number, (counts.get(number) ?? 0) + 1);
      return counts;
    };
    const add = (name, names, column) => {
      const select = fields.get(name);
      if (!select) return;
      const number = counts(column);
      const made = names.flatMap(([file, word], place) => {
        if (!number.has(place)) return [];
        const option = element("option", "", short(word) + " (" + number.get(place) + ")");
        option.value = file;
        return [option];
      });
      const old = [...select.options].find((option) => option.dataset.unknown !== undefined);
      old?.remove();
      select.append(...made);
    };
    add("said-by", data.people, data.rows.speakers);
    add("status", data.statuses, data.rows.status);
    add("tag", data.tags, data.rows.tag);
    add("person", data.people, data.rows.person);
    show(asked());
  }

  // The query in the address.
  function asked() {
    const query = new URLSearchParams(location.search);
    return new Map(NAMES.map((name) => [name, query.get(name) ?? ""]));
  }

  // The query in the fields. What has no field is taken from the address.
  function chosen() {
    const kept = asked();
    return new Map(NAMES.map((name) => [name, fields.get(name)?.value ?? kept.get(name)]));
  }

  // Shows a query in the fields.
  function show(state) {
    for (const [name, field] of fields) {
      if (!field || field.value === state.get(name)) continue;
      field.value = state.get(name);
      if (field.value !== state.get(name) && field instanceof HTMLSelectElement) {
        const option = element("option", "", short(state.get(name)));
        option.value = state.get(name);
        option.dataset.unknown = "";
        field.append(option);
        field.value = state.get(name);
      }
    }
  }

  // Writes a query to the address. Some browsers refuse that for files on disk; the page works all the same.
  function note(state, isNew) {
    const query = new URLSearchParams();
    for (const [name, value] of state) if (value !== "") query.set(name, value);
    const text = query.toString().replaceAll("%2F", "/");
    const own = text === "" ? home : home + "?" + text;
    // A shared address leads to the page that holds no list. Files on disk may not have the address of another one.
    const shared = text === "" ? home : new URL("search.html?" + text, home).href;
    for (const address of [shared, own]) {
      if (address === location.href) return;
      try {
        history[isNew ? "pushState" : "replaceState"](null, "", address);
        return;
      } catch {
        // The fields still show it.
      }
    }
  }

  const isEmpty = (state) => [...state.values()].every((value) => value.trim() === "");

  // Shows the answer to a query. The answer to an earlier one that arrives later is dropped.
  let turn = 0;
  async function apply(state) {
    const mine = ++turn;
    clear.hidden = isEmpty(state);
    if (isEmpty(state)) {
      found.hidden = true;
      found.replaceChildren();
      count.textContent = "";
      return;
    }
    // Hides the whole list while searching.
    found.hidden = false;
    try {
      const data = await log;
      const query = Find.query(state.get("q"));
      const saidBy = state.get("said-by");
      const chosen = FILTERS.some((name) => state.get(name) !== "") ? await loadFilters() : null;
      const answer = await Find.search(data, load, query, saidBy, chosen);
      const fits = chosen ? Find.filter(chosen, Object.fromEntries(state)) : () => true;
      await parsed;
      if (mine !== turn) return;
      Object.assign(answer, { data, query, saidBy, turn: mine, rows: answer.rows.filter(fits), next: 0, shown: 0 });
      answer.person = chosen?.places.person.get(saidBy);
      await more(answer);
    } catch (error) {
      if (mine !== turn) return;
      found.replaceChildren();
      fail(error);
    }
  }

  function fail(error) {
    count.textContent = say(words.no_search, { reason: error.message });
  }

  function nothing() {
    found.append(element("p", "empty", words.no_match + " ", button(words.show_all, "", forget)));
  }

  // The next rows of an answer that have its phrases.
  async function take(answer) {
    const taken = [];
    while (taken.length < SIZE && answer.next < answer.rows.length) {
      const some = answer.rows.slice(answer.next, answer.next + SIZE - taken.length);
      answer.next += some.length;
      if (!Find.needsTexts(answer.query)) return some;
      const texts = await Promise.all(some.map((row) => blocks(answer.data, row)));
      taken.push(...some.filter((_, at) => Find.has(texts[at].filter((block) => isSearched(block, answer)), answer.query)));
    }
    return taken;
  }

  // Whether a block of a text is searched: all, those of quotes, or those of one person.
  const isQuote = (block) => typeof block !== "string" && block.length === 4;
  const isSearched = (block, { saidBy, person }) =>
    saidBy === "" || (isQuote(block) && (saidBy === "*" || block[1] === person));

  // How many decisions match; while phrases are looked for, as far as that is known.
  function showCount({ data, query, rows, next, shown, corrected }) {
    const isCounting = Find.needsTexts(query);
    const phrase = isCounting && next < rows.length ? words.matches_so_far : words.matches;
    const said = counted(phrase, data.count, { shown: isCounting ? shown : rows.length });
    const instead = corrected.map(([typed, near]) => say(words.instead, { word: short(typed), near: near.slice(0, 5).join(", ") }));
    count.textContent = [...instead, said].join(" ");
  }

  // Shows the next decisions of an answer.
  async function more(answer) {
    const { data } = answer;
    const isFirst = answer.shown === 0;
    const next = await take(answer);
    const rows = await Promise.all(next.map((row) => rowData(data, row)));
    if (answer.turn !== turn) return;
    answer.shown += next.length;
    showCount(answer);
    if (isFirst) found.replaceChildren();
    if (answer.shown === 0) return nothing();
    const hasLines = answer.terms.length > 0 || answer.saidBy !== "";
    const texts = hasLines ? next.map((row) => blocks(data, row)) : [];
    // Lines that load quickly are shown at once; others follow.
    const lines = Promise.all(texts).catch(() => {});
    await Promise.race([lines, new Promise((resolve) => setTimeout(resolve, SOON))]);
    if (answer.turn !== turn) return;
    const list = found.querySelector("ol") ?? element("ol", "rows");
    const made = rows.map((row, index) => {
      const shown = shownRow(row);
      texts[index]?.then(
        (blocks) => addLines(shown, blocks, answer),
        () => shown.append(element("p", "number", words.no_text)),
      );
      return shown;
    });
    list.append(...made);
    found.querySelector(".more")?.remove();
    if (isFirst) found.append(list);
    const left = answer.rows.length - answer.next;
    if (left > 0) {
      const isKnown = !Find.needsTexts(answer.query);
      const label = !isKnown ? words.show_more : say(left > SIZE ? words.show_some : words.show_last, { shown: SIZE, left });
      found.append(button(label, "more", () => more(answer).catch(fail)));
    }
    if (!isFirst) made[0]?.querySelector("a")?.focus();
    loadFilters().catch(() => {});
  }

  // The data of a row.
  async function rowData(data, row) {
    const file = Find.place(data.rows, row);
    const rows = await load("rows-" + (file + 1));
    return rows[row - data.rows[file]];
  }

  // A row as the list has it.
  function shownRow([id, title, file, status, date, counts, marks, names, tags]) {
    const link = element("a", "title", title);
    link.href = "decisions/" + file + ".html";
    link.dir = "auto";
    const facts = element("div", "row-facts");
    if (status !== null) facts.append(element("span", "status " + status[0], status[1]));
    if (date !== null) facts.append(element("time", "", date));
    for (const count of counts) facts.append(element("span", "count", count));
    for (const [kind, words] of marks) facts.append(element("span", "mark " + kind, words));
    const row = element("li", "row", element("div", "row-head", element("span", "id", id), link), facts);
    if (names === "" && tags.length === 0) return row;
    const last = element("div", "row-names");
    if (names !== "") last.append(element("span", "names", names));
    for (const [file, word] of tags) {
      const tag = element("a", "tag", word);
      tag.href = "tags/" + file + ".html";
      last.append(tag);
    }
    row.append(last);
    return row;
  }

  // The blocks of a decision's text.
  async function blocks(data, row) {
    const file = Find.place(data.texts, row);
    const texts = await load("texts-" + (file + 1));
    return texts[row - data.texts[file]];
  }

  // Marks the matches in a row, and adds the matching lines.
  function addLines(row, blocks, answer) {
    const { terms, saidBy } = answer;
    const title = row.querySelector(".title");
    const weighed = [];
    for (const block of blocks) {
      const isSaid = isQuote(block);
      // The title is in the row.
      if (!isSearched(block, answer) || (typeof block !== "string" && block.length === 2)) continue;
      const raw = typeof block === "string" ? block : block.at(-1);
      let text = unmarked(raw);
      let hits = Find.marks(text, terms);
      if (hits.weight === 0 && terms.length > 0) {
        text = raw;
        hits = Find.marks(text, terms);
        if (hits.weight === 0) continue;
      }
      const place = isSaid ? 2 : typeof block === "string" ? 1 : 4;
      weighed.push({ block, isSaid, text, spans: hits.spans, weight: hits.weight * place });
    }
    weighed.sort((one, other) => other.weight - one.weight);
    const shown = weighed.slice(0, LINES).map(({ isSaid, block, text, spans }) => {
      if (!isSaid) return element("li", "", ...excerpt(text, spans));
      const [id, , name] = block;
      const said = element("li", "voice", element("q", "", ...excerpt(text, spans)));
      if (name !== "") {
        const link = element("a", "", short(name));
        link.href = title.getAttribute("href") + (id === "" ? "" : "#said-" + id);
        said.append(" —\u00a0", link);
      }
      return said;
    });
    if (weighed.length > LINES && terms.length === 0) {
      shown.push(element("li", "number", counted(words.more_on_page, weighed.length - LINES)));
    }
    if (shown.length > 0) row.append(element("ul", "hits", ...shown));
    if (saidBy !== "") return;
    for (const part of row.querySelectorAll(".title, .names, .tag")) {
      const { spans } = Find.marks(part.textContent, terms);
      if (spans.length > 0) part.replaceChildren(...marked(part.textContent, spans));
    }
  }

  // A line without its markdown syntax.
  function unmarked(text) {
    return text.replace(/!?\[([^\[\]]*)\]\([^()\s]*\)/g, "$1").replace(/\[\^[^\[\]]*\]|\*\*|__|`/g, "");
  }

  // A part of a text, from a little before its first match.
  function excerpt(text, spans) {
    if (text.length <= LENGTH + BEFORE) return marked(text, spans);
    const first = spans[0]?.[0] ?? 0;
    const start = first <= BEFORE ? 0 : edge(text, first - BEFORE, first);
    const wanted = Math.min(text.length, start + LENGTH);
    const end = wanted === text.length ? wanted : edge(text, wanted - 20, wanted);
    const inside = spans.filter(([from]) => from >= start && from < end).map(([from, to]) => [from - start, Math.min(to, end) - start]);
    const parts = marked(text.slice(start, end), inside);
    return [start > 0 ? "… " : "", ...parts, end < text.length ? " …" : ""];
  }

  // A name, shortened.
  const short = (name) => (name.length <= 80 ? name : name.slice(0, edge(name, 60, 80)) + "…");

  // The first place after a space in a range, or else one that splits no character.
  function edge(text, from, to) {
    const space = text.indexOf(" ", from);
    if (space >= 0 && space < to) return space + 1;
    const isSecond = (text.charCodeAt(to) & 0xfc00) === 0xdc00;
    return isSecond ? to - 1 : to;
  }

  function marked(text, spans) {
    const parts = [];
    let done = 0;
    for (const [from, to] of spans) {
      parts.push(text.slice(done, from), element("mark", "", text.slice(from, to)));
      done = to;
    }
    parts.push(text.slice(done));
    return parts;
  }

  function ask(isNew) {
    const state = chosen();
    note(state, isNew);
    apply(state);
  }

  function forget() {
    // The search page has no list to go back to.
    if (!document.getElementById("decisions")) return location.assign("index.html");
    const state = new Map(NAMES.map((name) => [name, ""]));
    show(state);
    note(state, true);
    apply(state);
    fields.get("q").focus();
    return undefined;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => target instanceof HTMLInputElement && ask(false));
  form.addEventListener("change", ({ target }) => target instanceof HTMLSelectElement && ask(true));
  clear.addEventListener("click", forget);
  const restore = () => {
    show(asked());
    apply(asked());
  };
  window.addEventListener("popstate", restore);
  window.addEventListener("pageshow", (event) => event.persisted && restore());
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (event.key !== "Escape" || target instanceof HTMLSelectElement) return;
    event.preventDefault();
    if (isTyping && target.value !== "") {
      target.value = "";
      ask(false);
    } else if (!clear.hidden) {
      forget();
    }
  });

  document.querySelector(".choices")?.toggleAttribute("hidden", true);
  form.hidden = false;
  restore();
  // The choices are filled when nothing else is left to load.
  if (isEmpty(asked())) window.addEventListener("load", () => loadFilters().catch(() => {}));
  return (name, data) => files.get(name)?.resolve(data);
})();
