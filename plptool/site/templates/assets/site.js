// The overview at any day, and what came between two days. Everything that is shown was worked out when the site was made
// (plan.js); without scripts the pages stand as they are, one a snapshot. What it holds, by which names, stands in
// plptool/site/script.py; there a day is its index in plan.days, a record in plan.records, and a line in plan.lines.
"use strict";

(() => {
  const { address, all, announce, byId, make, own, say, translated } = globalThis.page;

  function drawing(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  /** How many of the sorted values are at most the wanted one. */
  function upTo(values, wanted, of = (value) => value) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (of(values[middle]) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function isDay(text) {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  }

  /** What the address says after #; nothing where it is no text. */
  function named() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  // ---------------------------------------------------------------------------------------------------------- the plan

  const plan = globalThis.plan;

  /** The index of the newest day of the plan that has come by a day; -1 before the first. */
  const dayIndex = (day) => upTo(plan.days, day) - 1;

  // A sealed day has what was sealed: what was recorded of it since is not there, though it is the day before and after.
  const absent = new Map(Object.entries(plan?.absent ?? {}).map(([index, records]) => [Number(index), new Set(records)]));
  const lacks = (index, record) => absent.get(index)?.has(record) ?? false;

  /** How a process or decision stands at a day's index; undefined where it is not there. */
  function standing(process, index) {
    if (lacks(index, process.record)) return undefined;
    return process.stretches[upTo(process.stretches, index, (stretch) => stretch.day) - 1];
  }

  /** Whether a process is there, and neither over nor without a status. */
  const isOpen = (now) => Boolean(now?.status) && !["completed", "cancelled"].includes(now.status);

  /** Every number of a day, by the key that plptool/render/figures.py gives it. What is 0 may not be there. */
  function numbers(day) {
    const index = dayIndex(day);
    const found = new Map();
    const add = (figure, n = 1) => found.set(figure, (found.get(figure) ?? 0) + n);
    for (const process of plan.processes) {
      const now = standing(process, index);
      if (!now) continue;
      add("processes.total");
      add(`processes.${now.status ?? "foreseen"}`);
      if (isOpen(now)) add("processes.continuing");
    }
    for (const decision of plan.decisions) {
      const status = standing(decision, index)?.status;
      if (!status) continue;
      add(`decisions.${status}`);
      if (!plan.stands.includes(status)) continue;
      if (status !== "adopted") add("decisions.adopted");
      add(`decisions.${decision.year}`);
      if (decision.unsure) add(`unsure.${decision.year}`);
    }
    for (const [figure, added] of Object.entries(plan.counted)) {
      for (const [came, record, n] of added) if (came <= index && !lacks(index, record)) add(figure, n);
    }
    for (const expected of foreseen(index)) add(isOverdue(expected, day) ? "overdue" : "expected");
    return found;
  }

  /** How many processes stand where: 10 are completed, 3 are under way and 1 is paused. */
  function howManyStand(counts) {
    const told = Object.entries(plan.stand)
      .filter(([status]) => counts.get(status))
      .map(([status, [one, more]]) => say(counts.get(status) === 1 ? one : more, { n: counts.get(status) }));
    const last = told.pop() ?? "";
    return told.length ? say(plan.texts.and, { others: told.join(", "), last }) : last;
  }

  /** How the plan goes, in a sentence. */
  function howItGoes(found) {
    const total = found.get("processes.total");
    if (!total) return plan.texts.nothing;
    const counts = new Map(Object.keys(plan.stand).map((status) => [status, found.get(`processes.${status}`)]));
    return say(total === 1 ? plan.texts.single : plan.texts.many, { total, stand: howManyStand(counts) });
  }

  /** An amount as the pages of the same language write it. */
  function amount(kronor) {
    const millions = kronor / 1000000;
    if (Math.abs(millions) < 1 || kronor % 100000) {
      const groups = String(kronor).match(/\d{1,3}(?=(?:\d{3})*$)/g);
      return say(plan.texts.kronor, { figure: groups.reduce((thousands, group) => say(plan.texts.grouped, { thousands, group })) });
    }
    const [ones, tenths] = millions.toFixed(1).split(".");
    return say(plan.texts.million, { figure: say(plan.texts.tenths, { ones, tenths }) });
  }

  /** A row of a table of numbers: how one of them is written there, and what it counts, where that depends on the day. */
  function inRow(row, found, key) {
    const number = /^decisions\.(\d+)$/.exec(key)?.[1];
    const n = found.get(`unsure.${number}`);
    const year = plan.years[number];
    if (year) row.children[0].textContent = n ? say(plan.texts.ofunsure, { year, n }) : say(plan.texts.ofyear, { year });
    return (number) => (row.dataset.money === undefined ? String(number) : amount(number));
  }

  const isOverdue = ({ latest }, day) => Boolean(latest) && latest < day;

  const foreseen = (index) =>
    plan.foreseen.filter(
      ({ day, settled, record }) =>
        day <= index && (settled === undefined || settled > index) && !lacks(index, record),
    );

  /** What is there at the later of two days, and was not at the earlier. */
  function entries(after, upto) {
    const [known, all] = [after, upto].map((index) => upTo(plan.entries, index, (entry) => entry.day));
    const back = absent.has(after) ? plan.entries.slice(0, known).filter(({ record }) => lacks(after, record)) : [];
    return [...back, ...plan.entries.slice(known, all)].filter(({ record }) => !lacks(upto, record));
  }

  const isLate = ({ day, ended, record }, index) =>
    day <= index && (ended === undefined || ended > index) && !lacks(index, record);

  /** What is late at the later of two days, and was not at the earlier. */
  function becameLate(after, upto) {
    return plan.late.filter((one) => isLate(one, upto) && !isLate(one, after));
  }

  /** What came on the newest day on which something came that a day has. */
  function newestAt(index) {
    const there = entries(-1, index);
    const newest = there.at(-1)?.day ?? -1;
    return there.slice(upTo(there, newest - 1, (entry) => entry.day));
  }

  function link(record) {
    const { key, id, title, path } = plan.records[record];
    const parts = [id ? make("span", { class: "id" }, id) : "", title ? make("span", own, title) : ""].filter(Boolean);
    const text = parts.length ? parts.flatMap((one, at) => (at ? [" ", one] : [one])) : [key];
    return path
      ? make("a", { href: path, "data-record": key }, ...text)
      : make("span", { "data-record": key }, ...text);
  }

  /** A record by what people call it: a process by its id alone. */
  function called(record) {
    const { key, id, title, path } = plan.records[record];
    const text = id ?? (title || key);
    return path ? make("a", { href: path, ...(id ? {} : own) }, text) : text;
  }

  /** What a list tells of a process beside its status: what became of it, how it goes, and that it is overdue. */
  const besideStatus = (now, day) =>
    [now.beside, isOpen(now) && now.due && now.due < day ? plan.texts.late : ""].filter(Boolean).join(", ");

  const word = (status) => plan.words[status ?? "none"];

  /** A sentence with a date in it, which no line end divides. */
  function on(text, date) {
    const [before, after] = text.split("{date}");
    return date ? [before, make("time", { datetime: date }, date), after] : [];
  }

  const since = (now) =>
    now.sometime === undefined
      ? on(plan.texts.since, now.since)
      : [say(plan.texts.sometime, { when: plan.lines[now.sometime] })];

  const lastHeld = (now) =>
    now.during === undefined
      ? on(plan.texts.held, now.held)
      : [say(plan.texts.held, { date: plan.lines[now.during] })];

  /** An organisation by what people call it: its short name, or else its title. */
  function organisation(key) {
    const named = plan.organisations[key];
    if (!named) return key ?? "";
    return named.title ? make("a", { href: named.path, ...own }, named.title) : make("a", { href: named.path }, key);
  }

  /** Who leads a process. */
  const leads = (now) => (now.leads.length ? now.leads.flatMap((key, at) => [...(at ? [", "] : []), organisation(key)]) : ["–"]);

  /** What is awaited, in a line of its own. */
  const awaits = (expected, day) =>
    `${say(isOverdue(expected, day) ? plan.texts.overdue : plan.texts.expected, { due: expected.due })} ${expected.text}`;

  /** Its status, and what stands beside that on any day. */
  const statusOf = (now) => (now.beside ? `${word(now.status)} (${now.beside})` : word(now.status));

  const stands = (now) => [
    statusOf(now),
    ...[since(now)].filter((told) => told.length).flatMap((told) => [" ", ...told]),
  ];

  /** Entries by record, in the order in which the first of each came. */
  function grouped(found) {
    const groups = new Map();
    for (const entry of found) groups.set(entry.record, [...(groups.get(entry.record) ?? []), entry]);
    return groups;
  }

  function happened(list, found) {
    const groups = grouped(found);
    list.replaceChildren(
      ...[...groups].map(([record, held]) =>
        make("li", {}, link(record), make("ul", own, ...held.map((came) => make("li", {}, ...dated(came), came.text)))),
      ),
    );
    return groups.size;
  }

  /** When something came: as a day, or as it is written where that tells none. */
  const dated = ({ day, when }) => [make("time", { datetime: plan.days[day] }, when ?? plan.days[day]), " "];

  // ----------------------------------------------------------------------------------------------- the day that is shown

  const DAY = 86400000;
  const plot = document.querySelector("[data-first]");

  /** How far along the axis a day lies, in days: what came before lies at its beginning, what comes after at its end. */
  const along = (day) => Math.min(Math.max((Date.parse(day) - Date.parse(plot.dataset.first)) / DAY, 0), Number(plot.dataset.days));

  /** Where a day lies, in per cent of the axis, as plptool/site/charts.py rounds it; before all of it, for what came before. */
  const share = (day) => (day < plot.dataset.first ? -1 : Math.round((100000 * along(day)) / Number(plot.dataset.days)) / 1000);

  /** The upright line, and the day by its name beside it, on the side on which it stays on the page. */
  function drawAxis(day) {
    const at = Math.max(share(day), 0);
    for (const line of all("[data-cursor]")) {
      line.setAttribute("x1", `${at}%`);
      line.setAttribute("x2", `${at}%`);
    }
    const beyond = Date.parse(day) - Date.parse(plot.dataset.first) > Number(plot.dataset.days) * DAY;
    for (const name of all("[data-shown]")) {
      name.setAttribute("x", `${at}%`);
      name.setAttribute("text-anchor", at < 13 ? "start" : at > 87 ? "end" : "middle");
      name.textContent = share(day) < 0 ? `◂ ${day}` : beyond ? `${day} ▸` : day;
    }
  }

  /** Let the reader choose the day; `draw` shows it on the page and returns how the plan goes then. */
  function chooser(controls, draw) {
    const slider = byId("slider");
    const calendar = byId("calendar");
    const inWords = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
    const ownDay = byId("point").dataset.day;
    const newest = plan.days.at(-1);
    let shown = ownDay;

    function show(day) {
      const told = draw(day);
      if (plot) drawAxis(day);
      if (slider) {
        slider.value = String(along(day));
        slider.setAttribute("aria-valuetext", inWords.format(new Date(day)));
      }
      calendar.value = day;
      byId("point").textContent = byId("point").textContent.replace(shown, day);
      byId("linked").replaceChildren(...on(plan.texts.linked, ownDay));
      byId("linked").hidden = day === ownDay;
      for (const one of all("[data-dated]")) one.hash = day === ownDay ? "" : day;
      for (const button of all("[data-go]")) button.setAttribute("aria-pressed", String(button.dataset.go === day));
      shown = day;
      announce(byId("said"), `${day}. ${told}`);
    }

    /** Show a day that the reader chose, and let the address hold it. */
    function go(day) {
      show(day);
      address("hash", `#${day}`);
    }

    /** To the next day, or the one before, on which something happened. */
    function step(by) {
      const index = dayIndex(shown);
      const back = plan.days[index] === shown ? index - 1 : index;
      const to = by < 0 ? back : index + 1;
      go(plan.days[Math.min(Math.max(to, 0), plan.days.length - 1)]);
    }

    const keys = {
      ArrowLeft: () => step(-1),
      ArrowDown: () => step(-1),
      ArrowRight: () => step(1),
      ArrowUp: () => step(1),
      Home: () => go(plan.days[0]),
      End: () => go(newest),
    };
    slider?.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    // The axis ends soon after the last that happened; its end is the newest day.
    const chosen = () => (slider.value === slider.max ? newest : new Date(Date.parse(plot.dataset.first) + Number(slider.value) * DAY).toISOString().slice(0, 10));
    slider?.addEventListener("input", () => go(chosen()));
    calendar.min = plan.days[0];
    calendar.max = newest;
    calendar.addEventListener("change", () => {
      if (isDay(calendar.value)) go(calendar.value);
    });
    byId("earlier").addEventListener("click", () => step(-1));
    byId("later").addEventListener("click", () => step(1));
    for (const button of all("[data-go]")) button.addEventListener("click", () => go(button.dataset.go));
    const within = (day) => (day < plan.days[0] ? plan.days[0] : day);
    function read(otherwise) {
      const day = isDay(named()) ? within(named()) : otherwise;
      if (!day) return;
      show(day);
      if (isDay(named())) translated("hash", day);
    }
    addEventListener("hashchange", () => read());
    // A link to a part of the page leaves the day in the address.
    for (const one of all('a[href^="#"]')) {
      one.addEventListener("click", (event) => {
        const target = byId(one.hash.slice(1));
        if (!target) return;
        event.preventDefault();
        target.tabIndex = -1;
        target.focus({ preventScroll: true });
        target.scrollIntoView();
      });
    }
    controls.hidden = false;
    for (const one of [slider, byId("slider-label")]) if (one) one.hidden = false;
    read(ownDay);
  }

  const order = new Map(plan?.processes.map((process, index) => [plan.records[process.record].key, index]));

  /** What each administration leads: `section` makes a list for one that led something once. Each item is in one list. */
  function listsByLead(container, list, section) {
    const lists = new Map([...container.querySelectorAll("[data-lead]")].map((one) => [one.dataset.lead, one.querySelector(list)]));

    function listOf(now) {
      const lead = now.leads.join(", ");
      if (!lists.has(lead)) {
        const made = section(lead, now);
        container.append(made);
        lists.set(lead, made.querySelector(list));
      }
      return lists.get(lead);
    }

    return {
      place(item, key, now, keyOf) {
        const of = listOf(now);
        if (item.parentElement === of) return;
        const next = [...of.children].find((other) => order.get(keyOf(other)) > order.get(key));
        of.insertBefore(item, next ?? null);
      },
      hideEmpty() {
        for (const of of lists.values()) {
          const empty = ![...of.children].some((item) => !item.hidden);
          const around = of.closest("[data-lead]");
          if (around.hidden !== empty) around.hidden = empty;
        }
      },
    };
  }

  // ------------------------------------------------------------------------------------------------------ the overview

  function overview(controls) {
    const board = byId("board");
    const unfinished = byId("unfinished-list");
    const lists = listsByLead(board, "ul", (lead, now) =>
      make("section", { "data-lead": lead }, make("h3", {}, ...leads(now)), make("ul")),
    );
    const items = new Map(all("#board [data-process]").map((one) => [one.dataset.process, one]));
    const shown = new Map();

    function drawBoard(index, day) {
      for (const process of plan.processes) {
        const id = plan.records[process.record].key;
        const item = items.get(id);
        const now = standing(process, index);
        const told = now && besideStatus(now, day);
        if (!item || (shown.has(id) && shown.get(id).now === now && shown.get(id).told === told)) continue;
        shown.set(id, { now, told });
        item.hidden = !now;
        if (!now) continue;
        item.querySelector(".progress").textContent = told;
        lists.place(item, id, now, (other) => other.dataset.process);
        const badge = item.querySelector(".status");
        badge.className = `status ${now.status ?? "none"}`;
        badge.textContent = word(now.status);
      }
      lists.hideEmpty();
    }

    /** The first screen: what is not finished, how each that leads stands, and what came last. */
    function drawFirst(index, day) {
      const there = plan.processes.map((process) => [process, standing(process, index)]).filter(([, now]) => now);
      const open = there.filter(([, now]) => isOpen(now));
      byId("open").hidden = !open.length;
      byId("open").querySelector("ul").replaceChildren(
        ...open.slice(0, 6).map(([process, now]) => {
          const why = [...now.reasons, ...now.remaining].map((line) => plan.lines[line])[0] ?? "";
          const badge = make("span", { class: `status ${now.status}` }, word(now.status));
          const of = make("span", { class: "of" }, ...leads(now));
          const beside = make("span", { class: "progress" }, besideStatus(now, day));
          return make("li", {}, link(process.record), " ", badge, " ", beside, " ", of, " ", make("span", { class: "why", ...own }, why));
        }),
      );
      drawLeads(there);
      const came = newestAt(index);
      byId("happened").replaceChildren(
        ...came.slice(0, 3).map((one) => make("li", {}, ...dated(one), called(one.record), ": ", make("span", own, one.text))),
      );
      byId("more").textContent = say(plan.texts.more, { n: came.length - 3 });
      byId("more").hidden = came.length <= 3;
    }

    const names = new Map(all("[data-of]").map((one) => [one.dataset.of, one.querySelector(".name")]));

    /** A bar for each that leads: how many of its processes stand where. */
    function drawLeads(there) {
      const groups = new Map();
      for (const [, now] of there) {
        const lead = now.leads.join(", ");
        if (!names.has(lead)) names.set(lead, make("span", { class: "name" }, ...leads(now)));
        groups.set(lead, [...(groups.get(lead) ?? []), now.status ?? "foreseen"]);
      }
      const most = Math.max(1, ...[...groups.values()].map((statuses) => statuses.length));
      const rows = [...groups.keys()].sort().map((lead) => {
        const statuses = groups.get(lead);
        const counts = new Map(Object.keys(plan.stand).map((status) => [status, statuses.filter((one) => one === status).length]));
        return make("li", { "data-of": lead }, names.get(lead), " ", stack(counts, most), " ", make("span", { class: "of" }, howManyStand(counts)));
      });
      byId("by-lead").hidden = !rows.length;
      byId("by-lead").querySelector("ul").replaceChildren(...rows);
    }

    function stack(counts, most) {
      const bar = drawing("svg", { class: "stack", "aria-hidden": "true", width: "100%", height: 14, viewBox: `0 0 ${most} 1`, preserveAspectRatio: "none" });
      let x = 0;
      for (const [status, width] of counts) {
        if (width) bar.append(drawing("rect", { class: status, x, width, height: 1 }));
        x += width;
      }
      return bar;
    }

    /** The milestones that are overdue. */
    function drawLate(index) {
      const rows = plan.late.filter((one) => one.milestone && isLate(one, index));
      const told = rows.map(({ record, text }) => make("li", {}, called(record), ": ", make("span", own, text)));
      byId("late").querySelector("ul").replaceChildren(...told);
      byId("late").hidden = !rows.length;
    }

    const lines = (indices) => indices.map((index) => make("li", {}, plan.lines[index]));

    /** What is told of a process that is not completed, as the page has it, but for where it stands. */
    function article(process, now, awaited) {
      const facts = [since(now), now.leads.length ? leads(now) : [], lastHeld(now)].filter(
        (one) => one.length,
      );
      const made = make(
        "article",
        {},
        make("h3", {}, link(process.record)),
        make("p", {}, make("span", { class: `status ${now.status}` }, word(now.status)), " ", ...facts.flatMap((one, at) => (at ? [" · ", ...one] : one))),
        ...now.reasons.map((index) => make("p", own, plan.lines[index])),
      );
      if (now.remaining.length) {
        made.append(make("p", { class: "label" }, plan.texts.remaining), make("ul", own, ...lines(now.remaining)));
      }
      if (awaited.length) {
        made.append(make("ul", { class: "awaited" }, ...awaited.map((text) => make("li", {}, text))));
      }
      return made;
    }

    // One place a process, in the plan's order; only what another day tells otherwise is made anew.
    const written = new Map(all("[data-unfinished]").map((one) => [one.dataset.unfinished, one]));
    const places = new Map(plan.processes.map((process) => [process, { told: "", element: make("div") }]));

    /** Of each process its spot, what is told there at a day as a text to compare, and how to tell it. */
    function* unfinishedAt(index, day) {
      const waiting = new Map();
      for (const expected of foreseen(index)) {
        waiting.set(expected.record, [...(waiting.get(expected.record) ?? []), awaits(expected, day)]);
      }
      for (const [process, spot] of places) {
        const now = standing(process, index);
        if (!isOpen(now)) {
          yield { process, spot, told: "", tell: () => [] };
          continue;
        }
        const awaited = waiting.get(process.record) ?? [];
        const facts = [now.leads, now.status, now.since, now.sometime, now.held, now.during, now.reasons, now.remaining];
        yield { process, spot, told: JSON.stringify([facts, awaited]), tell: () => [article(process, now, awaited)] };
      }
    }

    /** What is left elsewhere than in processes that are not completed. */
    function drawRest(index, day) {
      const open = new Set();
      const left = [];
      let all = plan.texts.nothing;
      for (const process of plan.processes) {
        const now = standing(process, index);
        if (now && !now.status) all = plan.texts.waiting;
        else if (now?.status === "cancelled" && all !== plan.texts.waiting) all = plan.texts.over;
        else if (now && all === plan.texts.nothing) all = plan.texts.finished;
        if (isOpen(now)) open.add(process.record);
        if (now?.status === "completed" && now.remaining.length) {
          const badge = make("span", { class: `status ${now.status}` }, word(now.status));
          const beside = make("span", { class: "progress" }, besideStatus(now, day));
          left.push(make("li", {}, link(process.record), " ", beside, " ", badge, make("ul", own, ...lines(now.remaining))));
        }
      }
      const awaited = foreseen(index)
        .filter(({ record }) => !open.has(record))
        .map((expected) => make("li", {}, called(expected.record), ": ", awaits(expected, day)));
      for (const [id, rows] of [["left", left], ["awaited", awaited]]) {
        byId(id).querySelector("ul").replaceChildren(...rows);
        byId(id).hidden = !rows.length;
      }
      nobody.textContent = open.size ? "" : all;
    }

    // Decisions: a section for each year in which some were adopted, the newest first, and one for all others.
    const decisions = new Map(all("#decided [data-decision]").map((one) => [one.dataset.decision, one]));
    const inOrder = new Map([...decisions.keys()].map((key, place) => [key, place]));
    const groups = new Map(all("[data-decided]").map((one) => [one.dataset.decided, one]));
    const rank = (name) => (name === "other" ? -1 : Number(name));

    function groupOf(name) {
      if (!groups.has(name)) {
        const section = make("section", { "data-decided": name }, make("h3"), make("ol", { class: "events" }));
        const next = [...groups].filter(([other]) => rank(other) < rank(name)).sort(([one], [other]) => rank(other) - rank(one))[0];
        byId("decided").insertBefore(section, next?.[1] ?? null);
        groups.set(name, section);
      }
      return groups.get(name);
    }

    function drawDecision(item, decision, status) {
      item.hidden = !status;
      if (!status) return;
      const list = groupOf(plan.stands.includes(status) ? String(decision.year) : "other").querySelector("ol");
      if (item.parentElement !== list) {
        const place = inOrder.get(item.dataset.decision);
        list.insertBefore(item, [...list.children].find((one) => inOrder.get(one.dataset.decision) > place) ?? null);
      }
      const what = item.querySelector(".what");
      what.querySelector(".status")?.remove();
      if (status === "adopted") return;
      what.firstElementChild.after(" ", make("span", { class: `status ${status}` }, plan.adopts[status]));
    }

    function drawDecided(index, found) {
      for (const decision of plan.decisions) {
        const item = decisions.get(plan.records[decision.record].key);
        if (item) drawDecision(item, decision, standing(decision, index)?.status);
      }
      for (const [name, section] of groups) {
        const n = section.querySelectorAll("[data-decision]:not([hidden])").length;
        const unsure = found.get(`unsure.${name}`);
        const year = name === "other" ? plan.texts.other : plan.years[name];
        section.hidden = !n;
        section.querySelector("h3").textContent = say(unsure ? plan.texts.unsure : plan.texts.year, { year, n, unsure });
      }
    }

    // Of which day the files at the page's foot are, and what the links lead to: of the page's own, unless a page is of
    // the day that is shown.
    const ownDay = board.dataset.day;
    const files = byId("files");
    const ownFiles = [...files.childNodes];
    const hrefs = all("#files a").map((one) => [one, one.getAttribute("href")]);
    const pages = new Map(all("#snapshots a").map((one) => [one.textContent, one.getAttribute("href")]));

    function drawFiles(day) {
      const stem = day === ownDay ? "index" : pages.get(day)?.replace(/\.html$/, "");
      for (const [one, href] of hrefs) one.setAttribute("href", href.replace(/index(?=\.\w+$)/, stem ?? "index"));
      files.replaceChildren(...(stem ? ownFiles : [say(plan.texts.files, { date: ownDay })]));
    }

    const layers = new Map(all("[data-layer]").map((one) => [one.dataset.layer, one]));

    // The day that is shown has a width, or what stands since that day alone would not be seen.
    const aDay = Math.ceil(Number(plot?.dataset.days) / 80);

    /** How many stood how until a day, as that day's own page draws it. */
    function drawSteps(index, day) {
      const turns = plan.processes
        .filter((process) => standing(process, index))
        .flatMap((process) => process.periods.filter(([since]) => since <= day).map(([since, status]) => ({ since, status, process })));
      turns.sort((one, other) => (one.since > other.since) - (one.since < other.since));
      const now = new Map();
      const counts = new Map();
      const add = (status, n) => counts.set(status, (counts.get(status) ?? 0) + n);
      const paths = new Map([...layers.keys()].map((status) => [status, { drawn: "", before: 0, had: false }]));
      turns.forEach(({ since, status, process }, at) => {
        if (now.has(process)) add(now.get(process), -1);
        now.set(process, status);
        add(status, 1);
        if (turns[at + 1]?.since === since) return;
        const place = along(since);
        let height = 0;
        for (const [layer, path] of [...paths].reverse()) {
          const n = counts.get(layer) ?? 0;
          height += n;
          path.had ||= n > 0;
          if (height === path.before) continue;
          path.drawn += path.drawn ? `H${place}V${-height}` : `M${place} 0V${-height}`;
          path.before = height;
        }
      });
      for (const [layer, { drawn, had }] of paths) layers.get(layer).setAttribute("d", had ? `${drawn}H${along(day) + aDay}V0z` : "");
    }

    function drawNumbers(found) {
      for (const row of all("[data-figure]")) {
        const number = found.get(row.dataset.figure) ?? 0;
        row.children[1].textContent = inRow(row, found, row.dataset.figure)(number);
        row.hidden = row.dataset.ifAny !== undefined && !number;
      }
      document.querySelector(".counts").hidden = !found.get("processes.total");
      for (const one of all("[data-count]")) {
        const status = one.dataset.count;
        const n = found.get(`processes.${status}`) ?? 0;
        one.textContent = String(n);
        if (!plan.stand[status]) continue;
        const row = one.closest("div");
        row.querySelector("dt").textContent = plan.stand[status][n === 1 ? 0 : 1].replace("{n}", "").trim();
        if (status === "cancelled" || status === "foreseen") row.hidden = !n;
      }
    }

    // Of very many, those that can be seen first; the rest follow while the reader looks at them.
    const AT_ONCE = 60;
    let rest = 0;
    function drawUnfinished(index, day) {
      clearTimeout(rest);
      const anew = [...unfinishedAt(index, day)].filter(({ spot, told }) => told !== spot.told);
      function some() {
        for (const { spot, told, tell } of anew.splice(0, AT_ONCE)) {
          spot.told = told;
          spot.element.replaceChildren(...tell());
        }
        if (anew.length) rest = setTimeout(some);
      }
      some();
    }

    // What the page was written with stays for the day that it was written for: it says where each thing stands, too.
    for (const { process, spot, told } of unfinishedAt(dayIndex(board.dataset.day), board.dataset.day)) {
      const article = written.get(plan.records[process.record].key);
      if (!article) continue;
      spot.told = told;
      spot.element.append(article);
    }
    const nobody = make("p");
    unfinished.replaceChildren(nobody, ...[...places.values()].map((spot) => spot.element));
    function draw(day) {
      const index = dayIndex(day);
      board.dataset.day = day;
      for (const one of all(".asof")) one.textContent = say(plan.texts.asof, { date: day });
      drawBoard(index, day);
      drawLate(index);
      drawUnfinished(index, day);
      drawRest(index, day);
      const found = numbers(day);
      for (const one of all(".lead")) one.textContent = howItGoes(found);
      drawFirst(index, day);
      drawNumbers(found);
      drawDecided(index, found);
      drawFiles(day);
      if (plot) drawSteps(index, day);
      return howItGoes(found);
    }

    chooser(controls, draw);
  }

  // --------------------------------------------------------------------------------------------------- processes over time

  /** Each process as far as the day that is shown: as that day's own page has it. */
  function overTime(controls) {
    const lists = listsByLead(plot ?? document.body, ".rows", (lead, now) =>
      make("section", { "data-lead": lead }, make("h2", {}, ...leads(now)), make("div", { class: "rows" })),
    );
    const rows = new Map(all("[data-row]").map((one) => [one.dataset.row, one]));
    const per = (one, name) => Number.parseFloat(one.getAttribute(name));
    const bars = all("[data-row] .bar").map((one) => ({ one, start: per(one, "x1"), end: per(one, "x2") }));
    const later = [
      ...bars.map(({ one, start }) => ({ one, from: start })),
      ...all("[data-row] .unsure").map((one) => ({ one, from: per(one, "x2") })),
      ...all("[data-row] .mark").map((one) => ({ one, from: per(one, "x") })),
    ];
    const numbered = new Map(plan.decisions.map((decision) => [plan.records[decision.record].key, decision]));
    const decided = all(".mark[data-record]").map((one) => ({ one, from: per(one, "x"), decision: numbered.get(one.dataset.record) }));
    const earlier = byId("earlier-decisions");
    const there = (one, is) => (is ? one.removeAttribute("display") : one.setAttribute("display", "none"));

    function drawRows(index) {
      for (const process of plan.processes) {
        const key = plan.records[process.record].key;
        const row = rows.get(key);
        const now = standing(process, index);
        if (!row) continue;
        row.hidden = !now;
        if (now) lists.place(row, key, now, (other) => other.dataset.row);
      }
      lists.hideEmpty();
    }

    function drawStrips(index, day) {
      const upto = share(day);
      for (const { one, end } of bars) one.setAttribute("x2", `${Math.min(end, Math.max(upto, 0))}%`);
      for (const { one, from } of later) there(one, from <= upto);
      for (const { one, from, decision } of decided) there(one, from <= upto && standing(decision, index));
      const before = plan.decisions.filter((one) => standing(one, index) && plan.days[one.stretches[0].day] < plot.dataset.first);
      if (earlier) earlier.textContent = before.length ? say(plan.texts.before, { n: before.length }) : "";
    }

    chooser(controls, (day) => {
      const index = dayIndex(day);
      if (plot) {
        drawRows(index);
        drawStrips(index, day);
      }
      const told = howItGoes(numbers(day));
      for (const one of all(".lead")) one.textContent = told;
      return told;
    });
  }

  // ----------------------------------------------------------------------------------------------------- between two days

  function between(controls) {
    const first = byId("first");
    const last = byId("last");

    function draw() {
      const [from, to] = [first.value, last.value].sort();
      if (!isDay(from) || !isDay(to)) return;
      const [before, after] = [dayIndex(from), dayIndex(to)];
      const [old, now] = [numbers(from), numbers(to)];
      for (const row of all("[data-counted]")) {
        const key = row.dataset.counted;
        const [was, is] = [old.get(key) ?? 0, now.get(key) ?? 0];
        const written = inRow(row, now, key);
        row.hidden = row.dataset.first === undefined && was === is;
        row.children[1].textContent = written(was);
        row.children[2].textContent = written(is);
        row.children[3].textContent = (is > was ? "+" : is < was ? "−" : "") + written(Math.abs(is - was));
      }
      const moved = plan.processes.flatMap((process) => {
        const [was, is] = [standing(process, before), standing(process, after)];
        const same = was && is && ["status", "beside", "leads"].every((name) => String(was[name]) === String(is[name]));
        if (!is || same) return []; // what a sealed day does not have is not gone
        const stood = was ? statusOf(was) : "–";
        const other = was && String(was.leads) !== String(is.leads) ? [", ", ...leads(was), " → ", ...leads(is)] : [];
        return [make("li", {}, link(process.record), ": ", stood, " → ", ...stands(is), ...other)];
      });
      byId("moved").replaceChildren(...(moved.length ? moved : [make("li", {}, plan.texts.none)]));
      const groups = happened(byId("happened"), [...entries(before, after), ...becameLate(before, after)]);
      byId("new").hidden = groups === 0;
      for (const one of all("[data-from]")) one.textContent = from;
      for (const one of all("[data-to]")) one.textContent = to;
      byId("result").hidden = false;
      announce(byId("said"), say(plan.texts.between, { from, to, moved: moved.length, records: groups }));
    }

    function go() {
      draw();
      const [from, to] = [first.value, last.value].sort();
      if (isDay(from) && isDay(to)) address("hash", `#${from}..${to}`);
    }

    function read() {
      const [from, to] = named().split("..");
      if (!isDay(from ?? "") || !isDay(to ?? "")) return;
      translated("hash", `${from}..${to}`);
      first.value = from;
      last.value = to;
    }

    for (const one of [first, last]) {
      one.addEventListener("change", go);
    }
    for (const button of all("[data-pair]")) {
      button.addEventListener("click", () => {
        [first.value, last.value] = button.dataset.pair.split("..");
        go();
      });
    }
    addEventListener("hashchange", () => {
      read();
      draw();
    });
    controls.hidden = false;
    read();
    draw();
  }

  for (const [id, begin] of Object.entries({ "choose-day": byId("board") ? overview : overTime, "between-controls": between })) {
    const controls = byId(id);
    if (controls) begin(controls);
  }
})();
