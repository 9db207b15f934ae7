#!/usr/bin/env python3
"""The nginx and Caddy files before the desk, as they are but for places: TLS, a
Unix socket, headers, cookies, limits, slow clients, logs.  TAP."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import warnings

import harness
import desk as desks
import peer
from desk_search_test import flood

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "desk.example.org"
ONCE = ("Content-Security-Policy", "Strict-Transport-Security",
        "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
        "Permissions-Policy", "Cache-Control", "Content-Type")
SLOW_S = 25			# a slow client is cut by then


def find(program):
    return shutil.which(program, path=os.environ.get("PATH", "") +
                        ":/usr/sbin:/sbin")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def read(name):
    with open(os.path.join(HERE, "../gateway/desk", name)) as f:
        return f.read()


class Proxy:
    """One of the two before a desk of its own."""

    def __init__(self, which):
        self.which = which
        self.house = harness.House(run="desk", network=False)
        self.top = self.house.top
        self.port, self.plain = free_port(), free_port()
        self.origin = "https://%s:%d" % (NAME, self.port)
        self.socket = os.path.join(self.top, "desk.socket")
        self.house.set("desk_socket", self.socket)
        self.house.set("desk_origin", self.origin)
        self.certify()
        self.house.start("desk")
        self.process = subprocess.Popen(
            getattr(self, which)(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=open(self.path("proxy.log"), "ab"),
            env=dict(os.environ, HOME=self.top, XDG_DATA_HOME=self.top,
                     XDG_CONFIG_HOME=self.top), start_new_session=True)
        self.wait()

    def path(self, name):
        return os.path.join(self.top, name)

    def certify(self):
        """Its own authority: whoever trusts it trusts this desk."""
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=" + NAME, "-addext", "subjectAltName=DNS:" + NAME,
             "-keyout", self.path("desk.key"), "-out", self.path("desk.pem")],
            check=True, capture_output=True)
        self.context = ssl.create_default_context(
            cafile=self.path("desk.pem"))

    def places(self, text, table):
        for old, new in table:
            if old not in text:
                raise RuntimeError("%s has no %r" % (self.which, old))
            text = text.replace(old, new)
        return text

    def nginx(self):
        own = self.places(read("nginx.conf"), (
            ("/run/helpline/desk.socket", self.socket),
            ("/etc/ssl/desk.example.org.pem", self.path("desk.pem")),
            ("/etc/ssl/private/desk.example.org.key", self.path("desk.key")),
            ("/var/log/nginx/desk.log", self.path("error.log")),
            ("listen 80;", "listen 127.0.0.1:%d;" % self.plain),
            ("listen 443 ssl http2;",
             "listen 127.0.0.1:%d ssl http2;" % self.port)))
        with open(self.path("desk.conf"), "w") as f:
            f.write(own)
        with open(self.path("nginx.conf"), "w") as f:
            f.write("%sworker_processes 1;\ndaemon off;\npid %s;\n"
                    "error_log stderr error;\nevents { }\nhttp {\n%s"
                    "include %s;\n}\n" % (
                        "user root;\n" if os.getuid() == 0 else "",
                        self.path("nginx.pid"), "".join(
                            "%s_temp_path %s;\n" % (name, self.path(name))
                            for name in ("client_body", "proxy", "fastcgi",
                                         "uwsgi", "scgi")),
                        self.path("desk.conf")))
        return [find("nginx"), "-c", self.path("nginx.conf"), "-p", self.top,
                "-e", "stderr"]

    def caddy(self):
        own = self.places(read("Caddyfile"), (
            ("/run/helpline/desk.socket", self.socket),
            ("\n%s {\n" % NAME, "\n%s {\n\ttls %s %s\n" % (
                self.origin, self.path("desk.pem"), self.path("desk.key"))),
            ("\tservers {", "\tadmin off\n\thttp_port %d\n"
             "\thttps_port %d\n\tservers {" % (self.plain, self.port))))
        with open(self.path("Caddyfile"), "w") as f:
            f.write(own)
        return [find("caddy"), "run", "--config", self.path("Caddyfile"),
                "--adapter", "caddyfile"]

    def wait(self, timeout=peer.PATIENT_S):
        end = time.time() + timeout
        while time.time() < end:
            try:
                if self.ask("GET", "/api/health")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError("%s does not answer\n%s" % (self.which,
                                                       self.logged()))

    def logged(self):
        out = ""
        for name in ("proxy.log", "error.log", "stderr.log"):
            if os.path.exists(self.path(name)):
                with open(self.path(name), errors="replace") as f:
                    out += f.read()
        return out

    def line(self, **more):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return self.context.wrap_socket(raw, server_hostname=NAME, **more)

    def raw(self, octets):
        """Octets over TLS; all that comes back, until it is closed."""
        with self.line() as line:
            line.sendall(octets)
            return self.rest(line)

    @staticmethod
    def rest(line):
        got = b""
        try:
            while part := line.recv(65536):
                got += part
        except (OSError, ssl.SSLError):
            pass
        return got

    def ask(self, method, path, body=None, headers=None, timeout=30):
        connection = http.client.HTTPSConnection(
            NAME, self.port, timeout=timeout, context=self.context)
        connection.sock = self.line()
        connection.sock.settimeout(timeout)
        head = {"Host": "%s:%d" % (NAME, self.port)}
        if method != "GET":
            head.update({"Origin": self.origin,
                         "Content-Type": "application/json"})
        head.update(headers or {})
        head = {k: v for k, v in head.items() if v is not None}
        try:
            connection.request(method, path, json.dumps(body)
                               if body is not None else None, head)
            got = connection.getresponse()
            return got.status, got.headers, got.read()
        finally:
            connection.close()

    def end(self):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.house.end()


class Slow(threading.Thread):
    """A client that never ends what it began: how long it is borne."""

    def __init__(self, proxy, octets):
        super().__init__(daemon=True)
        self.proxy, self.octets, self.took = proxy, octets, None
        self.start()

    def run(self):
        began = time.time()
        with self.proxy.line() as line:
            line.settimeout(1)
            line.sendall(self.octets)
            while time.time() - began < SLOW_S + 5:
                try:
                    line.sendall(b"a")
                    if line.recv(1000) == b"":
                        break
                except socket.timeout:
                    continue
                except (OSError, ssl.SSLError):
                    break
        self.took = time.time() - began


def slow_ones(proxy):
    host = b"Host: %s:%d\r\n" % (NAME.encode(), proxy.port)
    return [("head", Slow(proxy, b"GET /api/health HTTP/1.1\r\n" + host +
                          b"X-Slow: ")),
            ("body", Slow(proxy, b"POST /api/session HTTP/1.1\r\n" + host +
                          b"Origin: " + proxy.origin.encode() +
                          b"\r\nContent-Type: application/json\r\n"
                          b"Content-Length: 60000\r\n\r\n{"))]


def slow_one(tap, proxy, name, one):
    """nginx bears a body that drips by itself: the desk never hears of it."""
    if (proxy.which, name) == ("nginx", "body"):
        began = time.time()
        status = proxy.ask("GET", "/api/health")[0]
        tap.ok(status == 200 and time.time() - began < 2,
               "nginx: a slow body holds nobody up", status)
        return
    one.join(SLOW_S + 10)
    tap.ok(one.took is not None and one.took < SLOW_S,
           "%s: a slow %s is cut" % (proxy.which, name), one.took)


def tls(tap, proxy):
    warnings.simplefilter("ignore")	# that TLS 1.1 is old: so it is
    for version, good in ((ssl.TLSVersion.TLSv1_1, False),
                          (ssl.TLSVersion.TLSv1_2, True),
                          (ssl.TLSVersion.TLSv1_3, True)):
        context = ssl.create_default_context(cafile=proxy.path("desk.pem"))
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        try:
            with socket.create_connection(("127.0.0.1", proxy.port)) as raw:
                with context.wrap_socket(raw, server_hostname=NAME) as line:
                    got = line.version()
        except (OSError, ssl.SSLError):
            got = None
        tap.ok((got is not None) == good, "%s: %s is %s" % (
            proxy.which, version.name, "spoken" if good else "refused"), got)
    context = ssl.create_default_context(cafile=proxy.path("desk.pem"))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", proxy.port)) as raw:
        with context.wrap_socket(raw, server_hostname=NAME) as line:
            tap.ok(line.selected_alpn_protocol() == "h2",
                   "%s: browsers speak HTTP/2 with it" % proxy.which)
    with socket.create_connection(("127.0.0.1", proxy.plain)) as line:
        line.sendall(b"GET /case HTTP/1.1\r\nHost: %s\r\n"
                     b"Connection: close\r\n\r\n" % NAME.encode())
        got = proxy.rest(line)
    tap.ok(re.match(rb"HTTP/1.1 30[18] ", got) and
           re.search(rb"\r\nLocation: https://desk.example.org", got),
           "%s: without TLS it only says where to go" % proxy.which, got)


def headers(tap, proxy):
    for path in ("/", "/api/session", "/api/health", "/no-such"):
        status, head, _ = proxy.ask("GET", path)
        often = [n for n in ONCE if len(head.get_all(n) or []) != 1
                 and not (n == "Content-Type" and status == 304)]
        tap.ok(often == [], "%s: %s has each header once" % (
            proxy.which, path), "%s\n%s" % (often, head))
        tap.ok(not re.search(r"[0-9]", head.get("Server", "")),
               "%s: %s names no version" % (proxy.which, path),
               head.get("Server"))
    status, head, body = proxy.ask("GET", "/desk.js", headers={
        "Accept-Encoding": "gzip"})
    tap.ok(status == 200 and head.get("Content-Encoding") == "gzip"
           and body[:2] == b"\x1f\x8b", "%s: the page comes compressed" %
           proxy.which, head)


def session(tap, proxy):
    """Signed in over it; the browser's part of cookies is looked at below."""
    code = desks.sheet("dara")[0]
    status, head, body = proxy.ask("POST", "/api/session", {
        "name": "dara", "password": harness.PASSWORD, "code": code})
    cookies = head.get_all("Set-Cookie") or []
    tap.ok(status == 200 and len(cookies) == 2 and all(
        c.startswith("__Host-") and "; Secure" in c and "; HttpOnly" in c and
        "; SameSite=Strict" in c and "; Path=/" in c and "Domain" not in c
        for c in cookies), "%s: __Host- cookies come through" % proxy.which,
        "%s %s\n%s" % (status, body, head))
    cookie = {"Cookie": "; ".join(c.split(";")[0] for c in cookies),
              "X-CSRF-Token": json.loads(body)["token"]}
    status, _, body = proxy.ask("POST", "/api/cases", {
        "category": "wages", "words": "Her passport.", "language": "km"},
        cookie)
    tap.ok(status == 200, "%s: and open the desk" % proxy.which, body)
    for name, wrong in (("another origin", {"Origin":
                                            "https://evil.example"}),
                        ("no origin", {"Origin": None}),
                        ("plain HTTP's origin",
                         {"Origin": "http://%s:%d" % (NAME, proxy.port)}),
                        ("another site's fetch",
                         {"Sec-Fetch-Site": "cross-site"})):
        status, _, body = proxy.ask("POST", "/api/session/lock", {},
                                    dict(cookie, **wrong))
        tap.ok(status == 403, "%s: not from %s" % (proxy.which, name), body)
    got = proxy.raw(b"GET /api/session HTTP/1.1\r\nHost: evil.example\r\n"
                    b"Connection: close\r\n\r\n")
    tap.ok(re.match(rb"HTTP/1.1 (4|[23]00 .*\r\nContent-Length: 0)", got,
                    re.S) and b"helpline" not in got,
           "%s: nor to another host's name" % proxy.which, got[:300])
    return cookie


