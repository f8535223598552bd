"""Which of our own rules for Python has which fix."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.fixes import crypto, files, loading, sql, tls, web
from hanare.analysis.fixes.code import Mend, around, first_fix
from hanare.analysis.fixes.switches import (
    OFF,
    OFF_NOT_DEFAULT,
    ON,
    ON_NOT_DEFAULT,
    Flag,
    Switch,
)
from hanare.wording import said

_CHECK = said("Check the certificate")
_NO_DEBUG = said("Turn debug off")
_COOKIE = said("Protect the cookie")
_PUBLIC = ("'public-read'", "'public-read-write'")
_UNCHECKED = ("None", "ssl.CERT_NONE", "'CERT_NONE'", "'NONE'", "'none'")

FIXES: Mapping[str, Mend] = {
    "HPY106": Switch(
        {"allow_dotted_names": ON_NOT_DEFAULT},
        said("Do not follow dotted names"),
    ),
    "HPY110": loading.yaml_safe,
    "HPY112": Switch({"allow_pickle": ON_NOT_DEFAULT}, said("Do not unpickle")),
    "HPY115": Switch(
        {"trust_remote_code": ON_NOT_DEFAULT, "safe_mode": OFF_NOT_DEFAULT},
        said("Do not run the model's code"),
    ),
    "HPY120": Switch({"verify": OFF_NOT_DEFAULT}, _CHECK),
    "HPY121": Switch({"ssl": OFF_NOT_DEFAULT, "verify_ssl": OFF_NOT_DEFAULT}, _CHECK),
    "HPY122": Switch(
        {
            "assert_hostname": OFF_NOT_DEFAULT,
            "cert_reqs": Flag(_UNCHECKED[1:], "'CERT_REQUIRED'", default=True),
            "ssl_cert_reqs": Flag(_UNCHECKED, "'required'", default=True),
            "tlsAllowInvalidCertificates": ON_NOT_DEFAULT,
            "tlsInsecure": ON_NOT_DEFAULT,
            "verify": OFF_NOT_DEFAULT,
            "verify_certs": OFF_NOT_DEFAULT,
        },
        _CHECK,
    ),
    "HPY123": tls.verifying_context,
    "HPY124": tls.default_context,
    "HPY125": tls.newer_minimum,
    "HPY127": Switch(
        {"known_hosts": Flag(("None",), "()", default=True)},
        said("Check the host's key"),
    ),
    "HPY130": web.signature_checked,
    "HPY132": Switch({"verify_exp": OFF}, said("Check when it expires")),
    "HPY142": crypto.not_for_security,
    "HPY146": crypto.unpredictable_secret,
    "HPY150": files.fewer_rights,
    "HPY151": files.careful_umask,
    "HPY152": files.data_filter,
    "HPY154": Switch({"ACL": Flag(_PUBLIC, "'private'", default=True)}, said("Keep it private")),
    "HPY160": Switch(
        {"load_dtd": ON_NOT_DEFAULT, "no_network": OFF_NOT_DEFAULT, "resolve_entities": ON},
        said("Do not resolve external entities"),
    ),
    "HPY161": Switch({"huge_tree": ON_NOT_DEFAULT}, said("Keep the limits")),
    "HPY170": Switch({"debug": ON, "use_debugger": ON, "FLASK_DEBUG": ON}, _NO_DEBUG),
    "HPY171": Switch({"reload": ON_NOT_DEFAULT}, said("Turn reloading off")),
    "HPY172": Switch({"DEBUG": ON}, _NO_DEBUG),
    "HPY174": Switch(
        {
            f"{cookie}_COOKIE_{protection}": OFF
            for cookie in ("SESSION", "CSRF", "REMEMBER")
            for protection in ("SECURE", "HTTPONLY")
        },
        _COOKIE,
    ),
    "HPY175": Switch({"secure": OFF, "httponly": OFF}, _COOKIE),
    "HPY176": web.secure_cookie,
    "HPY177": Switch(
        {"WTF_CSRF_ENABLED": OFF, "xsrf_cookies": OFF},
        said("Turn the protection on"),
    ),
    "HPY179": web.listen_here,
    "HPY180": Switch({"autoescape": OFF}, said("Escape HTML")),
    "HPY605": sql.parameters,
    "HPY616": around(first_fix(loading.yaml_safe, loading.torch_weights)),
}
