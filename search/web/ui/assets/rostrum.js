// Everything works without this file: it only saves waiting and reaching for
// the mouse. Results are swapped by fetching the address they have anyway, so
// that the address, the history and a page that is loaded afresh always agree.

const box = document.getElementById("q");
const live = document.getElementById("live");
const fits = (e) => !e.defaultPrevented && !e.ctrlKey && !e.metaKey && !e.altKey;
const writing = (el) => el.closest("input, textarea, select, [contenteditable]");

// An input method composes: keys are its own. Some browsers say so of the last one
// by its code only.
const composes = (e) => e.isComposing || e.keyCode === 229;

// rested calls then when the typing rests, never within what an input method
// composes, and gives what calls it off. Some browsers tell the end of that as
// compositionend only.
function rested(then, wait) {
  let timer;
  const stop = () => clearTimeout(timer);
  const start = (e) => {
    stop();
    if (!e.isComposing) timer = setTimeout(then, wait);
  };
  box.addEventListener("input", start);
  box.addEventListener("compositionend", start);
  return stop;
}

// --- Results in place -------------------------------------------------------

const onResults = location.pathname === "/search" && document.querySelector(".results");
let running;
let shown = location.pathname + location.search;

function pathOf(address) {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

// show fetches an address of the search page and puts it in place of this one.
// It reports false if the answer is no page of results, such as one about a
// phrase that is not closed yet.
async function show(address, { typing = false } = {}) {
  running?.abort();
  const mine = (running = new AbortController());
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted || !page.querySelector(".results")) return false;
    shown = pathOf(address);
    document.title = page.title;
    main.replaceWith(page.getElementById("main"));
    document.querySelector(".foot").replaceWith(page.querySelector(".foot"));
    const form = box.form;
    form.querySelectorAll("input[type=hidden]").forEach((el) => el.remove());
    form.append(...page.querySelectorAll("form.find input[type=hidden]"));
    form.elements.exact.checked = page.querySelector("form.find [name=exact]").checked;
    if (!typing) box.value = page.getElementById("q").value;
    enrich();
    live.textContent = document.querySelector("main h1").textContent;
    return true;
  } finally {
    document.getElementById("main").removeAttribute("aria-busy");
  }
}

// Where the filters are a sheet over the results, it is open while the address
// names it or one of its lists; what is behind it cannot be reached then.
const narrow = matchMedia("(max-width: 67.99rem)");

function sheet() {
  const open = narrow.matches && location.hash.startsWith("#facet") && !!document.querySelector(".sheeted");
  document.documentElement.classList.toggle("filtering", open);
  for (const el of document.querySelectorAll(".skip, body > header, .head, .results, .foot")) el.inert = open;
  return open;
}

// go is show for a link: if that fails, the browser follows the link itself.
function go(address, then) {
  const stay = sheet() && !new URL(address, location.href).hash ? "#facets" : "";
  show(address)
    .then((done) => {
      if (!done) throw new Error("no results");
      history.pushState(null, "", address + stay);
      sheet();
      then();
    })
    .catch((e) => e.name === "AbortError" || location.assign(address));
}

function addressOf(form) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(fields).toString();
  return form.action + (query && "?" + query);
}

