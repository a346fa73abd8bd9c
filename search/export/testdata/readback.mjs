// Reads references as the programs do that people keep them in: BibTeX with the
// parser of Better BibTeX for Zotero, RIS with that of Citation.js. Prints them in
// one form.
import { readFileSync } from "node:fs";

const text = readFileSync(0, "utf8");
const readers = {
  async bibtex() {
    const { parse } = await import("@retorquere/bibtex-parser");
    const read = parse(text, { sentenceCase: false });
    if (read.errors.length) throw new Error(JSON.stringify(read.errors));
    return read.entries.map(({ key, type, fields: f }) => ({
      id: key.replace(/^rostrum-/, ""), type, title: f.title, url: f.url, page: f.pages, session: f.eventtitle, symbol: f.number, date: f.date, keywords: f.keywords, note: f.note,
      authors: (f.author ?? []).map((a) => a.name ?? [a.firstName, a.lastName].join(" ")),
    }));
  },
  async ris() {
    const { Cite } = await import("@citation-js/core");
    await import("@citation-js/plugin-ris");
    return new Cite(text, { forceType: "@ris/file" }).data.map((f) => ({
      id: f.id, type: f.type, title: f.title, url: f.URL, page: f.page, session: f["event-title"] ?? f["collection-title"] ?? f["container-title"],
      date: f.issued?.["date-parts"][0].map((n) => String(n).padStart(2, "0")).join("-"), keywords: f.keyword?.split(","), note: f.note,
      authors: (f.author ?? []).map((a) => a.literal ?? [a.given, a.family].filter(Boolean).join(" ")),
    }));
  },
};
process.stdout.write(JSON.stringify(await readers[process.argv[2]]()));
