/** A name of the authority, such as a session or an organization. */
export interface Named {
  id: string;
  label: string;
}

/** A passage that answers the question, on its page. */
export interface Passage {
  page: number;
  text: string;
  /** Where the words found stand, in Unicode code points of `text`. */
  ranges: [number, number][];
  url: string;
}

/** A statement found, as /api/v1/search has it. */
export interface Hit {
  id: string;
  url: string;
  title: string;
  title_ranges: [number, number][];
  organizations: Named[];
  session?: Named;
  topics: Named[];
  language?: string;
  dir: "ltr" | "rtl";
  date?: string;
  passages: Passage[];
  passages_total: number;
}

export interface ResultsDetail {
  q: string;
  total: number;
  hits: Hit[];
}

export interface SelectDetail {
  /** Missing where all results were chosen. */
  hit?: Hit;
  url: string;
}

/**
 * `<rostrum-search>`. Attributes: `endpoint`, `mode` (`results` for a whole
 * search), `address` (keeps what is asked of that in the page's address),
 * `session`, `topic`, `organization`, `language` (names or ids, parted
 * by `|`), `limit`, `lang`, `theme` (`light` or `dark`), `target`, `label`,
 * `placeholder`, `q`.
 */
export interface RostrumSearchElement extends HTMLElement {
  /** What the box holds. To set it asks for it. */
  value: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "rostrum-search": RostrumSearchElement;
  }
  interface HTMLElementEventMap {
    "rostrum:results": CustomEvent<ResultsDetail>;
    /** To prevent its default keeps what was chosen from being opened. */
    "rostrum:select": CustomEvent<SelectDetail>;
  }
}
