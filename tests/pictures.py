#!/usr/bin/env python3
"""The handbook's pictures, made anew: pictures.py FOLDER.  An invented office is
filled, looked at in a browser (desk_walks/pictures.mjs), and what was seen is
kept small: 16 to 64 colours (pngquant), and no chunk but the picture's own."""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import harness
import desk as desks
import walk
from desk_counter_test import ONE
from desk_going_test import finished, night

MAX = 40000
NEEDED = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
CASES = (
    ("wages", "The boss pays nothing since two months.", "TH"),
    ("paid", "I paid 600 dollars and nobody sent me.", "KR"),
    ("injury", "My hand was hurt by the machine.", "TH"),
    ("relative", "My sister does not answer since May.", "MY"),
)
WORDS = ["My boss keeps my passport since March.",
         "There are four of us in the room."]


def chunks(octets):
    """(name, content) of each of a PNG's."""
    at = 8
    while at < len(octets):
        n, name = struct.unpack(">I4s", octets[at:at + 8])
        yield name, octets[at + 8:at + 8 + n]
        at += 12 + n


def bare(octets):
    """Without what says when, where and by what it was made."""
    return octets[:8] + b"".join(
        struct.pack(">I4s", len(content), name) + content +
        struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks(octets) if name in NEEDED)


def crush(path, to):
    """As many colours as fit."""
    for colours in (64, 32, 16):
        done = subprocess.run(["pngquant", "--speed", "1", "--strip",
                               "--nofs", str(colours), "-"],
                              stdin=open(path, "rb"), check=True,
                              stdout=subprocess.PIPE)
        octets = bare(done.stdout)
        if len(octets) <= MAX:
            break
    with open(to, "wb") as f:
        f.write(octets)
    return colours, len(octets)


def open_case(browser, category, words, destination):
    return browser.post("/api/cases", {
        "category": category, "words": words, "language": "en",
        "destination": destination}).json["ref"]


def write_letter(dara, ref):
    path = "/api/cases/" + ref
    partner = dara.post("/api/partners", {
        "kind": "labour", "country": "KH",
        "name": {"en": "Provincial department of labour"},
        "address": "", "phone": ""}).json["id"]
    dara.post(path + "/sharing", {
        "about": "partner", "to": partner, "answer": "yes", "how": "counter",
        "items": [{"n": 1}], "fields": ["category", "destination"]})
    got = dara.post(path + "/letters", {
        "version": dara.get(path).json["case"]["version"],
        "partner": partner, "language": "en", "items": [{"n": 1}],
        "fields": ["category", "destination"],
        "request": "Please help her to get what she earned.",
        "chase_at": int(time.time()) + 9 * 86400})
    assert got.status == 200, got
    return "%s/%d" % (ref, got.json["n"])


def fill(house, dara):
    """What an office has on a morning."""
    refs = [open_case(dara, *case) for case in CASES]
    letter = write_letter(dara, refs[0])
    phone = harness.Worker(house, "+85512777100")
    phone.dial()
    ref = phone.file(phone.key, "4")
    phone.tell_more(phone.key, "Some Company", WORDS)
    for kind, sex, age, heads in (
            ("information", "f", "18-24", 24), ("counselling", "m", "25-34",
                                                13),
            ("orientation", "f", "25-34", 32), ("information", "m", "18-24",
                                                15)):
        dara.post("/api/contacts", dict(ONE, kind=kind, sex=sex, age=age,
                                        heads=heads))
    night(house, [finished(dara) for _ in range(2)])
    return ref, letter


def main():
    folder = os.path.abspath(sys.argv[1])
    lacking = walk.missing() or not shutil.which("pngquant") and \
        "needs pngquant (apt-get install pngquant)"
    if lacking:
        sys.exit("pictures: " + lacking)
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        return make(folder)


def make(folder):
    tap = harness.Tap()
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        dara = desks.Browser(desk)
        dara.sign_in("dara")
        ref, letter = fill(house, dara)
        walk.Walk(tap, "desk_walks/pictures.mjs", desk, ref=ref,
                  letter=letter, codes=[dara.code("dara")]).play()
    if tap.failed:
        return tap.done()
    for name in sorted(os.listdir(folder)):
        os.unlink(os.path.join(folder, name))
    for name in sorted(os.listdir("desk-screens")):
        if name.endswith(".png"):
            print("%-14s %d colours, %d octets" % (name, *crush(
                os.path.join("desk-screens", name),
                os.path.join(folder, name))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
