#!/usr/bin/env python3
"""doctor finds each planted misconfiguration, names it under its row and says
how to mend it; a clean house is clean.  TAP.

One house over a real bearerbox and a simulated network.  What of the machine a
test cannot change without harm (swap, clock, free space, core pattern) is
planted before libc (tests/planted.c); everything else is really so."""
import glob
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import harness

PLANTED_SHIM = os.environ.get("PLANTED_SHIM", "tests/planted.so")
DAY = 86400


class Doctor:
    def __init__(self, house):
        self.house = house
        self.planted = os.path.join(house.top, "planted")
        self.ahead = harness.Clock(os.path.join(house.top, "ahead"))
        # A machine as it should be, whatever this one is.
        for name, text in (("space", "99999999999 9999999"), ("clock", "1"),
                           ("kind", str(0xEF53)),
                           ("proc/swaps", "Filename Type Size Used Priority\n"),
                           ("proc/sys/kernel/core_pattern", "core\n")):
            self.machine(name, text)

    def machine(self, name, text):
        path = os.path.join(self.planted, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)

    def ask(self, *more):
        env = dict(self.ahead.env, PLANTED=self.planted)
        env["LD_PRELOAD"] = PLANTED_SHIM + ":" + env["LD_PRELOAD"]
        return subprocess.run([harness.HELPLINE, "doctor", self.house.dir,
                               *more], env=env, capture_output=True,
                              text=True)

    def look(self):
        """What it finds, and with which exit status."""
        done = self.ask("--json")
        return {(f["check"], f["result"], f["text"])
                for f in json.loads(done.stdout)}, done.returncode

    def found(self):
        return self.look()[0]


class Files:
    """Changes to files of the house, taken back afterwards."""

    def __init__(self, house):
        self.house, self.undo = house, []

    def path(self, name):
        return os.path.join(self.house.dir, name)

    def keep(self, path):
        with open(path, "rb") as f:
            octets = f.read()
        st = os.stat(path)

        def back():
            with open(path, "wb") as f:
                f.write(octets)
            os.chmod(path, st.st_mode & 0o7777)
        self.undo.append(back)

    def sub(self, name, pattern, by):
        path = self.path(name)
        self.keep(path)
        with open(path) as f:
            text = f.read()
        text, n = re.subn(pattern, by, text, flags=re.M)
        assert n > 0, (name, pattern)
        with open(path, "w") as f:
            f.write(text)

    def conf(self, pattern, by):
        self.sub("kannel.conf", pattern, by)

    def setting(self, name, value):
        path = self.path("helpline.yaml")
        self.keep(path)
        self.house.set(name, value)

    def write(self, path, octets, mode=0o600):
        assert not os.path.exists(path), path
        with open(path, "wb") as f:
            f.write(octets)
        os.chmod(path, mode)
        self.undo.append(lambda: os.unlink(path))
        return path

    def mode(self, path, mode):
        st = os.stat(path)
        os.chmod(path, mode)
        self.undo.append(lambda: os.chmod(path, st.st_mode & 0o7777))

    def back(self):
        while self.undo:
            self.undo.pop()()


# ---- kannel.conf: what is planted, the row, its level, its remedy ----

def core(line):
    return ("^group = core$", "group = core\n" + line)


