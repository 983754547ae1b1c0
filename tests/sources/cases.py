"""Workspaces that are wrong in one way each: what every diagnostic of this room looks like to its reader.

Each case is a title, the settings of the source ``deals``, its columns and its file.
"""

import gzip

from tests.sources.making import parquet, workbook

PLAIN = "id: text, amount: money"
ROWS = "id,amount\n1,5\n"

# By title: settings of the source, its columns, and its file.
FILES: dict[str, tuple[str, str, str | bytes]] = {
    "empty file": ("", PLAIN, b""),
    "empty gzip file": ("", PLAIN, gzip.compress(b"")),
    "blank lines only": ("", PLAIN, "\n\n  \n"),
    "header only": ("", PLAIN, "id,amount\n"),
    "binary garbage": ("", PLAIN, bytes(range(256)) * 40),
    "zero byte": ("", PLAIN, b"id,amount\n1,5\n2,\x00\n"),
    "cut gzip file": ("", PLAIN, gzip.compress(ROWS.encode())[:-9]),
    "cut workbook": ("", PLAIN, workbook(("Deals", [["id"], ["1"]]))[:900]),
    "cut Parquet file": ("", PLAIN, parquet(id=["1"], amount=[5])[:-20]),
    "PDF": ("", PLAIN, b"%PDF-1.7 ..."),
    "old Excel file": ("", PLAIN, b"\xd0\xcf\x11\xe0" + b"x" * 99),
    "other ZIP file": ("", PLAIN, b"PK\x05\x06" + bytes(18)),
    "no such sheet": ("format: {sheet: Deals}", PLAIN, workbook(("Cover", [["id"]]))),
    "empty sheet": ("", PLAIN, workbook(("Cover", []))),
    "other encoding than declared": ("format: {encoding: utf-8}", PLAIN, b"id,amount\n1,5\n\xe9,6\n"),
    "undecodable in any Western encoding": ("", PLAIN, b"id,amount\n1,5\n\x81\xe9,6\n"),
    "half a wide character": ("", PLAIN, "id,amount\n1,5\n".encode("utf-16") + b"\x00\xd8"),
    "gzip bomb": ("", PLAIN, gzip.compress(b"0" * 20_000_000)),
    "mostly empty lines": ("", PLAIN, "id,amount\n" + "\n" * 1_100_000),
    "another delimiter": ("", PLAIN, "id:amount\n1:5\n"),
    "another delimiter than declared": ("format: {delimiter: ';'}", PLAIN, ROWS),
    "declared column missing": ("", "id: text, amount: {from: SubTotl, type: money}", "id,SubTotal\n1,5\n"),
    "column missing": ("", "id: text, close_date: date, x: text", "id,Closed Date\n1,2026-01-31\n"),
    "name twice in the header": ("", PLAIN, "id,amount,amount\n1,5,6\n"),
    "thousands or thousandths": ("", PLAIN, 'id,amount\n1,"1,234"\n'),
    "decimal point and comma": ("", PLAIN, 'id,amount\n1,"1.234,56"\n2,"1,234.56"\n'),
    "day or month": ("", "id: text, closed: date", "id,closed\n1,03/04/2026\n"),
    "day first and month first": ("", "id: text, closed: date", "id,closed\n1,31/12/2026\n2,12/31/2026\n"),
    "percent or fraction": ("", "id: text, share: percent", "id,share\n1,60\n"),
    "quote that never closes": ("", PLAIN, 'id,amount\n1,5\n"2,6\n3,7\n'),
    "quote in the header that never closes": ("", PLAIN, '"id,amount\n1,5\n'),
    "too few and too many fields": ("", PLAIN, "id,amount\n1\n2,5,6\n"),
    "quote inside a field": ("", PLAIN, 'id,amount\n"1",5\n"2"x,6\n3 "4" 5,7\n'),
    "not a number": ("", PLAIN, "id,amount\n1,five\n2,1e5\n3,5%\n"),
    "not a date": (
        "",
        "id: text, closed: date",
        "id,closed\n1,soon\n2,2026-02-30\n3,46022\n4,31.12.26\n5,1583020800\n",
    ),
    "neither yes nor no": ("", "id: text, won: bool", "id,won\n1,maybe\n"),
    "half a unit": ("", "id: text, units: count", "id,units\n1,2.5\n"),
    "too many decimals": ("", PLAIN, "id,amount\n1,0.12345678901\n"),
    "beyond bounds": ("", PLAIN, "id,amount\n1,99999999999999\n2,123456789012.123456789\n3,1.5\n"),
    "error of a spreadsheet": ("", PLAIN, workbook(("Deals", [["id", "amount"], ["1", "=1/0"]]))),
    "empty key": ("", PLAIN, "id,amount\n,5\n"),
    "key twice": ("", PLAIN, "id,amount\n1,5\n2,6\n1,7\n"),
    "another currency": ("", PLAIN, "id,amount\n1,€5\n"),
    "no currency": ("currency: code", PLAIN, "id,amount,code\n1,5,XXZ\n2,6,\n"),
    "rejects only reported": ("on_reject: report", PLAIN, "id,amount\n1,x\n2,5\n"),
}

