#!/usr/bin/env python3
"""A form that is sent twice does one thing.  TAP."""
import signal
import socket
import sys
import threading
import time
import uuid

import harness
import desk as desks
from desk_counter_test import ONE

NEW = {"category": "wages", "words": "Two months without wages.",
       "language": "km"}


def key(text=None):
    return {"Idempotency-Key": text or str(uuid.uuid4())}


def together(browser, path, body, more, n=8):
    """Sent by n lines at once, as a page does that was pressed n times."""
    got, go = [], threading.Barrier(n)

    def send():
        go.wait()
        got.append(browser.post(path, body, headers=more))
    threads = [threading.Thread(target=send) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def same(got):
    return all((g.status, g.body) == (got[0].status, got[0].body)
               for g in got)


def contacts(tap, dara):
    got = together(dara, "/api/contacts", ONE, key())
    listed = dara.get("/api/contacts").json["contacts"]
    tap.ok(got[0].status == 200 and same(got) and len(listed) == 1,
           "a contact that is sent eight times at once is counted once, "
           "and all are told the same", (got, listed))
    for _ in range(2):
        dara.post("/api/contacts", ONE, headers=key())
    dara.post("/api/contacts", ONE)
    dara.post("/api/contacts", ONE)
    tap.ok(len(dara.get("/api/contacts").json["contacts"]) == 5,
           "under other keys, or none, it is counted each time")


def cases(tap, house, dara):
    got = together(dara, "/api/cases", NEW, key())
    tap.ok(got[0].status == 200 and same(got)
           and len(house.cases()) == 1,
           "a case that is opened eight times at once is one", got)
    ref = got[0].json["ref"]
    path = "/api/cases/%s" % ref
    got = together(dara, path + "/notes", {"text": "Called the office."},
                   key())
    notes = [e for e in dara.get(path).json["entries"]
             if e["kind"] == "note"]
    tap.ok(got[0].status == 204 and same(got) and len(notes) == 1,
           "a note is kept once", (got, notes))
    got = together(dara, path + "/contacts", {"result": "reached"}, key())
    calls = [e for e in dara.get(path).json["entries"]
             if e["kind"] == "contacted"]
    tap.ok(same(got) and len(calls) == 1, "and so is how a call ended", got)
    return path


def versions(tap, dara, path):
    """What names a version is not told that it is stale by itself."""
    version = dara.get(path).json["case"]["version"]
    body = {"version": version, "outcome": "money", "received": 100,
            "currency": "USD"}
    more = key()
    first = dara.post(path + "/close", body, headers=more)
    again = dara.post(path + "/close", body, headers=more)
    bare = dara.post(path + "/close", body)
    tap.ok(first.status == 200 and again.body == first.body
           and bare.error == "stale",
           "closed once, the second is told it went well; without a key it "
           "is stale", (first, again, bare))
    ends = [e for e in dara.get(path).json["entries"]
            if e["kind"] == "outcome"]
    tap.ok(len(ends) == 1, "with one end", ends)


def referral(tap, house, dara):
    ref = dara.post("/api/cases", NEW).json["ref"]
    path = "/api/cases/" + ref
    other = [c["id"] for c in dara.get("/api/centres").json["centres"]
             if not c["own"]][0]
    body = {"version": dara.get(path).json["case"]["version"], "to": other,
            "override": "She cannot be asked.", "items": [{"n": 1}],
            "text": "She lives there now."}
    dara.confirm()
    got = together(dara, path + "/referral", body, key(), 4)
    tap.ok(got[0].status == 200 and same(got),
           "an offer to another office is made once", got)


def misuse(tap, dara, sophea):
    more = key()
    dara.post("/api/contacts", ONE, headers=more)
    before = len(dara.get("/api/contacts").json["contacts"])
    got = dara.post("/api/contacts", dict(ONE, sex="m"), headers=more)
    tap.ok(got.status == 409 and got.error == "sent_before",
           "a key does not stand for another body", got)
    got = sophea.post("/api/contacts", ONE, headers=more)
    tap.ok(got.status == 200 and
           len(dara.get("/api/contacts").json["contacts"]) == before + 1,
           "another member's key is another key", got)
    for bad in ("", "short", "x" * 65, "with a blank in the key", "é" * 20,
                "semi;colon;semi;colon", "../../../../../etc"):
        got = dara.ask("POST", "/api/contacts", ONE,
                       headers={"Idempotency-Key": bad.encode()})
        tap.ok(got.status == 400, "no key: %r" % bad, got)
    more = key()
    refused = dara.post("/api/contacts", dict(ONE, kind="tea"), headers=more)
    got = dara.post("/api/contacts", ONE, headers=more)
    tap.ok(refused.status == 400 and got.status == 200,
           "what was refused may be sent again, mended", (refused, got))


def line_drops(tap, desk, dara):
    """Sent whole, and the line is gone before the answer."""
    before = len(dara.get("/api/contacts").json["contacts"])
    more = key("the-line-goes-away-1")
    body = '{"kind":"information","channel":"counter","sex":"","age":"",' \
        '"province":"","destination":"","stage":"","sector":""}'
    head = ("POST /api/contacts HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
            "Origin: %s\r\nSec-Fetch-Site: same-origin\r\n"
            "Content-Type: application/json\r\nX-CSRF-Token: %s\r\n"
            "Cookie: %s\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n"
            % (desk.port, desk.origin, dara.token,
               "; ".join("%s=%s" % c for c in dara.cookies.items()),
               more["Idempotency-Key"], len(body)))
    for _ in range(3):
        line = socket.create_connection(("127.0.0.1", desk.port), 10)
        line.sendall((head + body).encode())
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        b"\1\0\0\0\0\0\0\0")
        time.sleep(0.02)
        line.close()
    got = dara.post("/api/contacts", body, headers=more)
    tap.ok(got.status == 200 and
           len(dara.get("/api/contacts").json["contacts"]) == before + 1,
           "a line that drops three times before the answer: one person", got)


def bounded(tap, dara):
    """The oldest of many keys is forgotten; the desk is none the worse."""
    first = key()
    one = dara.post("/api/contacts", ONE, headers=first)
    for _ in range(40):
        dara.post("/api/contacts", ONE, headers=key())
    got = dara.post("/api/contacts", ONE, headers=first)
    tap.ok(got.status == 200 and got.json["id"] != one.json["id"],
           "after 40 others a key is new again", got)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        dara, sophea = desks.Browser(desk), desks.Browser(desk)
        dara.sign_in("dara")
        sophea.sign_in("sophea")
        contacts(tap, dara)
        path = cases(tap, house, dara)
        versions(tap, dara, path)
        misuse(tap, dara, sophea)
        line_drops(tap, desk, dara)
        bounded(tap, dara)
        referral(tap, house, dara)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