CONF = [
    ("a log level that writes numbers", ("^log-level = 4$", "log-level = 2"),
     "kannel.conf", "FAIL", "log-level must be 4 or more"),
    ("an access log", core('access-log = "/tmp/a.log"'), "kannel.conf",
     "FAIL", "access-log must go"),
    ("no status-password", ("^status-password.*\n", ""), "kannel.conf",
     "FAIL", "status-password must be set"),
    ("the admin port on all interfaces", ("^admin-interface.*\n", ""),
     "kannel.conf", "FAIL", "admin-interface must be 127.0.0.1"),
    ("the boxes' port on all interfaces",
     ("^smsbox-interface.*$", "smsbox-interface = 0.0.0.0"), "kannel.conf",
     "FAIL", "smsbox-interface must be 127.0.0.1"),
    ("a port that is another in helpline.yaml",
     ("^smsbox-port.*$", "smsbox-port = 1"), "kannel.conf", "FAIL",
     "make them the same"),
    ("no admin-password", ("^admin-password.*\n", ""), "doors", "FAIL",
     "admin-password must be set.*openssl rand"),
    ("Kannel's own admin-password",
     ("^admin-password.*$", "admin-password = bar"), "doors", "FAIL",
     "admin-password is short or well known.*openssl rand"),
    ("a status-password of one letter",
     ("^status-password.*$", "status-password = " + 20 * "a"), "doors",
     "FAIL", "status-password is short or well known"),
    ("one password for both", ("^(admin|status)-password.*$",
                               r"\1-password = 9f86d081884c7d659a2f"),
     "doors", "warn", "is the admin-password too"),
    ("admin open to every address", ("^admin-deny-ip.*\n", ""), "doors",
     "warn", "admin-deny-ip is not set; write"),
    ("boxes from every address", ("^box-deny-ip.*\n", ""), "doors", "warn",
     "box-deny-ip is not set.*write"),
    ("nothing kept for us", ("^store-type.*$", "store-type = file"), "doors",
     "FAIL", "store-type must be spool"),
    ("no place to keep it", ("^store-location.*\n", ""), "doors", "FAIL",
     "store-location must be set"),
    ("Kannel's own resend frequency", ("^sms-resend-freq.*\n", ""), "doors",
     "FAIL", "sms-resend-freq must be 1 to 5"),
    ("few messages at a time", ("^smsbox-max-pending.*\n", ""), "doors",
     "warn", "smsbox-max-pending must be 256"),
    ("smsbox's access log", ("^group = smsbox$",
                             'group = smsbox\naccess-log = "/tmp/a.log"'),
     "doors", "FAIL", "access-log must go"),
    ("sendsms on all interfaces", ("^sendsms-interface.*\n", ""), "doors",
     "FAIL", "sendsms-interface must be 127.0.0.1"),
    ("whoever knows it sends SMS", ("^group = sms-service$",
                                    "group = sendsms-user\nusername = tester"
                                    "\npassword = foobar\n\n"
                                    "group = sms-service"),
     "doors", "FAIL", "lets whoever knows the password.*delete the group"),
    ("a network's own log, quiet",
     ("^system-type = \"SMS\"$",
      'system-type = "SMS"\nlog-file = /tmp/n.log'), None, None, None),
    ("a network's own log that talks",
     (r'^(system-type = "SMS"\n(?:.+\n)*?)log-level = 4$',
      r"\1log-file = /tmp/n.log"), "doors", "FAIL",
     "group smsc sms-kh: log-level must be 4 or more"),
    ("texts that leave by any network", ("^allowed-smsc-id = sms-kh\n", ""),
     "doors", "FAIL", "group smsc sms-kh: allowed-smsc-id is not set"),
    ("a network's password that is its name",
     ("^smsc-password = .*$", "smsc-password = ussd-kh"), "doors", "warn",
     "group smsc ussd-kh: smsc-password is short, well known or the name"),
    ("texts in clear on the open network",
     ("^host = 127.0.0.1$", "host = 203.0.113.7"), "doors", "warn",
     "cross it in clear; ask the phone company for a tunnel"),
    ("a network in a tunnel", ("^host = 127.0.0.1$", "host = 10.8.0.1"),
     None, None, None),
    ("lines in another file", core('include = "/etc/kannel/more.conf"'),
     "doors", "warn", "includes /etc/kannel/more.conf.*put its lines"),
    ("messages that never reach us",
     (r'^(smsc-id = "ussd-kh);sms-kh"', r'\1"'), "networks", "FAIL",
     "does not name the smsc-id sms-kh"),
]


