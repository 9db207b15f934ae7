#!/usr/bin/env python3
"""kill -9 of calls 20 times and of bearerbox 5 times during 200 complaints:
every reference that a phone saw exists once, whole, byte-equal."""
import os
import queue
import random
import sys
import threading
import time

import harness

CALLERS = 8
COMPLAINTS = int(os.environ.get("COMPLAINTS", "200"))
# A caller who presses a key twice may end at another centre.
READERS = {"Siem Reap": "dara", "Banteay Meanchey": "bopha",
           "Pursat": "rithy", "Phnom Penh": "chanthy"}
KILLS = {"calls": 20, "bearerbox": 5}


class Caller(threading.Thread):
    """Files complaints until told to stop, dialling again after any drop."""

    def __init__(self, house, number, todo, filed, lock):
        super().__init__(daemon=True)
        self.house, self.todo = house, todo
        self.filed, self.lock = filed, lock
        self.number = number
        self.trouble = None

    def run(self):
        try:
            while True:
                with self.lock:
                    if not self.todo:
                        return
                    n = self.todo.pop()
                self.complain(n)
        except Exception as e:		# told by the main thread
            self.trouble = repr(e)

    def press(self, phone, key):
        """The page that comes, or None: the link may be down."""
        # As slow as it takes for all kills to fall among the complaints.
        time.sleep(random.uniform(0.05, 0.2))
        # What an earlier dial is answered late is not this key's page.
        phone.flush()
        try:
            phone.key(key, wait=False)
            return phone.inbox.get(timeout=4)
        except (queue.Empty, KeyError, OSError):
            return None

    def complain(self, n):
        phone = harness.Worker(self.house, "+85517%06d" % n)
        words = "words of complaint %d ពាក្យ %d" % (n, n)
        stage = "dial"
        said = False
        ref = None
        for _ in range(200):
            if stage == "dial":
                phone.flush()
                try:
                    phone.dial(wait=False)
                    page = phone.inbox.get(timeout=4)
                except (queue.Empty, KeyError, OSError):
                    time.sleep(0.2)
                    continue
                stage = "walk"
            place = phone.node()
            if place is None:
                stage = "dial"
                continue
            node, _, offered = place
            if node == "tell.filed":
                ref = harness.ref_in(page.text) or ref
                if ref:
                    with self.lock:
                        self.filed.setdefault(ref, words)
            # Her last page was lost on the way: it is filed all the same.
            if ref and node in ("start", "ask"):
                return
            key = self.key_at(node, offered, words, said)
            if node == "tell.done" or key is None:
                return
            said = said or (node == "tell.words" and key == words)
            page = self.press(phone, key)
            if page is None:
                stage = "dial"

    @staticmethod
    def key_at(node, offered, words, said):
        if offered:
            return "1"
        keys = {"language": "4", "start": "3", "ask": "1", "tell.safe": "1",
                "tell.what": "3", "tell.centre": "1", "tell.contact": "1",
                "tell.pin": "4826", "tell.filed": "1", "tell.who": "1",
                "tell.country": "2", "tell.notice": "8",
                "tell.agency": "8", "tell.words": words, "tell.more": "8",
                "tell.done": None}
        return keys.get(node, "00")


def kill_some(house):
    kills = [n for n, times in KILLS.items() for _ in range(times)]
    random.Random(7).shuffle(kills)
    slowest = 0
    for name in kills:
        time.sleep(random.uniform(0.3, 1.2))
        house.kill(name)
        house.start(name)
        began = time.time()
        house.accepted()
        slowest = max(slowest, time.time() - began)
    return slowest


def main():
    tap = harness.Tap()
    with harness.House().up() as house:
        todo, filed, lock = list(range(COMPLAINTS)), {}, threading.Lock()
        callers = [Caller(house, "", todo, filed, lock)
                   for _ in range(CALLERS)]
        for caller in callers:
            caller.start()
        slowest = kill_some(house)
        tap.ok(todo, "the kills fell among the complaints",
               "all were filed before the last kill")
        for caller in callers:
            caller.join(timeout=240)
        trouble = [c.trouble for c in callers if c.trouble or c.is_alive()]
        tap.ok(not trouble, "%d callers filed %d complaints" % (
            CALLERS, COMPLAINTS), trouble)
        tap.note("%d references, slowest return %.2f s" % (len(filed),
                                                           slowest))
        tap.ok(slowest <= 3, "calls go on within 3 s of each restart",
               slowest)
        tap.ok(len(filed) >= COMPLAINTS * 95 // 100,
               "nearly every complaint was seen filed", len(filed))
        cases = house.cases()
        queue_ = [c["ref"] for c in cases]
        centres = {c["ref"]: c["centre"] for c in cases}
        twice = [r for r in filed if queue_.count(r) != 1]
        tap.ok(not twice, "every reference exists exactly once", twice)
        wrong = []
        sample = list(filed.items())
        whole = 0
        for ref, words in sample:
            read = house.read(ref, READERS[centres[ref]])
            if read is None:
                wrong.append((ref, "cannot be read", centres[ref]))
                continue
            texts = [e["text"] for e in read["entries"]]
            if words in texts:
                whole += 1
            if any(t.startswith("words of") and t != words for t in texts):
                wrong.append((ref, texts))
        tap.ok(not wrong, "and is byte-equal after unsealing", wrong)
        tap.note("%d of %d hold the words too" % (whole, len(sample)))
        check = house.sql("pragma integrity_check")
        tap.ok(check == [("ok",)], "the store is whole", check)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
