"""Random kills of every process while callers walk complaints.

serve and bearerbox are started again as systemd would; calls by serve.  The
network is peer.py: what its kill leaves to the other end is what the kernel
leaves, every connection closed and nobody listening."""
import os
import signal
import time

import storm

PAUSE_S = (0.1, 0.9)		# between two kills
DELAY_S = 0.4			# most often less until it is started again


class Kills(storm.Storm):

    def disturb(self, n):
        time.sleep(self.rng.uniform(*PAUSE_S))
        what = self.kill()
        if what is not None:
            self.stay_away(n)
            time.sleep(self.rng.choice((0, 0, self.rng.uniform(0, DELAY_S))))
        return what

    def kill(self):
        """One process, any of them; sometimes all."""
        house, children = self.house, self.house.children()
        what = self.rng.choice(
            ["serve", "bearerbox", "network"] * 2 + ["calls"] * 3 + ["all"] +
            sorted(set(children) - {"calls"}))
        if what == "calls" and what not in children:
            return None		# serve has not started it again yet
        victims = {"serve", "bearerbox", "network", *children} \
            if what == "all" else {what}
        for name in victims & set(children):
            try:
                os.kill(children[name], signal.SIGKILL)
            except ProcessLookupError:
                pass
        for name in victims & {"serve", "bearerbox"}:
            house.kill(name)
        if "network" in victims:
            house.network.close()
        return what

    def stay_away(self, n):
        """Now and then something is away for longer than a limit."""
        more = self.rng.uniform(1.5, 3)
        if n % 120 == 30:
            self.house.kill("serve")
            time.sleep(storm.LATE_S + more)
        elif n % 150 == 75:
            self.house.network.close()
            time.sleep(storm.PAGE_VALID_S + more)
        elif n % 1000 == 500:
            self.house.kill("serve")
            time.sleep(storm.SMS_LATE_S + more)
