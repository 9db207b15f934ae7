#!/usr/bin/env python3
"""What is lost with a person, and what is not: a password forgotten, a member
gone, the last one gone, a night without anybody.  TAP."""
import os
import re
import shutil
import signal
import sys
import time

import harness
import desk as desks
import unseal

SECRET = "the heron stands still"


def database(house):
    return os.path.join(house.dir, "helpline.db")


def new_member(desk, name, code):
    """A printed activation code becomes a member who is signed in."""
    browser = desks.Browser(desk)
    browser.post("/api/activation", {"name": name, "code": code,
                                     "password": SECRET})
    browser.post("/api/session", {"name": name, "password": SECRET})
    lines = browser.post("/api/session/factor",
                         {"kind": "sheet"}).json["lines"]
    browser.post("/api/session/factor/confirm", {"code": lines[0]})
    return browser


def signed_in(desk, name):
    browser = desks.Browser(desk)
    browser.sign_in(name)
    return browser


def words_of(browser, ref):
    got = browser.get("/api/cases/" + ref)
    return [e.get("text") for e in got.json["entries"]] \
        if got.status == 200 else got.status


def file_case(house, number, what="4", words="They keep my passport."):
    phone = harness.Worker(house, number)
    phone.dial()
    ref = phone.file(phone.key, "4", what=what)
    phone.tell_more(phone.key, "Some Company", [words])
    return ref


def urgent_case(house, number):
    """Violence, at the phone: a case at once."""
    phone = harness.Worker(house, number)
    phone.dial()
    page = phone.keys("4", "3", "1", "1")
    while "iolence" not in page.text:
        page = phone.key("8")
    phone.key(re.search(r"^(\d) .*iolence", page.text, re.M).group(1))
    return [c for c in house.cases() if c["urgent"]][0]["ref"]


def saved(house, name):
    """What a member could have kept: her centre's key, out of a copy of the
    store and her password."""
    path = os.path.join(house.top, "copy-of-" + name)
    shutil.copytree(house.dir, path)
    store = unseal.look(os.path.join(path, "helpline.db"))
    try:
        return unseal.centre_key(store, name, harness.PASSWORD)
    finally:
        store.close()


def opened_by(house, centre, key):
    """(how many rows of its centre a key opens, how many there are)."""
    store = unseal.look(database(house))
    rows = [ek for ek, in store.execute(
        "select ek from reader where centre = ?", (centre,))]
    store.close()
    n = 0
    for ek in rows:
        try:
            unseal.unseal(key, ek)
            n += 1
        except unseal.Unreadable:
            pass
    return n, len(rows)


def settled(house, seconds=20):
    """Every case is sealed to its centre's key of now."""
    end = time.time() + seconds
    while time.time() < end:
        if house.sql("select count(*) from rekey") == [(0,)]:
            return True
        time.sleep(0.1)
    return False


def forgotten(tap, desk, dara, ref):
    got = signed_in(desk, "vanna").post("/api/staff/sophea/recode")
    tap.ok(got.status == 403, "an administrator resets nobody who reads", got)
    got = dara.post("/api/staff/sophea/recode")
    tap.ok(got.status == 200, "a lead gives who forgot her password a code",
           got)
    old = desks.Browser(desk).sign_in("sophea")
    tap.ok(old.status == 401, "the old password opens nothing", old)
    sophea = new_member(desk, "sophea", got.json["code"])
    tap.ok("They keep my passport." in words_of(sophea, ref),
           "with the new one she reads what she read: the lead, who holds "
           "the key, gave it again")
    return sophea


def at_night(tap, house, desk, ref, urgent):
    bopha = signed_in(desk, "bopha")
    listed = [c["ref"] for c in
              bopha.get("/api/cases?list=stand_in").json["cases"]]
    tap.ok(urgent in listed and ref not in listed,
           "a stand-in is shown what is urgent, and nothing else", listed)
    tap.ok(words_of(bopha, ref) == 404 and words_of(bopha, "10000007") == 404,
           "the rest is to her as what is not there")
    tap.ok(isinstance(words_of(bopha, urgent), list), "she reads it")
    got = bopha.post("/api/cases/%s/claim" % urgent)
    tap.ok(got.status == 200 and got.json["owner"] == "bopha"
           and got.json["centre"] == 1,
           "and takes it over at night; it stays in its queue", got)
    house.sql("update cases set opened_at = opened_at - 5 * 86400 "
              "where ref = ?", ref)
    tap.ok("They keep my passport." in words_of(bopha, ref),
           "what nobody opened for two working days is hers to read too")
    house.sql("update cases set opened_at = opened_at + 5 * 86400 "
              "where ref = ?", ref)
    tap.ok(words_of(bopha, ref) == 404, "until then it is not")
    bopha.ask("PATCH", "/api/cases/" + urgent, {"version": bopha.get(
        "/api/cases/" + urgent).json["case"]["version"], "owner": ""})


