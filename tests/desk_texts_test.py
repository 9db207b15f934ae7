#!/usr/bin/env python3
"""Texts of staff through the desk's own door, with what a careless or hostile
client sends: a thousand parts, controls, half characters, marks that nobody
sees, the caller's own words in disguise, a language she does not read, one
click twice, more than a member may.  And one truth for "may she be reached
now": the case, the list of calls, the text that is looked at and the outbox
say the same, in every country.  TAP."""
import concurrent.futures
import itertools
import os
import signal
import sys
import time
import uuid

import desk as desks
import harness
import peer
import texting

PIN = "4826"
HER_WORDS = "My boss in the harbour keeps my passport since March."
LIMIT = 6

# Of 10:00 in Cambodia: country, days, hours, is it her time?
EVERY = 0x7f
HOURS = [
    ("KH", EVERY, 7, 12, True), ("TH", EVERY, 7, 12, True),
    ("KH", EVERY, 12, 17, False), ("KH", EVERY, 17, 21, False),
    ("KR", EVERY, 7, 12, False),	# it is noon there
    ("KR", EVERY, 12, 17, True), ("JP", EVERY, 7, 12, False),
    ("AE", EVERY, 7, 12, True),		# seven
    ("AE", EVERY, 12, 17, False), ("PL", EVERY, 7, 20, False),
    ("GB", EVERY, 0, 24, False), ("IN", EVERY, 7, 12, True),
    ("MM", EVERY, 7, 9, False),		# half past nine
    ("MM", EVERY, 9, 10, True), ("KH", 0, 7, 20, False),
    ("KH", None, 7, 20, False),		# every day but today
    ("US", EVERY, 7, 20, False), ("", EVERY, 7, 20, None),
]


def choose(phone, key):
    """On the second page, where she reads long letters."""
    node = phone.node()[0]
    phone.key(key)
    if phone.node()[0] == node:
        phone.keys("8", key)


def allowed(house, language="4", words=None):
    phone = harness.Worker(house, "+8551255%05d" % next(texting.NUMBERS))
    phone.dial()
    for key in (language, "3", "1", "1", "3", "1", "4", "2"):
        choose(phone, key)
    phone.key(PIN)
    ref, = house.sql("select ref from cases where id = ?", bytes(
        house.place(phone.number)["case_id"]))[0]
    if words:
        phone.tell_more(phone.key, "Some Company", [words])
    return phone, ref


def check(browser, ref, text):
    return browser.post("/api/cases/%s/texts/check" % ref, {"text": text})


def send(browser, ref, text, **more):
    return browser.post("/api/cases/%s/texts" % ref, dict(
        {"id": uuid.uuid4().hex, "text": text}, **more))


def fault(got):
    """Why it is not sent; the status where it was no text at all."""
    json = got.json or {}
    return json.get("fault") or json.get("judged", {}).get("fault") or \
        got.status


def one_truth(tap, house, dara, phone, ref):
    # By the house's clock, which may be a day ahead of ours.
    today = time.gmtime(time.time() + peer.AHEAD + 7 * 3600).tm_wday
    wrong = []
    for country, days, begin, end, her_time in HOURS:
        if days is None:
            days = EVERY & ~(1 << today)
        house.sql("update consent set country = ?, days = ?, from_ = ?, "
                  "until = ?", country, days, begin * 60, end * 60)
        case = dara.get("/api/cases/" + ref).json["contact"]
        waiting = [c for c in dara.get("/api/callbacks").json["callbacks"]
                   if c["case"]["ref"] == ref]
        judged = check(dara, ref, "Hello.").json
        row = texting.queued(house, phone, "Hello.", 3 * 86400)[0]
        texting.wait_for(lambda: texting.state(house, row) != "queued" or
                         texting.why(house, row) != "", 4)
        left = texting.state(house, row) in ("sending", "accepted")
        number = dara.post("/api/cases/%s/number" % ref, {}).status == 200
        said = (case["safe_now"], waiting[0]["now"], judged["now"], left,
                number)
        house.sql("update outbox set state = 4 where state = 0")
        # Where she did not say where she is, only the desk has a guess.
        if her_time is None:
            wrong += [(country, said)] if left else []
        elif said != (her_time,) * 5:
            wrong.append((country, days, begin, end, said))
    tap.ok(not wrong, "the case, the list of calls, the text's judgement, the "
           "outbox and her number agree on her time, %d times" % len(HOURS),
           "\n".join(map(str, wrong)))
    house.sql("update consent set country = 'KH', days = 127, from_ = 420, "
              "until = 1200")