def limits(tap, proxy):
    host = b"Host: %s:%d\r\n" % (NAME.encode(), proxy.port)
    for name, octets in (
            ("a long header", b"GET / HTTP/1.1\r\n" + host + b"X-A: " +
             b"a" * 30000 + b"\r\n\r\n"),
            ("a long path", b"GET /" + b"a" * 30000 + b" HTTP/1.1\r\n" +
             host + b"\r\n")):
        got = proxy.raw(octets)
        tap.ok(got == b"" or re.match(rb"HTTP/1.1 4", got),
               "%s: %s is refused" % (proxy.which, name), got[:200])
    try:
        status = proxy.ask("POST", "/api/session", {"name": "x" * 70000,
                                                    "password": "x"})[0]
    except OSError:
        status = 413
    tap.ok(status == 413, "%s: so is a long body" % proxy.which, status)
    got = proxy.raw(b"POST /api/session HTTP/1.1\r\n" + host +
                    b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"
                    b"\r\n0\r\n\r\nGET /api/openapi.json HTTP/1.1\r\n" +
                    host + b"\r\n")
    tap.ok(re.match(rb"HTTP/1.1 4", got), "%s: two lengths of one body are "
           "refused" % proxy.which, got[:300])


def many(tap, proxy):
    """A page that is loaded often is not held up; who guesses is."""
    began = time.time()
    statuses = [proxy.ask("GET", "/api/session")[0] for _ in range(12)]
    took = time.time() - began
    tap.ok(set(statuses) == {401} and took < 5, "%s: twelve page loads of an "
           "office are answered at once" % proxy.which, "%s %.1f s" % (
               statuses, took))
    if proxy.which == "caddy":
        return			# the desk counts wrong passwords itself
    statuses = [proxy.ask("POST", "/api/session", {"name": "nobody"})[0]
                for _ in range(30)]
    tap.ok(statuses[0] == 400 and 429 in statuses,
           "nginx: thirty sign-ins at once are too many", statuses)
    lines = []
    try:
        for _ in range(16):
            lines.append(proxy.line())
            lines[-1].sendall(
                b"POST /api/counts HTTP/1.1\r\nHost: %s:%d\r\n"
                b"Content-Length: 100\r\n\r\n{" % (NAME.encode(),
                                                  proxy.port))
        time.sleep(0.3)
        status = proxy.ask("GET", "/api/health")[0]
    finally:
        for line in lines:
            line.close()
    tap.ok(status == 429, "nginx: so are more than 16 lines of one address",
           status)
    time.sleep(0.3)
    tap.ok(proxy.ask("GET", "/api/health")[0] == 200,
           "nginx: when they are gone it answers again")