def plant(tap, doctor, clean, name, row, level, remedy, change, undo):
    """Change something, look what doctor says that it did not say before."""
    try:
        change()
        found, status = doctor.look()
    finally:
        undo()
    new = found - clean
    if row is None:
        return tap.ok(not [f for f in new if f[1] != "ok"],
                      "nothing is said of: " + name, new)
    hits = [f for f in new if f[0] == row and f[1] == level and
            re.search(remedy, f[2], re.S)]
    return tap.ok(hits and (status == 1 or level == "warn"),
                  "%s: %s %s" % (name, level, row), (sorted(new), status))


def conf_rows(tap, doctor, clean, files):
    for name, (pattern, by), row, level, remedy in CONF:
        plant(tap, doctor, clean, name, row, level, remedy,
              lambda: files.conf(pattern, by), files.back)


def certificate(files, days):
    path = os.path.join(files.house.top, "proxy.pem")
    # -days takes no negative number everywhere: the clock goes on instead.
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                    "/CN=desk.example.org", "-days", str(days), "-out", path,
                    "-keyout", os.path.join(files.house.top, "proxy.key")],
                   check=True, capture_output=True)
    files.setting("desk_certificate", '"%s"' % path)


def listen(files, port):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("0.0.0.0", port))
    s.listen()
    files.undo.append(s.close)


def age(files, path, seconds):
    os.utime(path, times=(time.time() - seconds,) * 2)


def waits(files):
    spool = os.path.join(files.path("spool"), "5")
    os.makedirs(spool, mode=0o700, exist_ok=True)
    age(files, files.write(os.path.join(spool, "planted"), b"x"), 3600)


def grow_log(files):
    path = files.path("helpline.db-wal")
    n = os.stat(path).st_size
    os.truncate(path, 80 << 20)
    files.undo.append(lambda: os.truncate(path, n))


def late_case(files):
    house = files.house
    row = house.sql("select id, due_at from cases where urgent = 1 and state "
                    "<> 'finished' order by due_at limit 1")[0]
    house.sql("update cases set due_at = ? where id = ?",
              int(time.time()) - 5 * 3600, row[0])
    files.undo.append(lambda: house.sql(
        "update cases set due_at = ? where id = ?", row[1], row[0]))


def jump(files):
    row = files.house.sql("select believed_at, seen_at from reckoning")[0]
    files.house.sql("update reckoning set believed_at = ?, nights = 1",
                    row[1] - 30 * DAY)
    files.undo.append(lambda: files.house.sql(
        "update reckoning set believed_at = ?, nights = 0", row[0]))


def sendsms_port(files):
    with open(files.path("kannel.conf")) as f:
        return int(re.search(r"^sendsms-port = (\d+)", f.read(), re.M)[1])


def installed_with(files, backups):
    """Three users share the directory, as hand-over leaves it."""
    files.mode(files.house.dir, 0o2700)
    files.setting("backup_dir", '"%s"' % backups)


def linked(files):
    """Backups that a link takes elsewhere."""
    files.mode(files.house.dir, 0o2700)
    path = files.path("backup")
    os.rename(path, files.house.top + "/elsewhere")
    os.symlink(files.house.top + "/elsewhere", path)
    files.undo.append(lambda: (os.unlink(path), os.rename(
        files.house.top + "/elsewhere", path)))


def let_out(tap, doctor, files):
    """A drop-in lets rounds write there: what it made tells."""
    there = os.path.join(files.house.top, "let")
    shutil.copytree(files.path("backup"), there)
    for path in glob.glob(there + "/*"):
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
    try:
        installed_with(files, there)
        found = [f for f in doctor.found() if f[0] == "backup"]
    finally:
        files.back()
        shutil.rmtree(there)
    tap.ok([f[1] for f in found] == ["ok"], "nothing is said of a place "
           "where rounds has written", found)


