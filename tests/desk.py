"""The desk of a helpline of the tests' own, by HTTP, as a browser asks."""
import hashlib
import hmac
import http.client
import json
import os
import re
import socket
import struct
import time

import harness
import peer

LINES = 60


def hotp(secret, count, digits=8):
    mac = hmac.new(secret[:20], struct.pack(">Q", count),
                   hashlib.sha1).digest()
    at = mac[-1] & 15
    value = struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff
    return "%0*d" % (digits, value % 10 ** digits)


def sheet(name):
    """The demo's sheet of codes of a member, line 1 first."""
    secret = ("demo only %s" % name).encode().ljust(32, b"\0")
    return [hotp(secret, n) for n in range(1, LINES + 1)]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        try:
            self.json = json.loads(body) if body else None
        except ValueError:
            self.json = None

    @property
    def error(self):
        return self.json.get("error") if isinstance(self.json, dict) else None

    def __repr__(self):
        return "%d %s" % (self.status, self.body[:300])


class Desk:
    """A helpline desk process of a house."""

    def __init__(self, house, start=True):
        self.house = house
        self.port = int(house.settings["desk_port"])
        self.host = "127.0.0.1:%d" % self.port
        self.origin = "http://" + self.host
        if start:
            house.start("desk")
        self.wait()

    def line(self):
        """A connection as a browser makes one."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def wait(self, timeout=peer.PATIENT_S):
        end = time.time() + timeout
        while time.time() < end:
            try:
                if Browser(self).get("/api/health").status == 200:
                    return
            except OSError:
                pass
            if self.house.processes["desk"].poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("the desk does not answer\n" + self.house.logged())

    def again(self):
        """Stopped and started: what was only in memory is gone."""
        self.house.processes["desk"].terminate()
        self.house.processes["desk"].wait()
        self.house.start("desk")
        self.wait()

    def raw(self, octets, timeout=10, wait=True):
        """Octets as they are; the status of each answer, b"" when cut."""
        with socket.create_connection(("127.0.0.1", self.port),
                                      timeout) as line:
            line.sendall(octets)
            got = b""
            try:
                while wait:
                    part = line.recv(65536)
                    if not part:
                        break
                    got += part
            except socket.timeout:
                got += b"TIMEOUT"
            except ConnectionResetError:
                pass
            return got

    def status(self, octets):
        """The first status of a raw request; 0: cut without one."""
        found = re.match(rb"HTTP/1\.1 (\d+)", self.raw(octets))
        return int(found.group(1)) if found else 0


class Browser:
    """One browser: its cookies, its page's token."""

    lines = {}

    def __init__(self, desk):
        self.desk = desk
        self.cookies = {}
        self.token = None
        self.name = None

    def ask(self, method, path, body=None, headers=None, token=True):
        head = {"Host": self.desk.host,
                "Sec-Fetch-Site": "same-origin"}
        if method != "GET":
            head["Origin"] = self.desk.origin
            head["Content-Type"] = "application/json"
            if token and self.token:
                head["X-CSRF-Token"] = self.token
        if self.cookies:
            head["Cookie"] = "; ".join("%s=%s" % c
                                       for c in self.cookies.items())
        for name, value in (headers or {}).items():
            if value is None:
                head.pop(name, None)
            else:
                head[name] = value
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        line = self.desk.line()
        try:
            line.putrequest(method, path, skip_host=True,
                            skip_accept_encoding=True)
            for name, value in head.items():
                line.putheader(name, value)
            if body is not None:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body)
            got = line.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            line.close()
        self.keep(answer)
        return answer

    def keep(self, answer):
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if value == "":
                del self.cookies[name]
        if answer.status == 200 and isinstance(answer.json, dict) and \
                "token" in answer.json:
            self.token = answer.json["token"]

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.ask("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.ask("DELETE", path, **more)

    def code(self, name):
        """The next line of her sheet in this house."""
        key = self.desk.house.dir, name
        n = Browser.lines.get(key, 0)
        Browser.lines[key] = n + 1
        return sheet(name)[n]

    def sign_in(self, name, password=harness.PASSWORD, code=None):
        self.name = name
        return self.post("/api/session", {
            "name": name, "password": password,
            "code": code or self.code(name)})

    def confirm(self, password=harness.PASSWORD):
        return self.post("/api/session/confirm", {
            "password": password, "code": self.code(self.name)})
