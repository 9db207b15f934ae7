#!/usr/bin/env python3
"""Whatever a phone, a network or bearerbox sends: calls goes on answering,
what was words is found sealed with staff, and who must not be answered is
not.  First through a real bearerbox, then as bearerbox itself."""
import itertools
import random
import struct
import sys
import time

import harness
import peer

NUMBERS = itertools.count(1)
KHMER = "ខ្ញុំត្រូវការជំនួយ"
WRITER = "+85512600001"


def utf16(text):
    return text.encode("utf-16-be", "surrogatepass")


def well(house):
    """'' when a good caller is answered by the process that was started."""
    phone = harness.Worker(house, "+8551259%05d" % next(NUMBERS))
    try:
        page = phone.dial()
    except Exception as e:
        return "a good caller is not answered: %r" % e
    if not house.alive():
        return "calls has ended"
    return "" if "Khmer" in page.text else page.text


# (name, octets, coding, what staff must find in one entry or None)
TEXTS = [
    ("a lone high surrogate",
     utf16("lone \ud83d high surrogate"), 2, "lone \ufffd high surrogate"),
    ("a lone low surrogate",
     utf16("lone \udc00 low surrogate"), 2, "lone \ufffd low surrogate"),
    ("surrogates at the end",
     utf16("the end is cut \ud83d"), 2, "the end is cut"),
    ("little endian", (KHMER + " little").encode("utf-16-le"), 2,
     KHMER + " little"),
    ("little endian with a mark",
     b"\xff\xfe" + (KHMER + " marked").encode("utf-16-le"), 2,
     KHMER + " marked"),
    ("a byte order mark", utf16("\ufeff" + KHMER + " bom"), 2,
     KHMER + " bom"),
    ("an odd length", utf16(KHMER + " odd") + b"\x17", 2, KHMER + " odd"),
    ("NULs", utf16("nul \0in the\0 middle"), 2, "nul in the middle"),
    ("controls", utf16("\x01bell\x07 and\x1b escape\x7f\x9f words"), 2,
     "bell and escape words"),
    ("bidi marks", utf16("\u202ehidden\u2066 direction\u202c words"), 2,
     "hidden direction words"),
    ("noncharacters", utf16("not \uffff characters \ufdd0 these"), 2,
     "characters"),
    ("piled marks", utf16("piled words ก" + "\u0e49" * 60), 2,
     "piled words ก"),
    ("nothing", b"", 0, None),
    ("nothing in UCS-2", b"", 2, None),
    ("one octet of UCS-2", b"\x31", 2, None),
    ("one octet", b"\x07", 0, None),
    ("only blanks", b"  \r\n  ", 0, None),
]

# As the box protocol can say it; SMPP or bearerbox would not.
BOX_TEXTS = TEXTS + [
    ("NULs in UTF-8", b"nul \0inside\0 utf8", 0, "nul inside utf8"),
    ("bad UTF-8", b"bad \xff octets \xc0\x80 here", 0, "octets"),
    ("cut UTF-8", "cut at the end ".encode() + KHMER.encode()[:4], 0,
     "cut at the end"),
    ("surrogates in UTF-8", b"cesu \xed\xa0\xbd\xed\xb8\x80 words", 0,
     "words"),
    ("GSM extensions", "extended €[]{}~^\\| letters".encode(), 0,
     "extended €[]{}~^\\| letters"),
    ("an escape", b"escaped \x1be letters", 0, "letters"),
    ("the binary coding", b"binary words of hers", 1,
     "binary words of hers"),
    ("an unknown coding", b"coding ninety nine", 99, "coding ninety nine"),
    ("no coding", b"coding not set at all", None, "coding not set at all"),
    ("a format", b"%s%n%d %99999999s words", 0, "%s%n%d %99999999s words"),
    ("a statement", b"'); DROP TABLE cases; --", 0,
     "'); DROP TABLE cases; --"),
    ("60 KiB", b"sixty words " * 5120, 0, "sixty words " * 600),
    ("60 KiB of Khmer", utf16((KHMER + " ") * 1600), 2,
     (KHMER + " ") * 100),
    ("1 MiB less a little", b"x" * ((1 << 20) - 300), 0, "x" * 8000),
]

