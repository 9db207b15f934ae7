#!/usr/bin/env python3
"""sbom.py PROGRAM VERSION PACKAGE-LOCK - the parts of a helpline as CycloneDX
1.5 (JSON), on standard output: the program, each library it is loaded with as
the Debian package that brings it, Kannel, and the npm packages that the desk's
page is made of.  The same parts give the same octets.

Versions are those of the machine it runs on: of the package, the machine that
built it; `make sbom` on an installed one tells of that."""
import base64
import json
import os
import re
import subprocess
import sys
import uuid

NAMESPACE = uuid.UUID("8a6e0804-2bd0-4672-b79d-d97027f9071a")	# of URLs' kind
BUILDS = ("esbuild",)		# of the page's: not in what browsers get


def said(*words):
    done = subprocess.run(words, capture_output=True, text=True,
                          env=dict(os.environ, LC_ALL="C"))
    return done.stdout if done.returncode == 0 else ""


def libraries(program):
    """name -> file, of all that the loader brings."""
    found = {}
    for line in said("ldd", program).splitlines():
        match = re.match(r"\s*(?:(\S+) => )?(/\S+) \(0x", line)
        if match:
            found[match[1] or os.path.basename(match[2])] = match[2]
    return found


def needed(file):
    """What it names itself."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", said("readelf", "-d", file))


def owner(file):
    """The Debian package of a file: dpkg knows it by one of its names."""
    real = os.path.realpath(file)
    for path in (file, real, real.removeprefix("/usr"), "/usr" + file):
        match = re.match(r"(\S+?)(?::\S+)?: ", said("dpkg-query", "-S", path))
        if match:
            return match[1]
    sys.exit("sbom: no package of this machine has %s" % file)


def deb(name):
    """A component, None where the package is not installed."""
    values = said("dpkg-query", "-W", "-f",
                  "${db:Status-Status} ${Version} ${Architecture} "
                  "${source:Package}\n", name).split("\n")[0].split()
    if len(values) != 4 or values[0] != "installed":
        return None
    purl = "pkg:deb/debian/%s@%s?arch=%s&distro=bookworm" % (
        name, values[1].replace("+", "%2B").replace("~", "%7E").replace(
            ":", "%3A"), values[2])
    return {"type": "library", "bom-ref": purl, "name": name,
            "version": values[1], "purl": purl, "scope": "required",
            "supplier": {"name": "Debian"},
            "properties": [{"name": "debian:source", "value": values[3]}]}


def npm(path, entry):
    name = path.rpartition("node_modules/")[2]
    purl = "pkg:npm/%s@%s" % (name.replace("@", "%40"), entry["version"])
    tool = name.split("/")[0].lstrip("@") in BUILDS
    part = {"type": "library", "bom-ref": purl, "name": name,
            "version": entry["version"], "purl": purl,
            "scope": "excluded" if tool else "required"}
    if "license" in entry:
        part["licenses"] = [{"license": {"id": entry["license"]}}]
    algorithm, _, digest = entry.get("integrity", "").partition("-")
    if algorithm == "sha512":
        part["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(
            digest).hex()}]
    return part


def of_page(lock):
    """Packages of the page; those for its tests are none of its parts."""
    with open(lock) as f:
        packages = json.load(f)["packages"]
    return [npm(path, entry) for path, entry in packages.items()
            if path and not entry.get("dev") and not entry.get("optional")]


def main(program, version, lock):
    files = libraries(program)
    if not files:
        sys.exit("sbom: %s names no library" % program)
    parts, refs = {}, {}
    for library, file in sorted(files.items()):
        part = deb(owner(file))
        refs[library] = part["bom-ref"]
        part = parts.setdefault(part["bom-ref"], part)
        part["properties"].append({"name": "file", "value": library})
    graph = {ref: set() for ref in parts}
    for library, file in files.items():
        graph[refs[library]] |= {refs[n] for n in needed(file) if n in refs
                                 and refs[n] != refs[library]}
    kannel = deb("kannel")
    ours = "pkg:generic/helpline@" + version
    others = of_page(lock) + ([kannel] if kannel else [])
    graph[ours] = {refs[n] for n in needed(program) if n in refs} | {
        part["bom-ref"] for part in others if part["scope"] == "required"}
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": ours, "name": "helpline",
            "version": version, "purl": ours, "licenses": [
                {"license": {"id": "AGPL-3.0-or-later"}}]}},
        "components": [*parts.values(), *others],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)}
                         for ref, on in sorted(graph.items())]}
    octets = json.dumps(document, sort_keys=True)
    document["serialNumber"] = "urn:uuid:%s" % uuid.uuid5(NAMESPACE, octets)
    json.dump(document, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
