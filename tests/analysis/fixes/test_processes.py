"""Programs that are started without a shell."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

SPLIT: dict[str, Row] = {
    "several words": (
        "B602",
        "import subprocess\n«subprocess.run('ls -l a.txt', shell=True)»",
        "import subprocess\nsubprocess.run(['ls', '-l', 'a.txt'])",
    ),
    "one word": (
        "B602",
        'import subprocess\nx = «subprocess.check_output("hostname", shell=True)»',
        'import subprocess\nx = subprocess.check_output(["hostname"])',
    ),
    "other arguments": (
        "B602",
        "from subprocess import Popen as P\n«P('a  b --c=d', cwd='/', shell=True, text=True)»",
        "from subprocess import Popen as P\nP(['a', 'b', '--c=d'], cwd='/', text=True)",
    ),
    "by its keyword": (
        "B602",
        "import subprocess\nsubprocess.call('a b', «shell=True»)",
        "import subprocess\nsubprocess.call(['a', 'b'])",
    ),
    "os.system": (
        "B605",
        "import os\n\n«os.system('/bin/ls -l')»",
        "import os\nimport subprocess\n\nsubprocess.run(['/bin/ls', '-l'], check=False)",
    ),
    "os.system under another name": (
        "B605",
        "import subprocess as sp\nfrom os import system\n«system('make all')»",
        "import subprocess as sp\nfrom os import system\nsp.run(['make', 'all'], check=False)",
    ),
}

_RUN = "import subprocess\n«subprocess.run({}, shell=True)»"
SHELLS: dict[str, Refused] = {
    "a variable": ("B602", _RUN.format("command")),
    "an f-string": ("B602", _RUN.format("f'ls {a}'")),
    "bytes": ("B602", _RUN.format("b'ls'")),
    "a list": ("B602", _RUN.format("['ls', '-l']")),
    "a pipe": ("B602", _RUN.format("'ls | wc'")),
    "two commands": ("B602", _RUN.format("'ls; pwd'")),
    "two lines": ("B602", _RUN.format("'''ls\npwd'''")),
    "an escape": ("B602", _RUN.format(r"'ls\npwd'")),
    "a wildcard": ("B602", _RUN.format("'ls *'")),
    "a home folder": ("B602", _RUN.format("'ls ~'")),
    "a variable of the shell": ("B602", _RUN.format("'ls $HOME'")),
    "a variable of Windows": ("B602", _RUN.format("'ls %HOME%'")),
    "quotes": ("B602", _RUN.format("'ls \"a b\"'")),
    "a redirection": ("B602", _RUN.format("'ls > a'")),
    "braces": ("B602", _RUN.format("'ls {a,b}'")),
    "an environment": ("B602", _RUN.format("'A=1 ls'")),
    "a command of the shell": ("B602", _RUN.format("'cd /'")),
    "nothing": ("B602", _RUN.format("''")),
    "another shell": (
        "B602",
        "import subprocess\n«subprocess.run('ls', shell=True, executable='/bin/zsh')»",
    ),
    "options from elsewhere": (
        "B602",
        "import subprocess\n«subprocess.run('ls', shell=True, **o)»",
    ),
    "maybe a shell": ("B602", "import subprocess\n«subprocess.run('ls', shell=maybe)»"),
    "a buffer size": ("B602", "import subprocess\n«subprocess.Popen('ls', 0, shell=True)»"),
    "a status that is looked at": ("B605", "import os\nif «os.system('ls')»: pass"),
    "a status that is kept": ("B605", "import os\nx = «os.system('ls')»"),
    "another function": ("B605", "import os\n«os.popen('ls')»"),
    "a name in use": ("B605", "import os\nsubprocess = 1\n«os.system('ls')»"),
}


@table(SPLIT)
def test_constant_commands_need_no_shell(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(SHELLS)
def test_what_a_shell_does_stays_with_it(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