def leaving(tap, house, desk, dara, sophea, ref):
    centre, key = saved(house, "dara")
    tap.ok(opened_by(house, centre, key) == (2, 2),
           "the key that is to be changed opens every case")
    sophea.post("/api/cases/%s/claim" % ref)
    got = dara.get("/api/staff/sophea/leaving")
    tap.ok(got.json["open"] == 1 and got.json["cases"][0]["ref"] == ref
           and got.json["heirs"] == ["dara"] and not got.json["may_finish"]
           and got.json["holds_key"], "who leaves still has a case", got)
    got = dara.post("/api/staff/sophea/depart", {})
    tap.ok(got.status == 409, "and does not finish leaving with it", got)
    got = dara.ask("PATCH", "/api/cases/" + ref, {
        "version": dara.get("/api/cases/" + ref).json["case"]["version"],
        "owner": "dara", "due_at": int(time.time()) + 5 * 86400,
        "reason": "She knows the employer."})
    tap.ok(got.status == 200, "it is given on, with another due day", got)
    got = dara.post("/api/staff/sophea/depart", {})
    tap.ok(got.status == 204 and sophea.get("/api/session").status == 401,
           "then she has left, and is out at once", got)
    house.kill("desk")
    left = house.sql("select count(*) from rekey")[0][0]
    tap.note("%d change of key under way when the desk was killed" % left)
    house.start("desk")
    desk.wait()
    dara = signed_in(desk, "dara")
    tap.ok("They keep my passport." in words_of(dara, ref),
           "killed in the middle, the cases are read all the same")
    tap.ok(settled(house), "and the change goes on when somebody signs in")
    tap.ok(opened_by(house, centre, key) == (0, 2),
           "the key that she knew opens none of them any more",
           opened_by(house, centre, key))
    new = file_case(house, "+85512777103", words="A new one.")
    tap.ok("A new one." in words_of(dara, new)
           and opened_by(house, centre, key) == (0, 3),
           "nor one that was dialled since, which who stayed reads")
    got = desks.Browser(desk).sign_in("sophea", password=SECRET,
                                      code="12345678")
    tap.ok(got.status == 401, "she signs in no more", got)
    return dara


def paper(tap, house, dara):
    got = dara.get("/api/centre")
    tap.ok(not got.json["paper"] and got.json["key_number"] == 2
           and got.json["key_due"] == 0,
           "the new key is on no paper yet", got)
    got = dara.post("/api/centre/paper")
    shown = got.json
    number, key = 1, None
    store = unseal.look(database(house))
    number, key = unseal.centre_key(store, "dara", harness.PASSWORD)
    store.close()
    tap.ok(got.status == 200 and unseal_paper(shown["paper"]) == key,
           "it is shown, and is the centre's key", got)
    got = dara.post("/api/centre/paper/back", {"group": shown["group"],
                                               "text": "0000"})
    tap.ok(got.status == 400 and got.error == "wrong_code",
           "what is not on the paper does not count", got)
    group = re.findall(r"[0-9A-Z]{4}", shown["paper"])[shown["group"] - 1]
    got = dara.post("/api/centre/paper/back", {"group": shown["group"],
                                               "text": group.lower()})
    tap.ok(got.status == 200 and got.json["paper"], "typed back, it counts",
           got)
    got = dara.post("/api/centre/paper")
    tap.ok(got.status == 409, "then it is not shown again", got)
    other = ("0" if shown["paper"][0] != "0" else "1") + shown["paper"][1:]
    got = dara.post("/api/centre/rehearsal", {"paper": other})
    tap.ok(got.status == 400, "a rehearsal with a slip fails", got)
    got = dara.post("/api/centre/rehearsal", {"paper": shown["paper"]})
    tap.ok(got.status == 200 and abs(got.json["rehearsed_at"] - time.time())
           < 60, "with what is on the paper it is dated", got)
    done = house.helpline("centre", house.dir, "paper", "Siem Reap",
                          "--paper-fd", "0", stdin=shown["paper"] + "\n")
    tap.ok("opened what is sealed" in done.stdout,
           "and on the command line", done.stdout)
    return shown["paper"]