def called_off(tap, proxy, cookie):
    """A browser that goes away ends its search behind the proxy too."""
    flood(proxy.house, 40000)
    body = json.dumps({"words": "passport tiger"}).encode()
    head = "".join("%s: %s\r\n" % h for h in dict(cookie, **{
        "Host": "%s:%d" % (NAME, proxy.port), "Origin": proxy.origin,
        "Content-Type": "application/json",
        "Content-Length": str(len(body))}).items())
    with proxy.line() as line:
        line.sendall(b"POST /api/search/words HTTP/1.1\r\n" + head.encode() +
                     b"\r\n" + body)
        time.sleep(0.15)
    began = time.time()
    status = 429
    while status == 429 and time.time() - began < 10:
        time.sleep(0.05)
        status = proxy.ask("POST", "/api/search/words", {
            "words": "tiger", "state": "finished"}, cookie)[0]
    tap.ok(status == 200 and time.time() - began < 1, "%s: a search whose "
           "line is cut ends" % proxy.which, "%s %.2f s" % (
               status, time.time() - began))


def logs(tap, proxy, cookie):
    """The desk is down: what is said of it names no case and no token."""
    db = sqlite3.connect(os.path.join(proxy.house.dir, "helpline.db"))
    ref, = db.execute("SELECT ref FROM cases LIMIT 1").fetchone()
    db.close()
    proxy.ask("GET", "/api/cases/" + ref, headers=cookie)
    proxy.house.processes["desk"].terminate()
    proxy.house.processes["desk"].wait()
    status = proxy.ask("GET", "/api/cases/" + ref, headers=cookie)[0]
    time.sleep(0.2)
    log = proxy.logged()
    tap.ok(status in (502, 503), "%s: without a desk it says so" %
           proxy.which, status)
    tap.ok(ref not in log and cookie["X-CSRF-Token"] not in log and
           cookie["Cookie"].split("=")[1][:20] not in log,
           "%s: no case, no token in its log" % proxy.which, log[-3000:])


