#!/usr/bin/env python3
"""A Kannel that is there already, given the lines of the fragment: bearerbox
starts with them, calls are answered, and doctor reads that file.  TAP."""
import json
import os
import re
import secrets
import sys

import harness

FRAGMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                        "../gateway/service/kannel-fragment.conf")
ROWS = ("kannel.conf", "doors", "networks", "kannel", "logs", "processes")


def written(house):
    """The fragment in a file of its own, with what its reader fills in."""
    place = os.path.join(house.top, "kannel")
    for name in ("", "spool", "log"):
        os.mkdir(os.path.join(place, name), 0o700)
    with open(os.path.join(house.dir, "kannel.conf")) as f:
        made = dict(re.findall(r"^([a-z-]+-port) = (\d+)$", f.read(), re.M))
    with open(FRAGMENT) as f:
        text = f.read()
    for word, by in (
            [(r"^%s = \d+$" % key, "%s = %s" % (key, port))
             for key, port in made.items()] +
            [("^port = 2775$", "port = " + house.settings["network_port"]),
             ("/var/spool/kannel", place + "/spool"),
             ("/var/log/kannel", place + "/log"),
             ("USSD-NAME", "ussd-kh"), ("SMS-NAME", "sms-kh"),
             ("(USSD|SMS)-WORD", secrets.token_hex(4))]):
        text, n = re.subn(word, by, text, flags=re.M)
        assert n > 0, word
    for word in ("ADMIN-PASSWORD", "STATUS-PASSWORD"):
        text = text.replace(word, secrets.token_hex(16))
    path = os.path.join(place, "kannel.conf")
    with open(path, "w") as f:
        f.write(text)
    return path


def told(house):
    """What doctor says in the rows of Kannel, but for "ok"."""
    done = house.helpline("doctor", house.dir, "--json", check=False)
    return {(f["check"], f["result"], f["text"])
            for f in json.loads(done.stdout)
            if f["check"] in ROWS and f["result"] != "ok"}


def planted(tap, house, path, what, old, new, row, level, words):
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(re.sub(old, new, text, count=1, flags=re.M))
    found = told(house)
    with open(path, "w") as f:
        f.write(text)
    tap.ok([f for f in found if f[0] == row and f[1] == level and
            words in f[2]] if row else not found,
           "in that file doctor %s %s" % ("finds" if row else "has nothing "
                                          "against", what), found)


def main():
    tap = harness.Tap()
    harness.need_kannel()
    with harness.House(run="serve") as house:
        path = written(house)
        house.set("kannel_conf", '"%s"' % path)
        os.unlink(os.path.join(house.dir, "kannel.conf"))
        house.start("bearerbox", path)
        house.start("serve")
        tap.ok(house.network.ready() and house.accepted(),
               "bearerbox starts with the fragment and a call is answered",
               house.logged())
        phone = harness.Worker(house, "+85512000999")
        phone.dial()
        tap.ok(phone.file(phone.key) is not None, "a complaint is filed")
        tap.ok(phone.sms("hello") is not None, "an SMS is answered")
        found = told(house)
        tap.ok(not found, "doctor reads it, and has nothing against it",
               found)
        user = "group = sendsms-user\nusername = other\npassword = %s\n" % \
            secrets.token_hex(8)
        closed = 'user-deny-ip = "*.*.*.*"\nuser-allow-ip = "127.0.0.1"\n'
        for row in (
                ("a log with numbers", "^log-level = 4$", "log-level = 1",
                 "kannel.conf", "FAIL", "log-level must be 4"),
                ("another port", r"^smsbox-port = \d+$", "smsbox-port = 9",
                 "kannel.conf", "FAIL", "make them the same"),
                ("a route without our networks", '"ussd-kh;sms-kh"',
                 '"ussd-kh"', "networks", "FAIL", "sms-kh"),
                ("another service that sends", "^group = smsbox$",
                 user + closed + "\ngroup = smsbox", None, None, None),
                ("one that all may use", "^group = smsbox$",
                 user + "\ngroup = smsbox", "doors", "FAIL",
                 "user-deny-ip is not set")):
            planted(tap, house, path, *row)
        house.kill("bearerbox")
        found = told(house)
        tap.ok([f for f in found if f[0] == "kannel" and path in f[2]],
               "and says how to start it with that file", found)
        house.set("kannel_conf", "/nowhere/kannel.conf")
        found = told(house)
        tap.ok([f for f in found if f[1] == "FAIL" and
                "/nowhere/kannel.conf" in f[2]],
               "a file that is not there is told", found)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
