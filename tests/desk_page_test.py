#!/usr/bin/env python3
"""The desk in a real browser: a complaint that was just dialled, in Khmer and
in English, and whatever a phone can send shown harmlessly.  TAP comes from
tests/desk_page.mjs, which drives the browser.  WALK=people runs one
walk."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import harness
import desk as desks

HERE = os.path.dirname(os.path.abspath(__file__))
PAYLOADS = [
    "<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>",
    "<svg/onload=window.hit=1>", "\"><script>window.hit=1</script>",
    "javascript:window.hit=1", "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<style>*{display:none}</style>", "<a href=javascript:window.hit=1>go</a>",
    "</bdi></li></ol><h1>You are signed out</h1>", "{{constructor.constructor('hit=1')()}}",
    "${window.hit=1}", "<math><mi//xlink:href='data:x,<script>hit=1</script>'>",
    "<base href=//evil.invalid>", "<form action=//evil.invalid><button>Sign in",
    "<meta http-equiv=refresh content=0;url=//evil.invalid>",
    "\u202eright to left\u202c", "\u2066isolated", "a\u0300" * 60,
    "=HYPERLINK(\"http://evil.invalid\")", "+1+1", "-1", "@SUM(A1)", "\t=1+1",
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "%00%0a", "\\u003cscript\\u003e",
    "&lt;script&gt;", "&#x3c;script&#x3e;", "W" * 900, "\u1780" * 700,
    "\u0e01\u0e33" * 300, "__proto__", "constructor", "null", "undefined",
    "desk.sign_in", "{date}", "\u200b\u200b\u200b words", "\U0001f600" * 80,
]


def place(house):
    """A worker's complaint, and one with every payload."""
    phone = harness.Worker(house, "+85512777100")
    phone.dial()
    ref = phone.file(phone.key, "4")
    phone.tell_more(phone.key, "Some Company", ["They keep my passport."])
    other = harness.Worker(house, "+85512777101")
    other.dial()
    nasty = other.file(other.key, "4")
    other.tell_more(other.key, PAYLOADS[0], PAYLOADS[1:])
    return ref, nasty, twins(house)


def twins(house):
    """Two phones about one employer."""
    refs = []
    for number in ("+85512777102", "+85512777103"):
        phone = harness.Worker(house, number)
        phone.dial()
        refs.append(phone.file(phone.key, "4"))
    return refs


def waiting_list(house):
    """A list that makes licences valid again, from another member."""
    path = os.path.join(house.top, "list.csv")
    text = house.helpline("agencies", house.dir, "export").stdout
    with open(path, "w") as f:
        f.write(text.replace(",suspended,", ",valid,"))
    house.helpline("agencies", house.dir, "import", path, "--as-of",
                   time.strftime("%Y-%m-%d"), "--source", "a letter", "--as",
                   "sophea", "--password-fd", "0",
                   stdin=harness.PASSWORD + "\n", check=False)


# What never reaches her eyes, or has a screen instead of a sentence: the page
# asks for a reason, signs in, unlocks, sets up; the others are its own mistakes.
WORDLESS = {"ask_reason", "signed_out", "locked", "enrol_first", "bad_request",
            "bad_type", "no_such_method"}


def wordless():
    """The refusals of the server that the page has no words for."""
    def read(path):
        with open(os.path.join(HERE, "..", path)) as f:
            return f.read()
    codes = set(re.findall(r'= { "(\w+)",', read("gateway/desk/reply.c")))
    words = set(re.findall(r'^msgctxt "desk\.error\.(\w+)"',
                           read("locales/desk.en.po"), re.M))
    return codes - words - WORDLESS if len(codes) > len(WORDLESS) else {"?"}


def main():
    node = shutil.which("node")
    if node is None or not os.path.isdir(os.path.join(
            HERE, "../gateway/desk/page/node_modules/playwright-core")):
        print("1..0 # SKIP needs node and npm's playwright-core, which "
              "./bootstrap check installs")
        return 0
    signal.alarm(900)
    lacking = wordless()
    if lacking:
        sys.exit("no words of the page for: " + ", ".join(lacking))
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        ref, nasty, twin_refs = place(house)
        waiting_list(house)
        agencies = json.loads(house.helpline("agencies", house.dir, "list",
                                             "--json").stdout)
        agencies = agencies if isinstance(agencies, list) else \
            agencies["agencies"]
        job = {"agency": next(a["name"] for a in agencies
                              if a["status_now"] == "valid"),
               "origin": desk.origin, "ref": ref, "nasty": nasty,
               "twins": twin_refs,
               "walk": os.environ.get("WALK", ""),
               "password": harness.PASSWORD, "codes": desks.sheet("dara"),
               "administrators": desks.sheet("vanna"),
               "payloads": len(PAYLOADS),
               "screens": os.path.abspath("desk-screens")}
        done = subprocess.run([node, os.path.join(HERE, "desk_page.mjs")],
                              input=json.dumps(job), text=True,
                              timeout=880, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
