"""Which of Bandit's rules has which fix."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.fixes import crypto, files, loading, processes, sql, tls, web, xml
from hanare.analysis.fixes.code import Mend
from hanare.analysis.fixes.switches import OFF_NOT_DEFAULT, ON, Switch
from hanare.wording import said

FIXES: Mapping[str, Mend] = {
    "B103": files.fewer_rights,
    "B104": web.listen_here,
    "B113": tls.timeout,
    "B201": Switch({"debug": ON}, said("Turn debug off")),
    "B202": files.data_filter,
    "B306": files.made_at_once,
    "B307": loading.literal_eval,
    "B311": crypto.unpredictable,
    "B313": xml.defused,
    "B314": xml.defused,
    "B315": xml.defused,
    "B316": xml.defused,
    "B317": xml.defused,
    "B318": xml.defused,
    "B319": xml.defused,
    "B323": tls.default_context,
    "B324": crypto.not_for_security,
    "B405": xml.defused,
    "B406": xml.defused,
    "B407": xml.defused,
    "B408": xml.defused,
    "B409": xml.defused,
    "B501": Switch({"verify": OFF_NOT_DEFAULT}, said("Check the certificate")),
    "B502": tls.newer_protocol,
    "B503": tls.newer_protocol,
    "B505": crypto.longer_key,
    "B506": loading.yaml_safe,
    "B507": tls.known_hosts,
    "B602": processes.without_shell,
    "B605": processes.system,
    "B608": sql.parameters,
    "B614": loading.torch_weights,
    "B701": web.autoescape,
}
