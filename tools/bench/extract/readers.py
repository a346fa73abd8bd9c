# Reads web pages with the readers that rostrum is measured beside. In: a JSON
# object of names and paths. Out: for each reader its version and its texts.
import json
import logging
import sys
from importlib.metadata import version

import justext
import lxml.html
import trafilatura
from readability import Document
from trafilatura.external import jt_stoplist_init
from trafilatura.utils import decode_file

logging.disable(logging.CRITICAL)
stop_words = jt_stoplist_init()


def with_trafilatura(page):
    return trafilatura.extract(page, include_comments=False, include_tables=True, include_formatting=False)


def with_readability(page):
    return lxml.html.fromstring(Document(decode_file(page)).summary()).text_content()


def with_justext(page):
    paragraphs = justext.justext(page, stop_words, 50, 200, 0.1, 0.2, 0.2, 200, True)
    return " ".join(p.text for p in paragraphs if not p.is_boilerplate)


readers = {"trafilatura": with_trafilatura, "readability-lxml": with_readability, "jusText": with_justext}
paths = json.load(sys.stdin)
answer = {name: {"version": version(name), "texts": {}} for name in readers}
for name, path in paths.items():
    with open(path, "rb") as file:
        page = file.read()
    for reader, read in readers.items():
        try:
            answer[reader]["texts"][name] = read(page) or ""
        except Exception:  # a page that a reader cannot read is one that it has nothing of
            answer[reader]["texts"][name] = ""
json.dump(answer, sys.stdout)
