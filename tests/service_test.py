#!/usr/bin/env python3
"""service_test.py - what `make install` puts in place: the units' exposure,
which of three users may read what, and those three at work over one store,
started as their units say.  Without root only the units are looked at.  TAP."""
import glob
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

import desk as desks
import harness
import peer
import unit

EXPOSURE = 15			# tenths; 1.5 is what an issue asked for
SECRETS = ("tag.key", "pin.key", "outbox.key")
# Which secrets each is lent: calls cannot do without, rounds needs none.
LENT = {"calls": {"tag.key", "pin.key", "outbox.key"},
        "desk": {"tag.key", "pin.key"}, "rounds": set(),
        "bearerbox": {"kannel.conf"}}
R, W = os.O_RDONLY, os.O_RDWR
# path, how, who may: by the files' modes alone, whatever the units hide.
MAY = (
    ("helpline.db", W, {"calls", "desk", "rounds"}),
    ("helpline.db-wal", W, {"calls", "desk", "rounds"}),
    ("helpline.db-shm", W, {"calls", "desk", "rounds"}),
    ("lock", W, {"calls", "desk", "rounds"}),
    # Held by whoever puts a list in: root by hand, rounds by itself.
    ("agencies.lock", W, {"calls", "desk", "rounds"}),
    ("helpline.yaml", R, {"calls", "desk", "rounds"}),
    ("helpline.yaml", W, set()),
    ("operators.yaml", W, set()),
    ("keys/tag.key", R, set()),
    ("keys/pin.key", R, set()),
    ("keys/outbox.key", R, set()),
    ("keys/outbox.pub", R, {"calls", "desk", "rounds"}),
    ("keys/outbox.pub", W, set()),
    ("keys/centre-1.pub", R, {"calls", "desk", "rounds"}),
    ("keys/centre-1.pub", W, {"desk"}),
    ("kannel.conf", R, {"rounds"}),
    ("kannel.conf", W, set()),
    ("DEMO.txt", R, set()),
    ("spool", R, set()),      # its unit binds it into a place of its own
    ("backup", R, {"rounds"}),
)


def make(*words):
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    return subprocess.run(["make", "-s", *words], capture_output=True,
                          text=True, env=env)


def installs(tap):
    """Put in place and removed again."""
    top = tempfile.mkdtemp(prefix="helpline-install-")
    try:
        done = make("install", "DESTDIR=" + top)
        files = {os.path.basename(p): p for p in
                 glob.glob(top + "/**", recursive=True) if os.path.isfile(p)}
        wanted = {"helpline", "helpline.1", "helpline.target", "service.md",
                  "hand-over", "Caddyfile", "nginx.conf", "SECURITY.md",
                  "handbook.md", "tree.yaml", "holidays.yaml",
                  *("helpline-%s.service" % n for n in LENT)}
        tap.ok(done.returncode == 0 and wanted <= set(files),
               "make install puts program, units and page in place",
               (wanted - set(files), done.stderr))
        left = [p for p in files.values() if re.search(
            rb"@\w+@", open(p, "rb").read()) and not p.endswith("helpline")]
        tap.ok(not left, "no word in them was left unfilled", left)
        analyze(tap, top, files)
        done = make("uninstall", "DESTDIR=" + top)
        left = [p for p in glob.glob(top + "/**", recursive=True)
                if os.path.isfile(p) or os.path.basename(p) == "helpline"]
        tap.ok(done.returncode == 0 and not left, "make uninstall leaves no "
               "file, and no directory of ours", (left, done.stderr))
    finally:
        shutil.rmtree(top)


