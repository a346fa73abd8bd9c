/** A named thing, such as a session or an organization. */
export interface Named {
  id: string;
  label: string;
}

/** A matching passage, with its page. */
export interface Passage {
  page: number;
  text: string;
  /** Positions of the matches, in Unicode code points of `text`. */
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
  /** Absent if all results were selected. */
  hit?: Hit;
  url: string;
}

/**
 * `<rostrum-search>`. Attributes: `endpoint`, `mode` (`results` for a full
 * search), `address` (keeps that search in the page's address),
 * `session`, `topic`, `organization`, `language` (names or ids, separated
 * by `|`), `limit`, `lang`, `theme` (`light` or `dark`), `target`, `label`,
 * `placeholder`, `q`.
 */
export interface RostrumSearchElement extends HTMLElement {
  /** The text in the box. Setting it starts a search. */
  value: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "rostrum-search": RostrumSearchElement;
  }
  interface HTMLElementEventMap {
    "rostrum:results": CustomEvent<ResultsDetail>;
    /** Prevent its default to keep the result from opening. */
    "rostrum:select": CustomEvent<SelectDetail>;
  }
}
