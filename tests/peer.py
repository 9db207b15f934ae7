"""An SMPP 3.4 network of the tests' own: no code in common with ours.

Accepts bearerbox's binds, sends deliver_sm with the TLVs of USSD, and keeps
every submit_sm as the octets that came over the wire, so that a test sees
what a network would see.
"""
import collections
import queue
import socket
import struct
import threading
import time
import urllib.parse
import uuid

OP, SESSION = 0x0501, 0x1383
BEGIN, INPUT, ASK, END = 1, 18, 2, 17
# For what must come: long, because a busy machine gives nobody his turn.
PATIENT_S = 40

GSM = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
       "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
GSM_EXT = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\",
           0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}

Page = collections.namedtuple(
    "Page", "sender receiver text units coding op session service validity "
    "octets smsc at udh tlvs", defaults=({},))


class Inboxes(dict):
    """A queue for each number, one alone, whoever asks for it first: a
    defaultdict makes two when the network puts a page while the phone begins
    to wait, and the page lies in the one that is gone."""

    def __missing__(self, number):
        return self.setdefault(number, queue.Queue())


def gsm_decode(octets):
    out, escape = [], False
    for o in octets:
        if escape:
            out.append(GSM_EXT.get(o, " "))
            escape = False
        elif o == 0x1B:
            escape = True
        else:
            out.append(GSM[o])
    return "".join(out)


def gsm_encode(text):
    back = {c: bytes([i]) for i, c in enumerate(GSM)}
    back.update({c: bytes([0x1B, i]) for i, c in GSM_EXT.items()})
    return b"".join(back[c] for c in text)


def cstring(body, at):
    end = body.index(b"\0", at)
    return body[at:end].decode("latin-1"), end + 1


