#!/usr/bin/env python3
"""After a complaint, on a real bearerbox: an answer of staff is read by
dialling and in no other way; STOP, DELETE and any other text are answered alike,
octet for octet, whether the number has a case; DELETE hides the case on that
phone alone; a phone that answers every SMS of ours gets three."""
import sys
import time

import harness

WORDS = {"1": ("ឈប់", "លុប"), "2": ("chhob", "lup"), "3": ("หยุด", "ลบ"),
         "4": ("STOP", "DELETE")}


def new_phone(house, n):
    return harness.Worker(house, "+8551253%05d" % n)


def stranger(house, n, language):
    """She chose her language, and nothing else."""
    phone = new_phone(house, n)
    phone.dial()
    phone.key(language)
    return phone


def complainant(house, n, language):
    phone = new_phone(house, n)
    phone.dial()
    ref = phone.file(phone.key, language)
    phone.key("2")
    if phone.node()[0] != "bye":	# on the second page of long scripts
        phone.keys("8", "2")
    return phone, ref


def put_answer(house, ref, code):
    """As the desk does; its own test is elsewhere."""
    house.sql("insert into canned (case_id, n, code, day, centre, by, at) "
              "select id, 1, ?, 0, 0, 'dara', 0 from cases where ref = ?",
              code, ref)


def answers(house, tap):
    phone, ref = complainant(house, 1, "4")
    put_answer(house, ref, "one_more")
    tap.ok(phone.silent(1.0) is None, "nothing is sent because staff answered")
    phone.dial()
    if phone.node()[2]:
        phone.key("2")
    phone.keys("3", "2")
    wrong = phone.key("1357")
    tap.ok("one more thing" not in wrong.text, "wrong digits do not show it")
    page = phone.key("4826")
    tap.ok("We need one more thing" in page.text, "her digits do", page.text)
    today = int((time.time() + 7 * 3600) // 86400)
    read_on = house.sql("select read_on from canned")
    tap.ok(read_on[0][0] in (today, today - 1), "and the day is noted",
           read_on)
    other = stranger(house, 2, "4")
    other.keys("3", "2")
    page = other.key(ref + "4826")
    tap.ok("We need one more thing" in page.text,
           "from another phone with the reference", page.text)


def alike(house, tap):
    """The pages of who has a case and of who has none, by language."""
    differ, empty = [], []
    for language, (stop, delete) in WORDS.items():
        for i, word in enumerate((stop, delete,
                                  "please do not call me any more")):
            n = 100 + 10 * int(language) + 2 * i
            hers, _ = complainant(house, n, language)
            other = stranger(house, n + 1, language)
            one, two = hers.sms(word), other.sms(word)
            if one is None or two is None:
                empty.append(word)
            elif one.octets != two.octets or one.coding != two.coding:
                differ.append((word, one.text, two.text))
    tap.ok(not empty, "STOP, DELETE and words are answered in every language",
           empty)
    tap.ok(not differ, "octet for octet alike with a case and without",
           differ)


def deleted(house, tap):
    phone, ref = complainant(house, 50, "4")
    other = stranger(house, 51, "4")
    other.keys("3", "2")
    none = other.key("4826").octets
    phone.sms("delete")
    time.sleep(1.1)
    phone.dial()
    phone.keys("3", "2")
    tap.ok(phone.key("4826").octets == none and
           phone.key(ref + "4826").octets == none,
           "after DELETE that phone is told there is no case")
    page = other.key(ref + "4826")
    tap.ok(other.node()[0] == "state.show",
           "another phone with reference and digits is told", page.text)
    tap.ok(house.sql("select count(*) from cases where ref = ?", ref) ==
           [(1,)], "and the case is there")


def machine(house, tap):
    phone = stranger(house, 60, "4")
    replies, said = 0, "hello"
    while replies < 20:
        phone.sms("I am away: %s" % said[:20], wait=False)
        page = phone.silent(2.0)
        if page is None:
            break
        replies, said = replies + 1, page.text
    tap.ok(1 <= replies <= 3, "a phone that answers every SMS gets three",
           replies)


def main():
    tap = harness.Tap()
    with harness.House() as house:
        house.up()
        answers(house, tap)
        alike(house, tap)
        deleted(house, tap)
        machine(house, tap)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
