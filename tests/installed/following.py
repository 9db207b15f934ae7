"""The page "Installing as a service" followed on a machine, and the helpline
that it leaves there, as tests talk to one."""
import http.client
import os
import re
import socket
import ssl
import time

import ask_test
import desk as desks
import harness
import peer
from machine import HOME

STATE = "/var/lib/helpline"
UNITS = ("bearerbox", "calls", "desk", "rounds")
NETWORK_PORT = 2775
PATIENCE_S = 60
NAME = "desk.example.org"
OFFICE = "Kep"
PASSWORDS = {"dara": "seven brown mangoes", "sophea": "eight green papayas"}
ANSWERS = [(question, {"in Latin letters": OFFICE, "in Khmer": "កែប",
                       "ISO 3166-2": "KH-23"}.get(question, answer))
           for question, answer in ask_test.ANSWERS]


def at_home(line):
    return "cd %s && %s" % (HOME, line)


class Terminal(ask_test.Terminal):
    """A command of the machine, typed on a terminal there."""

    def __init__(self, machine, command):
        self.text = ""
        self.pid, self.fd = machine.fork(at_home(command))

    def until(self, words, timeout=20):
        shown = super().until(words, timeout)
        if shown is None:
            raise RuntimeError("%r is not asked; the screen: %s" % (
                words, self.text))
        return shown

    def end(self):
        while self._more(PATIENCE_S):
            pass
        os.close(self.fd)
        return self.text, os.waitstatus_to_exitcode(
            os.waitpid(self.pid, 0)[1])


class Desk(desks.Desk):
    """The desk as browsers elsewhere reach it: by the proxy, with TLS."""

    def __init__(self, place):
        self.house = place
        self.host, self.origin = NAME, "https://" + NAME
        self.context = ssl.create_default_context(cafile=place.machine.path(
            "/etc/ssl/%s.pem" % NAME))

    def line(self):
        with self.house.machine.network():
            plain = socket.create_connection(("127.0.0.1", 443), 30)
        line = http.client.HTTPSConnection(NAME, timeout=30)
        line.sock = self.context.wrap_socket(plain, server_hostname=NAME)
        return line

    def wait(self, timeout=20):
        end = time.time() + timeout
        while time.time() < end:
            try:
                if desks.Browser(self).get("/api/health").status == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.2)
        raise RuntimeError("the desk does not answer\n" +
                           self.house.logged())


class Place(harness.House):
    """The helpline of a machine."""

    def __init__(self, machine):
        self.machine = machine
        self.top = machine.root
        self.dir = machine.path(STATE)
        self.processes, self.known = {}, {}
        self.network = None
        self.passwords = dict(PASSWORDS)

    def connect(self):
        """A phone company appears where kannel.conf looks for it."""
        with self.machine.network():
            self.network = peer.Network(NETWORK_PORT)
        return self

    def leave(self):
        if self.network is not None:
            self.network.close()
            self.network = None

    def helpline(self, *args, stdin=None, check=True, text=True):
        return self.machine.run(
            ["helpline", *(a.replace(self.dir, STATE) for a in args)],
            check=check, stdin=stdin)

    def read(self, ref, who="dara", *more):
        kept, harness.PASSWORD = harness.PASSWORD, self.passwords[who]
        try:
            return super().read(ref, who, *more)
        finally:
            harness.PASSWORD = kept

    def unit(self, name, key):
        """A property of a unit."""
        return self.machine.run("systemctl show -P %s helpline-%s" % (
            key, name)).stdout.strip()

    def pid(self, name):
        return int(self.unit(name, "MainPID"))

    def up(self):
        """The network is bound and a call answered."""
        if not self.network.ready(timeout=30):
            raise RuntimeError("bearerbox does not bind\n" + self.logged())
        return self.accepted(timeout=40)

    def states(self):
        return {name: self.unit(name, "ActiveState") for name in UNITS}

    def logged(self):
        return self.machine.run("journalctl --no-pager -n 60 -u 'helpline-*'",
                                check=False).stdout


