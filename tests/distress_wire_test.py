#!/usr/bin/env python3
"""A sample of tests/distress over a real bearerbox: SMS of every length and
alphabet, read whole by the centre that takes what names no centre."""
import os
import sys

import harness
import wire

EVERY = 26
DIR = os.path.join(os.environ.get("srcdir", "."), "tests", "distress")
READ = 3		# of each language: each takes a login


def sentences(language):
    with open(os.path.join(DIR, language + ".txt"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    return lines[::EVERY] + lines[-1:]


def language_test(house, tap, n, language):
    said = sentences(language)
    faults, pages = [], set()
    before = {c["ref"] for c in house.cases()}
    for i, text in enumerate(said):
        phone = harness.Worker(house, "+855127%d%05d" % (n, i))
        # One SMS: GSM 7 or UCS-2 beyond 140 octets comes as message_payload.
        page = phone.sms(text)
        faults += wire.faults(page, False, valid=900)
        pages.add((phone.node()[0], page.text))
        if text in page.text:
            faults.append("echoed: " + text)
    tap.ok(not faults, "%s: each is answered by one right SMS" % language,
           "\n".join(faults))
    tap.ok(len(pages) == 1 and pages.pop()[0] in ("language", "start"),
           "%s: all with the same neutral page" % language, pages)
    new = [c for c in house.cases() if c["ref"] not in before]
    tap.ok(len(new) == len(said) and
           all(c["category"] == "unsorted" and c["state"] == "new"
               for c in new), "%s: each is in the queue" % language,
           (len(said), new))
    heard = [e["text"] for c in new[-READ:]
             for e in house.read(c["ref"])["entries"]
             if e["kind"] == "words"]
    tap.ok(len(heard) == READ and set(heard) <= set(said),
           "%s: and is read as it was written" % language, heard)


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        for n, language in enumerate(("km", "km_Latn", "th", "en")):
            language_test(house, tap, n, language)
        store = b"".join(
            open(os.path.join(house.dir, name), "rb").read()
            for name in os.listdir(house.dir)
            if name.startswith("helpline.db"))
    found = [t for language in ("km", "km_Latn", "th", "en")
             for t in sentences(language) if len(t) > 12 and
             t.encode() in store]
    tap.ok(not found, "the store holds none of them in clear", found)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
