#!/usr/bin/env python3
"""What may stand at bearerbox's port instead of bearerbox: nobody, who hangs
up, who hangs, who is slow, another server, a stream of anything.  calls stays
small and idle, keeps nothing of it, and is there for callers when bearerbox
is.  TAP."""
import os
import random
import socket
import struct
import sys
import threading
import time

import harness
import peer

STAND_S = 1.2			# each of them
CPU_OF_IT = 0.5			# of that time, at most
LINKS_MAX = 30			# a link each 50 ms would be no pause
GROWN_KB = 4096
BACK_S = 12


class Door:
    """Somebody else at the port."""

    def __init__(self, port, play):
        self.listener = socket.create_server(("127.0.0.1", port))
        self.play = play
        self.links = 0
        self.open = []
        self.serving = threading.Thread(target=self.serve, daemon=True)
        self.serving.start()

    def serve(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.links += 1
            self.open.append(line)
            threading.Thread(target=self.one, args=(line,),
                             daemon=True).start()

    def one(self, line):
        try:
            self.play(line)
        except OSError:
            pass

    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.serving.join()
        self.listener.close()
        for line in self.open:
            line.close()


def hang_up(line):
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack("ii", 1, 0))
    line.close()


def hang(_):
    """It takes the line and reads nothing."""


def listen_only(line):
    while line.recv(65536):
        pass


def web(line):
    line.recv(65536)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n"
                 b"Content-Length: 11\r\n\r\nBad Request")
    line.close()


def shell(line):
    line.sendall(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    line.recv(65536)
    time.sleep(0.2)
    line.close()


def zeros(line):
    for _ in range(64):
        line.sendall(bytes(1 << 20))


def noise(line):
    rng = random.Random(3)
    for _ in range(64):
        line.sendall(rng.randbytes(1 << 16))


def packets(line):
    """Right frames, with anything in them."""
    rng = random.Random(4)
    for _ in range(4000):
        body = struct.pack(">i", rng.choice((0, 1, 3, 4, 9, -1, 1 << 30))) + \
            rng.randbytes(rng.randrange(300))
        # Not what asks us to go away: bearerbox may.
        if body[:4] != struct.pack(">i", peer.ADMIN):
            line.sendall(struct.pack(">I", len(body)) + body)


def acknowledgements(line):
    """Of what was never sent."""
    for n in range(4000):
        line.sendall(peer.pack(peer.ACK, nack=n % 4, time=n, id="%08x-0000-"
                               "4000-8000-%012x" % (n, n)))


def slow(line):
    """A packet of a megabyte, octet by octet."""
    line.sendall(struct.pack(">I", 1 << 20) + struct.pack(">i", peer.SMS))
    while True:
        line.sendall(b"\0")
        time.sleep(0.02)


def endless(line):
    """It says that it has a packet of 4 GiB."""
    line.sendall(b"\xff\xff\xff\xff")
    while line.recv(65536):
        pass


def cpu_s(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rows(house):
    return [house.sql("select count(*) from %s" % table)[0][0]
            for table in ("cases", "inbox", "caller")]


def stand(house, pid, port, play):
    """Who stands there for a while; what was wrong."""
    before, began = cpu_s(pid), time.time()
    door = Door(port, play) if play is not None else None
    # Who was away for long is asked each five seconds.
    while door is not None and not door.links and \
            time.time() < began + BACK_S:
        time.sleep(0.05)
    time.sleep(STAND_S)
    if door is not None:
        door.close()
    wrong = []
    used = (cpu_s(pid) - before) / (time.time() - began)
    if play not in (zeros, noise, packets) and used > CPU_OF_IT:
        wrong.append("%.2f of a processor" % used)
    if door is not None and not 1 <= door.links <= LINKS_MAX:
        wrong.append("%d links" % door.links)
    if not house.alive():
        wrong.append("calls fell")
    return wrong


def files(house, number):
    phone = harness.Worker(house, number)
    phone.dial()
    return phone.file(phone.key, "4")


def come_back(house, port):
    """The true one; how long until a caller is answered."""
    began = time.time()
    house.network = peer.Box(port)
    return house.network.ready(timeout=BACK_S) and time.time() - began


def main():
    tap = harness.Tap()
    with harness.House(network=False) as house:
        port = int(house.settings["box_port"])
        house.start("calls")
        pid = house.processes["calls"].pid
        time.sleep(1)
        grown = harness.size_of(pid)[0]
        for play in (None, hang_up, hang, listen_only, web, shell, zeros,
                     noise, packets, acknowledgements, slow, endless):
            name = play.__name__.replace("_", " ") if play else "nobody"
            wrong = stand(house, pid, port, play)
            tap.ok(not wrong, "%s at the port: it waits, small and idle" %
                   name, "\n".join(wrong))
        grown = harness.size_of(pid)[0] - grown
        tap.ok(grown < GROWN_KB or "libasan" in open(
            "/proc/%d/maps" % pid).read(), "it has not grown", grown)
        tap.ok(rows(house) == [0, 0, 0], "nothing of it was kept",
               rows(house))
        back = come_back(house, port)
        ref = files(house, "+85512990001") if back else None
        tap.ok(ref is not None and house.read(ref) is not None,
               "bearerbox is back, and a complaint is filed", back)
        # A mere close leaves it listening while accept waits.
        house.network.listener.shutdown(socket.SHUT_RDWR)
        house.network.close()
        time.sleep(0.5)
        late = stand(house, pid, port, hang)
        back = come_back(house, port)
        tap.ok(not late and back and files(house, "+85512990002"),
               "and again after one that hung", (late, back))
        tap.ok(len(house.cases()) == 2, "twice in all", house.cases())
        house.stopped(tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
