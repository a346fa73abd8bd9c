import css from "./style.css";
import { facets, search } from "./search.js";

// A sheet of this kind is no inline style, so a strict policy of the page
// allows it. A browser without them stops here, and the plain form stays.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

// <rostrum-search> is a search box with a list of what was found, or with
// mode="results" a whole search. Until it is upgraded, and where that never
// happens, the form inside it is shown and works.
class RostrumSearch extends HTMLElement {
  static observedAttributes = [...facets, "endpoint", "label", "lang", "limit", "mode", "placeholder", "target"];

  #search;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    const value = this.value;
    this.disconnectedCallback();
    this.#search = search(this, value);
  }

  disconnectedCallback() {
    this.#search?.stop();
  }

  attributeChangedCallback() {
    if (this.#search && this.isConnected) this.connectedCallback();
  }

  // value is what the box holds. To set it asks for it.
  get value() {
    return this.#search?.input.value ?? this.getAttribute("q") ?? "";
  }

  set value(text) {
    this.#search.set(text);
  }
}

customElements.get("rostrum-search") || customElements.define("rostrum-search", RostrumSearch);