def browser(tap, proxies):
    """Chromium: cookies kept and sent, the page works, HTTP/2."""
    node = shutil.which("node")
    if node is None or not os.path.isdir(os.path.join(
            HERE, "../gateway/desk/page/node_modules/playwright-core")):
        tap.note("no browser: npm's playwright-core is not there")
        return
    for proxy in proxies:
        job = {"origin": proxy.origin, "name": NAME,
               "password": harness.PASSWORD,
               "code": desks.sheet("dara")[4], "which": proxy.which}
        done = subprocess.run(
            [node, os.path.join(HERE, "desk_walks/proxy.mjs")],
            input=json.dumps(job), text=True, capture_output=True,
            timeout=60, check=False)
        for good, name, why in re.findall(
                r"^(ok|not ok) \d+ - (.*)\n((?:#.*\n)*)", done.stdout, re.M):
            tap.ok(good == "ok", "%s: %s" % (proxy.which, name), why)
        tap.ok(done.returncode == 0, "%s: the browser came to its end" %
               proxy.which, done.stderr)


def main():
    tap = harness.Tap()
    signal.alarm(600)
    missing = [p for p in ("nginx", "caddy", "openssl") if find(p) is None]
    if missing:
        print("Bail out! %s: ./bootstrap check installs what tests need" %
              " ".join(missing))
        return 1
    proxies = []
    try:
        for which in ("nginx", "caddy"):
            proxies.append(Proxy(which))
        slow = [(p, slow_ones(p)) for p in proxies]
        for proxy in proxies:
            tls(tap, proxy)
            headers(tap, proxy)
        cookies = [session(tap, p) for p in proxies]
        browser(tap, proxies)
        for proxy, cookie in zip(proxies, cookies):
            limits(tap, proxy)
            many(tap, proxy)
            called_off(tap, proxy, cookie)
        for proxy, ones in slow:
            for name, one in ones:
                slow_one(tap, proxy, name, one)
        for proxy, cookie in zip(proxies, cookies):
            logs(tap, proxy, cookie)
    finally:
        for proxy in proxies:
            proxy.end()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
