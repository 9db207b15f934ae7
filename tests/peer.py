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

OP, SESSION = 0x0501, 0x1383
BEGIN, INPUT, ASK, END = 1, 18, 2, 17

GSM = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
       "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
GSM_EXT = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\",
           0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}

Page = collections.namedtuple(
    "Page", "sender receiver text units coding op session service validity "
    "octets smsc at udh")


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
        self.listener = socket.create_server(("127.0.0.1", port),
                                             reuse_port=False)
        self.binds = {}
        self.lock = threading.Lock()
        self.sequence = 1
        self.session = 0x0100
        self.inbox = collections.defaultdict(queue.Queue)
        self.pages = []
        self.responses = {}
        self.running = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.running = False
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

    def _accept(self):
        while self.running:
            try:
                connection, _ = self.listener.accept()
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
                length, command, _, sequence = struct.unpack(">IIII", head)
                body = self._read(connection, length - 16)
                if command in (1, 2, 9):
                    name, _ = cstring(body, 0)
                    self._send(connection, command | 0x80000000, sequence,
                               b"network\0")
                    with self.lock:
                        self.binds[name] = connection
                elif command == 4:
                    self._submitted(name, body)
                    self._send(connection, 0x80000004, sequence,
                               b"%d\0" % sequence)
                elif command in (0x15, 6):
                    self._send(connection, command | 0x80000000, sequence, b"")
                elif command == 0x80000005:
                    self.responses[sequence] = time.time()
        except (OSError, ValueError):
            pass
        finally:
            with self.lock:
                if self.binds.get(name) is connection:
                    del self.binds[name]
            connection.close()

    def _send(self, connection, command, sequence, body):
        with self.lock:
            connection.sendall(struct.pack(">IIII", 16 + len(body), command,
                                           0, sequence) + body)

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
                    time.time(), udh)
        self.pages.append(page)
        self.inbox[receiver].put(page)

    def ready(self, names=("ussd-kh", "sms-kh"), timeout=20):
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

    @property
    def inbox(self):
        return self.network.inbox[self.number]

    def next(self, timeout=10):
        return self.inbox.get(timeout=timeout)

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
        return self.next() if wait else None

    def key(self, text, wait=True):
        self.ussd_send(text, INPUT)
        return self.next() if wait else None

    def keys(self, *texts):
        page = None
        for text in texts:
            page = self.key(text)
        return page

    def sms(self, text, to=None, wait=True):
        self.network.deliver(self.sms_name, self.number, to or self.short,
                             text)
        return self.next() if wait else None
