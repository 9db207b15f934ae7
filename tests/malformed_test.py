#!/usr/bin/env python3
"""Malformed inputs, each with what is expected of whoever reads it: the exit
status, and the message with its line.  tests/malformed/*.cases hold them:

    kind facts              what reads it (see KINDS)
    base                    a good file; |lines are its lines
    |facts:
    case the 31st of February
    change "2026-11-22" => "2026-02-31"
    says "facts.yaml:5: checked_on must be a day"

A case changes the base or has |lines of its own, then `add` (octets) and
`repeat N`.  In quotes \\n \\t \\r \\0 \\" \\\\ and \\xNN are octets.  `exit 0`
where it is not refused, `not` what must not be said, `with` more words for the
command, `locale` for a .po file."""
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import harness

BUNDLE = os.environ.get("BUNDLE", "./locales/bundle")
SRC = os.path.join(os.environ.get("srcdir", "."), "tests", "malformed")
DAY = "2026-11-27"
WORKERS = 4
ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"0": b"\0",
           b'"': b'"', b"\\": b"\\"}


def octets(quoted):
    """The octets of a quoted string."""
    text = quoted.strip()
    assert text[:1] == b'"' and text[-1:] == b'"' and len(text) > 1, quoted
    return re.sub(rb"\\(x[0-9a-fA-F]{2}|.)", lambda m: bytes(
        [int(m.group(1)[1:], 16)]) if m.group(1)[:1] == b"x" and
        len(m.group(1)) == 3 else ESCAPES[m.group(1)], text[1:-1])


class Case:
    def __init__(self, kind, name, where, base):
        self.kind, self.name, self.where = kind, name, where
        self.text, self.own = base, False
        self.exit, self.says, self.nots, self.words = 1, [], [], []
        self.locale = "km"

    def line(self, line):
        """A line of a file of its own."""
        if not self.own:
            self.own, self.text = True, b""
        self.text += line + b"\n"

    def change(self, words):
        before, after = re.match(rb'(".*?(?<!\\)(?:\\\\)*") => (".*")$',
                                 words).groups()
        before = octets(before)
        assert before in self.text, (self.where, before)
        self.text = self.text.replace(before, octets(after), 1)

    def do(self, verb, words):
        if verb == b"change":
            self.change(words)
        elif verb == b"add":
            self.text += octets(words)
        elif verb == b"repeat":
            times, what = words.split(b" ", 1)
            self.text += octets(what) * int(times)
        elif verb == b"exit":
            self.exit = int(words)
        elif verb == b"says":
            self.says.append(octets(words))
        elif verb == b"not":
            self.nots.append(octets(words))
        elif verb == b"with":
            self.words += words.decode().split()
        elif verb == b"locale":
            self.locale = words.decode()
        else:
            raise ValueError("%s: %r" % (self.where, verb))


def read(path):
    """The cases of one file."""
    kind, base, cases, in_base = None, b"", [], False
    with open(path, "rb") as f:
        lines = f.read().split(b"\n")
    for n, line in enumerate(lines, 1):
        where = "%s:%d" % (os.path.basename(path), n)
        if line.startswith(b"|"):
            if in_base:
                base += line[1:] + b"\n"
            else:
                cases[-1].line(line[1:])
            continue
        if not line.strip() or line.startswith(b"#"):
            continue
        verb, _, words = line.partition(b" ")
        in_base = verb == b"base"
        if verb == b"kind":
            kind = words.decode()
        elif verb == b"case":
            cases.append(Case(kind, words.decode(), where, base))
        elif verb != b"base":
            cases[-1].do(verb, words)
    return cases


def run(words, cwd):
    env = dict(os.environ)
    # The parser of libgettextpo never frees its strings.
    if words[0] == BUNDLE:
        env["ASAN_OPTIONS"] = "detect_leaks=0"
    return subprocess.run(words, cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60)


def put(path, text):
    with open(path, "wb") as f:
        f.write(text)


def bundle(place, case):
    put(os.path.join(place, "t.po"), case.text)
    done = run([BUNDLE, case.locale, "t.po"], place)
    if done.returncode == 1 and done.stdout:
        return done, "it was refused and written all the same"
    return done, None


