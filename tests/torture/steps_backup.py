"""A backup, a copy of the keys and a restore, struck at each step: nothing that
is half there counts as one, what counts lacks nothing, and what was left by the
fall is gone after the next."""
import os
import shutil

import steps


class Backup(steps.Step):
    """Of a directory that has none yet."""

    name = "backup"

    def words(self):
        return ["backup", self.dir], None

    def afterwards(self, done, fault):
        super().afterwards(done, fault)
        there = self.listed()
        if done.returncode == 0 and done.stdout.strip() not in there:
            fault("lost", "it said that it made one")
        for path in there:
            self.restored(path, self.mould.keys, fault)
        self.open_to_others(fault)

    def finished(self, done, fault):
        made = done.stdout.strip()
        if made not in self.listed():
            fault("lost", "it said that it made one")
        else:
            self.restored(made, self.mould.keys, fault)
        left = [n for n in os.listdir(os.path.join(self.dir, "backup"))
                if not n.endswith(".backup")]
        if left:
            fault("readable", "backup/%s is left" % left)


class Keys(steps.Step):
    """keys/ into a file of their own, on another disk."""

    name = "keys"

    def prepare(self):
        made = self.house.helpline("backup", self.base).stdout.strip()
        self.made = os.path.join(self.top, "made.backup")
        shutil.move(made, self.made)

    def fresh(self):
        super().fresh()
        self.out = os.path.join(self.place, "stick")
        os.mkdir(self.out, 0o700)
        self.file = os.path.join(self.out, "keys.backup")

    def words(self):
        return ["backup", self.dir, "keys", self.file], None

    def judge(self, done, fault):
        """What stands there under its name is whole; then there is nothing
        to run again."""
        if done is not None and os.path.exists(self.file):
            self.sane(done, fault)
            self.restored(self.made, self.file, fault)
            os.rename(self.file, self.file + ".first")
        elif done is not None and done.returncode == 0:
            fault("lost", "it said that it made one")
        super().judge(done, fault)

    def finished(self, done, fault):
        super().finished(done, fault)
        if not os.path.exists(self.file):
            fault("lost", "it said that it made one")
            return
        self.restored(self.made, self.file, fault)
        left = set(os.listdir(self.out)) - {"keys.backup",
                                            "keys.backup.first"}
        if left:
            fault("readable", "%s is left" % left)


class Restore(steps.Step):
    """Into a place where nothing is: nothing or all of it stands there."""

    name = "restore"

    def prepare(self):
        made = self.house.helpline("backup", self.base).stdout.strip()
        self.made = os.path.join(self.top, "made.backup")
        shutil.move(made, self.made)

    def fresh(self):
        shutil.rmtree(self.place, ignore_errors=True)
        os.mkdir(self.place)

    def words(self):
        return ["restore", self.made, self.dir, "--paper-fd", "0", "--keys",
                self.mould.keys], self.mould.paper + "\n"

    def look_at(self, lines, fault):
        """The names in it are durable before it gets its own."""
        part = self.dir + ".restoring"
        made = [n for n, line in enumerate(lines) if part + "/" in line and
                ("mkdir(" in line or "O_CREAT" in line)]
        synced = [n for n, line in enumerate(lines) if "fsync(" in line and
                  "<%s>)" % part in line]
        named = [n for n, line in enumerate(lines) if "rename(" in line and
                 part + '"' in line]
        if not (made and synced and named and
                made[-1] < synced[-1] < named[0]):
            fault("lost", "names in it are not durable: %s %s %s" % (
                made[-1:], synced[-1:], named))

    def judge(self, done, fault):
        if done is None:
            fault("broken", "it hangs")
            return
        self.sane(done, fault)
        self.open_to_others(fault)
        if not os.path.exists(self.dir):
            if done.returncode == 0:
                fault("lost", "it said that it was done")
            again = self.run()
            if again is None or again.returncode != 0:
                fault("broken", "run again: %s" % again)
                return
        self.finished(done, fault)

    def finished(self, done, fault):
        self.as_it_was(self.dir, fault)
        self.same_keys(self.dir, fault)
        self.whole(self.dir, fault)
        left = set(os.listdir(self.place)) - {"data"}
        if left:
            fault("readable", "%s is left" % left)