def analyze(tap, top, files):
    for name in LENT:
        path = files["helpline-%s.service" % name]
        lent = {pair.split(":")[0] for pair in
                unit.Unit(path).all("LoadCredential")}
        tap.ok(lent == LENT[name], "%s is lent %s" % (
            name, ", ".join(sorted(LENT[name])) or "no key"), lent)
        if shutil.which("systemd-analyze") is None:
            tap.ok(True, "exposure of %s # SKIP systemd is not installed" %
                   name)
            continue
        # It looks whether the program is there.
        with open(path) as f:
            text = re.sub(r"^(ExecStart=)\S+", r"\1/bin/true", f.read(),
                          flags=re.M)
        with open(path, "w") as f:
            f.write(text)
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--no-pager",
             "--threshold=%d" % EXPOSURE, path], capture_output=True,
            text=True)
        level = re.search(r"level for \S+ ([\d.]+)", done.stdout)
        tap.ok(done.returncode == 0 and level is not None and
               float(level[1]) * 10 <= EXPOSURE,
               "exposure of %s is at most 1.5" % name,
               done.stdout[-2000:] + done.stderr)
        if level:
            tap.note("%s: %s" % (name, level[1]))


def rights(tap, house):
    for path, how, who in MAY:
        may = {name for name in LENT if house.may(name, path, how)}
        tap.ok(may == who, "%s is %s by %s" % (
            path, "read" if how == R else "written",
            ", ".join(sorted(who)) or "none of them"), may)
    loose = [p for p in glob.glob(house.dir + "/**", recursive=True)
             if not os.path.islink(p) and os.stat(p).st_mode & 0o7]
    tap.ok(not loose, "and nothing in there by anybody else", loose)


def plants(house, name):
    """Can this user put a file of its own in the place of another's?"""
    user, groups = house.who(house.units[name])
    # The keys' directory is the desk's, which writes public ones there.
    names = ["helpline.yaml", "helpline.db", "helpline.db-wal", "lock",
             *(["keys"] if name != "desk" else [])]
    script = ("cd %s && for f in %s; do mv $f mine 2>/dev/null && echo $f; "
              "done" % (house.dir, " ".join(names)))
    return subprocess.run(["sh", "-c", script], user=user, group=groups[0],
                          extra_groups=groups, capture_output=True,
                          text=True).stdout.split()


def works(tap, house):
    """A complaint, read and noted by staff, a backup: three users' work."""
    paper = house.helpline("backup", house.dir, "key", "--no-typing-back")
    house.start("bearerbox")
    for name in ("calls", "rounds"):
        house.start(name)
    desk = desks.Desk(house)
    tap.ok(house.network.ready() and house.accepted(),
           "bearerbox binds and calls answers, each as its own user",
           house.logged())
    phone = harness.Worker(house, "+85512000777")
    phone.dial()
    ref = phone.file(phone.key)
    tap.ok(ref is not None, "a complaint is filed")
    browser = desks.Browser(desk)
    got = browser.sign_in("dara")
    tap.ok(got.status in (200, 201), "staff sign in", got)
    got = browser.get("/api/cases?list=unassigned")
    tap.ok(got.status == 200 and ref in got.body.decode(),
           "and see it in their queue", got)
    tap.ok(house.read(ref) is not None, "root reads it on the command line")
    end = time.time() + 25
    made = []
    while not made and time.time() < end:
        made = glob.glob(house.dir + "/backup/*.backup")
        time.sleep(0.2)
    tap.ok(made and os.stat(made[0]).st_uid == house.ids["helpline-rounds"],
           "rounds makes a backup of all of it", (os.listdir(
               house.dir + "/backup"), house.logged()))
    done = house.helpline("doctor", house.dir, check=False)
    tap.ok("this is root" not in done.stdout and
           "rounds does not run" not in done.stdout,
           "doctor has nothing against root where the directory is root's",
           done.stdout)
    tap.ok("Permission denied" not in house.logged() and
           paper.returncode == 0, "and nobody was refused anything",
           house.logged())
    return ref