class Network:
    """One network; bearerbox connects to its port with as many binds."""

    def __init__(self, port):
        self.port = port
        self.binds = {}
        self.lock = threading.Lock()
        self.sequence = 1
        self.session = 0x0100
        self.inbox = Inboxes()
        self.pages = []
        self.responses = {}		# by sequence of deliver_sm: its status
        self.judge = None		# called with each page: its status
        self.refused = []		# pages that got another than 0
        self.ids = []			# (id, page) of what it took
        self.come_back()

    def come_back(self):
        self.listener = socket.create_server(("127.0.0.1", self.port),
                                             reuse_port=False)
        self.running = True
        threading.Thread(target=self._accept, args=(self.listener,),
                         daemon=True).start()

    def close(self):
        """It goes away; bearerbox finds nobody until it comes back."""
        self.running = False
        try:
            # A mere close leaves it listening while accept waits.
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        self.drop()

    def drop(self):
        with self.lock:
            for connection in self.binds.values():
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.binds.clear()

    def _accept(self, listener):
        while self.running:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,),
                             daemon=True).start()

    def _read(self, connection, n):
        data = b""
        while len(data) < n:
            more = connection.recv(n - len(data))
            if not more:
                raise OSError("closed")
            try:
                connection.setsockopt(socket.IPPROTO_TCP,
                                      socket.TCP_QUICKACK, 1)
            except OSError:
                pass
            data += more
        return data

    def _serve(self, connection):
        name = None
        try:
            while True:
                head = self._read(connection, 16)
                length, command, status, sequence = struct.unpack(">IIII",
                                                                  head)
                body = self._read(connection, length - 16)
                if command in (1, 2, 9):
                    name, _ = cstring(body, 0)
                    self._send(connection, command | 0x80000000, sequence,
                               b"network\0")
                    with self.lock:
                        self.binds[name] = connection
                elif command == 4:
                    status = self._submitted(name, body)
                    if status == 0:
                        self.ids.append((b"%d" % sequence, self.pages[-1]))
                    self._send(connection, 0x80000004, sequence,
                               b"" if status else b"%d\0" % sequence,
                               status)
                elif command in (0x15, 6):
                    self._send(connection, command | 0x80000000, sequence, b"")
                elif command == 0x80000005:
                    self.responses[sequence] = status
        except (OSError, ValueError):
            pass
        finally:
            with self.lock:
                if self.binds.get(name) is connection:
                    del self.binds[name]
            connection.close()

    def _send(self, connection, command, sequence, body, status=0):
        with self.lock:
            connection.sendall(struct.pack(">IIII", 16 + len(body), command,
                                           status, sequence) + body)

    @staticmethod
    def _address(body, at):
        number, after = cstring(body, at + 2)
        if body[at] == 1 and not number.startswith("+"):
            number = "+" + number
        return number, after

    def _submitted(self, smsc, body):
        service, at = cstring(body, 0)
        sender, at = self._address(body, at)
        receiver, at = self._address(body, at)
        esm = body[at]
        at += 3
        _, at = cstring(body, at)
        validity, at = cstring(body, at)
        at += 2
        coding = body[at]
        length = body[at + 2]
        octets = body[at + 3:at + 3 + length]
        at += 3 + length
        tlvs = {}
        while at + 4 <= len(body):
            tag, n = struct.unpack(">HH", body[at:at + 4])
            tlvs[tag] = body[at + 4:at + 4 + n]
            at += 4 + n
        udh = b""
        if esm & 0x40:
            udh, octets = octets[:octets[0] + 1], octets[octets[0] + 1:]
        if coding == 8:
            text, units = octets.decode("utf-16-be"), len(octets) // 2
        else:
            text, units = gsm_decode(octets), len(octets)
        page = Page(sender, receiver, text, units, coding,
                    tlvs.get(OP, b"\0")[0] if OP in tlvs else None,
                    tlvs.get(SESSION), service, validity, octets, smsc,
                    time.time(), udh, tlvs)
        status = self.judge(page) if self.judge is not None else 0
        if status != 0:
            self.refused.append(page)
            return status
        self.pages.append(page)
        self.inbox[receiver].put(page)
        return 0

    def report(self, identity, page, stat="DELIVRD"):
        """What became of a page (SMPP 3.4 appendix B)."""
        text = "id:%s sub:001 dlvrd:001 submit date:2601010000 done " \
            "date:2601010000 stat:%s err:000 text:" % (identity.decode(), stat)
        return self.deliver(page.smsc, page.receiver, page.sender, text,
                            esm=4)

    def ready(self, names=("ussd-kh", "sms-kh"), timeout=PATIENT_S):
        end = time.time() + timeout
        while time.time() < end:
            with self.lock:
                if all(n in self.binds for n in names):
                    return True
            time.sleep(0.05)
        return False

    def deliver(self, smsc, sender, receiver, text, service="", tlvs=(),
                coding=None, esm=0, octets=None):
        if octets is None:
            try:
                octets, coding = gsm_encode(text), coding or 0
            except KeyError:
                octets, coding = text.encode("utf-16-be"), 8
        body = service.encode() + b"\0"
        for number in (sender, receiver):
            plain = number.lstrip("+")
            ton = 1 if number.startswith("+") else \
                0 if plain.isdigit() or plain.startswith("*") else 5
            body += bytes([ton, 1 if ton == 1 else 0]) + \
                plain.encode("latin-1") + b"\0"
        body += bytes([esm, 0, 0]) + b"\0\0" + bytes([0, 0, coding or 0, 0])
        if len(octets) > 254:
            body += bytes([0])
            tlvs = list(tlvs) + [(0x0424, octets)]
        else:
            body += bytes([len(octets)]) + octets
        for tag, value in tlvs:
            body += struct.pack(">HH", tag, len(value)) + value
        with self.lock:
            self.sequence += 1
            sequence = self.sequence
            connection = self.binds[smsc]
        self._send(connection, 5, sequence, body)
        return sequence


class Phone:
    """A handset on the network."""

    def __init__(self, network, number, code="*2026#", short="2026",
                 ussd="ussd-kh", sms="sms-kh"):
        self.network, self.number = network, number
        self.code, self.short = code, short
        self.ussd, self.sms_name = ussd, sms
        self.session = b""
        self.letters = []		# SMS that came beside a USSD page

    @property
    def inbox(self):
        return self.network.inbox[self.number]

    def next(self, timeout=PATIENT_S):
        return self.inbox.get(timeout=timeout)

    def page(self, timeout=PATIENT_S):
        """The next USSD page."""
        while True:
            page = self.next(timeout)
            if page.smsc != self.sms_name:
                return page
            self.letters.append(page)

    def silent(self, seconds=1.0):
        try:
            return self.inbox.get(timeout=seconds)
        except queue.Empty:
            return None

    def flush(self):
        while not self.inbox.empty():
            self.inbox.get_nowait()

    def ussd_send(self, text, op, **more):
        tlvs = [(OP, bytes([op]))]
        if self.session:
            tlvs.append((SESSION, self.session))
        return self.network.deliver(self.ussd, self.number,
                                    self.short, text, "USSD", tlvs, **more)

    def dial(self, text=None, wait=True):
        with self.network.lock:
            self.network.session = (self.network.session + 1) & 0xFFFF or 1
            self.session = struct.pack(">H", self.network.session)
        self.ussd_send(self.code if text is None else text, BEGIN)
        return self.page() if wait else None

    def key(self, text, wait=True):
        self.ussd_send(text, INPUT)
        return self.page() if wait else None

    def keys(self, *texts):
        page = None
        for text in texts:
            page = self.key(text)
        return page

    def sms(self, text, to=None, wait=True):
        self.network.deliver(self.sms_name, self.number, to or self.short,
                             text)
        return self.next() if wait else None


