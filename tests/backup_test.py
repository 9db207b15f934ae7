#!/usr/bin/env python3
"""backup_test.py - backups made while callers complain, killed at any moment;
what was acknowledged before one was made is in what is restored from it."""
import fcntl
import glob
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import harness

WORDS = "Nobody paid the crew of the second boat"
# What may lie beside the store, by the names that people give.
NAMES = [b"Agencies 2026 (new).csv",
         "\u1794\u1789\u17d2\u1787\u17b8.csv".encode(),
         b"caf\xe9.yaml", b"a" * 250 + b".conf"]


def script(house, *args, paper=None, check=True):
    return house.helpline(*args, check=check,
                          stdin=paper + "\n" if paper else None)


def complain(house, n):
    phone = harness.Worker(house, "+85517%06d" % n)
    phone.dial()
    ref = phone.file(phone.key)
    phone.tell_more(phone.key, "1", [WORDS])
    return ref


class Callers(threading.Thread):
    """Complaints one after the other; refs has when each was acknowledged."""

    def __init__(self, house):
        super().__init__(daemon=True)
        self.house, self.refs, self.over = house, [], False

    def run(self):
        n = 0
        while not self.over:
            ref = complain(self.house, n)
            n += 1
            if ref is not None:
                self.refs.append((time.time(), ref))


def restore(house, tap_dir, backup, paper, *more, check=True):
    return script(house, "restore", backup, tap_dir, "--paper-fd", "0", *more,
                  paper=paper, check=check)


def queue_of(house, where):
    return {c["ref"] for c in json.loads(script(
        house, "cases", where, "--all", "--json").stdout)}


def killed(house, tap, before):
    """Backups, each killed after another while."""
    whole = 0
    for n in range(12):
        making = subprocess.Popen(
            [harness.HELPLINE, "backup", house.dir], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.005, 0.25))
        making.send_signal(signal.SIGKILL)
        whole += bool(making.communicate()[0].strip())
    listed = json.loads(script(house, "backup", house.dir, "list",
                               "--json").stdout)
    there = glob.glob(os.path.join(house.dir, "backup", "*.backup"))
    tap.ok(sorted(b["path"] for b in listed) == sorted(there) and
           len(there) >= before,
           "12 killed backups: each stands there whole or not at all",
           (whole, there))
    return there


def at_once(house, tap):
    """Another is just being made: it keeps its copy and its half."""
    place = os.path.join(house.dir, "backup")
    half = os.path.join(place, "part")
    fd = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(fd, fcntl.LOCK_EX)
    with open(half, "w") as f:
        f.write("half of another")
    done = script(house, "backup", house.dir, check=False)
    tap.ok(done.returncode == 1 and "another backup" in done.stderr and
           os.path.exists(half), "of two backups at once one is made",
           (done.returncode, done.stderr, os.path.exists(half)))
    os.close(fd)
    tap.ok(script(house, "backup", house.dir).returncode == 0 and
           not os.path.exists(half), "the next finds only what was left over")


def keys_killed(house, tap, keys):
    """Whatever was left beside it."""
    with open(keys + ".part", "w") as f:
        f.write("half")
    script(house, "backup", house.dir, "keys", keys)
    again = script(house, "backup", house.dir, "keys", keys, check=False)
    tap.ok(not os.path.exists(keys + ".part") and again.returncode == 1 and
           "exists" in again.stderr, "a copy of the keys has its name when it "
           "is whole, and replaces none", again.stderr)


