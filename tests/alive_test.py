#!/usr/bin/env python3
"""A process says to systemd when it is ready and that it lives, and a loop that
hangs says nothing any more; serve hears the same and starts it anew.  TAP."""
import os
import signal
import socket
import sys
import time

import harness
import peer


class Systemd:
    """The socket of sd_notify(3), with what was said and when."""

    def __init__(self, path):
        self.said = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(path)
        self.env = dict(os.environ, NOTIFY_SOCKET=path,
                        WATCHDOG_USEC="20000000")

    def hear(self, seconds, word=None):
        """What comes in so many seconds, or until a word is said."""
        end, heard = time.time() + seconds, []
        while time.time() < end:
            self.socket.settimeout(max(0.01, end - time.time()))
            try:
                said = self.socket.recv(4096).decode()
            except TimeoutError:
                break
            heard += said.splitlines()
            if word in heard:
                break
        return heard


def alone(tap, name, before=None):
    """One process as a unit of its own."""
    with harness.House(run=name, network=name == "calls") as house:
        systemd = Systemd(os.path.join(house.top, "notify"))
        house.env = systemd.env
        house.start(name)
        if before is not None:
            heard = systemd.hear(30, "WATCHDOG=1") + systemd.hear(1)
            tap.ok("READY=1" not in heard and "WATCHDOG=1" in heard, before,
                   heard)
            house.start("bearerbox")
        heard = systemd.hear(30, "READY=1")
        heard += systemd.hear(0.5)
        tap.ok("READY=1" in heard and
               any(h.startswith("STATUS=") and len(h) > 10 for h in heard),
               "%s says that it is ready, and what it does" % name, heard)
        heard = systemd.hear(19, "WATCHDOG=1")
        tap.ok("WATCHDOG=1" in heard, "and that it lives", heard)
        process = house.processes[name]
        process.send_signal(signal.SIGSTOP)
        systemd.hear(0.2)
        tap.ok(systemd.hear(5 if name == "calls" else 0.1) == [],
               "a loop that hangs says nothing")
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(20)
        tap.ok("STOPPING=1" in systemd.hear(1), "it says that it ends")


def together(tap):
    """Under serve: systemd hears one, serve hears all."""
    with harness.House(run="serve") as house:
        house.set("silence_s", 10)
        systemd = Systemd(os.path.join(house.top, "notify"))
        house.env = systemd.env
        house.up()
        heard = systemd.hear(40, "READY=1")
        tap.ok(heard.count("READY=1") == 1,
               "serve alone speaks to systemd", heard)
        pid = int(open(os.path.join(house.dir, "calls.lock")).read())
        os.kill(pid, signal.SIGSTOP)
        end = time.time() + 25
        fresh = pid
        while fresh == pid and time.time() < end:
            time.sleep(0.2)
            text = open(os.path.join(house.dir, "calls.lock")).read()
            fresh = int(text) if text.strip() else pid
        took = time.time() - end + 25
        tap.ok(fresh != pid and 5 < took < 16,
               "calls that hangs is killed and started anew", took)
        tap.ok("calls says nothing for 10 s" in house.logged(),
               "which is told", house.logged())
        house.accepted()
        page = peer.Phone(house.network, "+85512000777").dial()
        tap.ok(page is not None, "and answers callers again")
        desk = int(open(os.path.join(house.dir, "desk.lock")).read())
        tap.ok(os.path.exists("/proc/%d" % desk), "the desk went on")
        house.stopped(tap)


def main():
    tap = harness.Tap()
    harness.need_kannel()
    signal.alarm(600)
    alone(tap, "calls", "before bearerbox has accepted it it lives and is not ready")
    alone(tap, "desk")
    alone(tap, "rounds")
    together(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
