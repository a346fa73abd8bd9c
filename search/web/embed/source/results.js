import { make } from "./dom.js";
import { addressOf, facts, quote, title } from "./hit.js";

// results is the full view: what was found with its passages, facets to narrow
// it by, and pages to turn.
export function results(host, names, kept) {
  const { words } = host;
  const count = make("p", { part: "count", tabindex: -1 });
  const facets = make("form", { part: "facets" });
  const hits = make("ol", { part: "hits" });
  const pager = make("div", { part: "pager" });
  // What the address chooses counts before there are boxes to tick.
  const lists = names.map((name) =>
    make("div", { part: "values", role: "group", "aria-label": words[name], id: name }, ...kept.getAll(name).map((value) => make("input", { type: "hidden", name, value }))),
  );

  function show(answer, page) {
    count.textContent = words.countOf(answer.total.value);
    for (const list of lists) fill(list, answer.facets[list.id].values);
    hits.replaceChildren(...answer.hits.map(entry));
    pager.replaceChildren(turn(words.previous, page - 1, answer.links.prev), turn(words.next, page + 1, answer.links.next));
  }

  // A facet with one value narrows nothing.
  function fill(list, values) {
    const focused = list.querySelector(":focus")?.value;
    list.parentNode.hidden = !values.some((v) => v.selected || values[1]);
    list.replaceChildren(
      ...values.map((v) => {
        const tick = make("input", { type: "checkbox", name: list.id, value: v.id });
        tick.checked = v.selected;
        return make("label", {}, tick, make("bdi", {}, v.label), make("data", {}, words.write(v.count)));
      }),
    );
    for (const tick of list.querySelectorAll("input")) if (tick.value === focused) tick.focus();
  }

  function entry(hit) {
    return make(
      "li",
      { part: "hit" },
      link(hit, title(hit, "a", host.linkTo(addressOf(hit)))),
      facts(...[...hit.organizations, hit.session, ...hit.topics].map((named) => named?.label), hit.date && words.dateOf(hit.date)),
      ...hit.passages.map((passage) =>
        make("div", { part: "row" }, link(hit, make("a", { part: "page", ...host.linkTo(passage.url) }, words.pageOf(passage.page))), quote(hit, passage, "blockquote")),
      ),
    );
  }

  function link(hit, a) {
    a.addEventListener("click", (e) => host.choose({ hit, url: a.href }) || e.preventDefault());
    return a;
  }

  function turn(name, page, there) {
    const button = make("button", { type: "button", part: "turn" }, name);
    button.disabled = !there;
    button.addEventListener("click", () => {
      host.ask(page);
      count.focus();
    });
    return button;
  }

  facets.append(...lists.map((list) => make("details", { part: "facet" }, make("summary", {}, words[list.id]), list)));
  facets.addEventListener("change", () => host.ask(1));
  return { element: make("div", { part: "results" }, count, facets, hits, pager), show, chosen: () => new FormData(facets) };
}
