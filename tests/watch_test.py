#!/usr/bin/env python3
"""What calls and the desk tell a monitor: health, readiness, metrics that say
nothing of anybody; a stranger on the machine takes nothing by asking.  The
alert rules ring when they must.  TAP."""
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import harness
import peer

SRCDIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROMTOOL = shutil.which("promtool")
NUMBERS = ["+85512%06d" % n for n in (411222, 411333)]
WORDS = "The foreman keeps our passports in his car"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(port, path, method="GET"):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    c.request(method, path)
    r = c.getresponse()
    return r.status, r.read().decode(), r.getheader("Content-Type")


def wait_for(what, seconds=peer.PATIENT_S):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def value(metrics, name):
    found = re.search(r"^%s (\S+)$" % re.escape(name), metrics, re.M)
    return float(found[1]) if found else None


def health(tap, house, port):
    tap.ok(ask(port, "/healthz")[:2] == (200, "ok\n"), "calls lives")
    tap.ok(wait_for(lambda: ask(port, "/readyz")[0] == 200) and
           ask(port, "/readyz")[1] == "ready\n", "and is ready once linked")
    house.kill("bearerbox")
    tap.ok(wait_for(lambda: ask(port, "/readyz")[:2] ==
                    (503, "not linked to bearerbox\n")),
           "without bearerbox it lives and is not ready",
           ask(port, "/readyz"))
    tap.ok(ask(port, "/healthz")[0] == 200 and
           value(ask(port, "/metrics")[1], "helpline_bearerbox_up") == 0,
           "and says so")
    house.start("bearerbox")
    house.network.ready()
    house.accepted()


def traffic(house):
    """Complaints by both, one by SMS too; their references and words."""
    said = []
    for number in NUMBERS:
        phone = harness.Worker(house, number)
        phone.dial()
        said.append(phone.file(phone.key))
        phone.tell_more(phone.key, "1", [WORDS])
    texter = peer.Phone(house.network, NUMBERS[0])
    texter.sms("help")
    return said


def counted(tap, house, port, before):
    metrics = ask(port, "/metrics")[1]
    grown = {name: value(metrics, name) - value(before, name) for name in (
        'helpline_messages_received_total{channel="ussd"}',
        'helpline_messages_received_total{channel="sms"}',
        'helpline_steps_total{outcome="answered"}',
        'helpline_steps_total{outcome="silent"}',
        'helpline_sessions_total{channel="ussd"}',
        "helpline_step_duration_seconds_count",
        "helpline_fsync_duration_seconds_count")}
    ussd = grown['helpline_messages_received_total{channel="ussd"}']
    sms = grown['helpline_messages_received_total{channel="sms"}']
    tap.ok(ussd >= 20 and sms == 1, "messages are counted by channel", grown)
    tap.ok(grown['helpline_steps_total{outcome="answered"}'] +
           grown['helpline_steps_total{outcome="silent"}'] == ussd + sms ==
           grown["helpline_step_duration_seconds_count"],
           "each has one outcome and one duration", grown)
    tap.ok(2 <= grown['helpline_sessions_total{channel="ussd"}'] <= 4,
           "sessions are counted, not keys", grown)
    tap.ok(0 < grown["helpline_fsync_duration_seconds_count"] <= ussd + sms + 20,
           "syncs are timed", grown)
    tap.ok(value(metrics, "helpline_store_bytes") == os.stat(os.path.join(
        house.dir, "helpline.db")).st_size and
        value(metrics, 'helpline_network_up{network="demo"}') == 1,
        "and what is looked at is as it is", metrics)
    return metrics


def says_nothing(tap, metrics, refs):
    secret = refs + NUMBERS + [n[1:] for n in NUMBERS] + \
        [w for w in WORDS.split() if len(w) > 4] + \
        ["dara", "sophea", "Siem Reap", "wages", "violence"]
    labels = set(re.findall(r'[{,](\w+)="([^"]*)"', metrics))
    known = {"le", "channel", "outcome", "state", "urgent", "network", "duty",
             "version", "schema", "code"}
    # Words of its own help are no words of a caller.
    lines = "\n".join(l for l in metrics.splitlines() if l[0] != "#")
    tap.ok(not [s for s in secret if s in lines] and
           {name for name, _ in labels} <= known,
           "no number, reference, word, name or office in it",
           [s for s in secret if s in lines] + sorted(labels))
    figures = {v for name, v in labels if name not in ("le", "version",
                                                       "schema", "code")}
    tap.ok(all(re.fullmatch(r"[a-z-]+", f) for f in figures),
           "every label has a value of a fixed list", figures)


