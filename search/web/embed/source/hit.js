// What the list and the full results show of a statement alike.

import { make, marked } from "./dom.js";

// title and quote are strings of the collection, each in its own language.
export const title = (hit, name, attributes) =>
  make(name, { part: "title", lang: hit.language, dir: hit.dir, ...attributes }, ...marked(hit.title || hit.id, hit.title_ranges));

export const quote = (hit, passage, name) =>
  make(name, { part: "passage", lang: hit.language, dir: hit.dir }, ...marked(passage.text, passage.ranges));

// facts are set beside each other; each keeps its own direction.
export const facts = (...list) =>
  make("span", { part: "facts" }, ...list.filter(Boolean).flatMap((fact, i) => [i ? " · " : "", make("bdi", {}, fact)]));

// addressOf is where a statement is read: at its first passage, if it has one.
export const addressOf = (hit) => hit.passages[0]?.url ?? hit.url;
