"""Xapian over the statements of make bench-peers: English and Spanish stems beside the
words as written, four facets counted while matching, the ten best with an exact count,
and snippets.

    python3 speed.py build STATEMENTS INDEX
    python3 speed.py ask INDEX QUESTIONS

Needs the package python3-xapian.
"""

import json
import os
import resource
import sys

import xapian

FACETS = ["session", "topic", "organization", "year"]
STEMMERS = {"en": xapian.Stem("english"), "es": xapian.Stem("spanish")}
PASSES = 3


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def build(statements, folder):
    begin = cpu()
    for _ in lines(statements):
        pass
    reading = cpu() - begin
    begin = cpu()
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    indexer = xapian.TermGenerator()
    for s in lines(statements):
        entry = xapian.Document()
        indexer.set_document(entry)
        indexer.set_stemmer(STEMMERS[s["language"]])
        indexer.index_text(s["title"], 1, "S")
        indexer.index_text(s["text"])
        for slot, facet in enumerate(FACETS):
            entry.add_value(slot, s[facet])
        entry.add_boolean_term("XY" + s["year"])
        entry.set_data(json.dumps(s))
        database.add_document(entry)
    database.commit()
    database.close()
    took = cpu() - begin - reading
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))
    print(json.dumps({"cpu": took, "bytes": size}))


class Peer:
    def __init__(self, folder):
        self.database = xapian.Database(folder)
        self.parsers = []
        for stemmer in STEMMERS.values():
            parser = xapian.QueryParser()
            parser.set_database(self.database)
            parser.set_stemmer(stemmer)
            parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
            parser.set_default_op(xapian.Query.OP_AND)
            self.parsers.append(parser)

    def query(self, q):
        kind, text = q["class"], q["text"]
        if kind == "all":
            query = xapian.Query.MatchAll
        elif kind == "phrase":
            query = xapian.Query(xapian.Query.OP_PHRASE, text.split())
        elif kind == "prefix":
            query = xapian.Query(xapian.Query.OP_WILDCARD, text)
        else:
            query = xapian.Query(xapian.Query.OP_OR, [p.parse_query(text, 0) for p in self.parsers])
        if "year" in q:
            query = xapian.Query(xapian.Query.OP_FILTER, query, xapian.Query("XY" + q["year"]))
        return query

    def ask(self, q, core):
        enquire = xapian.Enquire(self.database)
        enquire.set_query(self.query(q))
        if q["class"] == "all":
            enquire.set_sort_by_value_then_relevance(FACETS.index("year"), True)
        spies = []
        if not core:
            for slot in range(len(FACETS)):
                spies.append(xapian.ValueCountMatchSpy(slot))
                enquire.add_matchspy(spies[-1])
        found = enquire.get_mset(0, 10, self.database.get_doccount())
        if not core:
            for spy in spies:
                for _ in spy.top_values(100):
                    pass
            for match in found:
                s = json.loads(match.document.get_data())
                found.snippet(s["text"], 300, STEMMERS[s["language"]])
        return found.get_matches_estimated()


def ask(folder, questions):
    peer = Peer(folder)
    classes = {}
    for q in lines(questions):
        if q["class"] != "fuzzy":  # Xapian corrects words, and does not search for misspelt ones
            classes.setdefault(q["class"], []).append(q)
    for name, list_ in classes.items():
        for core in True, False:
            out = {"class": name, "core": core}
            for _ in range(PASSES):
                begin = cpu()
                found = sum(peer.ask(q, core) for q in list_)
                each = (cpu() - begin) * 1000 / len(list_)
                out.setdefault("cold", each)
                out["warm"] = each
                out["found"] = found / len(list_)
            print(json.dumps(out))


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
