"""A walk of tests/desk_walks through a browser, its findings in our own TAP."""
import json
import os
import re
import shutil
import subprocess

import harness

HERE = os.path.dirname(os.path.abspath(__file__))


def missing():
    """Why no browser can be had; None: one can."""
    if shutil.which("node") is None or not os.path.isdir(os.path.join(
            HERE, "../gateway/desk/page/node_modules/playwright-core")):
        return "needs node and npm's playwright-core, which " \
            "./bootstrap check installs"
    return None


class Walk:
    """A script that runs.  What it cannot do in a browser it asks for, by the
    name of one of answers, a table of functions (its asked() in browser.mjs)."""

    def __init__(self, tap, script, desk, answers=None, **job):
        self.tap, self.answers = tap, answers or {}
        self.found, self.why = None, []
        read, self.write = os.pipe()
        self.node = subprocess.Popen(
            [shutil.which("node"), os.path.join(HERE, script)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            pass_fds=(read,))
        os.close(read)
        self.node.stdin.write(json.dumps(dict(
            job, origin=desk.origin, password=harness.PASSWORD, fd=read,
            screens=os.path.abspath("desk-screens"))))
        self.node.stdin.close()

    def report(self):
        if self.found:
            self.tap.ok(self.found.group(1) == "ok", self.found.group(2),
                        "".join(self.why))
        self.found, self.why = None, []

    def say(self, what):
        os.write(self.write, (json.dumps(what) + "\n").encode())

    def lines(self, until):
        """Findings are reported; what follows `until` in a line is given."""
        for line in self.node.stdout:
            found = re.match(r"(not ok|ok) \d+ - (.*)", line)
            if found or line.startswith(until):
                self.report()
            if found:
                self.found = found
            elif line.startswith(until):
                yield json.loads(line[len(until):])
            elif line.startswith("#"):
                self.why.append(line.lstrip("# "))
            elif line.startswith("1.."):
                self.hang_up()
        self.report()

    def hang_up(self):
        """It asks no more; node does not end while it could be told."""
        if self.write is not None:
            os.close(self.write)
        self.write = None

    def play(self):
        """To its end."""
        for asked in self.lines("ASK "):
            self.say(self.answers[asked.pop("ask")](**asked))
        self.hang_up()
        self.tap.ok(self.node.wait(timeout=20) == 0,
                    "the browser went through")
