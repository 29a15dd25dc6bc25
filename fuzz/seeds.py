"""Writes texts as files from which the fuzzers start: seeds.py VECTORS OPERATIONS CORPUS.

They are those of the conformance vectors, and the operations of docs/operations.md.
"""

import hashlib
import json
import pathlib
import random
import sys

vectors, document, corpus = map(pathlib.Path, sys.argv[1:])


def cases(name):
    return json.loads((vectors / name).read_text())["cases"]


def write(target, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


for name in ("prices.json", "strict_parsing.json", "condition_values.json"):
    for case in cases(name):
        for text in case["input"].values():
            if isinstance(text, str):
                write("values", text.encode("utf-8", "surrogatepass"))

for path in vectors.glob("*.json"):
    for case in cases(path.name):
        expect = case["expect"]
        if isinstance(expect, dict) and "items_json" in expect:
            columns = [expect.get(column) or "" for column in ("items_json", "conditions_json", "metadata_json")]
            write("stored", b"\xff".join(column.encode() for column in columns))

for block in document.read_text().split("```json\n")[1:]:
    write("operations", block.split("```")[0].encode())

# A call takes its choices from bytes; there is no text to start from.
chance = random.Random(1)
for length in (40, 200, 800, 2000):
    for _ in range(10):
        write("calls", chance.randbytes(length))