# Who is never answered, as SMPP and as the box protocol write it.
NOBODY = ["HELPLINE", "1297", "2026", "*2026#", "+855232026026",
          "855232026026"]
BOX_NOBODY = NOBODY + [
    "00855232026026", "+8552026", "02026", "", None, "+", "+0", "0", "*",
    "+855", "+8551200000000000000", "a" * 300, b"nul\0inside", b"\xff\xfe\xc0",
    "ជំនួយ", "B" * (200 << 10), b"\x80" * 5000, "+85512\n000001",
    "12 34", "%s%n%x", "'; --"]


def kept(entries, what):
    return what is None or any(what in text for _, text in entries)


def texts_by_smpp(house, tap):
    bad = []
    for name, octets, coding, _ in TEXTS:
        house.network.deliver("sms-kh", WRITER, "2026", "",
                              octets=octets, coding=8 if coding else 0)
        bad += ["%s: %s" % (name, w) for w in [well(house)] if w]
    more = [(b"words with \x1b\x65 euro", 0), (b"words end in escape \x1b", 0),
            (b"two \x1b\x1b escapes in words", 0),
            (b"eight \x80\xff bits in words", 0),
            (b"words by another alphabet", 1), (b"words by binary", 4),
            (b"words by a reserved coding", 0xee)]
    for octets, coding in more:
        house.network.deliver("sms-kh", WRITER, "2026", "", octets=octets,
                              coding=coding)
        bad += ["%r: %s" % (octets, w) for w in [well(house)] if w]
    # The longest that bearerbox reads is 7424 octets.
    house.network.deliver("sms-kh", WRITER, "2026", "", coding=8,
                          octets=utf16((KHMER + " ") * 190))
    bad += [w for w in [well(house)] if w]
    tap.ok(not bad, "SMPP: after each bad text a good caller is answered",
           "\n".join(bad))
    time.sleep(0.3)
    entries = house.entries()
    lost = [t[0] for t in TEXTS if not kept(entries, t[3])]
    lost += [w for w in ("€ euro", "end in escape", "escapes in words",
                         "bits in words", (KHMER + " ") * 100)
             if not kept(entries, w)]
    tap.ok(not lost, "SMPP: and what was words is with staff",
           "\n".join(lost + [repr(e) for e in entries if len(e[1]) < 200]))
    return len(entries)


def ussd_by_smpp(house, tap):
    bad = []
    phone = harness.Worker(house, "+85512600002")
    phone.dial()
    for name, octets, coding, _ in TEXTS:
        phone.flush()
        phone.ussd_send("", peer.INPUT, octets=octets,
                        coding=8 if coding else 0)
        try:
            phone.next(5)
        except Exception:
            bad.append("%s: no page" % name)
    for tlvs in ([(peer.OP, b"\xff")], [(peer.OP, b"")],
                 [(peer.OP, b"\1\2\3")], [(peer.SESSION, b"\1" * 30)],
                 [(peer.OP, b"\1"), (peer.SESSION, b"")], []):
        house.network.deliver("ussd-kh", phone.number, "2026", "1", "USSD",
                              tlvs)
        bad += ["%s: %s" % (tlvs, w) for w in [well(house)] if w]
    tap.ok(not bad, "SMPP: each bad input in a session gets a page",
           "\n".join(bad))


def nobody_by_smpp(house, tap):
    before = len(house.network.pages)
    for n, sender in enumerate(NOBODY):
        for smsc in ("sms-kh", "ussd-kh"):
            house.network.deliver(smsc, sender, "2026",
                                  "nobody %d writes by %s" % (n, smsc))
    # A part of a longer text: bearerbox holds it for the others.
    house.network.deliver("sms-kh", WRITER, "2026", "", esm=0x40,
                          octets=b"\5\0\3\7\2\1" + b"1", coding=0)
    bad = well(house)
    time.sleep(0.5)
    pages = [p for p in house.network.pages[before:]
             if not p.receiver.startswith("+8551")]
    tap.ok(not bad and not pages,
           "SMPP: who is nobody is never answered", (bad, pages))
    entries = house.entries()
    lost = ["%s by %s" % (s, smsc) for n, s in enumerate(NOBODY)
            for smsc in ("sms-kh", "ussd-kh")
            if not kept(entries, "nobody %d writes by %s" % (n, smsc))]
    tap.ok(not lost, "SMPP: and is kept sealed", "\n".join(lost))


