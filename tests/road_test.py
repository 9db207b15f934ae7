#!/usr/bin/env python3
"""The road, on a real bearerbox: dial, walk, complain, be heard."""
import sys

import harness
import peer
import wire

LANGUAGES = {"1": "km", "2": "km_Latn", "3": "th", "4": "en"}
CANARY = "canary words of a caller"


def checked(tap_faults, phone, ussd=True, valid=60):
    """A press that holds each page against the wire's rules."""
    def press(text):
        page = phone.key(text) if ussd else phone.sms(text)
        for fault in wire.faults(page, ussd, phone.session if ussd else None,
                                 valid=valid):
            tap_faults.append("%s after %r: %s" % (phone.node(), text, fault))
        return page
    return press


def journey(house, tap, language, number):
    faults = []
    phone = harness.Worker(house, number)
    first = phone.dial()
    faults += wire.faults(first, True, phone.session)
    tap.ok("Khmer" in first.text and first.coding == 0,
           "the first page is in letters any phone shows", first.text)
    press = checked(faults, phone)
    ref = phone.file(press, language)
    tap.ok(ref is not None, "%s: the reference is shown" % LANGUAGES[language])
    last = phone.tell_more(press, "Some Company", [CANARY, "more of it"])
    tap.ok(last.op == peer.END, "%s: the last page closes the session" %
           LANGUAGES[language], last)
    tap.ok(not faults, "%s: every page is one right submit_sm" %
           LANGUAGES[language], "\n".join(faults))
    case = house.read(ref)
    said = [e["text"] for e in case["entries"]] if case else []
    tap.ok(all(w in said for w in (CANARY, "more of it", "Some Company",
                                   number)),
           "%s: her centre reads what she said" % LANGUAGES[language], said)
    return phone, ref


def states(house, tap, phone, ref):
    house.helpline("case", house.dir, ref, "state", "working", "--as", "dara",
                   "--password-fd", "0", stdin=harness.PASSWORD + "\n")
    phone.dial()
    phone.keys("3", "2")
    shown = phone.key("4826")
    tap.ok(phone.node()[0] == "state.show", "her 4 digits show the state",
           shown.text)
    other = harness.Worker(house, "+85512777001")
    other.dial()
    other.keys("4", "3", "2")
    wrong = other.key("4826")
    tap.ok(other.node()[0] == "state.no",
           "from another phone 4 digits alone show nothing", wrong.text)
    absent = other.key("123456704826")
    tap.ok(absent.text == wrong.text, "wrong and absent read the same")
    right = other.key(ref + "4826")
    tap.ok(other.node()[0] == "state.show",
           "from another phone reference and digits do", right.text)
    words = "added later from elsewhere"
    other.key("1")
    while other.node()[0] == "state.notice":
        other.key("8")
    other.key(words)
    tap.ok(words in [e["text"] for e in house.read(ref)["entries"]],
           "she may add words")
    blocked = harness.Worker(house, "+85512777002")
    blocked.dial()
    blocked.keys("4", "3", "2")
    pages = {blocked.key(ref + "%04d" % n).text for n in range(1000, 1006)}
    tap.ok(len(pages) <= 2, "five wrong tries and a block read the same",
           pages)
    blocked.key(ref + "4826")
    tap.ok(blocked.node()[0] == "state.no",
           "after five wrong tries the right digits show nothing")


def by_sms(house, tap):
    faults = []
    phone = harness.Worker(house, "+66812345678", short="+855232026026")
    first = phone.sms("hello")
    faults += wire.faults(first, False, valid=900)
    press = checked(faults, phone, False, 900)
    ref = phone.file(press, "1")
    tap.ok(ref is not None, "the whole complaint by SMS from a +66 number")
    phone.tell_more(press, "Some Company",
                    ["ខ្ញុំត្រូវការជំនួយ " * 12])
    tap.ok(not faults, "every SMS is one right submit_sm", "\n".join(faults))
    said = [e["text"] for e in house.read(ref)["entries"]]
    tap.ok(any("ខ្ញុំត្រូវការជំនួយ" in t for t in said),
           "a long Khmer SMS is read whole", said)
    sensitive = sensitive_words()
    texts = [p.text for p in house.network.pages if p.smsc == "sms-kh"]
    found = [(w, t) for t in texts for w in sensitive if w in t.lower()]
    tap.ok(not found, "no SMS held a sensitive word", found)


def sensitive_words():
    import os
    path = os.path.join(os.environ.get("srcdir", "."), "menus",
                        "sensitive.txt")
    words = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            if ":" in line and not line.startswith("#"):
                word = line.split(":", 1)[1].strip().lower()
                # Latin words are whole words; short ones would be found
                # inside others.
                if word and not word.isascii():
                    words.append(word)
    return words


def urgent(house, tap):
    phone = harness.Worker(house, "+85512777010")
    phone.dial()
    phone.keys("4", "3", "1", "1", "8")
    page = phone.key("1")
    tap.ok(phone.node()[0] == "urgent" and "117" in page.text and
           "9 call me" in page.text,
           "violence shows numbers before any question", page.text)
    case = [c for c in house.cases() if c["urgent"]]
    tap.ok(len(case) == 1, "and the case is urgent and open already", case)
    phone.keys("2", "2")
    row = phone.node()
    tap.ok(row[0] == "urgent", "she can say where she is", row)


def wrong_keys(house, tap):
    phone = harness.Worker(house, "+85512777030")
    phone.dial()
    page = phone.keys("4", "3")
    first, second = phone.key("7"), phone.key("7")
    options = page.text.split("\n", 1)[1]
    tap.ok(first.text.endswith(options) and first.text != page.text,
           "a wrong key shows the page again with a line of help",
           first.text)
    tap.ok(second.text.endswith(options) and
           "9" in second.text.split("\n")[0],
           "the second offers to call back", second.text)
    phone.keys("9", "1")
    calls = [c for c in house.cases() if c["category"] == "call"]
    said = house.read(calls[0]["ref"])["entries"] if calls else []
    tap.ok({(e["kind"], e["text"]) for e in said} ==
           {("number", phone.number), ("call", "any")},
           "call me is in the queue with her number", said)


def straight_there(house, tap):
    phone = harness.Worker(house, "+85512777031")
    phone.dial()
    phone.key("4")
    phone.dial("*2026*1#")
    tap.ok(phone.node()[0] == "papers", "dial-through leads to information",
           phone.node())
    phone.dial("*2026*3#")
    tap.ok(phone.node()[0] in ("start", "papers"), "and to nothing else",
           phone.node())
    phone.sms("menu")
    phone.sms("00")
    phone.sms("3")
    page = phone.sms("5")
    tap.ok("*2026#" in page.text and phone.node()[0] == "secret",
           "what must not lie in an inbox is one neutral sentence", page.text)


def borrowed(house, tap):
    phone = harness.Worker(house, "+85512777020")
    phone.dial()
    phone.keys("1", "3", "4", "1")
    phone.keys("1", "1", "1", "3", "1", "1")
    ref = harness.ref_in(phone.key("4826").text)
    entries = house.read(ref)["entries"]
    tap.ok("+85512777020" not in [e["text"] for e in entries],
           "a borrowed phone's number is not kept", entries)
    page = phone.dial()
    tap.ok("Khmer" in page.text, "and the next call knows nothing", page.text)


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        for language in LANGUAGES:
            phone, ref = journey(house, tap, language,
                                 "+8551200010" + language)
        states(house, tap, phone, ref)
        by_sms(house, tap)
        urgent(house, tap)
        wrong_keys(house, tap)
        straight_there(house, tap)
        borrowed(house, tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