def no_file(house, tap):
    """What has the name of a file, and is none, is named."""
    path = os.path.join(house.dir, "of old.conf")
    os.mkdir(path)
    done = script(house, "backup", house.dir, check=False)
    tap.ok(done.returncode == 1 and path in done.stderr,
           "a directory that is called like a file is named", done.stderr)
    os.rmdir(path)


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        refused = script(house, "backup", house.dir, check=False)
        tap.ok(refused.returncode == 1 and "key" in refused.stderr,
               "without a key it says how to make one", refused.stderr)
        said = script(house, "backup", house.dir, "key",
                      "--no-typing-back").stdout
        paper = re.search(r"^ {4}((?:\w{4}-){13}\w{4})$", said, re.M)[1]
        callers = Callers(house)
        callers.start()
        made = []
        for _ in range(5):
            time.sleep(1.1)
            began = time.time()
            path = script(house, "backup", house.dir).stdout.strip()
            made.append((began, path))
        there = killed(house, tap, len(made))
        callers.over = True
        callers.join(60)
        top = house.top
        lost = []
        for n, (began, path) in enumerate(made):
            where = os.path.join(top, "r%d" % n)
            restore(house, where, path, paper)
            due = {ref for at, ref in callers.refs if at < began}
            lost += [(n, ref) for ref in due - queue_of(house, where)]
        tap.ok(not lost and len(callers.refs) > 3,
               "every complaint acknowledged before a backup is in it",
               (lost, len(callers.refs)))
        opened = [script(house, "drill", house.dir, path, "--paper-fd", "0",
                         paper=paper, check=False).returncode
                  for path in there]
        tap.ok(not any(opened), "and every one that is there opens", opened)

        keys = os.path.join(top, "keys.backup")
        keys_killed(house, tap, keys)
        at_once(house, tap)
        now = int(time.time())
        house.sql("insert into outbox values (randomblob(16), randomblob(16), "
                  "1, 1, 0, '', 0, 1, 0, 0, '', x'00', x'00', 0, ?, ?, ?, ?, "
                  "0)", now, now + 9000, now + 9999, now)
        for name in NAMES:
            path = os.path.join(house.dir.encode(), name)
            with open(path, "wb") as f:
                f.write(name)
            os.chmod(path, 0o600)
        last = script(house, "backup", house.dir).stdout.strip()
        where = os.path.join(top, "again")
        restore(house, where, last, paper, "--keys", keys)
        ref = callers.refs[-1][1]
        read = script(house, "case", where, ref, "read", "--as", "dara",
                      "--password-fd", "0", "--json", check=False,
                      paper=harness.PASSWORD)
        tap.ok(read.returncode == 0 and WORDS in read.stdout,
               "with its keys her office reads her words again",
               read.stderr)
        tap.ok(script(house, "audit", where, "verify",
                      check=False).returncode == 0,
               "and the audit is as it was written")
        store = sqlite3.connect(os.path.join(where, "helpline.db"))
        waits = store.execute("select state, why, text, number from outbox"
                              ).fetchall()
        store.close()
        tap.ok(waits == [(3, "restored", None, None)],
               "a text that waited is unknown: it may have left since", waits)
        conf = open(os.path.join(where, "kannel.conf")).read()
        tap.ok(house.dir not in conf and where + "/spool" in conf,
               "kannel.conf names the new place")
        for name in ("helpline.yaml", "operators.yaml"):
            same = open(os.path.join(where, name)).read() == \
                open(os.path.join(house.dir, name)).read()
            tap.ok(same, "%s is what it was" % name)
        other = [n for n in NAMES if not os.path.exists(
            os.path.join(where.encode(), n)) or open(os.path.join(
                where.encode(), n), "rb").read() != n]
        tap.ok(not other, "whatever an operator called her files, they are "
               "there", other)
        no_file(house, tap)
        loose = [p for p in glob.glob(where + "/**", recursive=True)
                 if os.stat(p).st_mode & 0o077]
        tap.ok(not loose, "nobody else may read what was restored", loose)

        def fails(what, sentence, *args, paper=paper):
            done = restore(house, os.path.join(top, "no"), *args,
                           check=False) if paper is None else \
                restore(house, os.path.join(top, "no"), args[0], paper,
                        *args[1:], check=False)
            left = os.path.exists(os.path.join(top, "no")) or \
                os.path.exists(os.path.join(top, "no.restoring"))
            tap.ok(done.returncode == 1 and sentence in done.stderr and
                   not left, what, (done.returncode, done.stderr, left))

        other = script(house, "backup", where, "key",
                       "--no-typing-back").stdout
        other = re.search(r"^ {4}(\S+)$", other, re.M)[1]
        fails("another paper key does not open it", "another key", last,
              paper=other)
        fails("a mistyped one is told from another", "mistyped", last,
              paper=paper[:-1] + ("0" if paper[-1] != "0" else "1"))
        octets = open(last, "rb").read()
        for what, changed in (
                ("cut off", octets[:-1]), ("with more at its end",
                                           octets + b"x"),
                ("with one bit changed", octets[:5000] +
                 bytes([octets[5000] ^ 4]) + octets[5001:]),
                ("that is empty", b""), ("that is none", b"x" * 9999)):
            path = os.path.join(top, "changed")
            open(path, "wb").write(changed)
            fails("a backup %s is refused" % what, path, path)
        fails("the keys are no backup of the rest", "--keys", keys)
        done = restore(house, where, last, paper, check=False)
        tap.ok(done.returncode == 1 and "already" in done.stderr,
               "nothing is put over what is there", done.stderr)

        house.sql("update canary set sealed = zeroblob(80)")
        bad = script(house, "backup", house.dir).stdout.strip()
        done = script(house, "drill", house.dir, bad, "--paper-fd", "0",
                      paper=paper, check=False)
        told = script(house, "doctor", house.dir, check=False).stdout
        tap.ok(done.returncode == 1 and re.search(
            r"FAIL +backup .*rehearsal", told),
            "a rehearsal that fails stays in doctor's report",
            (done.stderr, told))
        spoiled = os.path.join(top, "spoiled")
        restore(house, spoiled, bad, paper)
        tap.ok(ref in queue_of(house, spoiled),
               "what was only meant for the rehearsal stops no restore")
        for path in glob.glob(os.path.join(house.dir, "backup", "*.backup")):
            octets = open(path, "rb").read()
            if WORDS.encode() in octets or b"SQLite" in octets:
                tap.ok(False, "a backup shows what is in it", path)
        tap.ok(not os.path.exists(os.path.join(house.dir, "backup", "copy"))
               and not os.path.exists(os.path.join(house.dir, "drill")),
               "no copy in clear is left")
        shutil.rmtree(where)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
