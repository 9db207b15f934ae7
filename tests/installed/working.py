"""What an installed machine must do: its units start, stay, are watched, stop
and come back; calls are answered through all of it."""
import re
import time

import following
import harness

EXPOSURE = 1.5
HANGS_S = 60			# WatchdogSec=30, and what a start takes


def exposures(tap, place):
    """As the running systemd judges them."""
    done = place.machine.run("systemd-analyze security --no-pager")
    found = dict(re.findall(r"^helpline-(\w+)\.service +([\d.]+) ",
                            done.stdout, re.M))
    tap.ok(set(found) == set(following.UNITS) and
           all(float(v) <= EXPOSURE for v in found.values()),
           "exposure of each unit is at most %s" % EXPOSURE,
           (found, done.stdout))
    tap.note("exposure: " + ", ".join("%s %s" % pair
                                      for pair in sorted(found.items())))


def alone(tap, place):
    users = {name: place.machine.run("ps -o user= -p %d" % place.pid(
        name)).stdout.strip() for name in following.UNITS}
    tap.ok(len(set(users.values())) == 4 and "root" not in users.values(),
           "four processes, four users, none of them root", users)


def complains(place, number, **more):
    phone = harness.Worker(place, number)
    phone.dial()
    return phone.file(phone.key, **more)


def until(what, seconds):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return time.time() - end + seconds
        time.sleep(0.2)
    return None


def hangs(tap, place, name):
    """A loop that says nothing is ended and begun again by systemd."""
    before = place.pid(name)
    place.machine.run("kill -STOP %d" % before)
    took = until(lambda: place.pid(name) not in (0, before) and
                 place.unit(name, "ActiveState") == "active", HANGS_S)
    why = place.machine.run("journalctl --no-pager -n 40 -u helpline-%s" %
                            name).stdout
    tap.ok(took is not None and "watchdog" in why.lower(),
           "%s hangs, and is begun again" % name, why)
    tap.note("%s: %s s after it hung" % (name, took and round(took)))


def falls(tap, place):
    before = {name: place.pid(name) for name in following.UNITS}
    for pid in before.values():
        place.machine.run("kill -ABRT %d" % pid)
    took = until(lambda: all(place.pid(n) not in (0, pid)
                             for n, pid in before.items()), 30)
    tap.ok(took is not None and place.up(),
           "all four fall at once, and a call is answered again",
           place.logged())


def no_cores(tap, place):
    done = place.machine.run(
        "find / -xdev \\( -path /proc -o -path /sys \\) -prune -o -type f "
        "\\( -name core -o -name 'core.[0-9]*' -o -path "
        "'/var/lib/systemd/coredump/*' \\) -print")
    tap.ok(done.stdout == "", "none left its memory in a file", done.stdout)


def stops(tap, place):
    place.machine.run("systemctl stop helpline.target")
    tap.ok(until(lambda: set(place.states().values()) == {"inactive"}, 40)
           is not None, "stopping the target stops all four", place.states())
    place.machine.run("systemctl start helpline.target")
    tap.ok(place.up(), "started again, a call is answered")


def reads_again(tap, place):
    """What the page says for every day."""
    before = place.pid("calls")
    place.machine.run("systemctl reload helpline-calls")
    time.sleep(1)
    tap.ok(place.pid("calls") == before and place.accepted(),
           "calls reads its tree again and goes on")
    place.machine.run("systemctl restart helpline-calls helpline-desk "
                      "helpline-rounds")
    tap.ok(place.up() and set(place.states().values()) == {"active"},
           "all three start anew", place.states())
    place.machine.run("systemctl restart helpline-bearerbox")
    tap.ok(place.up(), "and bearerbox under them", place.logged())


def rotates(tap, place):
    """Its log is put aside, and it writes the new one."""
    log = following.STATE + "/log/bearerbox.log"
    place.machine.run("echo something to keep >>" + log)
    done = place.machine.run("logrotate -v -f /etc/logrotate.d/helpline",
                             check=False)
    seen = place.machine.run("ls -l %s*; stat -c '%%U %%a' %s; ls -l "
                             "/proc/%d/fd" % (log, log, place.pid(
                                 "bearerbox")), check=False).stdout
    tap.ok(done.returncode == 0 and log + ".1" in seen and
           re.search(r"^kannel 600$", seen, re.M), "logs are rotated",
           done.stdout + done.stderr + seen)
    opened = re.findall(r"-> (\S*bearerbox\.log\S*)", seen)
    tap.ok(opened and set(opened) == {log}, "and bearerbox writes the new "
           "one", seen)
    tap.ok(place.accepted(), "a call is answered meanwhile")


def reboots(tap, place, ref):
    place.leave()
    began = time.time()
    said = place.machine.reboot()
    place.connect()
    tap.ok(place.up(), "the machine restarts, and answers by itself",
           place.logged())
    tap.note("%.0f s from reboot to a call; systemd says: %s" % (
        time.time() - began, said))
    tap.ok(place.read(ref) is not None, "what was filed before is there")


def stays(tap, place, seconds=10):
    before = {n: (place.pid(n), place.unit(n, "NRestarts"))
              for n in following.UNITS}
    time.sleep(seconds)
    tap.ok(before == {n: (place.pid(n), place.unit(n, "NRestarts"))
                      for n in following.UNITS} and
           set(place.states().values()) == {"active"},
           "all units stay up", place.logged())


def works(tap, place):
    """All of it; the reference of what was filed at its beginning."""
    ref = complains(place, "+85512000777")
    tap.ok(ref is not None and place.read(ref) is not None,
           "a complaint is filed through bearerbox, and read by its office",
           place.logged())
    stays(tap, place)
    exposures(tap, place)
    alone(tap, place)
    hangs(tap, place, "calls")
    hangs(tap, place, "desk")
    tap.ok(place.up(), "and a call is answered")
    falls(tap, place)
    no_cores(tap, place)
    reads_again(tap, place)
    rotates(tap, place)
    stops(tap, place)
    reboots(tap, place, ref)
    return ref
