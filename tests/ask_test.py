#!/usr/bin/env python3
"""What is asked on a terminal: init's questions, hidden passwords, and the
paper key that is typed back.  TAP."""
import os
import pty
import re
import select
import shutil
import signal
import sys
import tempfile
import time

import harness


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *args):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execv(harness.HELPLINE, [harness.HELPLINE, *args])

    def until(self, words, timeout=20):
        """What was shown up to these words; None when they never come."""
        end = time.time() + timeout
        while words not in self.text:
            if not self._more(end - time.time()):
                return None
        before, _, self.text = self.text.partition(words)
        return before

    def _more(self, timeout):
        if not select.select([self.fd], [], [], max(0, timeout))[0]:
            return False
        try:
            octets = os.read(self.fd, 4096)
        except OSError:
            return False
        self.text += octets.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(octets)

    def type(self, line):
        os.write(self.fd, line.encode() + b"\n")

    def answer(self, question, line):
        shown = self.until(question)
        self.type(line)
        return shown

    def end(self):
        """All that is still shown, and the exit status."""
        while self._more(20):
            pass
        os.close(self.fd)
        return self.text, os.waitstatus_to_exitcode(
            os.waitpid(self.pid, 0)[1])


PAPER = re.compile(r"^ {4}((?:[0-9A-Z]{4}-){13}[0-9A-Z]{4})$", re.M)
CODE = re.compile(r"^ {4}((?:[0-9A-Z]{4}-){7}[0-9A-Z]{4})$", re.M)
ANSWERS = (("in Latin letters", "Siem Reap"), ("in Khmer", "សៀមរាប"),
           ("in Thai", ""), ("in English", ""), ("ISO 3166-2", "KH-17"),
           ("1 is Monday", ""), ("telephone", ""), ("second office", ""),
           ("first member", "dara"), ("USSD code", ""), ("short number", ""),
           ("from abroad", ""))


def type_back(terminal, wrong=False):
    shown = terminal.until("Type group ")
    paper = PAPER.search(shown).group(1)
    group = int(terminal.until(" of 14").split()[-1])
    terminal.until(": ")
    terminal.type("0000" if wrong else paper.split("-")[group - 1].lower())
    return paper


def questions(tap, top):
    place = os.path.join(top, "asked")
    terminal = Terminal("init", place)
    for question, line in ANSWERS:
        terminal.answer(question, line)
    paper = type_back(terminal)
    text, status = terminal.end()
    tap.ok(status == 0, "init asks and makes", text)
    tap.ok(CODE.search(text) is not None, "the first member gets a code", text)
    tap.ok(PAPER.search(text) is None, "the paper key is shown once", text)
    with open(os.path.join(place, "operators.yaml")) as f:
        tap.ok("*2026#" in f.read(), "an empty answer is the default")
    found = False
    for folder, _, names in os.walk(place):
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                found |= paper.encode() in f.read()
    tap.ok(not found, "the paper key is in no file")
    return place, CODE.search(text).group(1)


def refusals(tap, top):
    place = os.path.join(top, "refused")
    terminal = Terminal("init", place)
    terminal.answer("in Latin letters", "សៀមរាប")
    tap.ok(terminal.until("is needed") is not None,
           "what does not fit is asked again")
    os.write(terminal.fd, b"\x04")
    text, status = terminal.end()
    tap.ok(status == 1 and "nothing was made" in text,
           "when input ends nothing is made", text)
    terminal = Terminal("init", place, *(
        "--centre=Kep --staff=a1 --centre-km= --centre-th= --centre-en= "
        "--area= --phone= --stand-in= --long-number= --code=*1# --number=123"
        ).split(), "--hours=1-5 8:00-17:00")
    type_back(terminal, wrong=True)
    for _ in range(2):
        terminal.answer(" of 14", "0000")
    text, status = terminal.end()
    tap.ok(status == 1 and "not typed back" in text,
           "a paper key that is on no paper makes no office", text)
    tap.ok(os.listdir(top) == ["asked"], "and nothing half-made stays",
           os.listdir(top))


def passwords(tap, place, code):
    password = "a password of mine"
    terminal = Terminal("staff", place, "activate", "dara")
    terminal.answer("activation code: ", code)
    terminal.answer("new password: ", password)
    terminal.answer("the same again: ", "another password")
    text, status = terminal.end()
    tap.ok(status == 1, "a slip of the finger sets no password", text)
    terminal = Terminal("staff", place, "activate", "dara")
    shown = terminal.answer("activation code: ", code)
    shown += terminal.answer("new password: ", password)
    shown += terminal.answer("the same again: ", password)
    text, status = terminal.end()
    tap.ok(status == 0, "a code typed in activates", text)
    tap.ok(password not in shown + text and code not in shown + text,
           "neither code nor password is shown", shown + text)
    terminal = Terminal("case", place, "12345678", "read", "--as", "dara")
    terminal.answer("password: ", password)
    text, status = terminal.end()
    tap.ok(status == 1 and "no such case" in text, "she logs in", text)


def main():
    tap = harness.Tap()
    top = tempfile.mkdtemp(prefix="helpline-test-")
    signal.alarm(600)
    try:
        place, code = questions(tap, top)
        refusals(tap, top)
        passwords(tap, place, code)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