def calls_and_texts_apart(tap, house, dara, ref):
    house.sql("update consent set call = 0")
    case = dara.get("/api/cases/" + ref).json["contact"]
    tap.ok(not case["safe_now"], "who allows texts alone is not safe to call",
           case)
    house.sql("update consent set call = 1")


def no_texts(tap, house, dara, ref):
    long = "ក" * 67
    bad = [("", "empty"), (" \n ", "empty"), (long * 1000, 413),
           (long * 100, "long"), ("a" * 8192, "long"), ("[" * 1600, "long"),
           ("a" * 460, "long")]
    for c in itertools.chain(range(1, 10), range(11, 32), range(127, 160),
                             (0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xfff9,
                              0xfffe, 0xffff, 0x1ffff, 0xe0001)):
        bad.append(("Please call%sus." % chr(c), "control"))
    wrong = [(text[:20], got) for text, want in bad
             for got in (check(dara, ref, text), send(dara, ref, text))
             if fault(got) not in (want, 400)]
    tap.ok(not wrong, "%d texts that are none are not sent" % len(bad),
           "\n".join(map(repr, wrong)))
    path = "/api/cases/%s/texts" % ref
    raw = [b'{"id":"%s","text":"a\\u0000b"}', b'{"id":"%s","text":"\\ud800"}',
           b'{"id":"%s","text":"\\udfff\\ud800"}',
           b'{"id":"%s","text":"\xff\xfe"}', b'{"id":"%s","text":"\xc0\x80"}',
           b'{"id":"%s","text":["a"]}', b'{"id":"%s","text":7}',
           b'{"id":"%s","text":"a","text":"b"}', b'{"id":"%s"}',
           b'{"id":"%s","text":"a","later":"yes"}',
           b'{"id":"%s","text":"a","reason":""}']
    wrong = [(r, got) for r in raw for got in [dara.post(
        path, r % uuid.uuid4().hex.encode())] if got.status != 400]
    tap.ok(not wrong, "nor bodies that are none", "\n".join(map(repr, wrong)))
    for id in ("", "0" * 31, "0" * 33, "g" * 32, "A" * 32, "0" * 31 + " "):
        got = dara.post(path, {"id": id, "text": "Hello."})
        tap.ok(got.status == 400, "nor with the id %r" % id, got)
    tap.ok(house.sql("select count(*) from outbox where state < 2") ==
           [(0,)] and not [p for p in house.network.pages
                           if p.smsc == "sms-kh" and p.text != "Hello."], "nothing of it left")


def disguised(tap, dara, ref):
    """Her own words, and words of the list, as somebody would hide them."""
    hers = ["He keeps my passport since last week", "KEEPS  MY\nPASSPORT, SINCE",
            "keeps my\u200bpassport since", "keeps\u200b my\u200b passport "
            "since", "ke\u00adeps my pass\u00adport since",
            "k\u0435eps my passport since", "boss in the harbour",
            "ｋｅｅｐｓ ｍｙ ｐａｓｓｐｏｒｔ ｓｉｎｃｅ"]
    found = [(text, fault(send(dara, ref, text))) for text in hers]
    tap.ok(all(f in ("echo", "control", "language") for _, f in found),
           "four of her words in a row do not leave, however written", found)
    listed = ["The police come.", "THE POLICE", "po\u200blice", "po\u00adlice",
              "p\u043elice", "ｐｏｌｉｃｅ", "Your complaint.", "com\u2060plaint",
              "กรุณาโทรหาตำรวจ", "police."]
    found = [(text, fault(send(dara, ref, text))) for text in listed]
    tap.ok(all(f in ("sensitive", "control", "language") for _, f in found),
           "nor a word of the list without a reason", found)
    got = dara.post("/api/cases/%s/texts" % ref, {
        "id": uuid.uuid4().hex, "text": "Bring passport since boss keeps my",
        "reason": "she asked"})
    tap.ok(got.status in (204, 409), "her words in another order are ours")