def prometheus(tap, *pages):
    if PROMTOOL is None:
        tap.ok(True, "promtool is not installed # SKIP")
        return
    for page in pages:
        done = subprocess.run([PROMTOOL, "check", "metrics"], input=page,
                              text=True, capture_output=True)
        tap.ok(done.returncode == 0 and not done.stdout + done.stderr,
               "promtool finds nothing to say of the metrics",
               done.stdout + done.stderr)
    with tempfile.TemporaryDirectory() as top:
        for path in ("gateway/monitor/helpline.rules.yml", "tests/alerts.yml"):
            shutil.copy(os.path.join(SRCDIR, path), top)
        done = subprocess.run([PROMTOOL, "check", "rules",
                               "helpline.rules.yml"], cwd=top, text=True,
                              capture_output=True)
        tap.ok(done.returncode == 0, "nor of the alert rules",
               done.stdout + done.stderr)
        done = subprocess.run([PROMTOOL, "test", "rules", "alerts.yml"],
                              cwd=top, text=True, capture_output=True)
        tap.ok(done.returncode == 0, "which ring when they must, and else not",
               done.stdout + done.stderr)
        with open(os.path.join(top, "helpline.rules.yml")) as f:
            used = set(re.findall(r"\b(?:helpline|process)_\w+", f.read()))
        there = set(re.findall(r"^([a-z_]+)[{ ]", "".join(pages), re.M))
        used = {u for u in used if u + "_sum" not in there}
        tap.ok(used <= there, "every metric that a rule names is there",
               used - there)


def hostile(tap, house, port):
    """Slow, many, long, wrong: others are answered meanwhile."""
    process = house.processes["calls"]
    fds = len(os.listdir("/proc/%d/fd" % process.pid))
    for request, status in ((b"POST /metrics HTTP/1.1\r\n\r\n", b"405"),
                            (b"GET /api/cases HTTP/1.1\r\n\r\n", b"404"),
                            (b"GET /" + 4096 * b"a", b"431"),
                            (b"\x00\xff\r\n\r\n", b"405")):
        with socket.create_connection(("127.0.0.1", port), 5) as s:
            s.sendall(request)
            said = s.recv(4096)
        tap.ok(said.split()[1:2] == [status], "it answers %s to %r" % (
            status.decode(), request[:24]), said)
    slow = []
    for _ in range(40):
        s = socket.create_connection(("127.0.0.1", port), 5)
        s.setblocking(False)
        slow.append(s)
    time.sleep(0.3)
    held = len(os.listdir("/proc/%d/fd" % process.pid)) - fds
    tap.ok(held <= 8, "of 40 that say nothing it holds 8", held)
    phone = peer.Phone(house.network, "+85512999888")
    began = time.time()
    page = phone.dial()
    tap.ok(page is not None and time.time() - began < 1,
           "a caller is answered meanwhile", time.time() - began)
    # They drip for longer than they may.
    end = time.time() + 4
    while time.time() < end:
        for s in slow[:8]:
            try:
                s.send(b"x")
            except OSError:
                pass
        time.sleep(0.2)
    for s in slow[8:]:
        s.close()
    tap.ok(wait_for(lambda: ask(port, "/healthz")[0] == 200, 15),
           "who drips is cut off, and others are answered again")
    for s in slow[:8]:
        s.close()
    tap.ok(wait_for(lambda: len(os.listdir("/proc/%d/fd" % process.pid)) <=
                    fds), "nothing is left open")


def at_the_desk(tap, house):
    port = free_port()
    house.set("desk_watch_port", port)
    house.start("desk")
    tap.ok(wait_for(lambda: not refused(port)), "the desk tells too")
    door = int(house.settings["desk_port"])
    for _ in range(3):
        ask(door, "/api/health")
        ask(door, "/api/queue")
    metrics = ask(port, "/metrics")[1]
    tap.ok(value(metrics, 'helpline_desk_requests_total{code="2xx"}') == 3 and
           value(metrics, 'helpline_desk_requests_total{code="4xx"}') == 3 and
           value(metrics, "helpline_desk_sessions") == 0,
           "it counts requests by the first digit of their status", metrics)
    status, _, kind = ask(door, "/metrics")
    tap.ok(status == 404 or "html" in (kind or ""),
           "through the desk's own door nobody reads them", (status, kind))
    return metrics


def refused(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return False
    except OSError:
        return True


def main():
    tap = harness.Tap()
    harness.need_kannel()
    signal.alarm(600)
    port = free_port()
    house = harness.House()
    house.set("calls_watch_port", port)
    with house.up():
        health(tap, house, port)
        before = ask(port, "/metrics")[1]
        refs = traffic(house)
        says_nothing(tap, counted(tap, house, port, before), refs)
        hostile(tap, house, port)
        desk = at_the_desk(tap, house)
        # Ages of rounds are told once it has done something.
        house.helpline("backup", house.dir, "key", "--no-typing-back")
        house.helpline("rounds", house.dir, "--once", check=False)
        prometheus(tap, ask(port, "/metrics")[1], desk)
        house.stopped(tap)
    with harness.House().up() as house:
        tap.ok(listens(house) == 0, "unless it is told to, calls listens nowhere",
               listens(house))
    return tap.done()


def listens(house):
    """How many sockets of calls listen."""
    pid = house.processes["calls"].pid
    inodes = set()
    for fd in os.listdir("/proc/%d/fd" % pid):
        try:
            inodes.add(os.readlink("/proc/%d/fd/%s" % (pid, fd)))
        except OSError:
            pass
    rows = [l.split() for name in ("tcp", "tcp6")
            for l in open("/proc/net/" + name).readlines()[1:]]
    return len([r for r in rows if r[3] == "0A" and
                "socket:[%s]" % r[9] in inodes])


if __name__ == "__main__":
    sys.exit(main())
