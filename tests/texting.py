"""Texts of staff in tests: a caller who allows them, one queued as the desk
does it, what became of it, and what was on the wire.  The clock is the
house's (harness.Clock)."""
import itertools
import os
import subprocess
import time

import harness
import peer

NUMBERS = itertools.count(1)
QUEUE = os.environ.get("QUEUE_TEXT", "tests/queue_text")
PHNOM_PENH = 7 * 3600
STATES = ["queued", "sending", "accepted", "unknown", "expired", "failed",
          "delivered"]


def seconds_to(second, clock):
    """Until that second of a day in Phnom Penh, by the house's clock."""
    return int(second - (time.time() + clock.ahead + PHNOM_PENH)) % 86400


def caller(house, contact="3", when="1"):
    """She has filed, and allows texts."""
    phone = harness.Worker(house, "+8551244%05d" % next(NUMBERS))
    phone.dial()
    for key in ("4", "3", "1", "1", "3", "1"):
        phone.key(key)
    phone.key(contact)
    if contact != "1":
        phone.key(when)
    phone.key("4826")
    return phone


def queued(house, phone, text, seconds=3600, count=1):
    done = subprocess.run([QUEUE, house.dir, phone.number, text, str(seconds),
                           str(count)], env=house.env, text=True,
                          capture_output=True)
    if done.returncode != 0:
        print("# " + done.stderr.strip())
        return None
    return done.stdout.split()


def state(house, row):
    found = house.sql("select state, why, taken from outbox where id = ?",
                      bytes.fromhex(row))
    return STATES[found[0][0]] if found else None


def why(house, row):
    return house.sql("select why from outbox where id = ?",
                     bytes.fromhex(row))[0][0]


def wait_for(found, timeout=peer.PATIENT_S):
    end = time.time() + timeout
    while time.time() < end:
        if found():
            return True
        time.sleep(0.1)
    return False


def becomes(house, row, wanted, timeout=peer.PATIENT_S):
    end = time.time() + timeout
    while time.time() < end:
        if state(house, row) == wanted:
            return True
        time.sleep(0.1)
    return False


def texts(house, phone):
    """What left for her unasked: every packet, whether taken or not."""
    return [p.fields for p in house.network.packets
            if p.type == peer.SMS and p.fields.get("dlr_url")
            and (p.fields["receiver"] or b"").decode() == phone.number]


def words(fields):
    octets = fields["msgdata"]
    return octets.decode("utf-16-be" if fields["coding"] == 2 else "utf-8")


def report(house, url, mask, **more):
    message = house.network.sms(sms_type=peer.REPORT, sender="2026",
                                dlr_mask=mask, dlr_url=url, **more)
    ids = house.network.put(message)
    return house.network.acknowledged(*ids)


def later(house, clock, seconds):
    clock.set(clock.ahead + seconds)
    peer.AHEAD = clock.ahead
