"""Lists of agencies as tests need them: CSV, workbooks, and a server that
publishes one over https and can be told to misbehave."""
import datetime
import http.server
import io
import os
import ssl
import subprocess
import threading
import time
import zipfile
from xml.sax.saxutils import escape

HEADINGS = ["licence", "name", "status", "valid_until"]


def csv(rows, headings=HEADINGS):
    return "".join(",".join(row) + "\n" for row in [headings, *rows])


def many(n, name="Sample", status="valid"):
    return [["T-%03d" % i, "%s %d" % (name, i), status, "2034-12-31"]
            for i in range(n)]


def column(n):
    return chr(ord("A") + n)


def cell(value, where):
    """An int is a number, a date a day, ("f", x) a formula, ("raw", xml)."""
    if isinstance(value, datetime.date):
        serial = (value - datetime.date(1899, 12, 30)).days
        return '<c r="%s" s="1"><v>%d</v></c>' % (where, serial)
    if isinstance(value, int):
        return '<c r="%s"><v>%d</v></c>' % (where, value)
    if isinstance(value, tuple) and value[0] == "f":
        return '<c r="%s"><f>1+1</f><v>%s</v></c>' % (where, value[1])
    if isinstance(value, tuple) and value[0] == "s":
        return '<c r="%s" t="s"><v>%d</v></c>' % (where, value[1])
    if isinstance(value, tuple):
        return value[1]
    return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (
        where, escape(value))


def sheet(rows):
    text = "".join('<row r="%d">%s</row>' % (r + 1, "".join(
        cell(value, column(c) + str(r + 1)) for c, value in enumerate(row)
        if value != "")) for r, row in enumerate(rows))
    return ('<worksheet xmlns="http://schemas.openxmlformats.org/'
            'spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
            % text)


def workbook(sheets, strings=(), from_1904=False, replace=None):
    """sheets: (name, state, rows); replace: member -> octets instead."""
    ns = ('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
          'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
          'relationships"')
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook %s>%s<sheets>%s</sheets></workbook>' % (
            ns, '<workbookPr date1904="1"/>' if from_1904 else "",
            "".join('<sheet name="%s" sheetId="%d" %s r:id="rId%d"/>' % (
                name, i + 1, 'state="%s"' % state if state else "", i + 1)
                for i, (name, state, _) in enumerate(sheets))),
        "xl/_rels/workbook.xml.rels": "<Relationships>%s</Relationships>" %
        "".join('<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>' %
                (i + 1, i + 1) for i in range(len(sheets))),
        "xl/styles.xml": '<styleSheet %s><numFmts><numFmt numFmtId="164" '
        'formatCode="d/m/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/></cellXfs></styleSheet>' % ns,
        "xl/sharedStrings.xml": "<sst %s>%s</sst>" % (ns, "".join(
            "<si>%s</si>" % s for s in strings)),
    }
    for i, (_, _, rows) in enumerate(sheets):
        parts["xl/worksheets/sheet%d.xml" % (i + 1)] = (
            rows if isinstance(rows, str) else sheet(rows))
    parts.update(replace or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            if text is not None:
                z.writestr(name, text)
    return out.getvalue()


def authority(top):
    """A certificate authority and what it signed for 127.0.0.1, also for
    another name, and one that signed itself."""
    def run(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True,
                       cwd=top)
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem",
        "-subj", "/CN=the tests' own", "-days", "2")
    for name, alt in (("good", "IP:127.0.0.1"), ("other", "DNS:else.test")):
        run("req", *new, "-keyout", name + ".key", "-out", name + ".csr",
            "-subj", "/CN=" + name)
        with open(os.path.join(top, name + ".ext"), "w") as f:
            f.write("subjectAltName=" + alt + "\n")
        run("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey",
            "ca.key", "-CAcreateserial", "-days", "2", "-extfile",
            name + ".ext", "-out", name + ".pem")
    run("req", "-x509", *new, "-keyout", "self.key", "-out", "self.pem",
        "-subj", "/CN=self", "-addext", "subjectAltName=IP:127.0.0.1",
        "-days", "2")
    return os.path.join(top, "ca.pem")


class Publisher:
    """https://127.0.0.1:PORT/ says what .answer(handler) says."""

    def __init__(self, top, certificate="good", tls=True):
        publisher = self
        self.requests = []
        self.answer = None

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                publisher.requests.append(dict(self.headers))
                self.close_connection = True
                try:
                    publisher.answer(self)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(top, certificate + ".pem"),
                                    os.path.join(top, certificate + ".key"))
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True,
                do_handshake_on_connect=False)
        self.url = "%s://127.0.0.1:%d/list.csv" % (
            "https" if tls else "http", self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever,
                         kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def send(handler, status, body=b"", length=None, **headers):
    if isinstance(body, str):
        body = body.encode()
    handler.send_response(status)
    if length != "none":
        handler.send_header("Content-Length",
                            str(len(body) if length is None else length))
    handler.send_header("Connection", "close")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()


def serve(body, status=200, **more):
    return lambda handler: send(handler, status, body, **more)


def serve_tagged(body, tag, **more):
    def answer(handler):
        if handler.headers.get("If-None-Match") == tag:
            send(handler, 304, ETag=tag, **more)
        else:
            send(handler, 200, body, ETag=tag, **more)
    return answer


def serve_drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.2)


def serve_never(handler):
    time.sleep(30)


def serve_no_end(handler):
    """No length, and no end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(4000):
        handler.wfile.write(b"T-1,Sample\n" * 1000)
