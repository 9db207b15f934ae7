#!/usr/bin/env python3
"""chain.py - the whole chain, a network, the real bearerbox with its spool and
us, beside the same chain with Kannel's smsbox and its static text.

    chain.py [--rounds N] [--steps N] [--window N] [--json FILE]

Both are asked the same by tests/bench/chain, in turn; compare them only within
one run.  Then ours alone in open loops, and both with one caller at a time on
an idle machine."""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))

import harness			# noqa: E402

DRIVER = os.environ.get("CHAIN", "tests/bench/chain")
SMSBOX = shutil.which("smsbox", path=os.environ.get("PATH", "") +
                      ":/usr/sbin:/sbin")
# As long as one of our pages.
TEXT = "Static text of smsbox, as long as a page of ours. " * 3
LOOPS = (("open loop, 200/s", 200, 6000, 128, ("calls",)),
         ("open loop, 1000/s", 1000, 30000, 128, ("calls",)),
         # The second shows what it costs to wake the machine, twice a step.
         ("one at a time", 0, 2000, 1, ("calls", "smsbox")),
         ("one each 50 ms", 20, 400, 1, ("calls", "smsbox")))


class House(harness.House):
    """bearerbox with calls, or with smsbox in its place."""

    def __init__(self, which):
        self.which = which
        self.watch = None		# called when the steps begin
        super().__init__(network=False)
        if which == "smsbox":
            self.rewrite()

    def rewrite(self):
        path = os.path.join(self.dir, "kannel.conf")
        with open(path) as f:
            groups = re.split(r"\n\s*\n", f.read())
        kept = [g for g in groups
                if "group = smsbox-route" not in g and
                "group = sms-service" not in g]
        kept.append("group = sms-service\nkeyword = default\n"
                    "catch-all = yes\nmax-messages = 1\ntext = \"%s\"" %
                    TEXT[:150])
        with open(path, "w") as f:
            f.write("\n\n".join(kept) + "\n")

    def start(self, name):
        if name != "smsbox":
            return super().start(name)
        self.wait_for(int(self.settings["box_port"]))
        self.processes[name] = subprocess.Popen(
            [SMSBOX, "-v", "4", os.path.join(self.dir, "kannel.conf")],
            stdout=subprocess.DEVNULL, stderr=self.log,
            stdin=subprocess.DEVNULL, start_new_session=True)
        return self.processes[name]

    @staticmethod
    def wait_for(port):
        """smsbox ends when nobody listens yet; a connection to try would be
        a box to bearerbox, and get messages."""
        end = time.time() + 20
        while time.time() < end:
            with open("/proc/net/tcp") as f:
                if re.search(r":%04X 00000000:0000 0A" % port, f.read()):
                    return
            time.sleep(0.05)

    def cpu_ns(self, name):
        """Of all its threads."""
        total, pid = 0, self.processes[name].pid
        for task in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/schedstat" % (pid, task)) as f:
                total += int(f.read().split()[0])
        return total

    def play(self, steps, window, rate=0):
        """The driver's figures, and processor time of a step."""
        args = [DRIVER, "--port", self.settings["network_port"], "--steps",
                str(steps), "--window", str(window), "--rate", str(rate)]
        names = ("bearerbox", self.which)
        driver = subprocess.Popen(
            args + (["--no-op"] if self.which == "smsbox" else []),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in names:
            self.start(name)
        if driver.stdout.readline() != "begin\n":
            raise RuntimeError("the chain does not come up\n" + self.logged())
        if self.watch is not None:
            self.watch()
        before = [self.cpu_ns(name) for name in names]
        driver.stdin.write("\n")
        driver.stdin.close()
        line = driver.stdout.readline()
        after = [self.cpu_ns(name) for name in names]
        if driver.wait() != 0 or not line:
            raise RuntimeError("the chain broke\n" + self.logged())
        figures = json.loads(line)
        figures["steps_per_s"] = round(figures["steps"] / figures["seconds"])
        for role, b, a in zip(("bearerbox", "box"), before, after):
            figures["%s_cpu_us" % role] = round(
                (a - b) / 1000 / figures["steps"], 1)
        return figures


def play(which, *how):
    with House(which) as house:
        return house.play(*how)


HEAD = "%-23s %9s %7s %7s %8s %8s %8s" % (
    "chain", "steps/s", "us box", "us bb", "p50 us", "p99 us", "p99.9 us")


def row(name, f):
    print("%-23s %9d %7.1f %7.1f %8.0f %8.0f %8.0f" % (
        name, f["steps_per_s"], f["box_cpu_us"], f["bearerbox_cpu_us"],
        f["p50_us"], f["p99_us"], f["p999_us"]), flush=True)


def rounds(options):
    found = {"calls": [], "smsbox": []}
    for n in range(options.rounds):
        for which in sorted(found, reverse=n % 2 == 1):
            f = play(which, options.steps, options.window)
            found[which].append(f)
            row("%d %s" % (n + 1, which), f)
    medians = {which: {key: statistics.median(f[key] for f in them)
                       for key in them[0]} for which, them in found.items()}
    for which, f in medians.items():
        row("median " + which, f)
    # Each round against its own other half: a machine is now fast, now slow.
    ratio, cpu = (statistics.median(
        c[key] / s[key] for c, s in zip(found["calls"], found["smsbox"]))
        for key in ("steps_per_s", "box_cpu_us"))
    print("calls/smsbox: %.2f of its steps/s (goal 0.80), %.2f of its "
          "processor time (goal 1)" % (ratio, cpu), flush=True)
    return {"rounds": found, "medians": medians, "ratio_steps": ratio,
            "ratio_cpu": cpu}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--window", type=int, default=128)
    parser.add_argument("--json")
    options = parser.parse_args()
    harness.need_kannel()
    print(HEAD)
    result = rounds(options)
    result["loops"] = {}
    for name, rate, steps, window, boxes in LOOPS:
        for box in boxes:
            f = play(box, steps, window, rate)
            result["loops"]["%s, %s" % (name, box)] = f
            row("%s, %s" % (name, box), f)
    if options.json:
        with open(options.json, "w") as f:
            json.dump(result, f, indent=1)


if __name__ == "__main__":
    main()