if (onResults) {
  document.documentElement.classList.add("scripted");
  sheet();
  narrow.addEventListener("change", sheet);
  addEventListener("hashchange", () => sheet() && document.getElementById("facets").focus());
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && sheet()) location.hash = "main";
  });
  document.addEventListener("change", (e) => {
    if (e.target.matches(".sorts select")) go(addressOf(e.target.form), () => document.querySelector(".sorts select").focus());
  });
  // Results stay until Enter or a pause; at a pause the last word may go on. What is
  // shown then has one entry of the history, which that of the search takes.
  const stop = rested(() => {
    const begun = /[\p{L}\p{N}]$/u.test(box.value) ? "&typing=true" : "";
    const address = addressOf(box.form) + (box.value && begun);
    show(address, { typing: true }).then((done) => {
      if (done) history[history.state?.typing ? "replaceState" : "pushState"]({ typing: true }, "", address);
    }, () => {});
  }, 600);
  box.form.addEventListener("change", (e) => e.target.name === "exact" && go(addressOf(box.form), () => {}));
  box.form.addEventListener("submit", (e) => {
    stop(); // what was typed before must not come back over what is asked now
    running?.abort();
    if (!history.state?.typing) return;
    e.preventDefault();
    location.replace(addressOf(box.form));
  });
  document.addEventListener("click", (e) => {
    const link = e.target.closest("main a[href]");
    if (!link || e.button || e.shiftKey || !fits(e) || link.pathname !== "/search" || link.getAttribute("href")[0] === "#") return;
    e.preventDefault();
    const key = link.dataset.key;
    go(link.href, () => {
      const same = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (same) return same.focus({ preventScroll: true });
      const main = document.getElementById("main");
      main.focus({ preventScroll: true });
      main.scrollIntoView();
    });
  });
  document.addEventListener("submit", (e) => {
    if (!e.target.matches(".dates form")) return;
    e.preventDefault();
    go(addressOf(e.target), () => document.querySelector(".dates input[name=from]")?.focus({ preventScroll: true }));
  });
  // Moving to an anchor, as the skip link does, fires popstate too; to swap the
  // page then would lose the focus.
  addEventListener("popstate", () => {
    if (pathOf(location.href) === shown) return;
    stop();
    show(location.href).then((done) => (done ? sheet() : location.reload()), (e) => e.name === "AbortError" || location.reload());
  });
}

// --- Suggestions ------------------------------------------------------------

// complete makes a combobox of the search box: a list of what the words may
// become opens under it while somebody types. The focus stays in the box.
function complete(url, label) {
  const list = document.createElement("div");
  list.id = "suggestions";
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  box.closest(".box").append(list);
  const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(state)) box.setAttribute(name, value);
  let asking, saying;
  let options = [];
  let at = -1;

  const close = () => {
    asking?.abort();
    stop();
    clearTimeout(saying);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    select(-1);
  };
  const select = (to) => {
    options[at]?.element.setAttribute("aria-selected", "false");
    at = to;
    const chosen = options[at]?.element;
    if (!chosen) return box.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", chosen.id);
  };
  const choose = ({ q, url }) => {
    close();
    if (!q) return location.assign(url);
    box.value = q; // asked with the filters that the form holds
    box.form.requestSubmit();
  };
  const make = (name, parent, text = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  // typed writes a label with what was typed in bold; ranges count code points.
  const typed = (parent, label, ranges) => {
    const letters = [...label];
    let next = 0;
    for (const [start, end] of ranges) {
      parent.append(letters.slice(next, start).join(""));
      make("b", parent, letters.slice(start, end).join(""));
      next = end;
    }
    parent.append(letters.slice(next).join(""));
  };
  const fill = ({ suggestions, groups, summary }) => {
    select(-1);
    list.replaceChildren();
    options = suggestions.map((s) => ({ ...s }));
    for (const { kind, label } of groups) {
      const group = make("div", list);
      group.setAttribute("role", "group");
      const heading = make("span", group, label);
      heading.id = "suggest-" + kind;
      group.setAttribute("aria-labelledby", heading.id);
      options.forEach((option, i) => {
        if (option.kind !== kind) return;
        const element = (option.element = make("div", group));
        element.id = "suggest-" + i;
        element.setAttribute("role", "option");
        element.setAttribute("aria-selected", "false");
        const text = make("span", element);
        typed(make("bdi", text), option.label, option.ranges);
        if (option.name) make("bdi", make("small", text, " "), option.name);
        if (option.kind !== "title" || option.count > 1) make("data", element, option.count.toLocaleString(document.documentElement.lang + "-u-nu-latn")).value = option.count;
        element.addEventListener("click", () => choose(option));
      });
    }
    list.hidden = !options.length;
    list.scrollTop = 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    // Said when the typing rests: what a screen reader says of the keys goes first.
    clearTimeout(saying);
    saying = setTimeout(() => (live.textContent = summary), 1400);
  };
  const ask = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    const q = box.value.trim();
    if (!q || q.length > 200) return close();
    const query = new URLSearchParams({ q, lang: document.documentElement.lang, limit: 10 });
    try {
      const answer = await fetch(`${url}?${query}`, { signal: mine.signal });
      if (!answer.ok) return close();
      const found = await answer.json();
      if (!mine.signal.aborted && document.activeElement === box) fill(found);
    } catch (e) {
      if (e.name !== "AbortError") close();
    }
  };

  const stop = rested(ask, 120);
  box.addEventListener("keydown", (e) => {
    if (composes(e) || e.shiftKey || !fits(e)) return;
    const open = !list.hidden;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) return void ask();
      // The box itself is one of the stops.
      const stops = options.length + 1;
      select(((at + 1 + (e.key === "ArrowDown" ? 1 : stops - 1)) % stops) - 1);
    } else if (e.key === "Enter" && open && at >= 0) {
      e.preventDefault();
      choose(options[at]);
    } else if (e.key === "Escape" && open) {
      e.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (e) => e.preventDefault());
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
}
if (box?.dataset.suggest) complete(box.dataset.suggest, box.dataset.suggestions);

