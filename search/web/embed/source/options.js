import { make } from "./dom.js";
import { addressOf, facts, quote, title } from "./hit.js";

// options makes a box a combobox: under it what was found is listed, grouped by
// session, with a way to all of it. The focus stays in the box, which points at
// the option that is active. An option is no link, but is opened like one.
export function options(host, input, note, label) {
  const { words } = host;
  const list = make("div", { id: "list", part: "list", role: "listbox", "aria-label": label });
  const element = make("div", { part: "panel" }, list, note);
  let entries = []; // each an option with what it stands for
  let at;

  function show(hits, total, all) {
    const groups = {};
    entries = [];
    for (const hit of hits) {
      const session = hit.session?.label ?? "–";
      const group = (groups["in " + session] ??= make(
        "div",
        { role: "group", part: "group", "aria-label": session },
        make("div", { part: "heading", "aria-hidden": true }, session),
      ));
      const [passage] = hit.passages;
      group.append(
        optionFor(
          { hit, url: addressOf(hit) },
          title(hit, "span"),
          facts(...hit.organizations.map((o) => o.label), hit.date && words.dateOf(hit.date), passage && words.pageOf(passage.page)),
          passage ? quote(hit, passage, "span") : "",
        ),
      );
    }
    list.replaceChildren(...Object.values(groups));
    if (total > hits.length) list.append(optionFor({ url: all }, `${words.all} (${words.write(total)})`));
    entries.forEach(({ option }, i) => {
      option.ariaPosInSet = i + 1;
      option.ariaSetSize = entries.length;
    });
    list.hidden = !hits.length;
    open(hits.length);
  }

  function optionFor(entry, ...children) {
    entry.option = make("div", { id: "o" + entries.length, role: "option" }, ...children);
    entries.push(entry);
    return entry.option;
  }

  // open shows the list or the note, if there is one of them; but an answer that
  // comes when the focus has gone on opens nothing.
  function open(wanted) {
    element.hidden = !wanted || !input.matches(":focus") || (list.hidden && note.hidden);
    input.ariaExpanded = !element.hidden && !list.hidden;
    activate(-1);
  }

  function activate(to) {
    at = to;
    entries.forEach(({ option }, i) => {
      option.ariaSelected = i === at;
      option.setAttribute("part", i === at ? "option active" : "option");
    });
    const active = entries[at]?.option;
    active?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active?.id ?? "");
  }

  function choose({ hit, url }, e) {
    const link = make("a", host.linkTo(url));
    if (!host.choose({ hit, url: link.href })) return;
    if (e.button || e.ctrlKey || e.metaKey || e.shiftKey) link.target = "_blank";
    open(false);
    link.click();
  }

  function key(e) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.keyCode === 229) return; // an input method's own, composing or ending
    if (by) {
      // Round through the options and the box itself, which is at -1.
      const stops = entries.length + 1;
      if (element.hidden) open(true);
      else activate(((at + 1 + by + stops) % stops) - 1);
    } else if (e.key === "Enter" && entries[at]) {
      choose(entries[at], e);
    } else if (e.key === "Escape" && input.value) {
      if (element.hidden) host.set("");
      open(false);
    } else {
      return;
    }
    e.preventDefault();
  }

  function click(e) {
    const entry = e.button < 2 && entries.find(({ option }) => option.contains(e.target));
    if (entry) choose(entry, e);
  }

  const aria = { role: "combobox", "aria-controls": "list", "aria-autocomplete": "list", "aria-describedby": "hint" };
  for (const name in aria) input.setAttribute(name, aria[name]);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", () => open(false));
  element.addEventListener("mousedown", (e) => e.preventDefault()); // the focus stays in the box
  element.addEventListener("click", click);
  element.addEventListener("auxclick", click);
  show([]);
  return { element, show, open };
}
