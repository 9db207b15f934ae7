#!/usr/bin/env python3
"""shut_test.py - each process, at work as its own user, tries what it may not:
some fifty acts (tests/torture/acts.c), and none is carried out.  What calls
opens is looked at by strace: no key in it opens a case.  TAP."""
import glob
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import desk as desks
import harness
import peer
import unit
import unseal

ACTS = os.environ.get("ACTS_SHIM", "tests/torture/acts.so")
STOPS = {1, 13, 38}			# EPERM, EACCES, ENOSYS
# calls reaches bearerbox, rounds the list of agencies: where to is for the
# unit (IPAddressDeny=) to say, as the filter sees no address.
OUTGOING = {"calls", "rounds"}
ACTS_LEAST = 45


def sanitized():
    with open(harness.HELPLINE, "rb") as f:
        return b"__asan_init" in f.read()


def wait_for(what, seconds=peer.PATIENT_S):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def tries(tap, house, name):
    place = os.path.join(house.top, "acts-" + name)
    os.makedirs(place)
    user, _ = house.who(house.units[name])
    os.chown(place, user, 0)
    log = os.path.join(place, "log")
    shim = os.path.join(house.top, "acts.so")
    shutil.copy(ACTS, shim)
    os.chmod(shim, 0o644)
    other = subprocess.Popen(["sleep", "60"])
    try:
        house.start(name, before=[
            "env", "LD_PRELOAD=" + shim, "ACTS=" + log,
            "ACTS_KEY=" + house.dir + "/keys/outbox.key",
            "ACTS_PID=%d" % other.pid])
        lines = []

        def over():
            if os.path.exists(log):
                with open(log) as f:
                    lines[:] = f.read().splitlines()
            return bool(lines) and lines[-1].startswith("change_personality")

        wait_for(over)
        did = dict(line.split(" ", 1) for line in lines)
        tap.ok(len(did) >= ACTS_LEAST, "%s tried %d acts" % (name, len(did)),
               house.logged())
        open_door = {"connect_elsewhere"} if name in OUTGOING else set()
        through = {act: how for act, how in did.items()
                   if how != "signal %d" % signal.SIGSYS and
                   how not in {"errno %d" % n for n in STOPS}}
        tap.ok(set(through) <= open_door, "and every one was stopped",
               through)
        killed = sum(how == "signal %d" % signal.SIGSYS
                     for how in did.values())
        tap.note("%s: %d ended by SIGSYS, the rest refused" % (name, killed))
        tap.ok(killed >= 35, "nearly all by the kernel, at once", did)
        tap.ok(other.poll() is None, "nobody else came to harm")
        address = house.units[name].one("IPAddressDeny")
        if name == "calls":
            tap.ok(address == "any" and
                   house.units[name].one("IPAddressAllow") == "localhost",
                   "where it may call its unit says: this machine")
    finally:
        other.kill()
        other.wait()


def status_of(pid):
    with open("/proc/%d/status" % pid) as f:
        return dict(re.findall(r"^(\w+):\s*(.*)$", f.read(), re.M))


def program_of(process):
    """What setpriv and unshare became: the same process."""
    return process.pid


def looks(tap, house, name):
    pid = program_of(house.processes[name])
    status = status_of(pid)
    tap.ok(status["NoNewPrivs"] == "1" and status["Seccomp"] == "2",
           name + " can gain nothing and asks through a filter", status)
    tasks = [status_of(int(os.path.basename(t)))["Seccomp"]
             for t in glob.glob("/proc/%d/task/*" % pid)]
    tap.ok(set(tasks) == {"2"}, "in each of its threads", tasks)
    with open("/proc/%d/limits" % pid) as f:
        core = re.search(r"^Max core file size +(\S+) +(\S+)", f.read(), re.M)
    tap.ok(core.groups() == ("0", "0"), "it leaves no core", core)
    # What may not be dumped belongs to root in /proc.
    tap.ok(os.stat("/proc/%d/mem" % pid).st_uid == 0,
           "its own user cannot look into its memory")
    if name != "rounds":
        locked = int(status["VmLck"].split()[0])
        keys = 4 if name == "calls" else 3
        tap.ok(locked >= 4 * keys, "the pages of its %d keys are locked (%d "
               "kB)" % (keys, locked), status["VmLck"])


