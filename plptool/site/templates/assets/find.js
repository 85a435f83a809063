// Search over all records that have a page: the words that readers see, in any form (search.js, stem.js). What the index
// holds, by which names, stands in plptool/site/script.py. Without scripts the page lists all records.
"use strict";

(() => {
  const { address, announce, byId, make, own, say, translated } = globalThis.page;

  /** Small letters without accents, so that whoever cannot write å finds it, too; each letter stays one letter. */
  const folded = (text) =>
    [...text.normalize("NFC")].map((letter) => letter.toLowerCase().normalize("NFD")[0].padEnd(letter.length)).join("");

  /** The words of a text, each with the place at which it begins. */
  const wordsOf = (text) => [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((found) => ({ at: found.index, word: found[0] }));

  /** By which stems the index may have a word: in the records' language, and in the page's. */
  const stemsOf = (word) =>
    [globalThis.search.language, document.documentElement.lang].map((tongue) => (globalThis.stems[tongue] ?? String)(word.toLowerCase()));

  const DIGIT = /\d/;

  /** Where a text has a term; a number only as a whole one: § 4 is not in § 45. */
  function* placesOf(text, term) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      const within = DIGIT.test(term.at(-1)) && DIGIT.test(text[at + term.length] ?? "");
      const after = DIGIT.test(term[0]) && DIGIT.test(text[at - 1] ?? "");
      if (!within && !after) yield at;
    }
  }

  const has = (text, term) => !placesOf(text, term).next().done;

  const { index, stems, texts, kinds } = globalThis.search;
  const controls = byId("search-controls");
  const field = byId("query");
  const list = byId("found");
  const rows = index.map((record, place) => ({
    ...record,
    place,
    named: folded(`${record.id} ${record.title}`),
    whole: folded(record.text),
    told: folded(record.ours),
  }));
  const written = Object.keys(stems);
  const plain = written.map(folded);

  /** What a term asks for: the text itself, the stems that it may have, and the records that have one of these. */
  function asked(term) {
    const text = folded(term);
    const [only] = /^[\p{L}]{2,}$/u.test(term) ? [term.normalize("NFC")] : [];
    const mine = only ? stemsOf(only) : [];
    // Whoever writes no accents finds words with them; whoever does, only these.
    const alike = only?.toLowerCase() === text ? written.filter((_, at) => mine.includes(plain[at])) : mine;
    return { text, stems: new Set(alike), places: new Set(alike.flatMap((stem) => stems[stem] ?? [])) };
  }

  const asks = (query) => [...query.matchAll(/§\s*\d+\s?[a-z]?\b|\S+/giu)].map(([term]) => asked(term.replace(/§\s*/, "§ ")));

  function score(row, { text, stems: alike, places }) {
    if (folded(row.id) === text) return 100;
    if (places.has(row.place) && wordsOf(row.title).some(({ word }) => stemsOf(word).some((stem) => alike.has(stem)))) return 30;
    if (has(row.named, text)) return wordsOf(row.named).some(({ word }) => word.startsWith(text)) ? 20 : 8;
    if (places.has(row.place)) return 4;
    return has(row.whole, text) || has(row.told, text) ? 1 : 0;
  }

  function rank(row, terms) {
    const scores = terms.map((term) => score(row, term));
    return scores.includes(0) ? 0 : scores.reduce((sum, one) => sum + one, 0);
  }

  /** Some words around the first that was asked for, with these marked: of the record's own, or of what we say of it. */
  function excerpt(row, terms) {
    const found = around(row.text, terms, own);
    return found.length ? found : around(row.ours, terms, {});
  }

  /** The parts of a text that were asked for, none within another: whole words first. */
  function spots(text, terms) {
    const small = folded(text);
    if (small.length !== text.length) return [];
    const alike = new Set(terms.flatMap((term) => [...term.stems]));
    const whole = wordsOf(text).filter(({ word }) => stemsOf(word).some((stem) => alike.has(stem)));
    const parts = terms.flatMap((term) => [...placesOf(small, term.text)].map((at) => ({ at, length: term.text.length })));
    const all = [...whole.map(({ at, word }) => ({ at, length: word.length })), ...parts];
    all.sort((one, other) => one.at - other.at || other.length - one.length);
    return all.filter(({ at }, place) => !all.slice(0, place).some((before) => before.at + before.length > at));
  }

  function around(text, terms, attributes) {
    const [first] = spots(text, terms);
    if (!first) return [];
    const from = first.at < 60 ? 0 : text.lastIndexOf(" ", first.at - 40) + 1;
    const piece = text.slice(from, first.at + 120);
    return [make("p", attributes, from ? "… " : "", ...marked(piece, terms), from + piece.length < text.length ? " …" : "")];
  }

  function marked(text, terms) {
    const parts = [];
    let end = 0;
    for (const { at, length } of spots(text, terms)) {
      parts.push(text.slice(end, at), make("mark", {}, text.slice(at, at + length)));
      end = at + length;
    }
    return [...parts, text.slice(end)];
  }

  function draw() {
    const terms = asks(field.value);
    byId("everything").hidden = terms.length > 0;
    if (!terms.length) {
      list.replaceChildren();
      announce(byId("said"), "");
      return;
    }
    const found = rows.map((row) => [rank(row, terms), row]).filter(([points]) => points > 0);
    found.sort((one, other) => other[0] - one[0]);
    list.replaceChildren(
      ...found.slice(0, 100).map(([, row]) =>
        make(
          "li",
          {},
          make(
            "a",
            { href: row.path, "data-record": row.id },
            ...(row.kind === "processes" || row.title === row.id ? [make("span", { class: "id" }, ...marked(row.id, terms)), " "] : []),
            ...(row.title === row.id ? [] : [make("span", own, ...marked(row.title, terms))]),
          ),
          " ",
          make("span", { class: "kind" }, kinds[row.kind]),
          ...excerpt(row, terms),
        ),
      ),
    );
    const told = found.length > 100 ? texts.many : found.length === 1 ? texts.single : texts.found;
    announce(byId("said"), say(told, { n: found.length, query: field.value }));
  }

  field.addEventListener("input", () => {
    draw();
    address("search", `?q=${encodeURIComponent(field.value)}`);
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (location.search) translated("search", location.search);
  controls.hidden = false;
  draw();
})();