// --- Keys -------------------------------------------------------------------

// step moves the focus through a list; from outside it goes to the first.
function step(list, by) {
  const at = list.findIndex((el) => el.contains(document.activeElement));
  const to = list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)];
  if (!to) return;
  const target = to.querySelector("h3 a") || to;
  if (target === to) to.tabIndex = -1;
  target.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (e) => {
  if (!fits(e) || e.shiftKey || writing(e.target)) return;
  if (e.key === "/" && box) {
    e.preventDefault();
    box.focus();
    box.select();
  } else if (e.key === "j" || e.key === "k") {
    step([...document.querySelectorAll(".hit, .passage.found")], e.key === "j" ? 1 : -1);
  }
});

// --- A link to words ----------------------------------------------------------

const letter = /[\p{L}\p{M}\p{N}]/u;
const sign = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u;
const inWord = (c) => c !== undefined && letter.test(c) && !sign.test(c);

// whole widens a selection to whole words: browsers look for nothing else.
function whole(range) {
  const r = range.cloneRange();
  const { startContainer: a, endContainer: z } = r;
  if (a.data) while (r.startOffset && inWord(a.data[r.startOffset - 1]) && inWord(a.data[r.startOffset])) r.setStart(a, r.startOffset - 1);
  if (z.data) while (r.endOffset && inWord(z.data[r.endOffset - 1]) && inWord(z.data[r.endOffset])) r.setEnd(z, r.endOffset + 1);
  return r;
}

// Stands where a mark or struck words are printed beside the text.
const aside = "\uFFFC";

// part is what a range has of the words of one passage.
function part(range, passage) {
  const r = document.createRange();
  const words = passage.querySelector("p");
  r.selectNodeContents(words);
  if (words.contains(range.startContainer)) r.setStart(range.startContainer, range.startOffset);
  if (words.contains(range.endContainer)) r.setEnd(range.endContainer, range.endOffset);
  const copy = r.cloneContents();
  copy.querySelectorAll(".beside").forEach((el) => el.replaceWith(aside));
  return copy.textContent.trim().replace(/\s+/g, " ");
}

// few takes some words from the beginning of a text or, with a minus, from its end.
function few(text, n) {
  const words = sign.test(text) ? [...text] : text.split(" ");
  return (n > 0 ? words.slice(0, n) : words.slice(n)).join(sign.test(text) ? "" : " ");
}

const escaped = (s) => encodeURIComponent(s).replace(/-/g, "%2D");

