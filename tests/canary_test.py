#!/usr/bin/env python3
"""Words and numbers of callers are found nowhere on disk, in logs or process
arguments, in any encoding; nor in Kannel's files once acknowledged."""
import base64
import os
import sys
import time
import urllib.parse

import harness

WORDS = "canaryYellowSong"
KHMER = "កាណារីពណ៌លឿងច្រៀង"
COMPANY = "CanaryCageCompany"
NUMBER = "+85512987654"
SENDER = "CanaryBank"


def forms(text):
    raw = text.encode()
    out = {"utf-8": raw, "utf-16be": text.encode("utf-16-be"),
           "utf-16le": text.encode("utf-16-le"),
           "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(),
           "hex utf-16be": text.encode("utf-16-be").hex().encode(),
           "url": urllib.parse.quote(text).encode(),
           "base64 utf-16be": base64.b64encode(
               text.encode("utf-16-be"))[4:-4]}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw)
        out["base64 +%d" % shift] = encoded[4 + (shift > 0) * 4:-4]
    return {k: v for k, v in out.items() if len(v) >= 6}


def canaries():
    for text in (WORDS, KHMER, COMPANY, SENDER, NUMBER, NUMBER[1:],
                 "0" + NUMBER[4:]):
        for form, octets in forms(text).items():
            yield text, form, octets


def search(octets, where):
    return ["%s as %s in %s" % (text, form, where)
            for text, form, needle in canaries() if needle in octets]


def search_files(top):
    found = []
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            try:
                with open(path, "rb") as f:
                    found += search(f.read(), path)
            except OSError:
                pass
            found += search(path.encode(), "the name " + path)
    return found


def search_processes(house):
    found = []
    for name, process in house.processes.items():
        for what in ("cmdline", "environ"):
            with open("/proc/%d/%s" % (process.pid, what), "rb") as f:
                found += search(f.read(), "%s of %s" % (what, name))
    return found


def talk(house):
    phone = harness.Worker(house, NUMBER)
    phone.dial()
    ref = phone.file(phone.key, "4")
    phone.tell_more(phone.key, COMPANY, [WORDS + " one", KHMER + " two"])
    phone.sms("an unsorted " + WORDS + " " + KHMER)
    phone.sms("CANARY " + WORDS * 20)
    house.network.deliver("sms-kh", SENDER, "2026", WORDS + " from a bank")
    odd = KHMER.encode("utf-16-be") + b"\x17"
    house.network.deliver("sms-kh", NUMBER, "2026", "", octets=odd, coding=8)
    for smsc in ("ussd-kh", "sms-kh"):
        report_nobody_asked_for(house, smsc)
    time.sleep(1.5)
    return ref


def report_nobody_asked_for(house, smsc):
    """Networks send them, and after a restart bearerbox knows of none."""
    house.network.deliver(smsc, NUMBER, "2026", "id:77 sub:001 dlvrd:001 "
                          "submit date:2611271500 done date:2611271500 "
                          "stat:DELIVRD err:000 text:", esm=4)


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        ref = talk(house)
        entries = [e["text"] for e in house.read(ref)["entries"]]
        tap.ok(any(WORDS in t for t in entries) and NUMBER in entries,
               "the canaries are there to be read by staff", entries)
        found = search_processes(house)
        tap.ok(not found, "no process has them in arguments or environment",
               found)
        found = search_files(house.top)
        tap.ok(not found, "no file holds them while everything runs",
               "\n".join(found))
        for name in ("calls", "bearerbox"):
            house.kill(name)
        found = search_files(house.top)
        tap.ok(not found, "nor after a kill of everything", "\n".join(found))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