def beyond_bearerbox(house, tap):
    """60 KiB in one PDU: bearerbox loses its place in that bind."""
    house.network.deliver("sms-kh", WRITER, "2026", "", coding=8,
                          octets=utf16((KHMER + " ") * 1600))
    bad = well(house)
    house.network.drop()
    house.network.ready()
    phone = harness.Worker(house, "+85512600009")
    tap.ok(not bad and phone.sms("hello").text,
           "SMPP: 60 KiB cost the bind, nothing of ours", bad)


def by_smpp(tap):
    with harness.House().patient().up() as house:
        texts_by_smpp(house, tap)
        ussd_by_smpp(house, tap)
        nobody_by_smpp(house, tap)
        beyond_bearerbox(house, tap)


def texts_by_box(house, tap):
    box, bad = house.network, []
    for name, octets, coding, _ in BOX_TEXTS:
        pages = box.answers(box.sms(sender=WRITER, msgdata=octets,
                                    coding=coding))
        if pages is None or len(pages) != 1:
            bad.append("%s: %s pages" % (name, pages and len(pages)))
        bad += ["%s: %s" % (name, w) for w in [well(house)] if w]
    box.answers(box.sms(sender=WRITER, msgdata=None))
    bad += [w for w in [well(house)] if w]
    tap.ok(not bad, "after each bad text a good caller is answered",
           "\n".join(bad))
    entries = house.entries()
    lost = [t[0] for t in BOX_TEXTS if not kept(entries, t[3])]
    tap.ok(not lost, "and what was words is with staff",
           "\n".join(lost + [repr(e) for e in entries if len(e[1]) < 200]))


def fragments(house, tap):
    box = house.network
    phone = harness.Worker(house, "+85512600003")
    phone.sms("hello")
    phone.sms("4")
    at = phone.node()
    udh = b"\5\0\3\x2a\2\1"
    for part in (b"3", b"part of a longer text", b"", b"stop"):
        pages = box.answers(box.sms(sender=phone.number, msgdata=part,
                                    udhdata=udh))
        if pages is None:
            tap.ok(False, "a part alone is acknowledged", part)
    tap.ok(phone.node()[:2] == at[:2],
           "a part of a long SMS alone is never a key", phone.node())
    entries = house.entries()
    tap.ok(kept(entries, "part of a longer text") and
           ("fragment", "3") in entries, "and is kept", entries)


def nobody_by_box(house, tap):
    box, bad = house.network, []
    for n, sender in enumerate(BOX_NOBODY):
        for more in ({}, {"smsc_id": "ussd-kh", "binfo": "USSD"}):
            pages = box.answers(box.sms(sender=sender, **more,
                                        msgdata="nobody %d writes" % n))
            if pages is None or pages:
                bad.append("%r: %r" % (sender, pages))
        bad += ["%.20r: %s" % (sender, w) for w in [well(house)] if w]
    for n, smsc in enumerate(["sms-vn", "", None, "x" * 100000, b"\xff\0"]):
        pages = box.answers(box.sms(sender="+85512600004", smsc_id=smsc,
                                    msgdata="strange network %d" % n))
        if pages is None or pages:
            bad.append("smsc %.20r: %r" % (smsc, pages))
    tap.ok(not bad, "who is nobody, and a network in no profile, is never "
           "answered", "\n".join(bad))
    entries = house.entries()
    lost = ["%.20r" % s for n, s in enumerate(BOX_NOBODY)
            if not kept(entries, "nobody %d writes" % n)]
    lost += ["network %d" % n for n in range(5)
             if not kept(entries, "strange network %d" % n)]
    tap.ok(not lost, "and all of it is kept sealed", "\n".join(lost))
    tap.ok(any(t.startswith("HELPLINE") for _, t in entries),
           "with who sent it")