class Follower:
    """Carries out the page's blocks; what it learns from the screen is kept
    as an operator would: on paper."""

    def __init__(self, page, machine):
        self.page, self.machine = page, machine
        self.place = Place(machine)
        self.paper, self.code = {}, {}
        self.failed = []		# (command, what it said)

    def carry_out(self, lines, *talks):
        """Each line, by the first talk whose words are in it."""
        for line in lines:
            talk = [talk for words, talk in talks if re.search(words, line)]
            (talk or [self.plain])[0](line)

    def plain(self, line, **more):
        done = self.machine.run(at_home(line), check=False, **more)
        if done.returncode != 0:
            self.failed.append((line, done.stdout + done.stderr))
        return done

    def typed(self, line, *pairs):
        """Answered as the words on the screen ask."""
        terminal = Terminal(self.machine, line)
        shown = "".join(terminal.answer(words, answer) or ""
                        for words, answer in pairs)
        text, status = terminal.end()
        if status != 0:
            self.failed.append((line, shown + text))
        return shown + text

    # ---- 1 ----

    def yes(self, line):
        """apt asks only where there is more to do than was said."""
        self.plain(line, stdin="y\n")

    def install(self, section="1.", block=1):
        self.carry_out(self.page.block(section, block),
                       ("apt-get install", self.yes))

    # ---- 2 ----

    def init(self, line):
        terminal = Terminal(self.machine, line)
        for question, answer in ANSWERS:
            terminal.answer(question, answer)
        self.paper[OFFICE] = ask_test.type_back(terminal)
        text, status = terminal.end()
        self.code["dara"] = ask_test.CODE.search(text)[1]
        if status != 0:
            self.failed.append((line, text))

    def make(self):
        self.carry_out(self.page.block("2."), ("", self.init))
        self.real_network()
        self.carry_out(self.page.block("2.", 1))

    def real_network(self):
        """What an operator's contract says, typed into kannel.conf."""
        path = self.machine.path(STATE + "/kannel.conf")
        with open(path) as f:
            head, *groups = f.read().split("group = smsc\n")
        groups = [re.sub(r"^port = \d+$", "port = %d" % NETWORK_PORT, g,
                         count=1, flags=re.M) for g in groups]
        groups = [re.sub(r"^smsc-password = .*$", "smsc-password = s3cr3t!8",
                         g, flags=re.M) for g in groups]
        with open(path, "w") as f:
            f.write("group = smsc\n".join([head, *groups]))

    # ---- 3 ----

    def activate(self, line):
        name = line.split()[-1]
        self.typed(line, ("activation code: ", self.code[name]),
                   ("new password: ", PASSWORDS[name]),
                   ("the same again: ", PASSWORDS[name]))

    def add(self, line):
        name = re.search(r" add (\w+)", line)[1]
        text = self.typed(line, ("password: ", PASSWORDS["dara"]))
        self.code[name] = ask_test.CODE.search(text)[1]

    def backup_key(self, line):
        terminal = Terminal(self.machine, line)
        self.paper["backup"] = ask_test.type_back(terminal)
        text, status = terminal.end()
        if status != 0:
            self.failed.append((line, text))

    def people(self):
        self.carry_out(self.page.block("3."), (" activate ", self.activate),
                       (" add ", self.add), (" key$", self.backup_key))

    # ---- 4 ----

    def start(self):
        self.place.connect()
        enable, status, doctor = self.page.block("4.")
        self.plain(enable)
        self.place.up()
        self.plain(status)
        return self.machine.run(doctor, check=False)

    # ---- 5 ----

    def browsers(self):
        """The certificate is the operator's; its name is typed in."""
        self.machine.run(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:"
            "prime256v1 -nodes -days 90 -subj /CN={0} -addext "
            "subjectAltName=DNS:{0} -keyout /etc/ssl/private/{0}.key "
            "-out /etc/ssl/{0}.pem".format(NAME))
        for line in self.page.block("5."):
            self.place.set(*line.split(": "))
        self.carry_out(self.page.block("5.", 1),
                       ("apt-get install", self.yes))

    # ---- 6 ----

    def restore(self, line):
        self.typed(line, ("paper key of the backups: ",
                          self.paper["backup"]))

    def back(self):
        self.place.connect()
        self.carry_out(self.page.block("6.")[:-1],
                       (" restore ", self.restore))
        self.place.up()
        return self.machine.run(self.page.block("6.")[-1], check=False)