def file_rows(tap, doctor, clean, files):
    top = files.house.top
    P = files.path
    rows = [
        ("settings that others read", "directory", "FAIL", "chmod 600 .*yaml",
         lambda: files.mode(P("helpline.yaml"), 0o644)),
        ("a key that others read", "directory", "FAIL",
         "chmod 600 .*keys/tag.key",
         lambda: files.mode(P("keys/tag.key"), 0o640)),
        ("a file with any octets for a name", "directory", "FAIL",
         r"chmod 600 .*caf\\xe9\.csv",
         lambda: files.write(P("caf\udce9.csv"), b"", 0o644)),
        ("a directory that others read", "directory", "FAIL", "chmod 700",
         lambda: files.mode(files.house.dir, 0o755)),
        ("others may swap the directory", "directory", "FAIL",
         "chmod go-w " + re.escape(top), lambda: files.mode(top, 0o777)),
        ("a backup that others read", "directory", "FAIL",
         r"chmod 600 .*\.backup", lambda: files.mode(
             glob.glob(P("backup/*.backup"))[0], 0o644)),
        ("a setting that is none", "settings", "FAIL", "no such setting",
         lambda: files.setting("ussd_late", "60")),
        ("a log with texts", "logs", "FAIL", "numbers and texts.*shred -u",
         lambda: files.write(P("log/access.log"), b"2026-11-27 10:00:00 "
                             b"Receive SMS [SMSC:sms-kh] [msg:4:help]\n")),
        ("a log below level 4", "logs", "FAIL", "below level 4.*shred -u",
         lambda: files.write(P("log/bearerbox.log.1"), b"2026-11-27 10:00:00 "
                             b"[7] [6] INFO: SMPP[sms-kh]: PDU from\n")),
        ("a log that others read", "logs", "FAIL", "chmod 700",
         lambda: files.mode(P("log"), 0o755)),
        ("a spool that others read", "spool", "FAIL", "chmod 700",
         lambda: files.mode(P("spool"), 0o755)),
        ("a spool in memory", "spool", "warn", "lies in memory",
         lambda: doctor.machine("kind", str(0x01021994))),
        ("a store on another machine", "space", "FAIL", "locks do not hold",
         lambda: doctor.machine("kind", str(0x6969))),
        ("messages wait", "waiting", "FAIL", "1 messages wait in bearerbox, "
         "the oldest for 60 minutes.*helpline serve", lambda: waits(files)),
        ("the log of the store grows", "waiting", "warn",
         "the store's log has 80 MB", lambda: grow_log(files)),
        ("an urgent case waits", "waiting", "warn",
         "an urgent case is 5 hours past its time; see: helpline cases",
         lambda: late_case(files)),
        ("a port that all reach", "ports", "FAIL",
         r"sendsms \(\d+\) can be reached from other machines; let it listen",
         lambda: listen(files, sendsms_port(files))),
        ("a clock that jumped by a month", "forgetting", "warn",
         "the clock jumped by 30 days.*helpline forget",
         lambda: jump(files)),
        ("a certificate that ends", "certificate", "warn",
         "it ends in [89] days; renew it", lambda: certificate(files, 9)),
        ("one that ends tomorrow", "certificate", "FAIL",
         "it ends in [01] days; renew it", lambda: certificate(files, 1)),
        ("a certificate that is none", "certificate", "FAIL",
         "holds no certificate", lambda: files.setting(
             "desk_certificate", '"%s"' % P("helpline.yaml"))),
        ("one that is not there", "certificate", "FAIL", "cannot be read",
         lambda: files.setting("desk_certificate", '"/none.pem"')),
        ("a desk without TLS", "desk", "FAIL", "without https",
         lambda: files.setting("desk_origin", '"http://desk.example.org"')),
        ("no end of a certificate known", "certificate", "warn",
         "name its file: desk_certificate", lambda: files.setting(
             "desk_origin", '"https://desk.example.org"')),
        ("another store's key", "store", "FAIL", "put back the keys",
         lambda: files.sub("keys/tag.key", "^.", "0")
         if open(P("keys/tag.key")).read(1) != "0" else
         files.sub("keys/tag.key", "^.", "1")),
        ("words that nobody read", "words", "FAIL", "helpline words",
         lambda: files.setting("demo", "no")),
        ("an office on one leg", "offices", "warn", "typed back|paper key",
         lambda: files.setting("demo", "no")),
        ("backups where the service may not write", "backup", "warn",
         "may not write to %s/none/there.*empty, mount that disk at %s/backup,"
         " then run hand-over" % (re.escape(top), re.escape(files.house.dir)),
         lambda: installed_with(files, top + "/none/there")),
        # Those there are not root's where this is not root.
        *[("backups that a link takes there", "backup", "warn",
           "may not write to " + re.escape(top), lambda: linked(files))
          for _ in range(os.geteuid() == 0)],
        ("menus with a mistake", "menus", "FAIL", r"tree.yaml:\d",
         lambda: files.write(P("tree.yaml"), b"nodes: [\n")),
    ]
    for name, row, level, remedy, change in rows:
        def undo():
            files.back()
            doctor.machine("kind", str(0xEF53))
        plant(tap, doctor, clean, name, row, level, remedy, change, undo)
    let_out(tap, doctor, files)


