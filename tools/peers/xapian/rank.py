"""Ranks a judged collection with Xapian as it comes: BM25 with its defaults, the
English stemmer, any of the words of a query.

    python3 rank.py corpus.jsonl queries.jsonl > run

Needs the package python3-xapian. The run is in TREC's format.
"""

import json
import sys

import xapian

DEPTH = 100


def main(corpus, queries):
    stemmer = xapian.Stem("english")
    database = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    indexer = xapian.TermGenerator()
    indexer.set_stemmer(stemmer)
    for document in lines(corpus):
        entry = xapian.Document()
        indexer.set_document(entry)
        indexer.index_text(document.get("title", ""))
        indexer.increase_termpos()
        indexer.index_text(document.get("text") or document.get("body", ""))
        entry.set_data(name(document))
        database.add_document(entry)
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_default_op(xapian.Query.OP_OR)
    parser.set_database(database)
    for query in lines(queries):
        words = "".join(c if c.isalnum() else " " for c in query["text"].lower())
        enquire = xapian.Enquire(database)
        enquire.set_query(parser.parse_query(words, 0))
        for match in enquire.get_mset(0, DEPTH):
            print(name(query), "Q0", match.document.get_data().decode(), match.rank + 1, DEPTH - match.rank, "xapian")


def name(line):
    return str(line.get("_id") or line["id"])


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
