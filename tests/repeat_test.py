#!/usr/bin/env python3
"""Once, whatever the network sends again: under the same id, under a new
one, after the link fell, after kill -9.  And what silences replies never
refuses what she says; a tree that changes is never read against an old
page."""
import fcntl
import itertools
import os
import re
import shutil
import signal
import sys
import time

import harness
import peer
import unseal

NUMBERS = itertools.count(1)
SESSIONS = itertools.count(0x9000)
SRC = os.environ.get("srcdir", ".")


def new_phone(house):
    return harness.Worker(house, "+8551242%05d" % next(NUMBERS))


def ussd(phone, text, op=peer.INPUT, **more):
    return phone.network.ussd(phone.number, text, op, phone.session, **more)


def sms(phone, text, **more):
    return phone.network.sms(sender=phone.number, msgdata=text.encode(),
                             **more)


def mine(house, phone):
    """Her cases with their entries."""
    return house.matters(phone.number)


def count(house, phone, entry):
    return sum(e.count(entry) for _, e in mine(house, phone))


def same_id(house, tap):
    box, phone = house.network, new_phone(house)
    phone.dial()
    phone.key("4")
    key = ussd(phone, "3")
    first = box.answers(key)
    at = phone.node()
    again = [box.answers(key) for _ in range(3)]
    tap.ok(phone.node() == at and [len(a) for a in again] == [1, 1, 1] and
           all(a[0].octets == first[0].octets and a[0].op == first[0].op and
               a[0].session == first[0].session for a in again),
           "her last message again shows her page again",
           (first, again, phone.node()))
    box.answers(ussd(phone, "1"))
    at = phone.node()
    again = box.answers(key)
    tap.ok(again == [] and phone.node() == at,
           "an older one is acknowledged in silence", (again, phone.node()))
    words = sms(new_phone(house), "words that come four times")
    pages = [box.answers(words) for _ in range(4)]
    writer = harness.Worker(house, words["sender"])
    tap.ok(count(house, writer, ("words", "words that come four times")) == 1,
           "words that come four times are kept once", pages)
    pages = box.answers(*[sms(writer, "in one burst", id=words["id"],
                              time=words["time"]) for _ in range(5)])
    tap.ok(pages is not None and count(house, writer, (
        "words", "in one burst")) == 0, "five of one id in one burst, too",
        pages)


def begins(house, tap):
    box, phone = house.network, new_phone(house)
    phone.dial()
    phone.keys("4", "3")
    phone.dial()
    at = phone.node()
    again = [box.answers(ussd(phone, "*2026#", peer.BEGIN)) for _ in range(2)]
    tap.ok(at[2] == 1 and phone.node() == at and
           [len(a) for a in again] == [1, 1],
           "a session's first request repeated shows its page again",
           (at, phone.node(), again))
    phone.key("1")
    place = phone.node()
    again = box.answers(ussd(phone, "*2026#", peer.BEGIN))
    tap.ok(phone.node() == place and len(again) == 1,
           "even when she has gone on", (place, phone.node(), again))
    twice = box.answers(*[ussd(new, "*2026#", peer.BEGIN) for new in
                          [new_phone(house)] for _ in range(2)])
    tap.ok(twice and len({p.octets for p in twice}) == 1,
           "twice at once, one page", twice)


def new_ids(house, tap):
    box, phone = house.network, new_phone(house)
    phone.dial()
    phone.keys("4", "3", "1")
    pages = box.answers(ussd(phone, "1"), ussd(phone, "1"))
    tap.ok(phone.node()[0] == "tell.what" and
           len({p.octets for p in pages}) == 1,
           "a key twice in one burst under new ids counts once",
           (phone.node(), pages))
    # Violence opens a case at once: one, not two.
    phone = new_phone(house)
    phone.dial()
    phone.keys("4", "3", "1", "1", "8")
    box.answers(*[ussd(phone, "1") for _ in range(3)])
    phone.keys("2")
    box.answers(*[ussd(phone, "2") for _ in range(3)])
    cases = mine(house, phone)
    tap.ok(len(cases) == 1 and cases[0][0]["urgent"] and
           cases[0][1].count(("where", "TH")) == 1,
           "an urgent choice three times is one case", cases)
    phone = new_phone(house)
    phone.dial()
    phone.keys("4", "9")
    box.answers(*[ussd(phone, "2") for _ in range(3)])
    cases = mine(house, phone)
    tap.ok(len(cases) == 1 and cases[0][1].count(("call", "morning")) == 1,
           "call me three times is one wish", cases)
    phone = new_phone(house)
    box.answers(*[sms(phone, "the same words twice") for _ in range(2)])
    tap.ok(count(house, phone, ("words", "the same words twice")) == 1,
           "words twice in one burst are kept once", mine(house, phone))