def cut_short(tap, house):
    """A backup of root's, killed: the next one of rounds removes it."""
    copy = house.dir + "/backup/copy"
    owner = None
    for _ in range(20):
        making = subprocess.Popen(
            [harness.HELPLINE, "backup", house.dir],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while making.poll() is None and not os.path.exists(
                copy + "/helpline.db"):
            time.sleep(0.001)
        making.kill()
        making.wait()
        if os.path.exists(copy):
            owner = os.stat(copy).st_uid
            break
    tap.ok(owner == house.ids["helpline-rounds"],
           "what is left of a backup that root was making is rounds' to "
           "remove", owner)


def falls(tap, house):
    """Each killed, the store's log gone as another tool leaves it."""
    for name in ("calls", "desk", "rounds"):
        house.kill(name)
    done = house.helpline("doctor", house.dir, check=False)
    tap.ok("systemctl start helpline.target" in done.stdout and
           "helpline serve" not in done.stdout,
           "what is away is begun by systemd, and by nothing else",
           done.stdout)
    house.sql("pragma wal_checkpoint(truncate)")
    for end in ("-wal", "-shm"):
        path = house.dir + "/helpline.db" + end
        if os.path.exists(path):
            os.unlink(path)
    for name in ("desk", "calls", "rounds"):
        house.start(name)
    tap.ok(house.accepted(), "killed, and without their log, they start again",
           house.logged())
    for end in ("", "-wal", "-shm"):
        path = house.dir + "/helpline.db" + end
        st = os.stat(path)
        tap.ok(stat.S_IMODE(st.st_mode) == 0o660 and
               st.st_gid == house.groups["helpline"],
               "helpline.db%s is its group's, whoever made it" % end,
               (oct(st.st_mode), st.st_uid, st.st_gid))


def refusals(tap, house):
    """What lies open is refused by each, and the words say what to do."""
    for name in ("calls", "desk", "rounds"):
        house.kill(name)

    def refused(what, path, mend, spoil, who=("calls", "desk", "rounds")):
        st = os.stat(path)
        spoil(path)
        said = {}
        for name in who:
            mark = os.path.getsize(os.path.join(house.top, "stderr.log"))
            process = house.start(name)
            try:
                status = process.wait(timeout=peer.PATIENT_S)
            except subprocess.TimeoutExpired:
                house.kill(name)
                status = "it runs"
            with open(os.path.join(house.top, "stderr.log")) as f:
                f.seek(mark)
                said[name] = status, f.read()
        os.chmod(path, stat.S_IMODE(st.st_mode))
        os.chown(path, st.st_uid, st.st_gid)
        tap.ok(all(status == 1 and mend in words and path in words
                   for status, words in said.values()), what, said)

    rounds = house.ids["helpline-rounds"]
    yaml = os.path.join(house.dir, "operators.yaml")
    refused("a data directory that others may enter is refused", house.dir,
            "chmod o= ", lambda p: os.chmod(p, 0o3771))
    refused("settings that others may read", house.dir + "/helpline.yaml",
            "chmod o= ", lambda p: os.chmod(p, 0o644))
    refused("networks that the group may change", yaml, "chmod g-w ",
            lambda p: os.chmod(p, 0o660))
    refused("networks that rounds put there", yaml, "chown 0 ",
            lambda p: os.chown(p, rounds, -1))
    both = ("calls", "desk")
    for key in SECRETS:
        refused("a key that others may read: " + key,
                house.dir + "/keys/" + key, "chmod 600 ",
                lambda p: os.chmod(p, 0o640), both)
    refused("a directory of keys that the group may write",
            house.dir + "/keys", "chmod g-w,o= ",
            lambda p: os.chmod(p, 0o2770), both)


def main():
    tap = harness.Tap()
    installs(tap)
    why = unit.cannot()
    if why is not None:
        tap.ok(True, "three users over one store # SKIP " + why)
        return tap.done()
    with unit.Installed() as house:
        if not house.hidden:
            tap.note("no mount namespaces here: what units hide is not hidden")
        house.before_start()
        rights(tap, house)
        planted = {n: plants(house, n) for n in ("calls", "desk", "rounds")}
        tap.ok(not any(planted.values()),
               "none of them moves away what belongs to another", planted)
        works(tap, house)
        cut_short(tap, house)
        falls(tap, house)
        refusals(tap, house)
        log = house.logged()
        tap.ok("Sanitizer" not in log and "runtime error" not in log,
               "no sanitizer complains", log)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
