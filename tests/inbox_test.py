#!/usr/bin/env python3
"""All that can come to lie in an inbox, in every language: each page of each
text as SMS shows it (tests/golden, which golden_test holds true), the
sentences of staff, what duty phones get, and the texts made for SMS (KEY.sms).
None holds a word of menus/sensitive.txt; and what is sent to one caller about
her matter, which is not the same for every number, has no four words in a row of
what callers type in the corpora of the other tests.  Words of Khmer and Thai are
parted by no space: there after_test asks the program's own dictionary.  TAP."""
import os
import re
import sys
import unicodedata

import harness

SRC = os.environ.get("srcdir", ".")
LOCALES = ("en", "km", "km_Latn", "th")
SHARED = 4
# What leaves unasked, or with a member's name under it.
LEAVING = re.compile(r"(canned|staff|slow)\.|.*\.sms$")


def source(name):
    with open(os.path.join(SRC, name), encoding="utf-8") as f:
        return f.read()


def plain(text):
    """As text_key compares: no case, no marks that nobody sees."""
    text = unicodedata.normalize("NFKC", re.sub(r"\{\w+\}", "", text)).lower()
    return re.sub("[\u200b-\u200d\u2060\u00ad]", "", text)


def sensitive():
    """Whole words in Latin letters, anything in Khmer and Thai."""
    words = [line.split(":", 1)[1].strip() for line in
             source("menus/sensitive.txt").splitlines()
             if re.match(r"\w+: ", line)]
    return [(word, re.compile(r"(?<![^\W_])%s(?![^\W_])" % re.escape(
        plain(word)) if word.isascii() else re.escape(plain(word))))
        for word in words]


def golden(locale):
    """(node, page) of each page that goes by SMS."""
    for block in re.split(r"^== ", source("tests/golden/%s.txt" % locale),
                          flags=re.M)[1:]:
        node, _, rest = block.partition("\n")
        doors = re.split(r"^-- ", rest, flags=re.M)[1:]
        same = any(d.startswith("SMS: the same") for d in doors)
        for door in doors:
            head, _, page = door.partition("\n")
            if head.startswith("SMS,") or (same and head.startswith("USSD")):
                yield node, page


def leaving(locale):
    for entry in source("locales/%s.po" % locale).split("\n\n"):
        found = re.search(r'^msgctxt "([^"]+)"', entry, re.M)
        said = re.search(r'^msgstr ((?:"[^\n]*"\n?)+)', entry, re.M)
        if found and said and LEAVING.match(found.group(1)):
            yield found.group(1), "".join(re.findall(
                r'"([^\n]*)"', said.group(1))).replace("\\n", "\n")


def typed():
    """What callers type: stories and cries."""
    stories = re.search(r"stories\[\] = \{(.*?)\};", source(
        "tests/after_test.c"), re.S).group(1)
    out = re.findall(r'"([^"]+)"', stories)
    for locale in LOCALES:
        out += source("tests/distress/%s.txt" % locale).splitlines()
    return [words(text) for text in out if text]


def words(text):
    return re.findall(r"[a-z0-9]+", plain(text))


def runs(text):
    them = words(text)
    return {tuple(them[i:i + SHARED]) for i in range(len(them) - SHARED + 1)}


def main():
    tap = harness.Tap()
    listed = sensitive()
    told = {run: w for w in typed() for run in zip(*(
        w[i:] for i in range(SHARED)))}
    tap.ok(len(listed) > 100 and len(told) > 200, "lists and corpora are read",
           (len(listed), len(told)))
    for locale in LOCALES:
        texts = list(golden(locale)) + list(leaving(locale))
        kinds = {key.partition(".")[0] for key, _ in texts}
        tap.ok(len(texts) > 150 and {"canned", "staff", "slow"} <= kinds,
               "%s: %d texts that can go by SMS" % (locale, len(texts)),
               kinds)
        found = [(key, word, text) for key, text in texts
                 for word, pattern in listed if pattern.search(plain(text))]
        tap.ok(not found, "none holds a word of the list", found)
        found = [(key, run) for key, text in leaving(locale)
                 for run in runs(text) if run in told]
        tap.ok(not found, "none has four words of a caller's in a row", found)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
