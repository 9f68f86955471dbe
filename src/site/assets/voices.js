// The filters of the page of quotes. The query is kept in the address, so that it can be shared and the back button
// works. Without this script the page has all its quotes.
"use strict";
(() => {
  const NAMES = ["disposition", "group", "person", "year"];
  const form = document.querySelector(".filters");
  const count = document.getElementById("count");
  const clear = form.querySelector(".clear");
  const choices = document.querySelector(".choices");
  // On one of several pages: the link to everything that a person said.
  const whole = form.querySelector(".scope a");
  const fields = new Map(NAMES.map((name) => [name, document.getElementById(name)]));

  // What the page says, in its language.
  const words = JSON.parse(form.dataset.words);
  const forms = new Intl.PluralRules(words.lang);
  const say = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // For each quote, the values of each field, each with the words that people read.
  const sections = [...document.querySelectorAll(".voices")].map((section) => {
    const number = section.querySelector("h2 .number");
    const disposition = [[section.dataset.disposition, section.querySelector("h2 .heading").textContent]];
    const rows = [...section.querySelectorAll("li")].map((row) => {
      const { person, group, year } = row.dataset;
      const names = [...row.querySelectorAll(".group")].map((name) => name.textContent);
      return {
        row,
        disposition,
        group: group === "" ? [] : group.split(" ").map((value, at) => [value, names[at]]),
        person: person === "" ? [] : [[person, row.querySelector(".speaker a").textContent]],
        year: year === "" ? [] : [[year, year]],
      };
    });
    return { section, number, count: number.textContent, rows };
  });
  const rows = sections.flatMap(({ rows }) => rows);

  function option(value, words) {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = words.length <= 80 ? words : words.slice(0, 80) + "…";
    return made;
  }

  // Fills the select fields, each option with its number of quotes.
  for (const [name, field] of fields) {
    if (!field) continue;
    const found = new Map();
    for (const row of rows) {
      for (const [value, words] of row[name]) found.set(value, [words, (found.get(value)?.[1] ?? 0) + 1]);
    }
    const all = [...found];
    if (name === "year") all.sort(([one], [other]) => Number(other) - Number(one));
    if (name === "group" || name === "person") all.sort(([, [one]], [, [other]]) => one.localeCompare(other));
    field.append(...all.map(([value, [words, number]]) => option(value, words + " (" + number + ")")));
  }

  // The query in the address.
  function asked() {
    const query = new URLSearchParams(location.search);
    return new Map(NAMES.map((name) => [name, query.get(name) ?? ""]));
  }

  // Shows a query in the fields. A value that no quote here has is shown all the same.
  function show(state) {
    for (const [name, field] of fields) {
      if (!field) continue;
      field.value = state.get(name);
      if (field.value === state.get(name)) continue;
      field.append(option(state.get(name), state.get(name)));
      field.value = state.get(name);
    }
  }

  // Hides the quotes that do not fit.
  function apply(state) {
    const wanted = [...state].filter(([, value]) => value !== "");
    let sum = 0;
    for (const { section, number, count, rows } of sections) {
      let shown = 0;
      for (const row of rows) {
        const fits = wanted.every(([name, value]) => row[name].some(([own]) => own === value));
        row.row.hidden = !fits;
        if (fits) shown++;
      }
      section.hidden = shown === 0;
      number.textContent = wanted.length === 0 ? count : String(shown);
      sum += shown;
    }
    const none = wanted.length === 0;
    clear.hidden = none;
    if (choices) choices.hidden = !none;
    const someone = rows.flatMap(({ person }) => person).find(([value]) => value === state.get("person"));
    whole?.setAttribute("href", someone ? "people/" + someone[0] + ".html" : "people.html");
    whole?.replaceChildren(someone ? someone[1] : words.all_people);
    const phrase = words.quotes_shown[forms.select(rows.length)] ?? words.quotes_shown.other;
    count.textContent = none ? "" : say(phrase, { shown: sum, n: rows.length });
  }

  // Writes a query to the address. Some browsers refuse that for files on disk; the page works all the same.
  function note(state) {
    const query = new URLSearchParams([...state].filter(([, value]) => value !== "")).toString();
    const address = location.href.split(/[?#]/)[0] + (query === "" ? "" : "?" + query);
    try {
      history.pushState(null, "", address);
    } catch {
      // The fields still show it.
    }
  }

  function change(state) {
    note(state);
    show(state);
    apply(state);
  }

  const restore = () => {
    show(asked());
    apply(asked());
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const kept = asked();
    change(new Map(NAMES.map((name) => [name, fields.get(name)?.value ?? kept.get(name)])));
  });
  clear.addEventListener("click", () => {
    change(new Map(NAMES.map((name) => [name, ""])));
    fields.get("disposition").focus();
  });
  window.addEventListener("popstate", restore);
  window.addEventListener("pageshow", (event) => event.persisted && restore());
  form.hidden = false;
  restore();
})();
