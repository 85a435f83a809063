// A list narrowed by what the reader chooses: status, lead, priority, year. The choice stands in the address, so that it
// can be kept, sent and come back to; which day the overview shows stands there, too, after #.
"use strict";

(() => {
  const { address, all, byId, say, translated } = globalThis.page;
  const form = byId("filters");
  if (!form) return;
  const board = byId("board");
  const selects = [...form.elements].filter((one) => one.name);
  const items = all("#board [data-process], .narrowed [data-entry]");

  /** The values that an entry has on the day that is shown: what a page does not tell of it by itself, its place does. */
  function values(item, name) {
    if (name in item.dataset) return item.dataset[name].split(" ");
    if (name === "status") return [...item.querySelector(".status").classList];
    return (item.closest("[data-lead]")?.dataset.lead ?? "").split(", ");
  }

  /** Whether an entry has a value; what is to come after the day that is shown has not happened yet. */
  function fits(item, { name, value }) {
    if (!value) return true;
    if (name === "year" && board && value > board.dataset.day.slice(0, 4)) return false;
    return values(item, name).includes(value);
  }

  function draw() {
    for (const item of items) item.classList.toggle("out", !selects.every((one) => fits(item, one)));
    for (const part of all("#board [data-lead], .narrowed")) {
      const entries = [...part.querySelectorAll("[data-process], [data-entry]")];
      const empty = entries.length > 0 && entries.every((one) => one.hidden || one.classList.contains("out"));
      part.classList.toggle("out", empty);
      const heading = part.querySelector("h2[id]");
      const jump = heading && document.querySelector(`.jump a[href="#${CSS.escape(heading.id)}"]`);
      jump?.parentElement.classList.toggle("out", empty);
    }
    // An entry may be listed twice: among those in force, and in its year.
    const there = items.filter((one) => !one.hidden);
    const count = (some) => new Set(some.map((one) => one.dataset.entry ?? one.dataset.process)).size;
    const shown = there.filter((one) => !one.classList.contains("out"));
    byId("narrowed").textContent = say(form.dataset.told, { n: count(shown), all: count(there) });
  }

  /** What the address says is chosen; a value that there is not is none. */
  function read() {
    const chosen = new URLSearchParams(location.search);
    for (const one of selects) {
      one.value = chosen.get(one.name) ?? "";
      if (one.selectedIndex < 0) one.value = "";
    }
    if (location.search) translated("search", location.search);
    draw();
  }

  function write() {
    const chosen = new URLSearchParams(selects.filter((one) => one.value).map((one) => [one.name, one.value]));
    const search = chosen.size ? `?${chosen}` : "";
    address("search", search);
    draw();
  }

  form.addEventListener("change", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write)); // when all is as it was at first
  addEventListener("pageshow", read);
  if (board) new MutationObserver(draw).observe(board, { attributes: true, attributeFilter: ["data-day"] });
  form.hidden = false;
  read();
})();