def keys_in(paths):
    """Whatever in these files could be a key of 32 octets."""
    found = set()
    for path in paths:
        try:
            with open(path, "rb") as f:
                octets = f.read()
        except OSError:
            continue
        for run in re.findall(rb"[0-9a-fA-F]{64}", octets):
            found.add(bytes.fromhex(run.decode()))
        if len(octets) <= 512:
            found |= {octets[i:i + 32] for i in range(len(octets) - 31)}
    return found


def opens(house, keys):
    """How many of the readers' boxes, and of the centres', these open."""
    store = sqlite3.connect("file:%s/helpline.db?mode=ro" % house.dir,
                            uri=True)
    boxes = [ek for ek, in store.execute(
        "select ek from reader union all select ek from grant_ union all "
        "select ek from items union all select canary from centre")]
    centre, secret = unseal.centre_key(store, "dara", harness.PASSWORD)
    store.close()

    def opened(key):
        count = 0
        for box in boxes:
            try:
                unseal.unseal(key, box)
                count += 1
            except unseal.Unreadable:
                pass
        return count

    return len(boxes), sum(map(opened, keys)), opened(secret)


def holds_no_key(tap, house):
    """Everything calls opens from its first instruction to its last."""
    trace = os.path.join(house.top, "strace")
    house.start("calls", outer=["strace", "-f", "-qq", "-o", trace, "-e",
                                "trace=open,openat", "-e", "signal=none"])
    house.accepted()
    phone = harness.Worker(house, "+85512000778")
    phone.dial()
    ref = phone.file(phone.key, "4")
    phone.tell_more(phone.key, "1", ["nobody was paid"])
    tap.ok(ref is not None, "under strace a complaint is filed")
    with open(trace) as f:
        text = f.read()
    opened = {os.path.normpath(p) for p, fd in re.findall(
        r"open(?:at)?\((?:AT_FDCWD, )?\"([^\"]+)\".*= (\d+)$", text, re.M)}
    ours = {p for p in opened if p.startswith(house.top)}
    tap.ok(any(p.endswith("helpline.db") for p in ours),
           "strace sees what it opens", sorted(opened)[:50])
    keys = {os.path.basename(p) for p in ours if "keys" in p or
            "credentials" in p}
    tap.ok({k for k in keys if k.endswith(".key")} ==
           {"tag.key", "pin.key", "outbox.key"},
           "of secret keys it opens the three that it is lent", keys)
    tap.ok(not any(part in p for p in ours for part in
                   ("DEMO", "kannel.conf", "backup", "practice")),
           "and no password, backup or configuration of Kannel", ours)
    boxes, by_calls, by_staff = opens(house, keys_in(ours))
    tap.note("%d boxes of cases, centres and members; %d keys tried" % (
        boxes, len(keys_in(ours))))
    tap.ok(by_calls == 0 and by_staff > 0, "nothing in any file it opened "
           "opens a case; a member's password does", (by_calls, by_staff))
    house.kill("calls")


def main():
    tap = harness.Tap()
    why = unit.cannot()
    if why is None and sanitized():
        why = "the sanitizers need more than the filter lets through"
    if why is not None:
        tap.ok(True, "forbidden acts # SKIP " + why)
        return tap.done()
    with unit.Installed() as house:
        house.start("bearerbox")
        house.network.ready()
        holds_no_key(tap, house)
        for name in ("calls", "desk", "rounds"):
            tries(tap, house, name)
        house.accepted()
        desk = desks.Desk(house, start=False)
        tap.ok(desks.Browser(desk).sign_in("dara").status in (200, 201),
               "calls and desk work on, shut in")
        for name in ("calls", "desk", "rounds"):
            looks(tap, house, name)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