def machine_rows(tap, doctor, clean):
    swaps = "Filename Type Size Used Priority\n"
    rows = [
        ("a swap in clear", "proc/swaps", swaps + "/dev/sda2 partition 1 0 -2\n",
         "machine", "warn", "/dev/sda2 is not encrypted.*swapoff"),
        ("a swap in memory", "proc/swaps", swaps + "/dev/zram0 partition 1 0 1\n",
         None, None, None),
        ("cores handed on", "proc/sys/kernel/core_pattern",
         "|/usr/share/apport/apport %p\n", "machine", "warn",
         "sysctl -w kernel.core_pattern=core"),
        ("little space", "space", "52428800 9999999", "space", "FAIL",
         "only 50 MB are free; make room"),
        ("few inodes", "space", "99999999999 300", "space", "FAIL",
         r"only 300|300 more files \(inodes\)"),
        ("a clock that nobody steers", "clock", "0", "clock", "warn",
         "timedatectl set-ntp true"),
    ]
    for name, file, text, row, level, remedy in rows:
        path = os.path.join(doctor.planted, file)
        with open(path) as f:
            before = f.read()
        plant(tap, doctor, clean, name, row, level, remedy,
              lambda: doctor.machine(file, text),
              lambda: doctor.machine(file, before))


def time_rows(tap, doctor, clean, files):
    """What only time does: the clock of doctor alone goes on, or back."""
    rows = [
        ("facts past their day", 500 * DAY, "facts", "warn",
         "past the last day: helpline facts"),
        ("an old register", 200 * DAY, "register", "warn", "counts no more"),
        ("an old backup", 2 * DAY, "backup", "warn",
         "hours old; helpline rounds"),
        ("an old rehearsal", 50 * DAY, "backup", "warn",
         "the last rehearsal was 50 days ago: helpline drill"),
        ("a clock that went back", -2 * 3600, "clock", "FAIL",
         "it went back.*set it"),
    ]
    for name, ahead, row, level, remedy in rows:
        plant(tap, doctor, clean, name, row, level, remedy,
              lambda: doctor.ahead.set(ahead),
              lambda: doctor.ahead.set(0))


