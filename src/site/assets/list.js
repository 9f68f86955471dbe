// The filters of the list. The query is kept in the address, so that it can be shared and the back button works.
// Without this script the page is the whole list.
"use strict";

const heard = (() => {
  const NAMES = ["q", "said-by", "status", "tag", "person", "path"];
  // How many decisions are shown at once, with matching lines and without.
  const WITH_LINES = 20;
  const WITHOUT = 50;
  const LINES = 3;
  // About how many characters of a line are shown, and how many before the first match.
  const LENGTH = 240;
  const BEFORE = 70;
  // How long to wait for the lines, in milliseconds.
  const SOON = 20;

  const form = document.querySelector(".filters");
  const found = document.getElementById("found");
  const count = document.getElementById("count");
  const clear = form.querySelector(".clear");
  const fields = new Map(NAMES.map((name) => [name, document.getElementById(name)]));

  // Files are scripts that call `heard` with their name and data.
  const files = new Map();
  function load(name) {
    if (!files.has(name)) {
      const file = {};
      file.promise = new Promise((resolve, reject) => {
        file.resolve = resolve;
        const script = document.createElement("script");
        script.src = "search/" + name + ".js";
        script.addEventListener("error", () => {
          // Try again next time.
          files.delete(name);
          reject(new Error("search/" + name + ".js could not be loaded"));
        });
        script.addEventListener("load", () => script.remove());
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
  const log = load("log").then((data) => {
    const read = Find.read(data);
    fill(read);
    return read;
  });
  // The error is shown when something is searched.
  log.catch(() => {});
  let rows = null;

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
  function fill(log) {
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
    add("said-by", log.people, log.rows.speakers);
    add("status", log.statuses, log.rows.status);
    add("tag", log.tags, log.rows.tag);
    add("person", log.people, log.rows.person);
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
    const address = location.href.split(/[?#]/)[0] + (text === "" ? "" : "?" + text);
    if (address === location.href) return;
    try {
      history[isNew ? "pushState" : "replaceState"](null, "", address);
    } catch {
      // The fields still show it.
    }
  }

  const isEmpty = (state) => [...state.values()].every((value) => value.trim() === "");
  const counted = (number) => number + (number === 1 ? " decision" : " decisions");

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
      const sought = Find.words(state.get("q"));
      const saidBy = state.get("said-by");
      const fits = Find.filter(data, Object.fromEntries(state));
      const hits = (await Find.search(data, load, sought, saidBy)).filter(fits);
      await parsed;
      if (mine !== turn) return;
      const answer = { data, sought, saidBy, hits, turn: mine };
      count.textContent = hits.length + " of " + counted(data.count);
      found.replaceChildren();
      if (hits.length === 0) return nothing();
      await more(answer, 0);
    } catch (error) {
      if (mine !== turn) return;
      found.replaceChildren();
      count.textContent = "Search is not available: " + error.message;
    }
  }

  function nothing() {
    found.append(element("p", "empty", "No decisions match. ", button("Show all decisions", "", forget)));
  }

  // Shows the next decisions of an answer.
  async function more(answer, from) {
    const { data, sought, saidBy, hits } = answer;
    const hasLines = sought.length > 0 || saidBy !== "";
    const size = hasLines ? WITH_LINES : WITHOUT;
    const next = hits.slice(from, from + size);
    const texts = hasLines ? next.map((row) => blocks(data, row)) : [];
    // Lines that load quickly are shown at once; others follow.
    const lines = Promise.all(texts).catch(() => {});
    await Promise.race([lines, new Promise((resolve) => setTimeout(resolve, SOON))]);
    if (answer.turn !== turn) return;
    rows ??= document.querySelectorAll("#decisions .row");
    const list = found.querySelector("ol") ?? element("ol", "rows");
    const made = next.map((row, index) => {
      const shown = rows[data.count - 1 - row].cloneNode(true);
      texts[index]?.then(
        (blocks) => addLines(shown, blocks, answer),
        () => shown.append(element("p", "number", "The text could not be loaded.")),
      );
      return shown;
    });
    list.append(...made);
    found.querySelector(".more")?.remove();
    if (from === 0) found.append(list);
    const left = hits.length - from - next.length;
    if (left > 0) {
      const words = left > size ? "Show " + size + " more of " + left : "Show the last " + left;
      found.append(button(words, "more", () => more(answer, from + size)));
    }
    if (from > 0) made[0]?.querySelector("a")?.focus();
  }

  // The blocks of a decision's text.
  async function blocks(data, row) {
    const file = Find.place(data.texts, row);
    const texts = await load("texts-" + (file + 1));
    return texts[row - data.texts[file]];
  }

  // Marks the matches in a row, and adds the matching lines.
  function addLines(row, blocks, { data, sought, saidBy }) {
    const person = data.places.person.get(saidBy);
    const isPerson = saidBy !== "" && saidBy !== "*";
    const title = row.querySelector(".title");
    const weighed = [];
    for (const block of blocks) {
      const isSaid = block.length === 4 && typeof block !== "string";
      if (saidBy !== "" && !isSaid) continue;
      if (isPerson && block[1] !== person) continue;
      const raw = typeof block === "string" ? block : block.at(-1);
      let text = unmarked(raw);
      let hits = Find.marks(text, sought);
      if (hits.weight === 0 && sought.length > 0) {
        text = raw;
        hits = Find.marks(text, sought);
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
    if (weighed.length > LINES && sought.length === 0) {
      shown.push(element("li", "number", "and " + (weighed.length - LINES) + " more on the page"));
    }
    if (shown.length > 0) row.append(element("ul", "hits", ...shown));
    if (saidBy !== "") return;
    for (const part of row.querySelectorAll(".title, .names, .tag")) {
      const { spans } = Find.marks(part.textContent, sought);
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
    const state = new Map(NAMES.map((name) => [name, ""]));
    show(state);
    note(state, true);
    apply(state);
    fields.get("q").focus();
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
    if (event.key === "/" && !isTyping && !(target instanceof HTMLSelectElement)) {
      event.preventDefault();
      fields.get("q").focus();
    }
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
  return (name, data) => files.get(name)?.resolve(data);
})();
