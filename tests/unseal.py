"""A reader of its own of what is sealed, written from store/SEALING.md alone
and sharing no code with the program: only libsodium is the same."""
import ctypes
import ctypes.util
import sqlite3

SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
if SODIUM.sodium_init() < 0:
    raise RuntimeError("libsodium does not start")
BUCKETS = (64, 160, 320, 640, 1280, 2560, 5120, 8448)
VERSION = 1
PASSES, MEMORY, ARGON2ID13 = 3, 128 << 20, 2
U64, SIZE = ctypes.c_ulonglong, ctypes.c_size_t


class Unreadable(Exception):
    """It does not open: moved, cut, changed, or the key is another's."""


def _call(what, size, *args):
    out = ctypes.create_string_buffer(max(size, 1))
    if getattr(SODIUM, what)(out, *args) != 0:
        raise Unreadable(what)
    return out.raw[:size]


def _derive(master, n):
    return _call("crypto_kdf_derive_from_key", 32, SIZE(32), U64(n),
                 b"hl-staff", master)


def unseal(secret, sealed):
    """crypto_box_seal, backwards."""
    public = _call("crypto_scalarmult_base", 32, secret)
    return _call("crypto_box_seal_open", len(sealed) - 48, sealed,
                 U64(len(sealed)), public, secret)


def unwrap(key, wrapped):
    nonce, box = wrapped[:24], wrapped[24:]
    return _call("crypto_secretbox_open_easy", len(box) - 16, box,
                 U64(len(box)), nonce, key)


def item_open(secret, case, n, kind, nonce, ct, ek):
    """The text of an item, which must lie where it was written."""
    key = unseal(secret, ek)
    if len(ct) - 16 not in BUCKETS:
        raise Unreadable("%d octets are no bucket" % len(ct))
    bound = bytes([VERSION]) + case + n.to_bytes(8, "big") + \
        kind.encode().ljust(16, b"\0")
    padded = _call("crypto_aead_xchacha20poly1305_ietf_decrypt",
                   len(ct) - 16, None, None, ct, U64(len(ct)), bound,
                   U64(len(bound)), nonce, key)
    text, mark, zeros = padded.rpartition(b"\x80")
    if not mark or zeros.strip(b"\0"):
        raise Unreadable("padding")
    return text.decode()


def member_key(store, name, password):
    """(number, centre, her own secret key) by one member's password."""
    salt, wrapped, verifier, number, centre = store.execute(
        "select salt, wrapped, verifier, id, centre from staff "
        "where name = ?", (name,)).fetchone()
    password = password.encode()
    master = _call("crypto_pwhash", 32, U64(32), password,
                   U64(len(password)), salt, U64(PASSES), SIZE(MEMORY),
                   ctypes.c_int(ARGON2ID13))
    auth = _derive(master, 1)
    if _call("crypto_generichash", 32, SIZE(32), auth, U64(32), None,
             SIZE(0)) != verifier:
        raise Unreadable("the password of " + name)
    return number, centre, unwrap(_derive(master, 2), wrapped)


def granted(store, number, centre, member):
    """(centre, its secret key) as it is granted to her."""
    grant, = store.execute("select ek from grant_ where staff = ? and "
                           "centre = ?", (number, centre)).fetchone()
    return centre, unseal(member, grant)


def centre_key(store, name, password):
    """(centre, its secret key) by one member's password."""
    return granted(store, *member_key(store, name, password))


class Reader:
    """Opens the cases of every centre whose member's password it has."""

    def __init__(self, path, password, names=("dara", "bopha", "rithy",
                                              "chanthy")):
        store = look(path)
        self.members = [member_key(store, n, password) for n in names]
        self.keys = dict(granted(store, *m) for m in self.members)
        store.close()

    def secret(self, store, case):
        for centre, ek in store.execute(
                "select centre, ek from reader where case_id = ?", (case,)):
            if centre in self.keys:
                return unseal(self.keys[centre], ek)
        raise Unreadable("no reader of the case is known")

    def items(self, store, case):
        """[(kind, text)] in their order."""
        secret, rows = self.secret(store, case), store.execute(
            "select n, kind, nonce, ct, ek from items where case_id = ? "
            "order by n", (case,)).fetchall()
        return [(kind, item_open(secret, case, n, kind, nonce, ct, ek))
                for n, kind, nonce, ct, ek in rows]


def look(path):
    """The store, to look only: it changes nothing and waits for nobody."""
    return sqlite3.connect("file:%s?mode=ro" % path, uri=True, timeout=10)