def filing(house, tap):
    box, phone = house.network, new_phone(house)
    phone.dial()
    phone.to_pin(phone.key, "4")
    pin = ussd(phone, "4826")
    pages = box.answers(pin, ussd(phone, "4826"))
    pages += box.answers(ussd(phone, "4826"))
    pages += box.answers(pin)
    refs = {harness.ref_in(p.text) for p in pages}
    cases = mine(house, phone)
    tap.ok(len(cases) == 1 and cases[0][0]["filed"] and
           refs == {cases[0][0]["ref"]},
           "filed four times: one case, the same number every time",
           (refs, cases))
    time.sleep(1.2)
    late = box.answers(ussd(phone, "4826"))
    tap.ok(len(mine(house, phone)) == 1 and len(late) == 1 and
           "4826" not in late[0].text, "and a while later still", late)
    phone.key("0")
    phone.keys("3", "1", "1", "3", "1", "1")
    second = harness.ref_in(phone.key("4826").text)
    tap.ok(second is not None and second not in refs and
           len(mine(house, phone)) == 2,
           "a second complaint is a second case", (refs, second))
    for back in ("0", "0", "0"):
        phone.key(back)
    tap.ok(len(mine(house, phone)) == 2, "going back opens none")


def redelivery(house, tap):
    box = house.network
    phone = new_phone(house)
    bad, n = [], 40
    for i in range(n):
        message = sms(phone, "words number %d of many" % i)
        link = box.link
        box.put(message)
        if i % 4:
            # Ever later: before it is read, carried out, answered.
            time.sleep((i % 4) * 0.0007)
        box.drop()
        if not box.ready(after=link) or not box.acknowledged(message["id"]):
            bad.append("%d is not acknowledged" % i)
    said = [t for _, e in mine(house, phone) for k, t in e if k == "words"]
    wrong = [i for i in range(n)
             if said.count("words number %d of many" % i) != 1]
    tap.ok(not bad and not wrong and len(said) == n,
           "%d links fall before an acknowledgement: each message counts once"
           % n, (bad, wrong, said))
    # bearerbox did not see the acknowledgement: all of it comes again.
    phone = new_phone(house)
    phone.dial()
    phone.to_pin(phone.key, "4")
    pin = ussd(phone, "4826")
    packet = peer.pack(peer.SMS, **pin)
    first = box.answers(pin)
    for _ in range(3):
        link = box.link
        box.waiting[pin["id"]] = packet
        box.drop()
        box.ready(after=link)
        box.acknowledged(pin["id"], times=2)
    time.sleep(0.2)
    pages = [p for p in box.pages if p.receiver == phone.number][-3:]
    tap.ok(len(mine(house, phone)) == 1 and
           {harness.ref_in(p.text) for p in pages} ==
           {harness.ref_in(first[0].text)},
           "an acknowledgement that was lost: the same number again",
           (first, pages))


