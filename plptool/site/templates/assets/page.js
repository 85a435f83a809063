// What the scripts of all pages have in common.
"use strict";

globalThis.page = (() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];

  /** An element with attributes and children; texts are texts, never markup. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** A sentence with its places filled in: "{n} meetings". */
  const say = (text, places) => text.replace(/\{(\w+)\}/g, (_, name) => places[name]);

  /** The page in the other language, at the same point. */
  function translated(part, value) {
    for (const one of all("ul.languages a")) one[part] = value;
  }

  /** The address says what is shown, the page's in the other language too: by its hash or its search, each with its mark. */
  function address(part, value) {
    translated(part, value);
    try {
      history.replaceState(null, "", part === "hash" ? value : `${location.pathname}${value}${location.hash}`);
    } catch {
      // The page shows it all the same; where it lies, the address cannot be set.
    }
  }

  // A word after the last change, not at each step of a slider that is dragged.
  let later = 0;
  function announce(element, text) {
    clearTimeout(later);
    later = setTimeout(() => {
      element.textContent = text;
    }, 300);
  }

  /** What records say in their own language, where that is not the page's. */
  const language = (globalThis.plan ?? globalThis.search)?.language;
  const own = language && language !== document.documentElement.lang ? { lang: language } : {};

  return { address, all, announce, byId, make, own, say, translated };
})();
