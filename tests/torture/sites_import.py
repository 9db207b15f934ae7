"""A list of agencies and a sheet of words imported on the command line, refused
at each place of the program from its first: what it says was done is done, and
what was not done left nothing behind."""
import csv
import io
import os
import shutil
import subprocess
import time

import harness
import sites

ROWS, CHANGED = 40, 3
PATIENCE_S = 60


class Import(sites.Scene):
    """A house that is copied for each place."""

    def __init__(self, seed, board):
        super().__init__(seed, board)
        self.house = harness.House(network=False)
        self.mould = self.house.dir
        try:
            self.prepare()
            self.was = self.state()
        except BaseException:
            self.house.end()
            raise
        self.will_be = None

    def end(self):
        self.house.end()

    def run(self, env):
        """Its status, and what it said."""
        house = self.house
        house.dir = os.path.join(house.top, "strike")
        shutil.rmtree(house.dir, ignore_errors=True)
        shutil.copytree(self.mould, house.dir)
        return self.import_it(env)

    def import_it(self, env):
        try:
            return subprocess.run([harness.HELPLINE, *self.words()],
                                  stdin=subprocess.DEVNULL, env=env,
                                  capture_output=True, timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            return None

    def undisturbed(self):
        self.board.count()
        done = self.run(self.board.env(None))
        self.board.idle()
        if done.returncode != 0 or not self.says_done(done):
            raise RuntimeError("%s: %s" % (self.name, done))
        self.will_be = self.state()
        if self.will_be == self.was:
            raise RuntimeError("%s changes nothing" % self.name)

    def strike_once(self, site):
        self.board.fail(site)
        done = self.run(self.board.env(None))
        self.board.idle()
        if not self.board.struck:
            return False
        if done is None:
            self.fault("broken", site, "it hangs")
            return True
        self.died(site, done.returncode)
        self.judge(site, done)
        return True

    def judge(self, site, done):
        is_now = self.state()
        if done.returncode == 0 and is_now != self.will_be:
            self.fault("lost", site, "it said that it was done")
        if is_now not in (self.was, self.will_be):
            self.fault("broken", site, "half of it is there")
        if done.returncode > 0 and not done.stderr.strip():
            self.fault("broken", site, "it fails without a word")
        check = self.house.sql("pragma integrity_check")
        if check != [("ok",)]:
            self.fault("broken", site, check[:2])
        again = self.import_it(None)
        if again.returncode != 0 or self.state() != self.will_be:
            self.fault("broken", site, "it cannot be imported after that: " +
                       again.stderr.decode(errors="replace")[-200:])


def today():
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))


class Agencies(Import):
    """A list that needs nobody's word: three names change."""

    name = "agencies"

    def prepare(self):
        house = self.house
        for name, word in (("before", "Teaspoon"), ("after", "Saxophone")):
            with open(self.path(name), "w") as f:
                f.write("licence,name,status,valid_until\n")
                for n in range(ROWS):
                    f.write("Q-%d,Wooden Harbour %s %d,valid,2034-12-31\n" % (
                        n, word if n < CHANGED else "Moon", n))
        house.helpline(*self.words("before"))
        for who in ("dara", "bopha"):
            house.helpline("agencies", house.dir, "confirm", "2", "--as", who,
                           "--password-fd", "0",
                           stdin=harness.PASSWORD + "\n")

    def path(self, name):
        return os.path.join(self.house.top, name + ".csv")

    def words(self, name="after"):
        return ["agencies", self.house.dir, "import", self.path(name),
                "--as-of", today(), "--source", name, "--json"]

    def says_done(self, done):
        return b'"state": "applied"' in done.stdout

    def state(self):
        """The list that stands."""
        done = self.house.helpline("agencies", self.house.dir, "export")
        return sorted(csv.reader(io.StringIO(done.stdout)))


class Words(Import):
    """A text and who has read it."""

    name = "words"

    def prepare(self):
        self.sheet = os.path.join(self.house.top, "sheet.csv")
        with open(self.sheet, "w") as f:
            f.write("key,English\nstart,Work far away\n")

    def words(self):
        return ["words", "import", self.sheet, "--dir", self.house.dir,
                "--reviewer", "One", "--language", "en", "--void"]

    def says_done(self, done):
        return b"1 text" in done.stdout

    def state(self):
        """The operator's own words, and whether the audit says of them who
        put them there; it may say so of some that never came."""
        rows = self.house.sql("select count(*) from audit where action = "
                              "'words_imported'")[0][0]
        try:
            with open(os.path.join(self.house.dir, "words.csv")) as f:
                return f.read(), rows > 0
        except FileNotFoundError:
            return "", None