def reports(house, tap):
    box = house.network
    cases = len(house.cases())
    bad = []
    for kind in (peer.REPORT, 1, 2, 4, 99, None, -2147483648):
        pages = box.answers(box.sms(
            sender="+85512600005", sms_type=kind, dlr_mask=1,
            dlr_url="no-such-id", msgdata=b"id:1 stat:DELIVRD"))
        if pages is None or pages:
            bad.append("%s: %s" % (kind, pages))
        bad += ["%s: %s" % (kind, w) for w in [well(house)] if w]
    tap.ok(not bad and len(house.cases()) == cases,
           "reports for unknown ids are acknowledged and nothing else",
           "\n".join(bad))


def fields(house, tap):
    """Any octets in every string, the ends of the range in every integer."""
    box, bad = house.network, []
    pick = random.Random(11)
    n = 0
    for how, name in peer.FIELDS[peer.SMS]:
        if name in ("id", "sms_type"):
            continue
        strings = [b"", b"\0" * 40, pick.randbytes(300), b"?smpp?a=%&=&%zz&" *
                   50, b"\xff" * 70000, None]
        for value in strings if how == "s" else (
                -2147483648, -1, 0, 1, 2147483647):
            n += 1
            message = box.ussd("+8551258%05d" % n, "1", peer.INPUT, b"\1\2")
            message[name] = value
            if box.answers(message) is None:
                bad.append("%s = %.20r is not acknowledged" % (name, value))
        bad += ["%s: %s" % (name, w) for w in [well(house)] if w]
    tap.ok(not bad, "any octets in every field, %d messages" % n,
           "\n".join(bad))


def sessions(house, tap):
    box, bad = house.network, []
    metas = [None, b"", b"?", b"??", b"?smpp?", b"?smpp?ussd_service_op",
             b"?smpp?ussd_service_op=", b"?smpp?ussd_service_op=%",
             b"?smpp?ussd_service_op=%0", b"?smpp?ussd_service_op=%zz&",
             b"?smpp?ussd_service_op=%12%12&", b"?smpp?ussd_service_op=%FF&",
             b"?smpp?ussd_service_op=%00&its_session_info=%00%00&",
             b"?smpp?ussd_service_op=%12&its_session_info=" +
             b"%41" * 300 + b"&", b"?other?ussd_service_op=%01&",
             b"?smpp?" + b"x=y&" * 20000, b"?smpp?=&=&=&&&&",
             b"?smpp?ussd_service_op=%01?smpp?ussd_service_op=%81&"]
    for n, meta in enumerate(metas):
        message = box.ussd("+8551257%05d" % n, "3", peer.INPUT, None)
        message["meta_data"] = meta
        pages = box.answers(message)
        if pages is None or len(pages) != 1:
            bad.append("%.60r: %r" % (meta, pages))
        bad += ["%.60r: %s" % (meta, w) for w in [well(house)] if w]
    tap.ok(not bad, "bad meta_data still gets a page", "\n".join(bad))


def broken_packets():
    """Packets that are none, each of which may be stepped over."""
    good = peer.pack(peer.SMS, **peer.Box.sms(
        sender="+85512600006", msgdata="malformed words here"))
    body = good[4:]

    def framed(octets):
        return struct.pack(">I", len(octets)) + octets

    for kind in (4, 7, 255, -1, 2147483647, -2147483648):
        yield framed(struct.pack(">i", kind) + body[4:])
        yield framed(struct.pack(">i", kind))
    for n in range(4, len(body), 7):
        yield framed(body[:n])
    yield framed(body + b"\0")
    yield framed(body + body)
    yield framed(body[:4] + struct.pack(">i", -2) + body[8:])
    yield framed(body[:4] + struct.pack(">i", 2147483647) + body[8:])
    yield framed(body[:4] + struct.pack(">I", len(body)) + body[8:])
    for bad in ("", None, "1", "x" * 36, "0160e842-68e0-4c03-8422-1a02bfee867",
                "0160e842-68e0-4c03-8422-1a02bfee86711", "\0" * 36,
                b"\xff" * 36, "1" * 100000):
        yield peer.pack(peer.SMS, **peer.Box.sms(
            sender="+85512600006", msgdata="malformed words here", id=bad))
        yield peer.pack(peer.ACK, nack=0, time=1, id=bad)
    pick = random.Random(5)
    for _ in range(60):
        yield framed(struct.pack(">i", pick.randrange(4)) +
                     pick.randbytes(pick.randrange(400)))


