#!/usr/bin/env python3
"""The desk's door: what is refused before anyone looks at it.  TAP."""
import json
import os
import signal
import socket
import sys
import time

import harness
import desk as desks

# What two programs in a row could read differently, and what is no HTTP.
ODD = [
    ("a length and a coding", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400}),
    ("two lengths", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}", {400}),
    ("a length that is no number", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length: +2\r\n\r\n{}", {400}),
    ("an empty length", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length:\r\n\r\n", {400}),
    ("chunks", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", {400, 411}),
    ("two hosts", b"GET /api/health HTTP/1.1\r\nHost: %H\r\nHost: %H\r\n\r\n",
     {400}),
    ("no host", b"GET /api/health HTTP/1.1\r\n\r\n", {400}),
    ("a NUL in the path", b"GET /api/hea\0lth HTTP/1.1\r\nHost: %H\r\n\r\n",
     {0, 400}),
    ("a NUL after the path", b"GET /api/health\0 HTTP/1.1\r\nHost: %H\r\n\r\n",
     {0, 400}),
    ("a NUL in the query", b"GET /api/health?a=\0b HTTP/1.1\r\nHost: %H\r\n\r\n",
     {0, 400}),
    ("a NUL in a header", b"GET /api/health HTTP/1.1\r\nHost: %H\r\n"
     b"X-A: b\0c\r\n\r\n", {0, 400}),
    ("an escaped NUL", b"GET /api/health%00 HTTP/1.1\r\nHost: %H\r\n\r\n",
     {400}),
    ("an escaped NUL in the query", b"GET /api/health?a=%00 HTTP/1.1\r\n"
     b"Host: %H\r\n\r\n", {400}),
    ("HTTP/1.0", b"GET /api/health HTTP/1.0\r\nHost: %H\r\n\r\n", {505}),
    ("HTTP/0.9", b"GET /api/health\r\n\r\n", {0, 400, 505}),
    ("a proxy's path", b"GET http://%H/api/health HTTP/1.1\r\nHost: %H\r\n\r\n",
     {400}),
    ("a long path", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: %H\r\n\r\n",
     {0, 414, 431}),
    ("a long header", b"GET /api/health HTTP/1.1\r\nHost: %H\r\nX-A: " +
     b"a" * 20000 + b"\r\n\r\n", {0, 431}),
    ("a hundred headers", b"GET /api/health HTTP/1.1\r\nHost: %H\r\n" +
     b"X-A: b\r\n" * 100 + b"\r\n", {431}),
    ("a body that is too long", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length: 65537\r\n\r\n", {413}),
    ("a length beyond all", b"POST /api/session HTTP/1.1\r\nHost: %H\r\n"
     b"Content-Length: 99999999999999999999\r\n\r\n", {400, 413}),
    ("a bare CR", b"GET /api/health HTTP/1.1\rHost: %H\r\r", {0, 400}),
    ("a folded header", b"GET /api/health HTTP/1.1\r\nHost: %H\r\nX-A: b\r\n"
     b" Host: evil\r\n\r\n", {0, 200, 400}),
    ("an escaped slash", b"GET /api%2fhealth HTTP/1.1\r\nHost: %H\r\n\r\n",
     {404}),
    ("dots", b"GET /api/../api/health HTTP/1.1\r\nHost: %H\r\n\r\n", {404}),
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
     {0, 400}),
]

BODIES = [
    ("no JSON", "{", "bad_body"),
    ("an array", "[]", "bad_body"),
    ("a number", "7", "bad_body"),
    ("nothing", "", "bad_body"),
    ("a field too many", '{"name":"a","password":"b","admin":true}',
     "bad_body"),
    ("a field twice", '{"name":"dara","name":"dara","password":"b"}',
     "bad_body"),
    ("a wrong type", '{"name":["dara"],"password":"b"}', "bad_body"),
    ("null", '{"name":null,"password":"b"}', "bad_body"),
    ("no password", '{"name":"dara"}', "bad_body"),
    ("a long name", '{"name":"%s","password":"b"}' % ("a" * 1000),
     "bad_body"),
    ("a NUL", '{"name":"da\\u0000ra","password":"b"}', "bad_body"),
    ("a control", '{"name":"da\\u001bra","password":"b"}', "bad_body"),
    ("a lone surrogate", '{"name":"\\ud800","password":"b"}', "bad_body"),
    ("bad UTF-8", b'{"name":"\xff\xfe","password":"b"}', "bad_body"),
    ("overlong UTF-8", b'{"name":"\xc0\xaf","password":"b"}', "bad_body"),
    ("deep arrays", "[" * 30000, "bad_body"),
    ("deep objects", '{"name":' * 7000, "bad_body"),
    ("60 000 octets", '{"name":"%s"}' % ("a" * 60000), "bad_body"),
    ("two values", '{"name":"a","password":"b"}{}', "bad_body"),
]

OK = {"name": "dara", "password": "no such password"}


def odd(tap, desk):
    host = b"127.0.0.1:%d" % desk.port
    for name, octets, wanted in ODD:
        got = desk.status(octets.replace(b"%H", host).replace(
            b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        tap.ok(got in wanted, "refused: %s" % name, "%d, not %s" % (got,
                                                                   wanted))
    tap.ok(desks.Browser(desk).get("/api/health").status == 200,
           "and the next who comes is answered")


def bodies(tap, desk):
    for name, body, error in BODIES:
        got = desks.Browser(desk).post("/api/session", body)
        tap.ok(got.status == 400 and got.error == error
               and "dara" not in got.json["message"],
               "a body refused: %s" % name, got)


def origins(tap, desk):
    """Twelve ways to ask from elsewhere, none of which is heard."""
    other = "http://127.0.0.1:%d" % (desk.port + 1)
    ways = [
        ("no Origin", {"Origin": None}),
        ("another Origin", {"Origin": "https://evil.example"}),
        ("another port's Origin", {"Origin": other}),
        ("Origin null", {"Origin": "null"}),
        ("our Origin and more", {"Origin": desk.origin + ".evil.example"}),
        ("Sec-Fetch-Site cross-site", {"Sec-Fetch-Site": "cross-site"}),
        ("Sec-Fetch-Site same-site", {"Sec-Fetch-Site": "same-site"}),
        ("a change by the address bar", {"Sec-Fetch-Site": "none"}),
        ("another Host", {"Host": "evil.example"}),
        ("a form's type", {"Content-Type":
                           "application/x-www-form-urlencoded"}),
        ("text/plain", {"Content-Type": "text/plain"}),
        ("no type", {"Content-Type": None}),
        ("almost JSON", {"Content-Type": "application/jsonx"}),
    ]
    for name, headers in ways:
        got = desks.Browser(desk).post("/api/session", OK, headers=headers)
        tap.ok(got.status in (403, 415) and got.error in
               ("bad_origin", "bad_type"), "not from our page: %s" % name,
               got)
    got = desks.Browser(desk).post("/api/session", OK, headers={
        "X-HTTP-Method-Override": "DELETE"})
    tap.ok(got.status == 401, "a method is not overridden", got)
    got = desks.Browser(desk).get("/", headers={"Host": "evil.example"})
    tap.ok(got.status == 403, "nor is the page shown by another name", got)


def slow(tap, desk):
    """A client that drips is cut, whatever it drips."""
    lines = []
    for first in (b"GET /api/hea", b"GET /api/health HTTP/1.1\r\nHost: x\r\n",
                  b"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                  b"Content-Length: 60\r\n\r\n{" % desk.port):
        line = socket.create_connection(("127.0.0.1", desk.port), 30)
        line.sendall(first)
        lines.append(line)
    started, cut = time.time(), {}
    while len(cut) < len(lines) and time.time() - started < 25:
        time.sleep(0.5)
        for i, line in enumerate(lines):
            try:
                line.sendall(b"a")
                line.setblocking(False)
                if line.recv(100) == b"":
                    cut.setdefault(i, time.time() - started)
            except BlockingIOError:
                pass
            except OSError:
                cut.setdefault(i, time.time() - started)
            line.setblocking(True)
    tap.ok(len(cut) == 3 and max(cut.values()) < 20,
           "who drips a request is cut after 15 s", cut)


def crowd(tap, desk):
    """Beyond the limit nobody is served; when they leave, everyone is."""
    lines = []
    for _ in range(300):
        line = socket.socket()
        line.settimeout(2)
        try:
            line.connect(("127.0.0.1", desk.port))
            lines.append(line)
        except OSError:
            break
    time.sleep(0.3)
    for line in lines:
        line.close()
    got = None
    for _ in range(50):
        try:
            got = desks.Browser(desk).get("/api/health")
            break
        except OSError:
            time.sleep(0.1)
    tap.ok(got is not None and got.status == 200,
           "after a crowd has come and gone the desk answers", got)


def page(tap, desk):
    browser = desks.Browser(desk)
    got = browser.get("/")
    tap.ok(got.status == 200 and b"<!doctype html>" in got.body
           and got.headers["Content-Type"].startswith("text/html"),
           "the page is there", got)
    policy = got.headers["Content-Security-Policy"]
    tap.ok(policy.startswith("default-src 'none'") and "unsafe" not in policy
           and "*" not in policy, "it may load nothing but its own", policy)
    for name, value in (("X-Content-Type-Options", "nosniff"),
                        ("Referrer-Policy", "no-referrer"),
                        ("Cross-Origin-Opener-Policy", "same-origin"),
                        ("X-Frame-Options", "DENY")):
        tap.ok(got.headers[name] == value, "it says %s" % name)
    again = browser.get("/", headers={"If-None-Match": got.headers["ETag"]})
    tap.ok(again.status == 304 and again.body == b"",
           "what the browser has is not sent again", again)
    zipped = browser.get("/", headers={"Accept-Encoding": "gzip"})
    tap.ok(zipped.headers["Content-Encoding"] == "gzip"
           and len(zipped.body) < len(got.body), "it is sent gzipped")
    got = browser.get("/api/session")
    tap.ok(got.headers["Cache-Control"] == "no-store"
           and got.headers["Content-Type"] == "application/json",
           "what the API says is kept nowhere", got.headers)
    got = browser.ask("PATCH", "/api/session")
    tap.ok(got.status == 405 and "GET" in got.headers["Allow"],
           "a method there is not, and which there are", got)
    for path in ("/x", "/api/", "/api/nothing", "/api/session/", "//",
                 "/api/health?x=1"):
        got = browser.get(path)
        tap.ok(got.status == (400 if "?" in path else 404),
               "there is no %s" % path, got)


def unix_socket(tap):
    with harness.House(network=False) as house:
        path = house.top + "/desk.socket"
        house.set("desk_socket", path)
        house.set("desk_origin", "https://desk.example.org")
        house.start("desk")
        got = b""
        for _ in range(100):
            try:
                line = socket.socket(socket.AF_UNIX)
                line.connect(path)
                line.sendall(b"GET /api/health HTTP/1.1\r\nHost: desk."
                             b"example.org\r\nConnection: close\r\n\r\n")
                got = line.recv(4096)
                break
            except OSError:
                time.sleep(0.1)
        tap.ok(got.startswith(b"HTTP/1.1 200"), "it listens on a Unix socket",
               got or house.logged())
        line = socket.socket(socket.AF_UNIX)
        line.connect(path)
        body = json.dumps({"name": "dara", "password": harness.PASSWORD,
                           "code": desks.sheet("dara")[0]})
        line.sendall(b"POST /api/session HTTP/1.1\r\nHost: desk.example.org"
                     b"\r\nOrigin: https://desk.example.org\r\nContent-Type: "
                     b"application/json\r\nContent-Length: %d\r\nConnection: "
                     b"close\r\n\r\n%s" % (len(body), body.encode()))
        got = b""
        while True:
            part = line.recv(4096)
            if not part:
                break
            got += part
        cookie = [c for c in got.split(b"\r\n")
                  if c.startswith(b"Set-Cookie: __Host-helpline=")]
        tap.ok(len(cookie) == 1 and b"; Secure" in cookie[0]
               and b"HttpOnly" in cookie[0] and b"SameSite=Strict" in cookie[0],
               "by https its cookie is Secure and __Host-", got)
        kept(tap, house, path)


def kept(tap, house, path):
    """Of another house that was told the same path, as a restored copy is."""
    with harness.House(network=False) as other:
        other.set("desk_socket", path)
        done = other.helpline("desk", other.dir, check=False)
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(path)
            still = True
        except OSError:
            still = False
        tap.ok(done.returncode == 1 and "in use" in done.stderr and still,
               "who finds it taken leaves it to who listens", done.stderr)
        mistyped = os.path.join(other.dir, "helpline.db")
        other.set("desk_socket", mistyped)
        done = other.helpline("desk", other.dir, check=False)
        tap.ok(done.returncode == 1 and os.path.exists(mistyped),
               "and what is no socket to whoever made it", done.stderr)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        odd(tap, desk)
        bodies(tap, desk)
        origins(tap, desk)
        page(tap, desk)
        crowd(tap, desk)
        slow(tap, desk)
        house.stopped(tap)
    unix_socket(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
