"""Who and what the made runs are about: creators, report definitions and portfolios with awkward names.

Pure data. The names are the kind that break pages, headers, file names and sorting.
"""

from dataclasses import dataclass

from tests.upstream.firm import Creator


@dataclass(frozen=True)
class Portfolio:
    portfolio_type: str
    portfolio_id: int
    name: str


CREATORS = (
    Creator("84", "Alex", "Doe", "alex.doe@firm.example"),
    Creator("85", "Zoë", "Brânză", "zoe@firm.example"),
    Creator("86", "美玲", "陳", "meiling@firm.example"),
    Creator("87", "Seán", "O'Neill", "sean@firm.example"),
    Creator("88", "רות", "כהן", "ruth@firm.example"),
)

REPORTS = (
    (42, "Quarterly Performance Report"),
    (43, "Market Benchmark Report"),
    (44, "Relevé trimestriel – été"),
    (45, "月次報告書"),
    (46, 'The "Long" Report; with, separators'),
)

_AWKWARD = (
    "Société Lumière & Fils",
    "李氏家族信託",
    "עיזבון משפחת לוי",
    'The "Quoted" O\'Brien Trust',
    "<b>Bold</b> & <script>alert(1)</script> LP",
    "Smith / Jones \\ Joint",
    "Ångström–Müller Stiftung",
    "family 👨‍👩‍👧 office",
    "=SUM(A1:A9)",
    "  leading and trailing  ",
)

# An entity and a group may share a number, and two clients may share a name: neither may be mixed up.
TWINS = (Portfolio("entity", 31, "J. Miller"), Portfolio("entity", 131, "J. Miller"))

ROSTER = (
    *(Portfolio("entity", 21 + number, name) for number, name in enumerate(_AWKWARD[:5])),
    *(Portfolio("group", 29 + number, name) for number, name in enumerate(_AWKWARD[5:])),
    *(Portfolio("entity", 200 + number, f"Client {number:03d}") for number in range(20)),
    *(Portfolio("group", 200 + number, f"Household {number:03d}") for number in range(10)),
)