def check(name):
    """A file of the data directory; the register of digits is empty."""
    def go(place, case):
        path = os.path.join(place, "dir", name)
        put(path, case.text)
        try:
            return run([harness.HELPLINE, "check", "--dir", "dir", "--at",
                        DAY] + case.words, place), None
        finally:
            if name == "operators.yaml" or name == "helpline.yaml":
                shutil.copy(path + ".good", path)
            elif name == "released.yaml":
                put(path, NOTHING_RELEASED)
            else:
                os.unlink(path)
    return go


def words(place, case):
    put(os.path.join(place, "words.csv"), case.text)
    kept = os.path.join(place, "dir", "words.csv")
    done = run([harness.HELPLINE, "words", "import", "words.csv", "--dir",
                "dir"] + case.words, place)
    wrote = os.path.exists(kept)
    if wrote:
        os.unlink(kept)
    return done, "it was refused and kept all the same" \
        if wrote and case.exit else None


def notice(place, case):
    put(os.path.join(place, "notice.yaml"), case.text)
    done = run([harness.HELPLINE, "facts", "dir", "notice", "border", "--by",
                "Tester", "--from", "notice.yaml"] + case.words, place)
    if case.exit == 0:
        return done, None
    held = run([harness.HELPLINE, "facts", "dir", "notice"], place)
    return done, None if b"no notice" in held.stdout else "it was kept"


KINDS = {"po": bundle, "facts": check("facts.yaml"),
         "tree": check("tree.yaml"), "released": check("released.yaml"),
         "operators": check("operators.yaml"),
         "procedures": check("procedures.yaml"),
         "holidays": check("holidays.yaml"),
         "settings": check("helpline.yaml"), "today": check("today"),
         "own": check("words.csv"), "words": words, "notice": notice}
NOTHING_RELEASED = b'version: "0"\nnodes: {}\naliases: {}\n'


def fault(case, done, more):
    """What is wrong with how it went, or None."""
    said = done.stderr + (b"" if done.returncode else done.stdout)
    if more:
        return more
    if done.returncode != case.exit:
        return "exit status %d, not %d" % (done.returncode, case.exit)
    if b"runtime error" in said or b"Sanitizer" in said:
        return "the sanitizer complains"
    for words_ in case.says:
        if words_ not in said:
            return "it does not say %r" % words_.decode("utf-8", "replace")
    for words_ in case.nots:
        if words_ in said:
            return "it says %r" % words_.decode("utf-8", "replace")
    return None


def go(places, case):
    place = places.pop()
    try:
        done, more = KINDS[case.kind](place, case)
    except subprocess.TimeoutExpired:
        return case, "it does not end", b""
    finally:
        places.append(place)
    return case, fault(case, done, more), done.stderr


def make_places(top):
    first = os.path.join(top, "0")
    os.mkdir(first)
    made = subprocess.run([harness.HELPLINE, "init", "dir", "--demo"],
                          cwd=first, capture_output=True, check=True)
    assert made.returncode == 0
    for name in ("operators.yaml", "helpline.yaml"):
        path = os.path.join(first, "dir", name)
        shutil.copy(path, path + ".good")
    put(os.path.join(first, "dir", "released.yaml"), NOTHING_RELEASED)
    places = [os.path.join(top, str(n)) for n in range(WORKERS)]
    for place in places[1:]:
        shutil.copytree(first, place)
    return places


def main():
    global BUNDLE
    tap = harness.Tap()
    BUNDLE = os.path.abspath(BUNDLE)
    harness.HELPLINE = os.path.abspath(harness.HELPLINE)
    paths = sorted(glob.glob(os.path.join(SRC, "*.cases")))
    only = os.environ.get("ONLY")
    cases = [c for path in paths for c in read(path)
             if not only or only in c.name or only == c.kind]
    top = tempfile.mkdtemp(prefix="malformed-")
    try:
        places = make_places(top)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for case, why, said in pool.map(lambda c: go(places, c), cases):
                tap.ok(why is None, "%s: %s" % (case.kind, case.name),
                       "%s: %s\n%s" % (case.where, why, said.decode(
                           "utf-8", "replace")[:2000]))
    finally:
        shutil.rmtree(top, ignore_errors=True)
    if not only:
        tap.ok(len(cases) >= 500, "there are 500 of them", len(cases))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
