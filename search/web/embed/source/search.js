import { asker } from "./asker.js";
import { make } from "./dom.js";
import { options } from "./options.js";
import { results } from "./results.js";
import { speak } from "./words.js";

// facets are what a page may limit the search to, and people may where it does not.
export const facets = ["session", "topic", "organization", "language"];

const typingPause = 200;
const politePause = 1400; // a screen reader speaks the letters typed first
const slowPause = 600;

// search fills the shadow root of an element with a form and what it finds, as
// the attributes have it.
export function search(element, value) {
  const attribute = (name) => element.getAttribute(name);
  const words = speak(element.closest("[lang]")?.lang ?? "");
  const label = attribute("label") || words.label;
  const target = attribute("target");
  const full = attribute("mode") === "results";
  // What was asked stays in the page's address where the page wants it: after the
  // #, where no server is told of it.
  const keeps = full && attribute("address") != null;
  const kept = new URLSearchParams(keeps && location.hash.slice(1));
  const limits = facets.flatMap((name) => (attribute(name)?.match(/[^|]+/g) ?? []).map((value) => [name, value]));
  limits.push(["lang", words.lang]);
  const { ask: fetchAnswer, stop: stopAsking } = asker();
  let typing;
  let slow;
  let saying;

  // --- What there is to see ---

  const input = make("input", {
    part: "input", name: "q", type: "search", "aria-label": label, placeholder: attribute("placeholder") ?? label,
    dir: "auto", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 512,
  });
  input.value = kept.get("q") ?? value;
  // One landmark is a help, several of one name are none.
  const form = make(
    "form",
    { part: "form", action: addressOf("/search"), target, ...(document.querySelector("rostrum-search") === element && { role: "search", "aria-label": label }) },
    input,
    make("button", { part: "button" }, words.button),
    ...limits.map(([name, value]) => make("input", { type: "hidden", name, value })),
  );
  const note = make("p", { part: "note", "aria-hidden": true, hidden: "" });
  const status = make("p", { part: "status", role: "status" });
  const host = { words, linkTo, choose, ask, set };
  const view = full ? results(host, facets.filter((name) => !attribute(name)), kept) : options(host, input, note, label);
  const hint = make("span", { id: "hint", hidden: "" }, words.hint);
  element.shadowRoot.replaceChildren(make("div", { part: "root", lang: words.lang, dir: words.dir }, form, full ? note : hint, view.element, status));

  // --- Asking ---

  // addressOf is a path of the service, whatever an answer called an address.
  function addressOf(path) {
    return new URL(attribute("endpoint") || import.meta.url, document.baseURI).origin + "/" + path.slice(1);
  }

  function stop() {
    stopAsking();
    clearTimeout(typing);
    clearTimeout(slow);
    clearTimeout(saying);
  }

  function typed() {
    stop();
    if (full || input.value.trim()[1]) typing = setTimeout(ask, typingPause);
    else view.show([]);
  }

  function set(text) {
    input.value = text;
    typed();
  }

  function ask(page = 1, q = input.value.trim(), asTyped) {
    clearTimeout(typing);
    clearTimeout(slow);
    slow = setTimeout(notice, slowPause, words.busy);
    const parameters = new URLSearchParams([["q", q], ["page", page], ["size", attribute("limit") ?? (full ? 10 : 6)], ...limits, ...(full ? view.chosen() : [])]);
    if (keeps) history.replaceState(null, "", "#" + parameters);
    fetchAnswer(addressOf("/api/v1/search?lenient=1&" + parameters), (answer) => {
      clearTimeout(slow);
      if (!answer?.hits) notice(answer?.detail ?? words.down);
      // Where the last word is not finished yet, what begins so is meant.
      else if (!full && !asTyped && /^[^"]*\p{L}{3}$/u.test(q) && (!answer.total.value || answer.query.relaxed || answer.links.typed)) ask(page, q + "*", answer);
      else show(asTyped && !answer.total.value ? asTyped : answer, page);
    });
  }

  function show(answer, page) {
    const { q, notes, normalized } = answer.query;
    const total = answer.total.value;
    note.hidden = true;
    if (full) view.show(answer, page);
    else view.show(answer.hits, total, "/search?" + new URLSearchParams([["q", q], ...limits]));
    // What was read otherwise than it was typed is said first.
    (notes || !total ? notice : say)((notes ? `${words.button}: ${normalized} · ` : "") + words.countOf(total));
    tell("results", { q, total, hits: answer.hits });
  }

  // --- Saying ---

  // notice shows a sentence, and has it spoken if it is news.
  function notice(sentence) {
    if (note.hidden || note.textContent !== sentence) say(sentence);
    note.textContent = sentence;
    note.hidden = false;
    view.open?.(true);
  }

  function say(sentence, pause = politePause) {
    clearTimeout(saying);
    status.textContent = "";
    saying = setTimeout(() => (status.textContent = sentence), pause);
  }

  function tell(name, detail) {
    return element.dispatchEvent(new CustomEvent("rostrum:" + name, { bubbles: true, composed: true, cancelable: true, detail }));
  }

  // --- Opening ---

  function linkTo(path) {
    return { href: addressOf(path), target, rel: "noopener" };
  }

  // choose tells the page what was chosen; it may keep that from being opened.
  function choose(detail) {
    say(`${words.opening}: ${detail.hit?.title ?? words.all}`, 0);
    return tell("select", detail);
  }

  input.addEventListener("input", (e) => e.isComposing || typed());
  input.addEventListener("compositionend", typed);
  if (full) {
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      ask();
    });
    ask(+kept.get("page") || 1);
  }
  return { input, set, stop };
}