def unseal_paper(text):
    """The 32 octets of a paper key, by SEALING.md."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    digits = [alphabet.index(c) for c in text if c in alphabet]
    bits = "".join("{:05b}".format(d) for d in digits)
    octets = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return octets[:32]


def last_one_gone(tap, house, desk, dara, ref):
    """Pursat has rithy alone, and Phnom Penh stands in for it."""
    chanthy = signed_in(desk, "chanthy")
    got = chanthy.post("/api/centres/3/remake", {"name": "sokha"})
    tap.ok(got.status == 409, "nobody makes a key where somebody is", got)
    house.sql("update cases set centre = 3 where ref = ?", ref)
    house.helpline("staff", house.dir, "depart", "rithy")
    got = dara.post("/api/centres/3/remake", {"name": "sokha"})
    tap.ok(got.status == 409, "nor one that does not stand in for it", got)
    offices = {c["id"]: c for c in chanthy.get("/api/centres").json["centres"]}
    tap.ok(offices[3]["members"] == 0 and offices[3]["we_stand_in"],
           "the stand-in sees that nobody is left")
    got = chanthy.post("/api/centres/3/remake", {"name": "dara"})
    tap.ok(got.status == 409 and got.error == "taken", "a name is one "
           "member's", got)
    got = chanthy.post("/api/centres/3/remake", {"name": "sokha"})
    tap.ok(got.status == 200, "its lead gives it a key and a lead", got)
    tap.ok(settled(house), "whose cases are sealed to it")
    sokha = new_member(desk, "sokha", got.json["code"])
    tap.ok(sokha.get("/api/session").json["role"] == "lead",
           "who signs in")
    return sokha


def paper_key_alone(tap, house, desk, text, ref):
    """Everybody of Siem Reap is gone; the envelope is opened."""
    house.helpline("staff", house.dir, "depart", "dara")
    done = house.helpline("staff", house.dir, "add", "veasna", "--centre",
                          "Siem Reap", "--role", "lead", "--paper-fd", "0",
                          stdin=text + "\n")
    code = re.search(r"^    (\S.*)$", done.stdout, re.M).group(1)
    veasna = new_member(desk, "veasna", code)
    tap.ok("They keep my passport." in words_of(veasna, ref),
           "who is added with the paper key reads the cases")
    got = veasna.get("/api/centre")
    tap.ok(got.json["key_due"] > 0, "and is told that dara knows the key",
           got)
    got = veasna.post("/api/centre/rekey")
    tap.ok(got.status == 200 and got.json["key_due"] == 0
           and got.json["key_number"] == 3, "she changes it", got)
    tap.ok(settled(house) and "They keep my passport." in
           words_of(veasna, ref), "and reads on")
    done = house.helpline("centre", house.dir, "paper", "Siem Reap",
                          "--paper-fd", "0", stdin=text + "\n", check=False)
    tap.ok(done.returncode == 1 and "no more" in done.stderr,
           "the paper of before opens nothing", done.stderr)


def on_the_command_line(tap, house, desk, ref):
    """The same with helpline staff."""
    def run(*words, check=True):
        return house.helpline("staff", house.dir, *words, "--password-fd",
                              "0", "--as", "bopha", check=check,
                              stdin=harness.PASSWORD + "\n")

    done = run("add", "kosal", "--centre", "Banteay Meanchey", "--role",
               "king", check=False)
    tap.ok(done.returncode == 1 and "there are staff" in done.stderr,
           "there is no such role", done.stderr)
    done = run("add", "kosal", "--centre", "Banteay Meanchey", "--role",
               "staff")
    code = re.search(r"^    (\S.*)$", done.stdout, re.M).group(1)
    kosal = new_member(desk, "kosal", code)
    listed = house.helpline("staff", house.dir, "--json").stdout
    tap.ok('"kosal"' in listed and '"role": "staff"' in listed,
           "a member comes", listed)
    centre, key = saved(house, "bopha")
    signed_in(desk, "bopha")
    done = run("leave", "kosal", check=False)
    tap.ok(done.returncode == 2 and "no-typing-back" in done.stderr,
           "a script types no paper key back", done.stderr)
    kosal.post("/api/cases/%s/claim" % ref)
    done = run("leave", "kosal", "--no-typing-back", check=False)
    tap.ok(done.returncode == 1 and "1 open case" in done.stderr,
           "nobody leaves with a case", done.stderr)
    done = run("leave", "kosal", "--to", "dara", "--no-typing-back",
               check=False)
    tap.ok(done.returncode == 1 and "--to dara" in done.stderr,
           "nor gives it to another centre", done.stderr)
    done = run("leave", "kosal", "--to", "bopha", "--no-typing-back")
    tap.ok("given to bopha" in done.stdout and "paper key" in done.stdout
           and kosal.get("/api/session").status == 401,
           "kosal leaves, with a new paper key", done.stdout)
    n, all_of_them = opened_by(house, centre, key)
    tap.ok(n == 0 and all_of_them > 0, "the key of before opens nothing",
           (n, all_of_them))
    done = run("reset", "kosal", check=False)
    tap.ok(done.returncode == 1, "who has left is not reset", done.stderr)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False).up_alone() as house:
        desk = desks.Desk(house)
        dara = signed_in(desk, "dara")
        ref = file_case(house, "+85512777100")
        urgent = urgent_case(house, "+85512777101")
        sophea = forgotten(tap, desk, dara, ref)
        at_night(tap, house, desk, ref, urgent)
        dara = leaving(tap, house, desk, dara, sophea, ref)
        text = paper(tap, house, dara)
        on_the_command_line(tap, house, desk, urgent)
        paper_key_alone(tap, house, desk, text, ref)
        last_one_gone(tap, house, desk, signed_in(desk, "bopha"), ref)
        house.run = "desk"
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
