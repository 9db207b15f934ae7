"""What every page must be on the wire, whatever it says."""
import re
import time
import unicodedata

import peer

COMBINING = ("Mn", "Mc", "Me")


def faults(page, ussd=True, session=None, gsm=160, ucs=70, valid=60):
    """What is wrong with a submit_sm; [] when nothing is."""
    out = []
    limit = ucs if page.coding == 8 else gsm
    if page.coding not in (0, 8):
        out.append("data_coding %d" % page.coding)
    if page.units > limit:
        out.append("%d units of %d" % (page.units, limit))
    if page.udh:
        out.append("a part of several")
    if not page.text.strip():
        out.append("empty")
    elif unicodedata.category(page.text[0]) in COMBINING or \
            page.text[0].isspace():
        out.append("begins with U+%04X" % ord(page.text[0]))
    if any(c in page.text for c in "\u200b\u2060\ufeff"):
        out.append("holds an invisible mark")
    if re.search(r"\{\w+\}", page.text):
        out.append("holds a placeholder")
    if ussd:
        if page.smsc != "ussd-kh" or page.service != "USSD":
            out.append("left by %s as %r" % (page.smsc, page.service))
        if page.op not in (peer.ASK, peer.END):
            out.append("op %s" % page.op)
        if session is not None and page.session != session:
            out.append("session %s" % page.session)
        if page.op == peer.ASK and not re.search(r"(^|\n)\s*[0-9]", page.text):
            out.append("no way on or back")
    elif page.smsc != "sms-kh" or page.op is not None:
        out.append("an SMS left by %s, op %s" % (page.smsc, page.op))
    out += validity_faults(page, valid)
    return out


def validity_faults(page, valid):
    if len(page.validity) != 16:
        return ["validity_period %r" % page.validity]
    if page.validity.endswith("R"):
        seconds = int(page.validity[8:10]) * 60 + int(page.validity[10:12])
    else:
        then = time.strptime(page.validity[:12], "%y%m%d%H%M%S")
        import calendar
        seconds = calendar.timegm(then) - page.at
    if not 0 < seconds <= valid + 2:
        return ["validity_period %r is %d s" % (page.validity, seconds)]
    return []
