"""The page's other road: from the sources on the machine itself.  What the
package does is done by hand there, for /usr/local; renewed, and taken away."""
import os
import re

import following
import machine as machines
import packaging
import working

PACKAGED, OURS = "/usr/share/helpline", "/usr/local/share/helpline"


def begin(place, name, sources):
    """A bare machine where they lie, as make dist hands them out."""
    box = machines.Machine(place, name)
    machines.must(machines.outside(
        ["tar", "-xJf", sources, "--no-same-owner", "-C",
         box.path(machines.HOME)]))
    folder = os.path.basename(sources)[:-len(".tar.xz")]
    box.fetch(*needs(box.path(os.path.join(machines.HOME, folder))),
              "kannel", "ca-certificates", "nginx")
    return box, folder


def needs(sources):
    """What bootstrap asks apt for, where npm has nothing to do."""
    with open(os.path.join(sources, "bootstrap")) as f:
        return re.search(r'^BUILD_NEEDS="(.*?)"', f.read(),
                         re.M | re.S)[1].split()


class Follower(following.Follower):
    def __init__(self, page, machine, folder):
        super().__init__(page, machine)
        self.folder = folder
        self.put = set()	# what make install put there

    def plain(self, line, **more):
        """Where it is typed, and what the page calls otherwise."""
        if re.match(r"(\./bootstrap|make) ", line):
            line = "cd %s && %s" % (self.folder, line)
        return super().plain(line.replace(PACKAGED, OURS), **more)

    def put_in(self, line):
        before = packaging.tree(self.machine)
        done = self.plain(line)
        self.put = set(packaging.tree(self.machine)) - set(before)
        return done

    def install(self, section="1.", block=2):
        self.carry_out(self.page.block(section, block),
                       ("apt-get install", self.yes),
                       ("make .*install", self.put_in))

    def row(self, what):
        """Of the page's "Every day": what is said from sources."""
        done = None
        for line in self.page.from_sources(what):
            done = self.plain(line)
        return done


def read_by(tap, follower):
    """Each where the system looks for it, though it lies under /usr/local."""
    box = follower.machine
    at = {n: follower.place.unit(n, "FragmentPath")
          for n in following.UNITS}
    tap.ok(all(p == "/usr/local/lib/systemd/system/helpline-%s.service" % n
               for n, p in at.items()), "systemd finds the units", at)
    users = packaging.accounts(box)
    tap.ok(len(re.findall(r"^helpline-\w+:x:.*:/usr/sbin/nologin$", users,
                          re.M)) == 3, "and makes their users", users)
    read = box.run("systemd-tmpfiles --cat-config | grep '^d /run/helpline';"
                   "stat -c '%A %U %G' /run/helpline", check=False).stdout
    tap.ok("drwxr-s--- helpline-desk helpline-proxy" in read,
           "and the place of the desk's socket", read)
    tap.ok(os.path.exists(box.path("/etc/ssl/certs/ca-certificates.crt")),
           "rounds knows whom to trust")
    wrong = [p for p in follower.put if os.path.isfile(box.path(p)) and
             not p.startswith(("/usr/local/", "/etc/logrotate.d/"))]
    tap.ok(follower.put and not wrong, "nothing else was put outside "
           "/usr/local", wrong)


def renewed(tap, follower, ref):
    place = follower.place
    before = {n: place.pid(n) for n in following.UNITS}
    follower.row("take a newer version")
    tap.ok(not follower.failed and place.up() and place.read(ref) is not None,
           "put in anew, and all is there", (follower.failed, place.logged()))
    after = {n: place.pid(n) for n in following.UNITS}
    tap.ok(all(after[n] not in (0, before[n]) for n in after),
           "by the new program, not by the old", (before, after))


def taken(tap, follower):
    box = follower.machine

    def how():
        done = follower.row("take it away")
        working.until(lambda: not packaging.running(box), 40)
        return done
    packaging.taken(tap, follower.place, how)
    here = packaging.tree(box)
    left = [p for p in here if "helpline" in p and
            not p.startswith("/etc/nginx/") or
            p in follower.put and os.path.isfile(box.path(p))]
    tap.ok(not follower.failed and len(follower.put) > 40 and not left,
           "nothing of it is left", (follower.failed, sorted(left)))


def sourced(tap, follower):
    """follower: has carried out the page."""
    place = follower.place
    read_by(tap, follower)
    ref = working.works(tap, place)
    renewed(tap, follower, ref)
    taken(tap, follower)
    place.leave()