def process_rows(tap, doctor, clean, house):
    """What is away, and what was started in the wrong way: last."""
    def speak():
        house.kill("bearerbox", signal.SIGTERM)
        house.processes["bearerbox"] = subprocess.Popen(
            [harness.BEARERBOX, os.path.join(house.dir, "kannel.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.5)
    plant(tap, doctor, clean, "a bearerbox that prints texts", "processes",
          "FAIL", "runs without -v 4.*bearerbox -v 4", speak, lambda: None)
    plant(tap, doctor, clean, "no bearerbox", "kannel", "FAIL",
          "nothing answers at port.*start: bearerbox -v 4",
          lambda: house.kill("bearerbox"), lambda: None)
    plant(tap, doctor, clean, "no rounds, no desk", "processes", "warn",
          "rounds does not run.*helpline serve",
          lambda: house.kill("serve", signal.SIGTERM), lambda: None)
    plant(tap, doctor, clean, "nobody at the desk's door", "desk", "warn",
          "nothing answers at.*helpline serve", lambda: None, lambda: None)


def before_first_call(tap, house):
    def ask():
        done = house.helpline("doctor", house.dir, "--before-first-call",
                              "--json", check=False)
        return done.returncode, {f["check"]: f for f in
                                 json.loads(done.stdout)}
    status, found = ask()
    tap.ok(status == 1 and found["operator-contract"]["result"] == "FAIL" and
           "beforehand.yaml" in found["operator-contract"]["text"] and
           found["readers-km"]["result"] == "FAIL" and
           re.search(r"\(\d+ lacking\): helpline words --dir \S+ export$",
                     found["readers-km"]["text"]),
           "--before-first-call lists what only people can supply",
           (status, found))
    tap.ok(found["backup-key"]["result"] == "ok" and
           len(found) >= 20, "and sees what is there", found)
    path = os.path.join(house.dir, "beforehand.yaml")
    with open(path, "w") as f:
        f.write("operator-contract: Sok Dara, 2026-12-01\n")
    status, found = ask()
    tap.ok(found["operator-contract"]["text"] ==
           "on the word of Sok Dara, 2026-12-01", "somebody stands for it",
           found)
    with open(path, "a") as f:
        f.write("readers-km: Sok Dara\n")
    status, found = ask()
    tap.ok("beforehand" in found and found["readers-km"]["result"] == "FAIL",
           "nobody's word is taken for what can be seen", found)
    os.unlink(path)


def settle(doctor):
    """Until calls is linked and the network is bound."""
    for _ in range(100):
        bad = sorted(f for f in doctor.found() if f[1] != "ok")
        if not any(f[0] in ("kannel", "desk", "forgetting") for f in bad):
            break
        time.sleep(0.1)
    return bad


def a_house(house):
    """With an urgent case, backups, and one of them rehearsed."""
    phone = harness.Worker(house, "+85512765432")
    phone.dial()
    page = phone.keys("4", "3", "1", "1")
    while "iolence" not in page.text:
        page = phone.key("8")
    phone.key(re.search(r"^(\d) .*iolence", page.text, re.M)[1])
    shown = house.helpline("backup", house.dir, "key",
                           "--no-typing-back").stdout
    paper = re.search(r"^ {4}((?:\w{4}-){13}\w{4})$", shown, re.M)[1]
    house.helpline("backup", house.dir)
    house.helpline("drill", house.dir, "--paper-fd", "0", stdin=paper + "\n")


def main():
    tap = harness.Tap()
    harness.need_kannel()
    signal.alarm(600)
    with harness.House(run="serve") as house:
        house.up()
        a_house(house)
        doctor, files = Doctor(house), Files(house)
        bad = settle(doctor)
        # What a test cannot give: a user of its own, a mount of its own.
        known = {("machine", "warn") if os.geteuid() == 0 else None,
                 ("demo", "warn"), ("spool", "warn"),
                 # Of this year's dates and the next no list was found.
                 ("holidays", "warn"),
                 # Made-up offices of one member; texts in four languages.
                 ("offices", "warn"), ("menus", "warn")}
        tap.ok(not [f for f in bad if f[:2] not in known],
               "a clean house is clean", bad)
        tap.ok(doctor.ask().returncode == 0, "and doctor ends with 0")
        clean = doctor.found()
        tap.ok((os.geteuid() == 0) == any(f[0] == "machine" and
                                          "this is root" in f[2]
                                          for f in clean),
               "root is told where the directory is one user's", clean)
        conf_rows(tap, doctor, clean, files)
        file_rows(tap, doctor, clean, files)
        machine_rows(tap, doctor, clean)
        time_rows(tap, doctor, clean, files)
        tap.ok(not {f for f in doctor.found() - clean if f[1] != "ok"},
               "all mended, it is clean again", doctor.found() - clean)
        before_first_call(tap, house)
        process_rows(tap, doctor, clean, house)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