def languages(tap, house, browsers):
    khmer = "សូមទូរស័ព្ទមកយើង"
    thai = "กรุณาโทรหาเรา"
    english = "Please call us."
    for language, readable in (("1", {khmer}), ("2", {english}),
                               ("3", {thai}), ("4", {english})):
        _, ref = allowed(house, language)
        dara = next(b for b in browsers
                    if b.get("/api/cases/" + ref).status == 200)
        found = {text: fault(check(dara, ref, text))
                 for text in (khmer, thai, english)}
        tap.ok({t for t, f in found.items() if f != "language"} == readable,
               "language %s: only what she reads" % language, found)
        got = dara.get("/api/cases/%s/answers" % ref).json
        sentences = {s["code"]: fault(check(dara, ref, s["text"]))
                     for s in got["sentences"]}
        tap.ok(set(sentences.values()) <= {"fine", "long"},
               "each of our sentences may be sent there as a text",
               sentences)


def once(tap, house, dara, phone, ref):
    body = {"id": uuid.uuid4().hex, "text": "We have news."}
    path = "/api/cases/%s/texts" % ref
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: dara.post(path, body).status,
                            range(8)))
    texting.wait_for(lambda: [p for p in house.network.pages
                              if p.text == body["text"]])
    tap.ok(got.count(204) == 8 and len([
        p for p in house.network.pages if p.text == body["text"]]) == 1 and
        house.sql("select count(*) from outbox where id = ?",
                  bytes.fromhex(body["id"])) == [(1,)],
        "one click eight times at once is one text", got)


def limited(tap, house, desk, dara, sophea, ref):
    house.sql("delete from tries")
    kept = "select count(*) from items where kind = 'text'"
    before = house.sql(kept)[0][0]
    got = [send(dara, ref, "Text %d." % n) for n in range(LIMIT + 2)]
    tap.ok([g.status for g in got] == [204] * LIMIT + [409] * 2 and
           fault(got[-1]) == "limit", "a member sends so many a day", got)
    tap.ok(house.sql(kept)[0][0] - before == LIMIT,
           "what was refused stands nowhere")
    tap.ok(send(sophea, ref, "From me.").status == 204,
           "another member still may")
    desk.again()
    dara.sign_in("dara")
    tap.ok(fault(send(dara, ref, "Again.")) == "limit",
           "a restart of the desk changes nothing")
    house.sql("update tries set day = day - 1")
    tap.ok(send(dara, ref, "Tomorrow.").status == 204, "tomorrow again")


def main():
    tap = harness.Tap()
    signal.alarm(600)
    with harness.House(network=False) as house:
        clock = harness.Clock(os.path.join(house.top, "clock"))
        texting.later(house, clock, texting.seconds_to(10 * 3600, clock))
        house.env = clock.env
        house.set("staff_texts", LIMIT)
        house.set("unasked_day", 1000)
        house.up_alone()
        desk = desks.Desk(house)
        phone, ref = allowed(house, words=HER_WORDS)
        dara, sophea, bopha = (desks.Browser(desk) for _ in range(3))
        for browser, name in ((dara, "dara"), (sophea, "sophea"),
                              (bopha, "bopha")):
            browser.sign_in(name)
        dara.post("/api/cases/%s/callback" % ref)
        one_truth(tap, house, dara, phone, ref)
        calls_and_texts_apart(tap, house, dara, ref)
        no_texts(tap, house, dara, ref)
        disguised(tap, dara, ref)
        languages(tap, house, (dara, bopha))
        once(tap, house, dara, phone, ref)
        limited(tap, house, desk, dara, sophea, ref)
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
