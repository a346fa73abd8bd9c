// make builds an element; an attribute without a value is left out. Text stays
// text: nothing here is ever read as HTML.
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) attributes[key] == null || element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

// marked is text with <mark> around its ranges, which count code points.
export function marked(text, ranges) {
  const points = [...text];
  const cut = (from, to) => points.slice(from, to).join("");
  const parts = [];
  let at = 0;
  for (const [start, end] of ranges) {
    parts.push(cut(at, start), make("mark", { part: "mark" }, cut(start, end)));
    at = end;
  }
  return [...parts, cut(at)];
}
