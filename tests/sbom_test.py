#!/usr/bin/env python3
"""The list of parts names every library that the program runs with, in the
version that is installed, and every package that the page is made of.  TAP."""
import json
import os
import re
import subprocess
import sys

import harness

HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(HERE, "../gateway/service/sbom.py")
LOCK = os.path.join(HERE, "../gateway/desk/page/package-lock.json")


def listed():
    return subprocess.run([sys.executable, TOOL, harness.HELPLINE, "1.2.3",
                           LOCK], capture_output=True, text=True)


def loaded():
    """What the loader maps when it runs, told by the loader itself."""
    done = subprocess.run([harness.HELPLINE, "settings"], capture_output=True,
                          text=True, env=dict(os.environ,
                                              LD_TRACE_LOADED_OBJECTS="1"))
    return set(re.findall(r"^\s*(\S+) => /", done.stdout, re.M)) | {
        os.path.basename(path) for path in re.findall(
            r"^\s*(/\S+) \(", done.stdout, re.M)}


def version(package):
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}\n", package],
                          capture_output=True, text=True)
    return done.stdout.split("\n")[0]


def of_debian(tap, components):
    debian = [c for c in components if c["purl"].startswith("pkg:deb/")]
    files = {p["value"] for c in debian for p in c["properties"]
             if p["name"] == "file"}
    tap.ok(loaded() == files and len(files) > 20,
           "every library that the program is loaded with, and no other",
           (loaded() ^ files))
    other = {c["name"]: (c["version"], version(c["name"])) for c in debian
             if c["version"] != version(c["name"])}
    tap.ok(not other, "each in the version that is installed", other)
    names = {c["name"] for c in debian}
    tap.ok({"kannel", "libsodium23", "libsqlite3-0"} <= names,
           "Kannel and what seals and keeps are among them", names)


def of_npm(tap, components):
    with open(LOCK) as f:
        packages = json.load(f)["packages"]
    # What the page is made with, as its own list names it.
    wanted = {(name, packages["node_modules/" + name]["version"])
              for name in packages[""]["dependencies"]}
    npm = {(c["name"], c["version"]): c for c in components
           if c["purl"].startswith("pkg:npm/")}
    tap.ok(wanted <= set(npm) and all(c.get("hashes") and c.get("licenses")
                                      for c in npm.values()),
           "every package of the page, with its licence and digest",
           wanted - set(npm))
    dev = set(packages[""]["devDependencies"]) & {name for name, _ in npm}
    tap.ok(not dev, "none that is for tests alone", dev)


def main():
    tap = harness.Tap()
    done = listed()
    try:
        document = json.loads(done.stdout)
    except ValueError:
        document = {}
    components = document.get("components", [])
    tap.ok(done.returncode == 0 and document.get("bomFormat") == "CycloneDX"
           and document.get("specVersion") == "1.5" and re.match(
               r"urn:uuid:[0-9a-f-]{36}$", document.get("serialNumber", "")),
           "it is a CycloneDX document", done.stderr)
    if not components:
        return tap.done() or 1
    of_debian(tap, components)
    of_npm(tap, components)
    refs = [c["bom-ref"] for c in components] + [
        document["metadata"]["component"]["bom-ref"]]
    named = {ref for d in document["dependencies"]
             for ref in [d["ref"], *d["dependsOn"]]}
    tap.ok(len(refs) == len(set(refs)) and named <= set(refs),
           "what depends on what names parts of the list", named - set(refs))
    ours = next(d for d in document["dependencies"] if d["ref"] == refs[-1])
    tap.ok(any("libsodium" in ref for ref in ours["dependsOn"]) and
           not any("libunistring" in ref for ref in ours["dependsOn"]),
           "and the program's own needs are told from theirs", ours)
    tap.ok(listed().stdout == done.stdout, "twice it is the same octets")
    done = subprocess.run([sys.executable, TOOL, "/etc/hostname", "1", LOCK],
                          capture_output=True, text=True)
    tap.ok(done.returncode == 1 and not done.stdout,
           "a program without libraries makes no list", done.stderr)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