# Kannel's box protocol (gw/msg-decl.h): n an integer, s a string.
HEARTBEAT, ADMIN, SMS, ACK = range(4)
SHUTDOWN, SUSPEND, RESUME, IDENTIFY = range(4)
MO, MT_REPLY, MT_PUSH, REPORT = range(4)
FIELDS = {
    HEARTBEAT: "n:load",
    ADMIN: "n:command s:boxc_id",
    SMS: "s:sender s:receiver s:udhdata s:msgdata n:time s:smsc_id "
    "s:smsc_number s:foreign_id s:service s:account s:id n:sms_type n:mclass "
    "n:mwi n:coding n:compress n:validity n:deferred n:dlr_mask s:dlr_url "
    "n:pid n:alt_dcs n:rpi s:charset s:boxc_id s:binfo n:msg_left n:priority "
    "n:resend_try n:resend_time s:meta_data",
    ACK: "n:nack n:time s:id",
}
FIELDS = {k: [f.split(":") for f in v.split()] for k, v in FIELDS.items()}

Packet = collections.namedtuple("Packet", "type fields link read")


def pack(kind, **fields):
    """A packet with its length; what is not named is not set."""
    body = struct.pack(">i", kind)
    for how, name in FIELDS[kind]:
        value = fields.get(name)
        if how == "n":
            body += struct.pack(">i", -1 if value is None else value)
        elif value is None:
            body += struct.pack(">i", -1)
        else:
            value = value.encode() if isinstance(value, str) else value
            body += struct.pack(">i", len(value)) + value
    return struct.pack(">I", len(body)) + body


def unpack(body):
    kind, = struct.unpack(">i", body[:4])
    at, fields = 4, {}
    for how, name in FIELDS[kind]:
        value, = struct.unpack(">i", body[at:at + 4])
        at += 4
        if how == "s":
            n, value = value, None
            if n >= 0:
                value = body[at:at + n]
                at += n
        fields[name] = value
    if at != len(body):
        raise ValueError("%d octets too many" % (len(body) - at))
    return kind, fields


def meta_value(meta, name):
    for pair in (meta or b"").rpartition(b"?")[2].split(b"&"):
        key, _, value = pair.partition(b"=")
        if key == name:
            return urllib.parse.unquote_to_bytes(value.replace(b"+", b" "))
    return None


# The clock of who is played may be ahead of ours (harness.Clock).
AHEAD = 0