# By title: the text of attain.yaml, and the files.
WORKSPACES: dict[str, tuple[str, dict[str, str | bytes]]] = {
    "no currency at all": ("name: x\n", {}),
    "unknown key": ("currency: USD\nsource: {}\n", {}),
    "unknown type": ("currency: USD\nsources: {deals: {file: d.csv, columns: {amount: monney}}}\n", {}),
    "wrong values": (
        """\
currency: XXZ
time_zone: Berlin
today: tomorrow
sources: {deals: {file: d.csv, format: {delimiter: letters, decimal: x}, columns: {a b: text}}}
""",
        {},
    ),
    "missing file": ("currency: USD\nsources: {deals: {file: data/none.csv, columns: {id: text}}}\n", {}),
    "folder for a file": ("currency: USD\nroster: {file: data}\n", {"data/x.csv": "a\n1\n"}),
    "names that are too long": (
        f"""\
currency: USD
sources:
  deals: {{sql: {{sqlite: {"d" * 260}, query: select 1}}, columns: {{id: text}}}}
roster: {{file: {"r" * 260}}}
""",
        {},
    ),
    "paths that lead out": (
        """\
currency: USD
sources:
  a: {file: ../deals.csv, columns: {id: text}}
  b: {file: /etc/passwd, columns: {id: text}}
  c: {file: 'C:\\deals.csv', columns: {id: text}}
  d: {sql: {sqlite: ../crm.db, query: select 1}, columns: {id: text}}
""",
        {},
    ),
    "no origin or two": (
        """\
currency: USD
sources:
  a: {columns: {id: text}}
  b: {file: b.csv, sql: {env: X, query: q}, columns: {id: text}}
  c: {sql: {query: select 1}, columns: {id: text}}
  d: {sql: {query: q, env: X, sqlite: y}, columns: {id: text}}
""",
        {},
    ),
    "undeclared key and date": (
        """\
currency: USD
sources:
  a:
    file: a.csv
    key: order
    as_of: id
    columns: {id: text, order_id: text}
    children: {splits: {file: s.csv, key: [x, y], as_of: z, columns: {share: percent}}}
""",
        {"a.csv": "id,order_id\n1,2\n", "s.csv": "x,y,share\n1,2,3%\n"},
    ),
    "settings that read nothing": (
        """\
currency: USD
calendar: {quarters: {file: a.csv, format: {encoding: martian}}}
sources:
  a:
    file: a.csv
    format: {encoding: martian, date: DD.MM.YYYY}
    columns: {id: {type: date, date: '%'}, b: {from: id, value: x, type: text}}
""",
        {"a.csv": "id\n2026-01-31\n"},
    ),
    "names with a meaning of their own": (
        """\
currency: USD
sources:
  periods: {file: a.csv, columns: {id: text}}
  b: {file: a.csv, currency: code, columns: {currency: text, source_line: text}}
""",
        {"a.csv": "id,code,currency,source_line\n1,USD,USD,1\n"},
    ),
    "child of an unknown row": (
        """\
currency: USD
sources:
  deals:
    file: d.csv
    key: id
    columns: {id: text}
    children: {splits: {file: s.csv, key: id, columns: {share: percent}}}
""",
        {"d.csv": "id\n1\n", "s.csv": "id,share\n1,100%\n2,100%\n"},
    ),
    "database that is not there": (
        """\
currency: USD
sources:
  a: {sql: {env: ATTAIN_NO_SUCH_VARIABLE, query: select 1}, columns: {id: text}}
  b: {sql: {sqlite: crm.db, query: select 1}, columns: {id: text}}
""",
        {},
    ),
    "database that is none": (
        "currency: USD\nsources: {a: {sql: {sqlite: crm.db, query: select 1 from x}, columns: {id: text}}}\n",
        {"crm.db": b"not a database"},
    ),
    "not UTF-8": ("currency: USD\nname: \udce9\n", {}),
}
