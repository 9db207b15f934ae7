#!/usr/bin/env python3
"""Every page of every text, as phones show them: tests/golden/LOCALE.txt.

As a test: the files are true, and every page is whole.  With --write (`make
golden`) the files are written anew; read the difference before it is kept.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

import harness

SRC = os.environ.get("srcdir", ".")
LOCALES = ("km", "km_Latn", "th", "en")
COENG = "\u17d2"
LEADING = re.compile("[\u0e40-\u0e44]$")	# Thai vowels written first
OPTION = re.compile("^([1-5]) ", re.M)


def source(name):
    with open(os.path.join(SRC, name), encoding="utf-8") as f:
        return f.read()


def helpline(*args):
    done = subprocess.run([harness.HELPLINE, *args], capture_output=True,
                          text=True, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def pages(*args):
    """{(locale, node): [page, ...]} of every node, in the tree's order."""
    code, out, err = helpline("show", "--json", *args)
    assert code == 0, err
    found = {}
    for page in json.loads(out):
        found.setdefault((page["locale"], page["key"]), []).append(page)
    return found


def day():
    """The day on which the youngest fact was checked: all may be shown."""
    return max(re.findall(r"checked_on: *([\d-]+)", source(
        "menus/facts.yaml")))


def render_door(name, pages_):
    out = []
    for page in pages_:
        out.append("-- %s, %d of %d: %d of %d %s\n%s\n" % (
            name, page["page"], page["pages"], page["units"], page["limit"],
            "septets" if page["coding"] == "gsm7" else "units", page["text"]))
    return "\n".join(out)


def texts(pages_):
    return [page["text"] for page in pages_]


def render(locale, ussd, sms):
    out = ["# Every page in %s as a phone shows it, made by `make golden`.\n"
           "# As on %s; values of a caller's own are made up.\n"
           % (locale, day())]
    for (where, node), pages_ in ussd.items():
        if where != locale:
            continue
        out.append("== %s\n\n%s" % (node, render_door("USSD", pages_)))
        other = sms[(where, node)]
        out.append("-- SMS: the same\n" if texts(other) == texts(pages_)
                   else render_door("SMS", other))
    return "\n".join(out)


def path(locale):
    return os.path.join(SRC, "tests", "golden", locale + ".txt")


def faults(page):
    text = page["text"]
    if page["units"] > page["limit"]:
        yield "%d units" % page["units"]
    if unicodedata.combining(text[0]) or text[0].isspace() or \
            unicodedata.category(text[0])[0] == "M":
        yield "begins with U+%04X" % ord(text[0])
    for line in text.split("\n"):
        if line.endswith(COENG) or LEADING.search(line):
            yield "a cluster is cut after %r" % line[-3:]
    if re.search("[\ud800-\udfff\u200b\u2060\ufffd{}]", text):
        yield "a mark that nobody should see"


def all_faults(found):
    return ["%s %s: %s: %r" % (*where, fault, page["text"])
            for where, pages_ in found.items() for page in pages_
            for fault in faults(page)]


def chosen_at():
    """The nodes at which a digit chooses."""
    kinds = re.findall(r"\bid: *([\w.]+)(?:(?!\bid:)[\s\S])*?\bkind: *(\w+)",
                       source("menus/tree.yaml"))
    return {node for node, kind in kinds if kind in ("menu", "choose")}


def counts(found):
    """{node: {locale: how many can be chosen}}, over all its pages."""
    out, where = {}, chosen_at()
    for (locale, node), pages_ in found.items():
        if node not in where:
            continue
        n = sum(len(OPTION.findall(page["text"])) for page in pages_)
        out.setdefault(node, {})[locale] = n
    assert len(out) > 40
    return out


def confirmed(tmp):
    """A directory in which everything that was found is confirmed."""
    code, _, err = helpline("init", tmp, "--demo")
    assert code == 0, err
    text = source("menus/facts.yaml").replace('value: ""', 'value: "400"')
    text = re.sub("confidence: (S1|NF)", "confidence: V2", text)
    with open(os.path.join(tmp, "facts.yaml"), "w", encoding="utf-8") as f:
        f.write(text)
    return tmp


def check_confirmed(tap, today):
    with tempfile.TemporaryDirectory() as top:
        tmp = confirmed(os.path.join(top, "data"))
        code, _, err = helpline("check", "--dir", tmp)
        tap.ok(code == 0 and "error" not in err,
               "once every fact is confirmed there is still no error", err)
        for door in ([], ["--sms"]):
            found = pages("--dir", tmp, "--at", today, *door)
            tap.ok(not all_faults(found), "and every page is whole",
                   "\n".join(all_faults(found)[:10]))
        wages = "\n".join(texts(found[("en", "work.wage")]))
        tap.ok(wages.count(" baht") == text_count("th_wage_"),
               "and every province has its wage", wages)


def check_without_number(tap, today):
    """A network that has no number for abroad."""
    with tempfile.TemporaryDirectory() as top:
        tmp = os.path.join(top, "data")
        assert helpline("init", tmp, "--demo")[0] == 0
        name = os.path.join(tmp, "operators.yaml")
        with open(name, encoding="utf-8") as f:
            text = re.sub("\n *long_number: [^\n]*", "", f.read())
        with open(name, "w", encoding="utf-8") as f:
            f.write(text)
        shown = pages("family.reach", "--dir", tmp, "--at", today)
        lines = texts(shown[("en", "family.reach")])[0].split("\n")
        tap.ok(lines[0] == "In Cambodia dial *2026#" and
               lines[1].startswith("The phone company"),
               "a line without its number is left out", lines)


def text_count(prefix):
    return len(re.findall("^  %s" % prefix, source("menus/facts.yaml"), re.M))


def main():
    today = day()
    ussd, sms = pages("--at", today), pages("--at", today, "--sms")
    if "--write" in sys.argv:
        for locale in LOCALES:
            with open(path(locale), "w", encoding="utf-8") as f:
                f.write(render(locale, ussd, sms))
        return 0
    tap = harness.Tap()
    for locale in LOCALES:
        with open(path(locale), encoding="utf-8") as f:
            tap.ok(f.read() == render(locale, ussd, sms),
                   "%s.txt is what phones show; else: make golden, and read "
                   "the difference" % locale)
    for name, found in (("USSD", ussd), ("SMS", sms)):
        tap.ok(not all_faults(found), "by %s every page is whole" % name,
               "\n".join(all_faults(found)[:10]))
        other = {k: v for k, v in counts(found).items()
                 if len(set(v.values())) != 1}
        tap.ok(not other, "by %s every language has the same options" % name,
               other)
    shown = "\n".join(p["text"] for ps in ussd.values() for p in ps)
    tap.ok(" baht" not in "\n".join(texts(ussd[("en", "work.wage")])) and
           "+66 2 957 5851" not in shown,
           "what nobody confirmed is on no page")
    check_confirmed(tap, today)
    check_without_number(tap, today)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
