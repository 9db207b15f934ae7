"""A page of instructions, followed word by word: the commands of its blocks,
in their order, each marked when it was carried out."""
import re


def command(line):
    """A line of a block without what it remarks."""
    return re.sub(r"\s{2,}#.*$", "", line)


class Page:
    def __init__(self, path):
        with open(path) as f:
            self.text = f.read()
        self.blocks = []		# (section, commands)
        self.done = set()		# (block, line)
        section, inside = "", None
        for line in self.text.splitlines():
            if line.startswith("```"):
                if inside is None:
                    inside = []
                else:
                    self.blocks.append((section, inside))
                    inside = None
            elif inside is not None:
                if line.strip():
                    inside.append(line)
            elif line.startswith("#"):
                section = line.lstrip("# ")

    def block(self, section, n=0):
        """The lines of the nth block of a section, from now on done."""
        found = [(i, lines) for i, (name, lines) in enumerate(self.blocks)
                 if section in name]
        i, lines = found[n]
        for at in range(len(lines)):
            self.done.add((i, at))
        return [command(line) for line in lines]

    def from_sources(self, what):
        """The commands that a row of a table has for who built it herself."""
        row = re.search(r"^\| %s \|.*\(from sources: ([^)]*)\)" %
                        re.escape(what), self.text, re.M)
        return re.findall("`([^`]+)`", row[1])

    def left(self):
        """Lines that nobody has done."""
        return [(name, command(line))
                for i, (name, lines) in enumerate(self.blocks)
                for at, line in enumerate(lines) if (i, at) not in self.done]
