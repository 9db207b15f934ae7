#!/usr/bin/env python3
"""The whole follow-up on the wire and in the browser: a complaint by USSD over
a real bearerbox, an answer that she reads by dialling, a text that arrives at
her handset, her SMS matched to its case, a call, closed, "not solved", taken up
again.  calls and bearerbox are killed on the way.  TAP."""
import os
import re
import signal
import sys
import time

import harness
import desk as desks
import walk

PIN = "4826"
HER_WORDS = "My boss in the harbour keeps my passport since March."
TEXT = "Hello. Please bring the two papers on Monday morning."


class Staff(walk.Walk):
    """A browser that does as it is told, one step after the other."""

    def __init__(self, tap, desk):
        super().__init__(tap, "desk_walks/followup.mjs", desk,
                         codes=desks.sheet("dara"))
        self.answer()

    def answer(self):
        """What it found, until the step is over."""
        for got in self.lines("STEP "):
            return got
        self.tap.ok(False, "the browser goes on")
        return {}

    def do(self, step, **more):
        self.say(dict(more, do=step))
        return self.answer()

    def end(self):
        self.hang_up()
        self.node.wait(timeout=20)


def complaint(tap, phone):
    phone.dial()
    ref = phone.file(phone.key, "4", pin=PIN)
    phone.tell_more(phone.key, "Some Company", [HER_WORDS])
    tap.ok(ref is not None, "a complaint by USSD has a number", ref)
    return ref


def begin(phone):
    """From the start, wherever she was."""
    phone.dial()
    if phone.node()[2]:
        phone.key("2")


def state(phone):
    """What became of my matter, by her digits."""
    begin(phone)
    phone.keys("3", "2")
    return phone.key(PIN)


def allow_texts(tap, phone):
    """Now, whatever the hour of the test, is in one of her times or none is."""
    state(phone)
    while phone.node()[0] == "state.answer":
        phone.key("8")
    phone.key("3")
    at = [phone.node()[0]]
    phone.key("3")
    at.append(phone.node()[0])
    page = phone.key("1")
    tap.ok(at == ["state.contact", "state.when"],
           "she allows texts at any time", (at, page.text))


def plain(text):
    return "".join(re.sub(r"\n[^\n]*$", "", text).split())


def letters(phone, seconds=12):
    """The next SMS that came to her."""
    end = time.time() + seconds
    while time.time() < end:
        page = phone.silent(0.3)
        if page is not None and page.smsc == phone.sms_name:
            return page
    return None


def read_answer(tap, staff, phone, ref):
    shown = staff.do("answer", ref=ref).get("shown", "")
    page = state(phone)
    said = page.text
    while phone.node()[0] == "state.answer" and "8" in page.text \
            and len(said) < 600:
        page = phone.key("8")
        said += page.text
    tap.ok(plain(shown)[:30] in "".join(said.split()),
           "she reads it when she dials with her digits", (shown, said))
    phone.flush()
    staff.do("readIt", ref=ref)


def send_text(tap, house, staff, phone, ref):
    staff.do("text", ref=ref, echo="We heard: keeps my passport since March",
             sensitive="Bring your passport to the police", words=TEXT)
    got = letters(phone)
    tap.ok(got is not None and got.text == TEXT and got.sender == "2026",
           "the text arrives at her handset", got)
    staff.do("arrived", ref=ref, state="sent")
    for name in ("calls", "bearerbox"):
        house.kill(name)
        house.start(name)
        house.network.ready()
        house.accepted()
    phone.flush()
    tap.ok(letters(phone, 3) is None, "killed and started, nothing comes twice")


def her_sms(tap, house, staff, phone, ref):
    words = "I have the two papers now, when shall I come"
    # A quarter of an hour later: who writes now may be anyone.
    house.sql("update caller set seen_at = seen_at - 900, last_time = "
              "last_time - 900 where tag = ?",
              bytes(house.place(phone.number)["tag"]))
    answer = phone.sms(words)
    tap.ok("papers" not in answer.text, "her SMS gets a neutral answer",
           answer.text)
    unsorted = [c["ref"] for c in house.cases()
                if c["category"] == "unsorted"]
    tap.ok(len(unsorted) == 1, "and is filed apart, not verified",
           (unsorted, [(c["category"], c["state"]) for c in house.cases()]))
    if not unsorted:
        return
    staff.do("match", ref=ref, unsorted=unsorted[0], words=words)


def called(tap, house, staff, phone):
    begin(phone)
    phone.keys("3", "3")
    phone.key("1")
    waiting = [ref for ref, in house.sql(
        "select ref from callback join cases on cases.id = case_id")]
    tap.ok(len(waiting) == 1, "she asks to be called", waiting)
    if waiting:
        staff.do("call", ref=waiting[0])


def not_solved(tap, staff, phone, ref):
    staff.do("close", ref=ref)
    page = state(phone)
    tap.ok(phone.node()[0] == "state.closing" or "olved" in page.text,
           "closed, it asks her whether it is solved", page.text)
    page = phone.key("2")
    staff.do("reopened", ref=ref)


def play(tap, house, desk):
    staff = Staff(tap, desk)
    phone = harness.Worker(house, "+85512777100")
    ref = complaint(tap, phone)
    staff.do("roster")
    read_answer(tap, staff, phone, ref)
    allow_texts(tap, phone)
    send_text(tap, house, staff, phone, ref)
    her_sms(tap, house, staff, phone, ref)
    called(tap, house, staff, phone)
    staff.do("prove", ref=ref, pin=PIN)
    not_solved(tap, staff, phone, ref)
    staff.do("khmer", ref=ref)
    staff.end()


def main():
    if walk.missing():
        print("1..0 # SKIP " + walk.missing())
        return 0
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House() as house:
        # Noon in Cambodia and Thailand, whatever the hour of the test.
        clock = harness.Clock(os.path.join(house.top, "ahead"))
        clock.set(int((12 * 3600 - (time.time() + 7 * 3600)) % 86400))
        house.env = clock.env
        house.up()
        play(tap, house, desks.Desk(house))
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
