"""What stands at the head of every answer, whatever it is and whoever asked."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# What says with which program a site runs.
TALKATIVE = ("Server", "X-Powered-By", "X-Runtime", "Via")
# What a browser shows as a page or reads as data; everything else is a file with a name or shown in a page.
PAGES = ("text/html", "text/plain", "application/json", "application/xml", "application/atom+xml")


def lacking(response, *, is_private=False, referrer="same-origin"):
    """What an answer should say at its head and does not, in words."""
    headers = response.headers
    wrong = [name for name, words in HEADERS.items() if words not in headers.get(name, "")]
    policy = headers.get("Content-Security-Policy", "")
    wrong += [f"policy: {word}" for word in ("unsafe", "http:", "https:", "*") if word in policy]
    wrong += ["policy: frame-ancestors"] if "frame-ancestors 'none'" not in policy else []
    wrong += [f"says {name}" for name in TALKATIVE if name in headers]
    if headers.get("Referrer-Policy") != referrer:
        wrong.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    kind = headers.get("Content-Type", "").partition(";")[0]
    is_page = not kind or kind in PAGES or kind.endswith(("css", "javascript", "woff2", "+xml"))
    if response.status_code == 200 and not is_page and "Content-Disposition" not in headers:
        wrong.append(f"a {kind} without Content-Disposition")
    if (is_private or response.status_code >= 400) and "no-store" not in headers.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {headers.get('Cache-Control')}")
    return wrong