// picked is the passages that a selection goes over, what it holds, and its address.
function picked() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = whole(selection.getRangeAt(0));
  const passages = [...document.querySelectorAll(".passage")].filter((p) => range.intersectsNode(p.querySelector("p")) && part(range, p));
  if (!passages.length || passages[0].closest(".said") !== passages.at(-1).closest(".said") && passages.length > 30) return null;
  const parts = passages.map((p) => part(range, p));
  // Browsers read what stands beside the words as well: nothing may go across it.
  const runs = parts.flatMap((p) => p.split(aside)).map((p) => p.trim()).filter(Boolean);
  if (!runs.length) return null;
  const [first, last] = [runs[0], runs.at(-1)];
  const short = runs.length === 1 && first.length <= 80;
  const words = short ? escaped(first) : `${escaped(few(first, 5))},${escaped(few(last, -5))}`;
  return { passage: passages[0], last: passages.at(-1), text: parts.join("\n\n").replaceAll(aside, ""), link: `${location.origin}${location.pathname}#${passages[0].id}:~:text=${words}` };
}

const leaves = document.querySelector(".leaves");
if (leaves && navigator.clipboard) {
  const bar = document.createElement("div");
  bar.className = "pick";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", leaves.dataset.label);
  const offer = (name, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = leaves.dataset[name];
    // The selection stays: a button that takes the focus would end it.
    button.addEventListener("pointerdown", (e) => e.preventDefault());
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text(bar.picked));
      button.textContent = live.textContent = leaves.dataset.copied;
    });
    bar.append(button);
  };
  offer("link", (p) => p.link);
  offer("quote", (p) => `“${p.text}” (${leaves.dataset.cite}, ${p.passage.closest(".leaf").getAttribute("aria-label")}) ${p.link}`);
  let timer;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (bar.contains(document.activeElement)) return;
      const now = picked();
      if (!now) return bar.remove();
      bar.picked = now;
      [...bar.children].forEach((button, i) => (button.textContent = leaves.dataset[["link", "quote"][i]]));
      now.last.append(bar); // after the words, so that Tab leads to it
    }, 150);
  });
}

// --- From match to match --------------------------------------------------------

// The arrows beside the search within a statement go from the match that is shown to
// the next, wherever it was reached from: the counter says which one that is.
const marks = document.querySelector(".marks[data-total]");
if (marks && +marks.dataset.total) {
  const { total, place, prev, next } = marks.dataset;
  const count = marks.querySelector("span");
  const down = marks.querySelector("a");
  const up = down.cloneNode();
  up.textContent = "↑";
  up.setAttribute("aria-label", prev);
  const follow = () => {
    const at = document.getElementById(location.hash.slice(1));
    const mark = at?.closest("mark[id]") || at?.querySelector("mark[id]");
    const here = mark ? +mark.id.slice(1) : 0;
    if (here) count.textContent = place.replace("#", here);
    up.href = "#m" + Math.max(here - 1, 1);
    down.href = "#m" + Math.min(here + 1, total);
    if (here) {
      down.setAttribute("aria-label", next);
      down.before(up);
      up.hidden = here === 1;
      down.hidden = here === +total;
    }
  };
  addEventListener("hashchange", follow);
  follow();
}

// --- Small comforts ---------------------------------------------------------

function enrich() {
  // A long list that is shown in full can be searched.
  for (const list of document.querySelectorAll("[data-within] ul")) {
    const lines = [...list.children];
    if (lines.length < 15) continue;
    const find = document.createElement("input");
    find.type = "search";
    find.className = "within";
    find.placeholder = list.closest("[data-within]").dataset.within;
    find.setAttribute("aria-label", `${find.placeholder}: ${list.parentElement.querySelector("h1, h3").textContent}`);
    const plain = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    find.addEventListener("input", () => {
      for (const line of lines) line.hidden = !plain(line.textContent).includes(plain(find.value));
    });
    list.before(find);
  }
  // What is to be cited can be copied.
  for (const text of document.querySelectorAll(".cite dd")) {
    if (!navigator.clipboard || text.querySelector("button")) continue;
    const copy = document.createElement("button");
    copy.className = "copy";
    copy.type = "button";
    copy.textContent = text.parentElement.dataset.copy;
    const words = text.textContent.trim();
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(words);
      copy.textContent = live.textContent = text.parentElement.dataset.copied;
    });
    text.append(" ", copy);
  }
}
enrich();
