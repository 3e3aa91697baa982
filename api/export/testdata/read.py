"""Reads what the package wrote, with Python's standard library alone, and prints it as JSON.

read.py csv FILE    {"bom": bool, "line_ends": [...], "rows": [[text, ...], ...]}
read.py xlsx FILE   {"parts": [...], "creator": text, "formulas": n, "sheets": [{"name", "rows": [[cell, ...], ...]}]}
                    cell: null, or {"type": "text" | "time" | "number", "value": text, "format": text}
"""

import codecs
import csv
import datetime
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BUILT_IN = {0: "General", 49: "@"}


def read_csv(path):
    with open(path, "rb") as f:
        raw = f.read()
    bom = raw.startswith(codecs.BOM_UTF8)
    text = raw.decode("utf-8-sig", errors="strict")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)
    ends = sorted(set(re.findall(r"\r\n|\r|\n", outside)))
    return {"bom": bom, "line_ends": ends, "rows": rows}


def unescaped(text):
    """ST_Xstring: _x0041_ stands for the character of that number."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def formats(book):
    root = ET.fromstring(book.read("xl/styles.xml"))
    own = {int(f.get("numFmtId")): f.get("formatCode") for f in root.iter(MAIN + "numFmt")}
    names = []
    for xf in root.find(MAIN + "cellXfs"):
        number = int(xf.get("numFmtId", "0"))
        names.append(own.get(number, BUILT_IN.get(number, str(number))))
    return names


def column(ref):
    n = 0
    for c in re.match(r"[A-Z]+", ref).group():
        n = n * 26 + ord(c) - 64
    return n - 1


def cell(c, names):
    kind, form = c.get("t", "n"), names[int(c.get("s", "0"))]
    if kind == "inlineStr":
        text = "".join(unescaped(t.text or "") for t in c.iter(MAIN + "t"))
        return {"type": "text", "value": text, "format": form}
    value = c.findtext(MAIN + "v")
    if kind == "n" and "yy" in form:
        at = datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=round(float(value) * 86400))
        return {"type": "time", "value": str(at), "format": form}
    return {"type": {"n": "number"}.get(kind, kind), "value": value, "format": form}


def sheets(book):
    links = {r.get("Id"): r.get("Target") for r in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
    for s in ET.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        target = links[s.get(LINK)].lstrip("/")
        yield s.get("name"), target if target.startswith("xl/") else "xl/" + target


def read_xlsx(path):
    with zipfile.ZipFile(path) as book:
        if book.testzip() is not None:
            raise SystemExit("a part is damaged")
        names, out, formulas = formats(book), [], 0
        for name, part in sheets(book):
            root = ET.fromstring(book.read(part))
            formulas += len(list(root.iter(MAIN + "f")))
            rows = []
            for r in root.iter(MAIN + "row"):
                rows.extend([[]] * (int(r.get("r")) - 1 - len(rows)))
                row = []
                for c in r.iter(MAIN + "c"):
                    row.extend([None] * (column(c.get("r")) - len(row)))
                    row.append(cell(c, names))
                rows.append(row)
            out.append({"name": name, "rows": rows})
        creator = ET.fromstring(book.read("docProps/core.xml")).findtext("{http://purl.org/dc/elements/1.1/}creator")
        return {"parts": book.namelist(), "creator": creator, "formulas": formulas, "sheets": out}


json.dump({"csv": read_csv, "xlsx": read_xlsx}[sys.argv[1]](sys.argv[2]), sys.stdout)
