"""Signs lists of digests with ssh-keygen.

Not with minisign or GPG: nearly every machine, on either side of the gap, has OpenSSH already, and
teams have keys for it, on hardware tokens as well.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from hanare.bundle.installer.layout import NAMESPACE
from hanare.errors import HanareError
from hanare.wording import said


def sign(text: bytes, key: Path, folder: Path) -> bytes:
    """Return the signature of `text` by a private key, or by the one of a public key in an agent.

    `folder` is where ssh-keygen may write. A key that needs a passphrase or a touch asks for it.

    Raises:
        HanareError: it cannot be signed.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise HanareError(
            said("There is no `ssh-keygen` on the search path, which signs bundles."),
            said("Install OpenSSH's client."),
        )
    path = folder / "to-be-signed"
    path.write_bytes(text)
    signature = path.with_name(f"{path.name}.sig")
    signature.unlink(missing_ok=True)
    command = (program, "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path))
    done = subprocess.run(  # noqa: S603 - ssh-keygen, which the search path names
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip()
        raise HanareError(
            said("ssh-keygen could not sign: {words}", words=words),
            said("Name a private key with --sign: `ssh-keygen -t ed25519` makes one."),
        )
    return signature.read_bytes()