def durable(house, tap):
    """kill -9 in the moment when the acknowledgement is read."""
    box = house.network
    phone = new_phone(house)
    lost = []
    for i in range(10):
        message = sms(phone, "durable words %d" % i)
        process, link = house.processes["calls"], box.link
        end = process.terminate if i % 3 == 2 else process.kill
        box.heard = lambda fields: end() if \
            fields["id"].decode() == message["id"] else None
        box.put(message)
        box.acknowledged(message["id"])
        process.wait()
        box.heard = None
        house.start("calls")
        box.ready(after=link)
    said = [t for _, e in mine(house, phone) for k, t in e if k == "words"]
    lost = [i for i in range(10) if "durable words %d" % i not in said]
    tap.ok(not lost, "what was acknowledged survives kill -9", lost)
    alone = os.path.join(house.top, "alone.db")
    shutil.copy(os.path.join(house.dir, "helpline.db"), alone)
    store = unseal.look(alone)
    found = store.execute("select count(*) from items where case_id in ("
                          "select id from cases where tag = ?)",
                          (bytes(house.place(phone.number)["tag"]),))
    tap.ok(found.fetchone()[0] >= 10, "and is in the store itself, without "
           "its log, before calls acknowledges again")
    store.close()
    # Nobody hears anything while the store cannot be written.
    message = ussd(phone, "*2026#", peer.BEGIN)
    with open(os.path.join(house.dir, "lock"), "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = len(box.packets)
        box.put(message)
        time.sleep(0.5)
        early = [p for p in box.packets[before:] if p.type != peer.HEARTBEAT]
    tap.ok(not early and box.acknowledged(message["id"]),
           "neither answer nor acknowledgement before the store has it",
           early)


def together(house, tap):
    box = house.network
    before = len(box.packets)
    phones = [new_phone(house) for _ in range(30)]
    for phone in phones:
        phone.dial()
        phone.key("4")
    box.answers(*[sms(phone, "many at once") for phone in phones])
    seen = box.packets[before:]
    apart = wrong = n = 0
    answered = {}
    for packet in seen:
        if packet.type == peer.SMS:
            answered.setdefault(packet.fields["receiver"], []).append(packet)
    acks = [p for p in seen if p.type == peer.ACK]
    sent = [p for p in seen if p.type == peer.SMS]
    for ack, reply in zip(acks, sent):
        n += 1
        wrong += seen.index(reply) > seen.index(ack)
        apart += reply.read != ack.read
    tap.ok(n == 90 and not wrong,
           "every answer leaves before its acknowledgement", (n, wrong))
    tap.ok(apart <= 4, "in one write with it", "%d of %d" % (apart, n))


def budget(house, tap):
    box, phone = house.network, new_phone(house)
    pages = []
    pages += box.answers(sms(phone, "first words of hers"))
    pages += box.answers(sms(phone, "4"))
    pages += box.answers(sms(phone, "second words of hers"))
    silent = box.answers(sms(phone, "third words of hers"))
    silent += box.answers(sms(phone, "3"))
    tap.ok(len(pages) == 3 and silent == [], "three SMS an hour, then silence",
           (pages, silent))
    said = [t for _, e in mine(house, phone) for k, t in e if k == "words"]
    box.answers(*[sms(phone, "1") for _ in range(2)])
    tap.ok(phone.node()[0] == "tell.safe", "a key twice at once counts once "
           "in silence too", phone.node())
    tap.ok(said == ["first words of hers", "second words of hers",
                    "third words of hers"], "but her words are kept", said)
    tap.ok(len(box.answers(ussd(phone, "*2026#", peer.BEGIN))) == 1,
           "and USSD is answered")
    tap.ok(len(box.answers(sms(new_phone(house), "hello"))) == 1,
           "so is everyone else")
    row = house.place(phone.number)
    house.sql("update caller set replies_at = replies_at - 3601 "
              "where tag = ?", bytes(row["tag"]))
    tap.ok(len(box.answers(sms(phone, "an hour later"))) == 1,
           "and she too, an hour later")


def write_tree(house, change):
    with open(os.path.join(SRC, "menus", "tree.yaml")) as f:
        text = change(f.read())
    path = os.path.join(house.dir, "tree.yaml")
    with open(path + ".new", "w") as f:
        f.write(text)
    os.rename(path + ".new", path)
    os.kill(house.processes["calls"].pid, signal.SIGHUP)
    # Whoever is answered after that is answered by the new tree.
    for _ in range(2):
        new_phone(house).dial()


def swapped(text):
    """Asking for help moves from 3 to 2."""
    other, count = re.subn(
        r"\{digit: 2, text: start.numbers, to: numbers\}(\s*- )"
        r"\{digit: 3, text: start.ask, to: ask\}",
        r"{digit: 2, text: start.ask, to: ask}\1"
        r"{digit: 3, text: start.numbers, to: numbers}", text)
    assert count == 1
    return other


def without_papers(text):
    other, count = re.subn(r"  - \{id: papers, .*\n", "", text)
    assert count == 1
    return other.replace("next: papers\n", "next: go.plan\n")


def centres(house, tap):
    phone = new_phone(house)
    phone.dial()
    phone.keys("4", "3", "1", "1", "3")
    at, seen = phone.node(), phone.key("00") and phone.keys("3", "1", "1", "3")
    house.helpline("centre", house.dir, "add", "--centre", "New Office",
                   "--staff", "newcomer", "--no-typing-back")
    time.sleep(2.5)
    page = phone.key("5")
    again = phone.node()
    tap.ok(at[0] == again[0] == "tell.centre" and "New Office" in page.text
           and "New Office" not in seen.text,
           "a centre more: her key only shows the page again",
           (at, again, page))
    phone.key("5")
    tap.ok([c["centre"] for c, _ in mine(house, phone)] == ["New Office"],
           "and then it counts", mine(house, phone))


def trees(house, tap):
    box = house.network
    for name in ("by key", "by words"):
        phone = new_phone(house)
        phone.dial()
        phone.key("4")
        write_tree(house, swapped)
        if name == "by key":
            page = phone.key("3")
            at = phone.node()
            phone.key("2")
            tap.ok(at[0] == "start" and phone.node()[0] == "ask",
                   "after the tree changed a key only shows the page again",
                   (at, phone.node(), page))
        else:
            pages = box.answers(ussd(phone, "words to a page that changed"))
            tap.ok(len(pages) == 1 and count(house, phone, (
                "words", "words to a page that changed")) == 1,
                "and words are kept all the same", mine(house, phone))
        write_tree(house, lambda text: text)
    phone = new_phone(house)
    phone.dial()
    phone.keys("4", "1", "1", "1")
    at = phone.node()
    write_tree(house, without_papers)
    phone.key("0")
    gone = phone.node()
    phone.key("3")
    tap.ok(at[0] == "papers" and phone.node()[0] == "ask",
           "a page that is gone becomes the start page, the next key counts",
           (at, gone, phone.node()))
    write_tree(house, lambda text: text)
    phone = new_phone(house)
    for text in ("hello", "4", "3", "1", "1"):
        box.answers(sms(phone, text))
    at = phone.node()
    row = house.place(phone.number)
    house.sql("update caller set seen_at = seen_at - 700, last_time = "
              "last_time - 700 where tag = ?", bytes(row["tag"]))
    write_tree(house, swapped)
    box.answers(sms(phone, "1"))
    tap.ok(at[0] == "tell.what" and phone.node()[0] == "start",
           "a sensitive page of long ago is not shown again",
           (at, phone.node()))
    write_tree(house, lambda text: text)
    bad = {"no YAML": lambda t: "nodes: [", "not a tree": lambda t: "a: 1\n",
           "nothing": lambda t: "", "binary": lambda t: "\x01\x02" * 500,
           "a wrong link": lambda t: t.replace("to: ask}", "to: nowhere}"),
           "a digit twice": lambda t: t.replace(
               "{digit: 2, text: start.n", "{digit: 3, text: start.n"),
           "huge": lambda t: "x" * 3000000}
    wrong = []
    for name, change in bad.items():
        phone = new_phone(house)
        phone.dial()
        phone.key("4")
        write_tree(house, change)
        phone.key("3")
        if phone.node()[0] != "ask" or not house.alive():
            wrong.append((name, phone.node()))
    tap.ok(not wrong, "a bad tree on SIGHUP keeps the old one", wrong)
    os.remove(os.path.join(house.dir, "tree.yaml"))
    phone = new_phone(house)
    phone.dial()
    for n in range(40):
        os.kill(house.processes["calls"].pid, signal.SIGHUP)
        phone.key("0" * (n % 2 + 1))
    tap.ok(house.alive() and phone.key("00"), "40 SIGHUPs amid calls")


def echoing_network(tap):
    """A network that sends everything twice, by the operator's setting."""
    with harness.House() as house:
        house.set("repeat_key_ms", 1000)
        house.up()
        phone = harness.Worker(house, "+85512600900")
        phone.dial()
        differ, last = [], None
        for key in ("4", "3", "1", "1", "3", "1", "1", "4826"):
            if key == last:
                time.sleep(1.1)
            phone.ussd_send(key, peer.INPUT)
            time.sleep(0.1)
            phone.ussd_send(key, peer.INPUT)
            pages = phone.next().text, phone.next().text
            if pages[0] != pages[1]:
                differ.append((key, pages))
            last = key
        filed = [c for c in house.cases() if c["state"] == "new"]
        tap.ok(not differ and len(filed) == 1 and
               phone.node()[0] == "tell.filed",
               "a network that sends everything twice files one complaint",
               (differ, filed, phone.node()))


def main():
    tap = harness.Tap()
    with harness.House(network=False).up_alone() as house:
        for test in (same_id, begins, new_ids, filing, redelivery, together,
                     trees, durable, centres):
            began = time.time()
            test(house, tap)
            tap.note("%s: %.1f s" % (test.__name__, time.time() - began))
        house.stopped(tap)
    with harness.House(network=False) as house:
        house.set("sms_replies", 3)
        budget(house.up_alone(), tap)
        house.stopped(tap)
    echoing_network(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
