#!/usr/bin/env python3
"""Signing in at the desk: passwords, codes, locks, what is used.  TAP."""
import base64
import re
import signal
import sys
import threading
import time

import harness
import desk as desks
import peer

KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def totp(secret, at=None):
    key = base64.b32decode(secret)
    return desks.hotp(key, int((at or time.time()) // 30), 6)


def codes(tap, desk):
    lines = desks.sheet("sophea")
    browser = desks.Browser(desk)
    wrong = [("no code", None), ("a wrong code", "12345678"),
             ("another's code", desks.sheet("dara")[0]),
             ("a line far down", lines[40]), ("letters", "abcdefgh")]
    for name, code in wrong:
        body = {"name": "sophea", "password": harness.PASSWORD}
        if code:
            body["code"] = code
        got = browser.post("/api/session", body)
        tap.ok(got.status == 401 and got.error == "wrong_login"
               and not browser.cookies.get("helpline"),
               "the password alone opens nothing: %s" % name, got)
    for _ in range(4):
        got = browser.sign_in("sophea", code="12345678")
        if got.status == 429:
            break
    tap.ok(got.status == 429 and got.headers["Retry-After"],
           "after five wrong ones she waits", got)
    for _ in range(40):
        got = browser.sign_in("sophea", code=lines[0][:4] + " " +
                              lines[0][4:].translate(KHMER))
        if got.status != 429:
            break
        time.sleep(0.5)
    tap.ok(got.status == 200 and got.json["role"] == "staff"
           and got.json["next_line"] == 2 and got.json["lines_left"] == 59,
           "the first line opens, in Khmer digits too", got)
    got = desks.Browser(desk).sign_in("sophea", code=lines[0])
    tap.ok(got.status == 401, "a line opens once", got)
    got = desks.Browser(desk).sign_in("sophea", code=lines[3])
    tap.ok(got.status == 200 and got.json["next_line"] == 5,
           "lines may be left out", got)
    got = desks.Browser(desk).sign_in("sophea", code=lines[2])
    tap.ok(got.status == 401, "but not gone back to", got)
    desks.Browser.lines[(desk.house.dir, "sophea")] = 4
    return browser


def at_once(tap, desk):
    """Two show the same code at the same moment."""
    code, got = desks.Browser(desk).code("rithy"), []

    def enter():
        got.append(desks.Browser(desk).sign_in("rithy", code=code).status)

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.ok(sorted(got) == [200, 401, 401, 401],
           "of four who show one code at once, one enters", got)


def flood(tap, desk):
    got = []

    def enter(i):
        got.append(desks.Browser(desk).post("/api/session", {
            "name": "nobody%d" % i, "password": "no such password"}).status)

    threads = [threading.Thread(target=enter, args=(i,)) for i in range(24)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    tap.ok(got.count(503) >= 8 and got.count(401) >= 8
           and got.count(503) + got.count(401) == 24,
           "beyond eight in the queue others try again", got)


def crowded(tap, desk):
    """Whoever was told to try again has not tried: nobody looked."""
    over, busy = threading.Event(), 0

    def press(i):
        n = 0
        while not over.is_set():
            n += 1
            desks.Browser(desk).post("/api/session", {
                "name": "crowd%dof%d" % (n, i), "password": "no such one"})

    threads = [threading.Thread(target=press, args=(i,)) for i in range(12)]
    for t in threads:
        t.start()
    browser = desks.Browser(desk)
    code, end = browser.code("sophea"), time.time() + peer.PATIENT_S
    while busy < 7 and time.time() < end:
        got = desks.Browser(desk).sign_in("sophea", code=code)
        if got.status == 200:
            code, busy = browser.code("sophea"), 0
        elif got.status != 503:
            break
        else:
            busy += 1
    over.set()
    for t in threads:
        t.join()
    got = browser.sign_in("sophea", code=code)
    tap.ok(busy == 7 and got.status == 200,
           "who found it crowded seven times signs in when it is not",
           (busy, got))


def guessing(tap, desk):
    """Who guesses from elsewhere locks nobody out of her own laptop."""
    own = desks.Browser(desk)
    tap.ok(own.sign_in("bopha").status == 200, "bopha signs in")
    stranger = desks.Browser(desk)
    statuses = [stranger.post("/api/session", {
        "name": "bopha", "password": "guess number %d" % i}).status
        for i in range(9)]
    tap.ok(429 in statuses[5:], "a stranger waits after five", statuses)
    own.delete("/api/session")
    got = own.sign_in("bopha")
    tap.ok(got.status == 200, "the browser that knows her does not", got)
    forged = desks.Browser(desk)
    forged.cookies["helpline-mark"] = "ab" * 32
    statuses = [forged.post("/api/session", {
        "name": "bopha", "password": "guess again %d" % i}).status
        for i in range(4)]
    tap.ok(429 in statuses, "a mark cannot be made up", got)


def sessions(tap, desk, browser):
    old = dict(browser.cookies)
    got = browser.get("/api/session")
    tap.ok(got.status == 200 and got.json["name"] == "sophea"
           and not got.json["locked"], "she is signed in", got)
    for name, headers in (
            ("no token", {"X-CSRF-Token": None}),
            ("another token", {"X-CSRF-Token": "A" * 43}),
            ("an empty token", {"X-CSRF-Token": ""})):
        got = browser.post("/api/session/lock", headers=headers)
        tap.ok(got.status == 403 and got.error == "bad_token",
               "no change with %s" % name, got)
    other = desks.Browser(desk)
    other.sign_in("chanthy")
    got = browser.post("/api/session/lock", headers={
        "X-CSRF-Token": other.token})
    tap.ok(got.status == 403, "nor with another session's", got)
    tap.ok(browser.post("/api/session/lock").status == 204, "she locks")
    got = browser.get("/api/session")
    tap.ok(got.json["locked"], "it is locked")
    got = browser.post("/api/session/confirm", {
        "password": harness.PASSWORD, "code": "12345678"})
    tap.ok(got.status == 401 and got.error == "locked",
           "then nothing else is done", got)
    got = browser.post("/api/session/unlock", {"password": "a wrong password"})
    tap.ok(got.status == 401 and got.error == "wrong_login",
           "a wrong password unlocks nothing", got)
    got = browser.post("/api/session/unlock", {"password": harness.PASSWORD})
    tap.ok(got.status == 200 and not got.json["locked"],
           "her password does", got)
    got = browser.confirm()
    tap.ok(got.status == 200 and got.json["fresh"]
           and browser.cookies["helpline"] != old["helpline"],
           "password and code again make it fresh, under another word", got)
    stolen = desks.Browser(desk)
    stolen.cookies = old
    tap.ok(stolen.get("/api/session").status == 401,
           "the word of before opens nothing")
    old = dict(browser.cookies)
    got = browser.delete("/api/session")
    tap.ok(got.status == 204 and "Clear-Site-Data" in got.headers,
           "she signs out", got)
    stolen.cookies = old
    tap.ok(stolen.get("/api/session").status == 401,
           "what was signed out stays out")
    doubled = desks.Browser(desk)
    got = doubled.get("/api/session", headers={
        "Cookie": "helpline=%s; helpline=%s" % (other.cookies["helpline"],
                                                other.cookies["helpline"])})
    tap.ok(got.status == 401, "two cookies of one name are none", got)


def lock_guessing(tap, desk):
    browser = desks.Browser(desk)
    browser.sign_in("chanthy")
    browser.post("/api/session/lock")
    for i in range(5):
        browser.post("/api/session/unlock", {"password": "guess %d" % i})
    got = browser.get("/api/session")
    tap.ok(got.status == 401 and got.error == "signed_out",
           "five wrong passwords at the lock end it", got)


def enrolment(tap, house, desk):
    """A new member: activation code, password, app; then a sheet."""
    done = house.helpline("staff", house.dir, "add", "vuthy", "--centre",
                          "Pursat", "--as", "rithy", "--password-fd", "0",
                          stdin=harness.PASSWORD + "\n")
    code = re.search(r"^    (\S.*)$", done.stdout, re.M).group(1)
    browser = desks.Browser(desk)
    secret = "the heron stands still"
    got = browser.post("/api/activation", {"name": "vuthy", "code": "0000 " * 8,
                                           "password": secret})
    tap.ok(got.status == 401, "a wrong activation code", got)
    got = browser.post("/api/activation", {"name": "vuthy", "code": code,
                                           "password": "password1234"})
    tap.ok(got.status == 400 and got.error == "bad_body"
           and "common" in got.json["message"], "a common password", got)
    got = browser.post("/api/activation", {"name": "vuthy", "code": code,
                                           "password": secret})
    tap.ok(got.status == 204, "the code becomes a password", got)
    got = browser.post("/api/activation", {"name": "vuthy", "code": code,
                                           "password": secret})
    tap.ok(got.status == 401, "once", got)
    got = browser.post("/api/session", {"name": "vuthy", "password": secret})
    tap.ok(got.status == 200 and not got.json["enrolled"],
           "without a second factor she may set one up", got)
    got = browser.post("/api/session/password", {
        "password": secret, "code": "1", "new": "another long one"})
    tap.ok(got.status == 403 and got.error == "enrol_first",
           "and nothing else", got)
    shown = browser.post("/api/session/factor", {"kind": "totp"}).json
    tap.ok(shown["uri"].startswith("otpauth://totp/Helpline:vuthy?")
           and shown["secret"] in shown["uri"] and shown["qr_size"] > 30
           and re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", shown["qr_path"]),
           "the app's secret is shown, as a QR code too", shown)
    got = browser.post("/api/session/factor/confirm", {"code": "000000"})
    tap.ok(got.status == 400 and got.error == "wrong_code",
           "a wrong first code", got)
    first = totp(shown["secret"])
    got = browser.post("/api/session/factor/confirm", {"code": first})
    tap.ok(got.status == 200 and got.json["enrolled"]
           and got.json["factor"] == "totp", "a right one sets it", got)
    got = desks.Browser(desk).post("/api/session", {
        "name": "vuthy", "password": secret, "code": first})
    tap.ok(got.status == 401, "which does not count again", got)
    got = desks.Browser(desk).post("/api/session", {
        "name": "vuthy", "password": secret,
        "code": totp(shown["secret"], time.time() + 30)})
    tap.ok(got.status == 200, "the next one does", got)
    shown = browser.post("/api/session/factor", {"kind": "sheet"}).json
    tap.ok(len(set(shown["lines"])) == 60, "she changes to a sheet", shown)
    got = browser.post("/api/session/factor/confirm",
                       {"code": shown["lines"][0]})
    tap.ok(got.status == 200 and got.json["factor"] == "sheet"
           and got.json["lines_left"] == 59, "with its first line", got)
    got = browser.post("/api/session/password", {
        "password": secret, "code": shown["lines"][1],
        "new": "the heron flies away"})
    tap.ok(got.status == 204, "and to another password", got)
    got = desks.Browser(desk).post("/api/session", {
        "name": "vuthy", "password": secret, "code": shown["lines"][2]})
    tap.ok(got.status == 401, "the old one is gone", got)
    got = desks.Browser(desk).post("/api/session", {
        "name": "vuthy", "password": "the heron flies away",
        "code": shown["lines"][2]})
    tap.ok(got.status == 200, "the new one is there", got)
    house.helpline("staff", house.dir, "lost-code", "vuthy")
    got = browser.post("/api/session", {"name": "vuthy",
                                        "password": "the heron flies away"})
    tap.ok(got.status == 200 and not got.json["enrolled"],
           "who lost her sheet sets up another", got)
    house.helpline("staff", house.dir, "depart", "vuthy")
    got = browser.get("/api/session")
    tap.ok(got.status == 401, "who departs is out at once", got)


def leaving_meanwhile(tap, house, desk):
    """She signs out while her new password is made."""
    browser, other = desks.Browser(desk), desks.Browser(desk)
    browser.sign_in("chanthy")
    other.sign_in("chanthy")
    code, got = browser.code("chanthy"), []

    def renew():
        got.append(browser.post("/api/session/password", {
            "password": harness.PASSWORD, "code": code,
            "new": "the egret waits"}))

    before = confirmed(house)
    thread = threading.Thread(target=renew)
    thread.start()
    end = time.time() + peer.PATIENT_S
    while confirmed(house) == before and time.time() < end:
        time.sleep(0.01)
    left = browser.delete("/api/session").status
    thread.join()
    tap.ok(left == 204 and got[0].status == 204,
           "who signs out while her new password is made has it", got)
    again = other.get("/api/session")
    tap.ok(again.status == 401, "and her other sessions end", again)
    got = desks.Browser(desk).sign_in("chanthy", "the egret waits")
    tap.ok(got.status == 200, "it is the one", got)


def confirmed(house):
    return house.sql("select count(*) from audit where action = 'confirm' "
                     "and actor = 'chanthy'")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(run="desk", network=False) as house:
        desk = desks.Desk(house)
        browser = codes(tap, desk)
        at_once(tap, desk)
        sessions(tap, desk, browser)
        guessing(tap, desk)
        enrolment(tap, house, desk)
        lock_guessing(tap, desk)
        leaving_meanwhile(tap, house, desk)
        flood(tap, desk)
        crowded(tap, desk)
        last = desks.Browser(desk)
        last.sign_in("dara")
        desk.again()
        tap.ok(last.get("/api/session").status == 401,
               "a restart ends every session")
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