def packets(house, tap):
    box, bad, n = house.network, [], 0
    link = box.link
    for n, octets in enumerate(broken_packets(), 1):
        box.raw(octets)
        if n % 10 == 0:
            bad += ["by packet %d: %s" % (n, w) for w in [well(house)] if w]
    bad += [w for w in [well(house)] if w]
    tap.ok(not bad and box.link == link,
           "%d malformed packets are stepped over" % n, "\n".join(bad))
    bad = []
    for head in (b"\0\0\0\0", b"\0\0\0\3", b"\xff\xff\xff\xff",
                 b"\x7f\xff\xff\xff", struct.pack(">I", (1 << 20) + 1)):
        link = box.link
        box.raw(head + b"\0" * 64)
        if not box.ready(after=link, timeout=5):
            bad.append("%r: no new link" % head)
        bad += ["%r: %s" % (head, w) for w in [well(house)] if w]
    tap.ok(not bad, "a length that cannot be costs the link, not the process",
           "\n".join(bad))
    bad = []
    for cut in (1, 3, 4, 7, 50):
        link = box.link
        box.raw(peer.pack(peer.SMS, **box.sms(sender=WRITER))[:cut])
        box.drop()
        if not box.ready(after=link, timeout=5):
            bad.append("%d: no new link" % cut)
        bad += ["%d: %s" % (cut, w) for w in [well(house)] if w]
    tap.ok(not bad, "a link that falls inside a packet is made again",
           "\n".join(bad))


def manners(house, tap):
    box, bad = house.network, []
    message = box.sms(sender="+85512600007", msgdata=b"hello")
    for octet in peer.pack(peer.SMS, **message):
        box.raw(bytes([octet]))
        time.sleep(0.001)
    if not box.acknowledged(message["id"]):
        bad.append("octet by octet: not acknowledged")
    many = [box.sms(sender="+8551256%05d" % n, msgdata=b"hello")
            for n in range(3000)]
    pages = box.answers(*many, timeout=20)
    if pages is None or len(pages) != 3000:
        bad.append("3000 at once: %s pages" % (pages and len(pages)))
    for command in (4711, -1, 2147483647, peer.IDENTIFY, peer.RESUME):
        box.raw(peer.pack(peer.ADMIN, command=command, boxc_id=b"\xff\0"))
        # Who restarts us closes the link.
        bad += ["admin %d: %s" % (command, w) for w in [well(house)] if w]
    for nack in (0, 1, 2, 3, -1, 99):
        box.raw(peer.pack(peer.ACK, nack=nack, time=0, id=box.sms()["id"]))
    box.raw(peer.pack(peer.HEARTBEAT, load=-2147483648))
    bad += [w for w in [well(house)] if w]
    tap.ok(not bad, "octet by octet, 3000 at once, strange commands",
           "\n".join(bad))
    box.raw(peer.pack(peer.ADMIN, command=peer.SUSPEND))
    late = box.sms(sender="+85512600008", msgdata=b"hello")
    box.put(late)
    held = not box.acknowledged(late["id"], timeout=0.5)
    box.raw(peer.pack(peer.ADMIN, command=peer.RESUME))
    tap.ok(held and box.acknowledged(late["id"]),
           "suspended it waits, resumed it answers", held)


def by_box(tap):
    with harness.House(network=False).patient() as house:
        house.set("sms_replies", 1000)
        house.up_alone()
        for test in (texts_by_box, fragments, nobody_by_box, reports, fields,
                     sessions, packets, manners):
            began = time.time()
            test(house, tap)
            tap.note("%s: %.1f s" % (test.__name__, time.time() - began))
        house.stopped(tap)


def main():
    tap = harness.Tap()
    by_smpp(tap)
    by_box(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
