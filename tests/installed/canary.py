"""Words, numbers and digits of a caller, and what staff keep secret, looked
for in everything that an installed machine has: each file, the journal, what
is in the store, and what processes were started with."""
import json
import os
import re
import secrets
import sqlite3
import stat
import time

import canary_test
import following
import harness

WORDS = "canaryVioletLantern"
KHMER = "កាណារីពណ៌ស្វាយចង្កៀង"
COMPANY = "CanaryVioletBrokers"
NOTE = "canaryVioletNote of staff"
NUMBER = "+85512987321"
# What the kernel makes up; of processes, `processes` looks at what counts.
SKIPPED = ("proc", "sys")
# What packages brought is read again only where the kernel says it changed.
BROUGHT = ("/usr/", "/var/cache/", "/var/lib/apt/")
PART = 1 << 24


def gsm_packed(text):
    """Seven bits a letter, as a text travels (3GPP TS 23.038)."""
    bits = sum(ord(c) << 7 * n for n, c in enumerate(text))
    return bits.to_bytes((7 * len(text) + 7) // 8, "little")


def forms(text):
    out = canary_test.forms(text)
    escaped = json.dumps(text)[1:-1]
    if escaped != text:
        out["json"] = escaped.encode()
    if text.isascii() and "+" not in text:
        # Neither end is whole octets of this text alone.
        out["gsm packed"] = gsm_packed(text)[:-1]
    return out


def digits_of(number):
    return number, number[1:], "0" + number[4:], number[4:]


class Search:
    """secret: name -> text; needles: (octets, what it would be)."""

    def __init__(self, secret):
        self.needles = [(octets, "%s as %s" % (name, form))
                        for name, text in secret.items()
                        for form, octets in forms(text).items()]
        self.files = self.octets = 0
        self.clean = {}			# path -> what it was when it was read

    def octets_in(self, octets, where):
        return ["%s in %s" % (what, where)
                for needle, what in self.needles if needle in octets]

    def file(self, path, where):
        found, rest = set(), b""
        longest = max(len(needle) for needle, _ in self.needles)
        with open(path, "rb") as f:
            while part := f.read(PART):
                found |= set(self.octets_in(rest + part, where))
                rest = part[-longest:]
                self.octets += len(part)
        self.files += 1
        return sorted(found)

    def changed(self, path, where):
        """What is in a file, unless it was read as it is."""
        st = os.lstat(path)
        if not stat.S_ISREG(st.st_mode):
            return []
        was = st.st_ino, st.st_size, st.st_mtime_ns, st.st_ctime_ns
        if self.clean.get(where) == was:
            return []
        found = self.file(path, where)
        if not found and where.startswith(BROUGHT):
            self.clean[where] = was
        return found

    def tree(self, machine):
        """Each file of it, also in memory, and each name."""
        top = os.path.join("/proc", str(machine.leader), "root", "")
        found = []
        for folder, folders, names in os.walk(top):
            if folder == top:
                folders[:] = [f for f in folders if f not in SKIPPED]
            for name in names:
                path = os.path.join(folder, name)
                found += self.octets_in(os.fsencode(path), "the name " + path)
                try:
                    found += self.changed(path, path[len(top) - 1:])
                except FileNotFoundError:
                    pass
        return found

    def processes(self, machine):
        """What each process of it was started with, and its name."""
        found = []
        ours = os.readlink("/proc/%d/ns/pid" % machine.leader)
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink("/proc/%s/ns/pid" % pid) != ours:
                    continue
                for what in ("cmdline", "environ", "comm"):
                    with open("/proc/%s/%s" % (pid, what), "rb") as f:
                        found += self.octets_in(f.read(), "%s of %s" % (
                            what, pid))
            except OSError:
                continue
        return found

    def journal(self, machine):
        """Every field, as it is exported: files of it may be packed."""
        said = machine.run("journalctl --no-pager -a -o export",
                           check=False).stdout
        return self.octets_in(said.encode("utf-8", "surrogateescape"),
                              "the journal")


def told(place, pin):
    """All that a caller and her office do, with canaries; the reference."""
    phone = harness.Worker(place, NUMBER)
    phone.dial()
    ref = phone.file(phone.key, "4", pin=pin)
    phone.tell_more(phone.key, COMPANY, [WORDS + " one", KHMER + " two"])
    phone.sms("an unsorted " + WORDS + " " + KHMER)
    # In parts, which wait for each other in the spool.
    phone.sms((WORDS + " ") * 20, wait=False)
    place.network.deliver("sms-kh", "CanaryVioletBank", "2026",
                          WORDS + " from a bank")
    odd = KHMER.encode("utf-16-be") + b"\x17"
    place.network.deliver("sms-kh", NUMBER, "2026", "", octets=odd, coding=8)
    for smsc in ("ussd-kh", "sms-kh"):
        canary_test.report_nobody_asked_for(place, smsc)
    time.sleep(2)
    return ref


def by_staff(tap, place, browser, ref):
    """Read, noted, searched and counted at the desk, behind the proxy."""
    got = browser.get("/api/cases/" + ref)
    said = got.body.decode()
    tap.ok(got.status == 200 and WORDS in said, "her office reads her words "
           "at the desk", got)
    got = browser.post("/api/cases/%s/notes" % ref, {"text": NOTE})
    tap.ok(got.status == 204, "and notes something", got)
    got = browser.post("/api/search/words", {"words": WORDS})
    tap.ok(got.status == 200 and ref in got.body.decode(), "and finds it by "
           "a word", got)
    # An address typed by mistake, and a broken request, are logged somewhere.
    for path in ("/api/cases/" + WORDS, "/" + WORDS, "/?q=" + WORDS):
        browser.get(path)
    browser.post("/api/cases/%s/notes" % ref, "{\"text\": \"" + WORDS)


def values(path):
    """Every value in a store."""
    store = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    for table, in store.execute("select name from sqlite_master where "
                                "type = 'table'").fetchall():
        for row in store.execute("select * from " + table):
            for value in row:
                yield table, value
    store.close()


def as_word(text, digits):
    return re.search(r"(?<![\w.:-])%s(?![\w.:-])" % digits, text) is not None


def four_digits(place, digits):
    """Four digits are everywhere: a value of its own in the store, or a word
    of its own in a text that the install writes."""
    found = ["%s of the store" % table for table, value in values(
        place.dir + "/helpline.db")
        if value in (digits, int(digits), digits.encode()) or
        (isinstance(value, str) and as_word(value, digits))]
    texts = {"the journal": place.machine.run(
        "journalctl --no-pager -a -o cat", check=False).stdout}
    for top in (place.dir, *map(place.machine.path, (
            "/var/log", "/etc", "/tmp", "/var/tmp", "/root"))):
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if not name.endswith((".db", "-wal", "-shm", ".backup",
                                      ".journal")) and os.path.isfile(path):
                    with open(path, errors="replace") as f:
                        texts[path] = f.read()
    return found + [where for where, text in texts.items()
                    if as_word(text, digits)]


def unused_digits(place):
    """Such that nothing has before she chooses them, and no process of the
    machine comes to have as its number; nor such that anyone would guess."""
    while True:
        digits = "%04d" % (7000 + secrets.randbelow(3000))
        if len(set(digits)) == 4 and digits not in (
                "7890", "8901", "9012", "9876", "8765", "7654") and \
                not four_digits(place, digits):
            return digits


def secret_texts(follower, browser):
    """By name: what nobody may find."""
    out = {"her words": WORDS, "her words in Khmer": KHMER,
           "the company": COMPANY, "a note": NOTE,
           "a sender's name": "CanaryVioletBank"}
    for n, form in enumerate(digits_of(NUMBER)):
        out["her number (%d)" % n] = form
    for name, word in [*follower.paper.items(), *follower.code.items()]:
        out["a key or code of " + name] = word
        out["the same without dashes of " + name] = word.replace("-", "")
    for name, word in follower.place.passwords.items():
        out["the password of " + name] = word
    for name, word in browser.cookies.items():
        out["the cookie " + name] = word
    return out


def looked_for(tap, follower, browser):
    place = follower.place
    pin = unused_digits(place)
    ref = told(place, pin)
    tap.ok(ref is not None, "a complaint with canaries is filed")
    entries = [e["text"] for e in place.read(ref)["entries"]]
    tap.ok(any(WORDS in t for t in entries) and any(KHMER in t for t in
                                                    entries) and
           NUMBER in entries, "they are there for who may read", entries)
    by_staff(tap, place, browser, ref)
    place.helpline("backup", following.STATE)
    search = Search(secret_texts(follower, browser))
    # The search itself: what is put there is found.
    planted = place.machine.path("/var/tmp/planted")
    with open(planted, "wb") as f:
        f.write(b"x" * (PART - 5) + WORDS.encode("utf-16-le"))
    tap.ok(search.file(planted, "it"), "the search finds what is planted")
    os.unlink(planted)
    for name, when in ((None, "while all runs"), ("kill", "after all fell"),
                       ("boot", "after a restart of the machine")):
        if name == "kill":
            for unit in following.UNITS:
                place.machine.run("kill -9 %d" % place.pid(unit))
        elif name == "boot":
            place.leave()
            place.machine.reboot()
            place.connect().up()
        found = search.tree(place.machine) + \
            search.journal(place.machine) + search.processes(place.machine)
        tap.ok(not found, "found nowhere " + when, "\n".join(found))
        found = four_digits(place, pin)
        tap.ok(not found, "nor her four digits", "\n".join(found))
    tap.note("%d forms of %d secrets in %d files, %d MB (%d of packages read "
             "again only where they changed)" % (
                 len(search.needles), len(secret_texts(follower, browser)),
                 search.files, search.octets >> 20, len(search.clean)))
    return ref
