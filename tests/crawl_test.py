#!/usr/bin/env python3
"""Every key on every page in every language, until nothing new is found."""
import os
import re
import sys

import harness
import peer
import wire

# 9 and 00 lead away from every first page; what follows them is tried once.
KEYS = ["1", "2", "3", "4", "5", "8", "0", "7"]
KEYS_READING = ["8", "0", "7"]
KEYS_FIRST = ["9", "00"]
TYPED = {"tell.pin": ["4826", "1234"], "tell.pin.other": ["4826"],
         "tell.agency": ["Some Company"], "tell.words": ["some words here"],
         "tell.more": ["more words here"], "state.words": ["more of them"],
         "check": ["Teapot", "Purple Giraffe Manpower Co Ltd", "zzz"],
         "state.ask": ["4826", "9999"], "state.no": ["4826"],
         "reach.other": ["0961234567", "12"], "reach.wrong": ["0961234567"]}
LIMITS = (((160, 70), ("1", "2", "3", "4")), ((182, 80), ("1", "4")))
STEPS = 8000


def tree():
    path = os.path.join(os.environ.get("srcdir", "."), "menus", "tree.yaml")
    with open(path, encoding="utf-8") as f:
        return f.read()


NODES = dict(re.findall(
    r"\bid: *([\w.]+)(?:(?!\bid:)[\s\S])*?\bkind: *(\w+)", tree()))


class Crawler:
    def __init__(self, house, language, number, limits):
        self.phone = harness.Worker(house, number)
        self.language = language
        self.limits = limits
        self.edges = {}		# place -> {key: place}
        self.faults = []
        self.pages = 0
        self.live = False
        self.ref = ""			# of a matter of hers

    def keys_at(self, place):
        if NODES.get(place[0]) == "text":
            return KEYS_READING
        # Her digits alone find nothing once she said "not my phone".
        whole = [self.ref + "4826"] if place[0] in ("state.ask",
                                                    "state.no") else []
        return KEYS + (KEYS_FIRST if place[1] == 0 else []) + whole + \
            TYPED.get(place[0], [])

    def look(self, page, how):
        self.pages += 1
        for fault in wire.faults(page, True, self.phone.session,
                                 *self.limits):
            self.faults.append("%s: %s: %r" % (how, fault, page.text))
        for letter in self.phone.letters:
            for fault in wire.faults(letter, False, valid=900):
                self.faults.append("%s by SMS: %s: %r" % (how, fault,
                                                          letter.text))
        self.phone.letters.clear()
        self.live = page.op == peer.ASK
        place = self.phone.node()
        known = self.edges.setdefault(place, {})
        if not self.live:		# no key leads on from an end
            for key in self.keys_at(place):
                known[key] = ("start", 0, 0)
        return place

    def dial(self):
        return self.look(self.phone.dial(), "dialled")

    def press(self, place, key):
        after = self.look(self.phone.key(key), "%s %s" % (place, key))
        self.edges[place][key] = after
        return after

    def untried(self, place):
        for key in self.keys_at(place):
            if key not in self.edges[place]:
                return key
        return None

    def way_to_untried(self, place):
        """The keys to the nearest place with a key not tried; None: done."""
        seen, todo = {place}, [(place, [])]
        while todo:
            here, way = todo.pop(0)
            if self.untried(here) is not None:
                return way
            for key, there in self.edges[here].items():
                if there not in seen and there in self.edges:
                    seen.add(there)
                    todo.append((there, way + [key]))
        return None

    def crawl(self):
        self.dial()
        # A matter with digits, so that its pages are found in each language.
        self.ref = self.phone.file(self.phone.key, self.language)
        self.live, place = False, None
        for _ in range(STEPS):
            if not self.live:
                place = self.dial()
                if place[2]:
                    place = self.press(place, "2")
            key = self.untried(place)
            if key is None:
                way = self.way_to_untried(place)
                if way is None:
                    return True
                key = way[0]
            if place == ("language", 0, 0) and key in "1234":
                key = self.language
                for k in "1234":
                    self.edges[place].setdefault(k, ("start", 0, 0))
            place = self.press(place, key)
        return False


def widen(house):
    """A profile whose network takes whole USSD strings: 182 / 80."""
    path = os.path.join(house.dir, "operators.yaml")
    with open(path) as f:
        text = f.read()
    text = text.replace("      time_out: 180\n", "      time_out: 180\n"
                        "      septets: 182\n      units: 80\n")
    with open(path, "w") as f:
        f.write(text)


def let_guess(house):
    """A crawler guesses more digits a day than a phone may."""
    path = os.path.join(house.dir, "helpline.yaml")
    with open(path) as f:
        text = f.read()
    with open(path, "w") as f:
        f.write(re.sub(r"^pin_tries:.*$", "pin_tries: 20", text, flags=re.M))


def ways(crawler):
    """{node: the nodes that its keys lead to}, whatever page they stand on.

    Not of `urgent.where`: her answer there changes the page that leads to it.
    """
    out = {}
    for place, edges in crawler.edges.items():
        if place[0] == "urgent.where":
            continue
        out.setdefault(place[0], set()).update(
            "start" if p[0] == "language" else p[0] for p in edges.values())
    out.pop("language")
    return out


def differences(crawlers):
    first = ways(crawlers[0])
    for other in crawlers[1:]:
        for node, where in ways(other).items():
            if where != first.get(node):
                yield "language %s: %s leads to %s" % (
                    other.language, node, where ^ first.get(node, set()))


def crawl(tap, house, limits, languages, wanted):
    crawlers = []
    for language in languages:
        crawler = Crawler(house, language, "+8551200020%s" % language, limits)
        done = crawler.crawl()
        seen = {p[0] for p in crawler.edges}
        name = "language %s, pages of %d/%d" % (language, *limits)
        tap.note("%s: %d pages, %d places" % (name, crawler.pages,
                                              len(crawler.edges)))
        tap.ok(done, name + ": every key was tried everywhere")
        tap.ok(not crawler.faults, name + ": no page has a fault",
               "\n".join(crawler.faults[:10]))
        tap.ok(wanted <= seen, name + ": every node was reached",
               wanted - seen)
        crawlers.append(crawler)
    other = list(differences(crawlers))
    tap.ok(not other, "pages of %d/%d: the same places lead on in every "
           "language" % limits, "\n".join(other[:10]))


def main():
    tap = harness.Tap()
    # These need staff, 90 days or a word of their own.
    wanted = set(NODES) - {"state.answer", "state.closing", "state.again",
                           "state.lapsed", "resume", "stop"}
    for limits, languages in LIMITS:
        with harness.House() as house:
            if limits != LIMITS[0][0]:
                widen(house)
            let_guess(house)
            house.up()
            crawl(tap, house, limits, languages, wanted)
            if limits != LIMITS[0][0]:
                widest = max(p.units for p in house.network.pages
                             if p.coding == 8 and p.smsc == "ussd-kh")
                tap.ok(70 < widest <= 80, "the wider pages are used", widest)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