class Box:
    """A bearerbox of the tests' own: ids, times and every octet are ours.

    To a Phone it looks like a Network, with SMPP left out."""

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.lock = threading.Lock()
        self.changed = threading.Condition(self.lock)
        self.sending = threading.Lock()
        self.session = 0x0100
        self.inbox = Inboxes()
        self.pages = []
        self.packets = []		# all that calls sent
        self.acked = collections.Counter()	# by id
        self.link = 0			# how many times calls has linked
        self.connection = None
        self.waiting = {}		# by id: what was not acknowledged
        self.heard = None		# called with each ack as it is read
        self.word = None		# called with each SMS: what is said
        self.reads = 0
        self.running = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.running = False
        self.listener.close()
        self.drop()

    def drop(self):
        """The link falls; returns the number of the one that fell."""
        with self.lock:
            if self.connection is not None:
                try:
                    self.connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                self.connection = None
            return self.link

    def _accept(self):
        while self.running:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,),
                             daemon=True).start()

    def _serve(self, connection):
        data, link = b"", 0
        try:
            while True:
                more = connection.recv(1 << 20)
                if not more:
                    break
                self.reads += 1
                data += more
                while len(data) >= 4:
                    n, = struct.unpack(">I", data[:4])
                    if len(data) < 4 + n:
                        break
                    kind, fields = unpack(data[4:4 + n])
                    data = data[4 + n:]
                    if kind == ADMIN and fields["command"] == IDENTIFY:
                        link = self._identified(connection)
                    self._took(connection, link, kind, fields)
        except OSError:
            pass
        finally:
            with self.lock:
                if self.connection is connection:
                    self.connection = None
                self.changed.notify_all()
            connection.close()

    def _identified(self, connection):
        with self.lock:
            self.link += 1
            self.connection = connection
            again = list(self.waiting.values())
            self.changed.notify_all()
        self._send(connection, b"".join(again))
        return self.link

    def _send(self, connection, octets):
        with self.sending:
            connection.sendall(octets)

    def _took(self, connection, link, kind, fields):
        page = None
        if kind == ACK and self.heard is not None:
            self.heard(fields)
        if kind == SMS:
            expired = 0 <= fields["validity"] <= time.time()
            word = self.word(fields) if self.word is not None else 0
            # None: not a word of it.
            if word is not None:
                self._send(connection, pack(ACK, nack=1 if expired else word,
                                            time=fields["time"],
                                            id=fields["id"]))
            page = None if expired or word in (1, 2) else self._page(fields)
        with self.lock:
            self.packets.append(Packet(kind, fields, link, self.reads))
            if kind == ACK:
                self.waiting.pop(fields["id"].decode(), None)
                self.acked[fields["id"].decode()] += 1
            if page is not None:
                self.pages.append(page)
                self.inbox[page.receiver].put(page)
            self.changed.notify_all()

    @staticmethod
    def _page(f):
        octets = f["msgdata"] or b""
        if f["coding"] == 2:
            text, units = octets.decode("utf-16-be"), len(octets) // 2
        else:
            text = octets.decode()
            units = len(gsm_encode(text))
        op = meta_value(f["meta_data"], b"ussd_service_op")
        return Page((f["sender"] or b"").decode("latin-1"),
                    (f["receiver"] or b"").decode("latin-1"), text, units,
                    8 if f["coding"] == 2 else 0, op[0] if op else None,
                    meta_value(f["meta_data"], b"its_session_info"),
                    (f["binfo"] or b"").decode("latin-1"), f["validity"],
                    octets, (f["smsc_id"] or b"").decode("latin-1"),
                    time.time(), f["udhdata"] or b"")

    def _until(self, found, timeout):
        end = time.time() + timeout
        with self.lock:
            while True:
                result = found()
                if result or time.time() >= end:
                    return result
                self.changed.wait(max(0.0, end - time.time()))

    def ready(self, after=0, timeout=PATIENT_S):
        """Wait for a link newer than this one."""
        return self._until(lambda: self.connection is not None and
                           self.link > after, timeout)

    def raw(self, octets):
        with self.lock:
            connection = self.connection
        if connection is None:
            raise OSError("calls is not linked")
        self._send(connection, octets)

    @staticmethod
    def sms(**fields):
        """A mobile originated message as bearerbox gives it."""
        given = {"id": str(uuid.uuid4()), "time": int(time.time()) + AHEAD,
                 "sms_type": MO, "coding": 0, "smsc_id": "sms-kh",
                 "receiver": "2026", "service": "", "mclass": -1}
        given.update(fields)
        return given

    def put(self, *messages):
        """Give messages to calls, all in one write; their ids."""
        octets = b""
        for fields in messages:
            packet = pack(SMS, **fields)
            self.waiting[fields["id"]] = packet
            octets += packet
        self.raw(octets)
        return [fields["id"] for fields in messages]

    def acknowledged(self, *ids, times=1, timeout=PATIENT_S):
        """Wait until each was acknowledged so many times."""
        left = set(ids)

        def none_left():
            left.difference_update([i for i in left
                                    if self.acked[i] >= times])
            return not left
        return self._until(none_left, timeout)

    def answers(self, *messages, timeout=PATIENT_S):
        """Give messages; the pages that came before the last of their
        acknowledgements (they are not in an inbox), None when one was not
        acknowledged."""
        with self.lock:
            before = len(self.pages)
            times = 1 + max(self.acked[m["id"]] for m in messages)
        ids = self.put(*messages)
        if not self.acknowledged(*ids, times=times, timeout=timeout):
            return None
        with self.lock:
            pages = self.pages[before:]
            for page in pages:
                self.inbox[page.receiver].get_nowait()
            return pages

    def ussd(self, number, text, op, session, **fields):
        """A message in a USSD session, for put and answers."""
        if "msgdata" not in fields:
            try:
                gsm_encode(text)
                fields["msgdata"], fields["coding"] = text.encode(), 0
            except KeyError:
                fields["msgdata"] = text.encode("utf-16-be")
                fields["coding"] = 2
        meta = "?smpp?ussd_service_op=%%%02x&" % op
        if session:
            meta += "its_session_info=%s&" % "".join(
                "%%%02X" % o for o in session)
        return self.sms(sender=number, smsc_id="ussd-kh", binfo="USSD",
                        meta_data=meta, **fields)

    def deliver(self, smsc, sender, receiver, text, service="", tlvs=(),
                **fields):
        """What Phone asks of a Network."""
        tlvs = dict(tlvs)
        if OP in tlvs:
            message = self.ussd(sender, text, tlvs[OP][0],
                                tlvs.get(SESSION), **fields)
        else:
            message = self.ussd(sender, text, 0, None, **fields)
            message.update(smsc_id=smsc, binfo=None, meta_data="?smpp?")
        message["receiver"] = receiver
        return self.put(message)[0]
