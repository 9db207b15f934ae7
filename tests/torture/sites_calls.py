"""calls, refused at each of its places: while a complaint is filed by USSD and
by SMS, and while texts of staff leave."""
import time

import callers
import harness
import ledger
import peer
import points
import sending
import sites
import texting


class Armed(points.Filing):
    """A filing from the moment that calls is linked."""

    def __init__(self, bench, rng, caller, board, arm):
        super().__init__(bench, rng)
        if caller is not callers.Complainer:
            self.caller = caller(bench, self.book, self.caller.number, rng)
            self.caller.language = "4"
            self.caller.urgent = False
        self.board, self.arm = board, arm

    def linked(self):
        super().linked()
        self.arm()

    def restart(self):
        # It starts as fast as it can.
        if self.board.struck:
            self.board.idle()
        return super().restart()


class Writer(callers.Complainer):
    """Files by SMS."""

    def ussd_send(self, text, op, **more):
        self.sent()
        return self.network.deliver(self.sms_name, self.number, self.short,
                                    "menu" if op == harness.peer.BEGIN
                                    else text)


class Filing(sites.Scene, points.Sweep):
    """points.Sweep has the judgement."""

    name, caller = "filing", callers.Complainer

    def __init__(self, seed, board):
        points.Sweep.__init__(self, seed, None)
        sites.Scene.__init__(self, seed, board)
        self.bench.env = board.env(self.bench.env)
        self.bench.patient()

    def end(self):
        self.bench.end()

    def play(self, arm):
        self.bench.fresh()
        self.bench.start("calls")
        filing = Armed(self.bench, self.rng, self.caller, self.board, arm)
        done = filing.run()
        self.board.idle()
        fell = filing.deaths[:1]
        filing.deaths.append(self.bench.stop())
        return filing, done, fell[0] if fell else None

    def undisturbed(self):
        _, done, _ = self.play(self.board.count)
        if not done:
            raise RuntimeError("an undisturbed filing came to no end\n" +
                               self.bench.logged())

    def strike_once(self, site):
        filing, done, status = self.play(lambda: self.board.fail(site))
        if not self.board.struck:
            return False
        self.died(site, status)
        self.of_store(site, filing)
        before = {k: set(v) for k, v in self.faults.items()}
        self.judge(site, filing, done)
        for kind in list(self.faults):
            for what in self.faults[kind] - before.get(kind, set()):
                self.faults[kind].discard(what)
                self.fault(kind, site, what.split(": ", 1)[-1])
        return True

    def of_store(self, site, filing):
        """After a failed sync nobody knows what the disk holds."""
        filing.of_store = self.board.of_store
        self.fail_stop(points.Point(*site), filing, self.board.struck_at)


class Writing(Filing):
    name, caller = "writing", Writer


class Bench(sending.Bench):
    """Both phones, nothing queued yet; only calls is watched."""

    def __init__(self, board):
        super().__init__()
        self.board = board
        self.sql("delete from outbox")

    def start(self, name):
        watched = getattr(self, "board", None)
        before = self.env
        if watched is not None:
            self.env = watched.env(self.env)
        try:
            return super().start(name)
        finally:
            self.env = before


class Leaving(sites.Scene):
    """Two texts, the first with its reports."""

    name = "leaving"

    def __init__(self, seed, board):
        super().__init__(seed, board)
        self.bench = Bench(board)

    def end(self):
        self.bench.end()

    def begin(self, arm):
        bench = self.bench
        bench.fresh()
        bench.start("calls")
        if not bench.network.ready(timeout=sending.WAIT_S):
            raise RuntimeError("calls does not link\n" + bench.logged())
        arm()
        bench.rows = [texting.queued(bench, phone, "Text %d." % n, 36000)[0]
                      for n, phone in enumerate(bench.phones)]
        return sending.Play(bench)

    def undisturbed(self):
        play = self.begin(self.board.count)
        done = play.run()
        self.board.idle()
        self.bench.stop()
        if not done:
            raise RuntimeError("undisturbed they did not leave\n" +
                               self.bench.logged())

    def strike_once(self, site):
        bench = self.bench
        play = self.begin(lambda: self.board.fail(site))
        play.run()
        self.board.idle()
        if not self.board.struck:
            bench.stop()
            return False
        self.fell(site, play)
        return True

    def fell(self, site, play):
        """Or did not: then it is ended where it is."""
        bench, alive = self.bench, play.alive()
        if alive:
            self.died(site, None)
            bench.kill("calls")
        else:
            self.died(site, bench.processes["calls"].wait())
        while bench.network.connection is not None:
            time.sleep(0.002)
        before, whole = bench.states()
        then = [len(bench.left(p)) for p in bench.phones]
        if not play.again():
            self.fault("lost", site, "it does not go on")
        bench.stop()
        after, whole_now = bench.states()
        now = [len(bench.left(p)) for p in bench.phones]
        for i in range(2):
            wrong = sending.judge(site, before[i], after[i],
                                  (then[i], now[i]), i == 0 and play.reported)
            # What it could not hand over, and said so, is known to be so.
            if wrong and before[i][0] in ("unknown", "failed", "expired"):
                wrong = "" if before[i][0] == after[i][0] and \
                    now[i] == then[i] <= 1 and not after[i][1] else wrong
            if wrong:
                self.fault("twice" if now[i] > 1 else "broken", site,
                           "text %d: %s" % (i, wrong))
        if (whole, whole_now) != ("ok", "ok"):
            self.fault("broken", site, "the store: %s" % whole_now)
