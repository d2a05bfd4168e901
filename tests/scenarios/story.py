"""Stories: what happened to somebody, as an HR officer writes it, and what must come of it (README.md here).

A story becomes order lines for a sandbox ledger and questions to `sillok`; nothing of it runs inside the program.
"""
import datetime
import json
import re
import shlex
import subprocess
import tempfile
from pathlib import Path

PERSONAL = {"born": "birth_on", "sex": "sex", "name": "name"}
LISTS = {"unit_merged": {"from"}, "unit_split": {"to"}}
DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
HIRE = {"class": "general", "series": "administration", "unit": "HQ", "route": "open"}
OFFICE = "HQ"


class StoryFault(Exception):
    """The story itself can't be read: file, line, why."""


class Question:
    def __init__(self, line, kind, words):
        self.line, self.kind, self.words, self.expected = line, kind, words, []


class Story:
    def __init__(self, path):
        self.path = Path(path)
        self.title, self.covers = self.path.stem, []
        self.orders, self.labels, self.questions = [], {}, []
        self._read()

    def _fault(self, number, why):
        return StoryFault(f"{self.path.name}:{number}: {why}")

    def _read(self):
        question = None
        for number, raw in enumerate(self.path.read_text().splitlines(), 1):
            text = raw.split("#", 1)[0].rstrip()
            if not text.strip():
                continue
            if text.startswith("story "):
                self.title = text[len("story "):]
                continue
            try:
                words = shlex.split(text)
            except ValueError as fault:
                raise self._fault(number, f"{fault}".lower()) from None
            if raw[0].isspace() and question is not None:
                question.expected.append((number, words))
                continue
            question = None
            if words[0] == "covers":
                self.covers.append(tuple(words[1:]))
            elif words[0] == "now":
                self._act(number, [words[1], "unit_created", "-", f"unit=day-{words[1]}", "name_ko=날", "name_en=day",
                                   "kind=office"])
            elif DATE.match(words[0]):
                self._act(number, words)
            elif words[0] == "and" and self.orders:
                self.orders[-1]["acts"].append(self._one(number, words[1:], self.orders[-1]))
            elif words[0] == "refused" and self.orders:
                self.orders[-1]["refused"] = words[1:]
            elif words[0] == "found" and self.orders:
                self.orders[-1]["found"] = words[1:]
            elif words[0] == "touches" and self.orders:
                question = Question(number, "touches", [len(self.orders) - 1])
                self.questions.append(question)
            elif words[0] in ("record", "explain", "audit", "due"):
                question = Question(number, words[0], words[1:])
                self.questions.append(question)
            else:
                raise self._fault(number, f"a story has no line that begins with {words[0]}")

    def _act(self, number, words):
        order = {"number": number, "acts": [], "issued": words[0], "refused": None, "found": None, "recorded": None, "header": {}}
        order["acts"].append(self._one(number, words, order))
        self.orders.append(order)

    def _one(self, number, words, order):
        if len(words) < 3 or not DATE.match(words[0]):
            raise self._fault(number, "an act is DATE ACT PERSON field=value …")
        act = {"act": words[1], "effective_on": words[0], "data": {}, "personal": {}}
        if words[2] != "-":
            act["person"] = words[2]
        if words[1] == "hired":
            act["data"].update(HIRE)
        for word in words[3:]:
            if word.startswith("->"):
                self.labels[word[2:]] = (len(self.orders), len(order["acts"]))
                continue
            key, found, value = word.partition("=")
            if not found:
                raise self._fault(number, f"{word}: a field is written field=value")
            if key == "issued":
                order["issued"] = value
            elif key == "recorded":
                order["recorded"] = value
            elif key in ("procedure_on", "drafted_by", "approved_by"):
                order["header"][key] = value
            elif key in PERSONAL and (key, words[1]) != ("name", "awarded"):
                act["personal"][PERSONAL[key]] = value
            else:
                act["data"][key] = self._value(words[1], key, value)
        return act

    def _value(self, act, key, value):
        if value.startswith("{") or value.startswith("["):
            return json.loads(value)
        if key in LISTS.get(act, ()):
            return value.split(",")
        if value in ("null", "true", "false"):
            return json.loads(value)
        as_text = {"ground", "case", "unit", "post", "series", "period", "rating", "plan"}
        if re.match(r"^-?\d+$", value) and key not in as_text:
            return int(value)
        return value

    def positions(self, first):
        """Where each act will stand: (order, act) -> position; refused orders leave nothing."""
        place, at = {}, first
        for index, order in enumerate(self.orders):
            for act in range(len(order["acts"])):
                place[(index, act)] = at + act
            if order["refused"] is None:
                at += len(order["acts"])
        return place

    # Order lines; targets written @label become positions, `first` being the position of the first line's act.
    def lines(self, first, before=()):
        lines = [*before]
        office = {"order": "story-0", "authority": OFFICE, "issued_on": "1949-08-12", "legal_basis": ["ORG:1"],
                  "acts": [{"act": "unit_created", "effective_on": "1949-08-12",
                            "data": {"unit": OFFICE, "name_ko": "본부", "name_en": "Head office", "kind": "ministry"}}]}
        lines.append(office)
        place = self.positions(first + sum(len(line["acts"]) for line in lines))
        for order in self.orders:
            line = {"order": f"story-{order['number']}", "authority": OFFICE, "issued_on": order["issued"],
                    "legal_basis": ["story"], **order["header"]}
            if order["recorded"]:
                line["recorded_at"] = f"{order['recorded']}T00:00:00+09:00"
            line["acts"] = []
            for act in order["acts"]:
                copy = {key: value for key, value in act.items() if value != {}}
                if "data" in copy:
                    copy["data"] = {key: self._place(order, value, place) for key, value in copy["data"].items()}
                line["acts"].append(copy)
            lines.append(line)
        return lines

    def _place(self, order, value, place):
        if isinstance(value, str) and value.startswith("@"):
            if value[1:] not in self.labels:
                raise self._fault(order["number"], f"no act is labelled ->{value[1:]}")
            return place[self.labels[value[1:]]]
        return value


def duration(words):
    """4y 6m 0d as the record writes a length of service."""
    parts = {"y": "years", "m": "months", "d": "days"}
    out = {"years": 0, "months": 0, "days": 0}
    for word in words:
        out[parts[word[-1]]] = int(word[:-1])
    return out


def instant(day):
    return f"{day}T23:59:59.999999+09:00" if DATE.match(day) else day


class Teller:
    """Tells stories to `sillok` and compares what it answers."""

    def __init__(self, program):
        self.program = program

    def ask(self, ledger, *arguments, text=None):
        done = subprocess.run([self.program, "--ledger", ledger, "--json", *arguments], input=text,
                              capture_output=True, text=True, timeout=60)
        return done

    def tell(self, story, before=()):
        """The faults of a story, as texts; none: it came out."""
        faults = []
        with tempfile.TemporaryDirectory(prefix="story-") as place:
            ledger = f"{place}/ledger"
            made = self.ask(ledger, "init", "--sandbox")
            if made.returncode != 0:
                return [f"init: {made.stderr.strip()}"]
            size = json.loads(self.ask(ledger, "verify").stdout)["size"]
            lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in story.lines(size, before)]
            receipts = []
            # In one go, but for what a dry run is asked of before it is recorded.
            stops = [question.words[0] for question in story.questions if question.kind == "touches"]
            at = 0
            for stop in [*stops, None]:
                end = len(lines) if stop is None else len(before) + 1 + stop
                done = self.ask(ledger, "submit", "-", text="".join(lines[at:end]))
                receipts += [json.loads(line) for line in done.stdout.splitlines() if line]
                if len(receipts) != end:
                    return [f"{story.path.name}: an order could not be read: {done.stderr.strip()}"]
                at = end
                if stop is not None:
                    faults += self._touched(story, ledger, stop, lines[at], size + len(before) + 1)
            faults += self._compare_receipts(story, receipts, len(before))
            if not faults:
                for question in story.questions:
                    faults += self._answer(story, ledger, question)
        return faults

    def _compare_receipts(self, story, receipts, skipped):
        faults = []
        for receipt in receipts[: skipped + 1]:
            if receipt["status"] != "recorded":
                faults.append(f"{story.path.name}: {receipt}")
        for order, receipt in zip(story.orders, receipts[skipped + 1:]):
            where = f"{story.path.name}:{order['number']}"
            if order["refused"] is None:
                if receipt["status"] != "recorded":
                    faults.append(f"{where}: refused {receipt['code']}: {receipt['message']}")
                    continue
                found = [each["code"] for each in receipt.get("findings", [])]
                if order["found"] is not None and found != [word for word in order["found"] if word != "nothing"]:
                    faults.append(f"{where}: its receipt finds {' '.join(found) or 'nothing'}, not {' '.join(order['found'])}")
                continue
            if receipt["status"] != "refused":
                faults.append(f"{where}: recorded, where {' '.join(order['refused'])} was expected")
                continue
            codes = [receipt["code"], *receipt["also"]]
            wanted = [word for word in order["refused"] if "@" not in word]
            if codes[: len(wanted)] != wanted and not (len(wanted) == 1 and codes[0] == wanted[0]):
                faults.append(f"{where}: refused {' '.join(codes)}, not {' '.join(wanted)}: {receipt['message']}")
            for word in order["refused"]:
                if "@" in word and receipt["policy"] != word:
                    faults.append(f"{where}: refused under {receipt['policy']}, not {word}")
        return faults

    def _touched(self, story, ledger, stop, line, first):
        done = self.ask(ledger, "submit", "--dry-run", "-", text=line)
        answer = json.loads(done.stdout)
        question = next(each for each in story.questions if each.kind == "touches" and each.words[0] == stop)
        positions = story.positions(first)
        faults = []
        for number, words in question.expected:
            where = f"{story.path.name}:{number}"
            if words[0] == "pay":
                months = {each["month"]: (each["before"], each["after"]) for each in answer.get("pay_months", [])}
                wanted = tuple(None if word == "unknown" else int(word) for word in words[2:])
                if months.get(words[1]) != wanted:
                    faults.append(f"{where}: pay of {words[1]} is {months.get(words[1])}, not {wanted}")
                continue
            if words[0] not in story.labels:
                faults.append(f"{where}: no act is labelled ->{words[0]}")
                continue
            place = positions[story.labels[words[0]]]
            act = next((each for each in answer.get("cascade", []) if each["position"] == place), None)
            said = "is not touched" if act is None else "holds" if act["holds"] else act["code"]
            if said != " ".join(words[1:]):
                faults.append(f"{where}: {words[0]} {said}")
        return faults

    def _due(self, story, ledger, question):
        run, day = question.words[0], question.words[2]
        command = ["expunge", "--due"] if run == "expunge" else ["run", run]
        done = self.ask(ledger, *command, "--on", day, "--dry-run")
        found = [json.loads(line) for line in done.stdout.splitlines()]
        due = sorted(f"{each['person']} {each['act']}" for each in found if "person" in each)
        wanted = sorted(" ".join(words) for _, words in question.expected if words != ["nobody"])
        return [] if due == wanted else [f"{story.path.name}:{question.line}: due are {due}, not {wanted}"]

    def _audited(self, story, ledger, question):
        arguments = ["--rule", question.words[1]] if question.words else []
        done = self.ask(ledger, "audit", *arguments)
        found = {(each["rule"], each["person"]) for each in map(json.loads, done.stdout.splitlines())}
        faults = []
        for number, words in question.expected:
            none = words[0] == "no"
            asked = tuple(words[2:4] if none else words[1:3])
            if (asked in found) == none:
                faults.append(f"{story.path.name}:{number}: {'a' if none else 'no'} finding {' '.join(asked)}; "
                              f"there are {sorted(found)}")
        return faults

    def _answer(self, story, ledger, question):
        if question.kind == "touches":
            return []
        if question.kind == "due":
            return self._due(story, ledger, question)
        if question.kind == "audit":
            return self._audited(story, ledger, question)
        where = f"{story.path.name}:{question.line}"
        arguments, words = [], list(question.words)
        subject = words.pop(0) if words else ""
        if question.kind == "explain":
            arguments += ["--explain", words.pop(0)]
        while words:
            if words[:2] == ["as", "of"]:
                arguments += ["--as-of", words[2]]
            elif words[:2] == ["known", "at"]:
                arguments += ["--known-at", instant(words[2])]
            else:
                return [f"{where}: {' '.join(words)}: as of DATE or known at DATE is wanted"]
            del words[:3]
        command = {"record": ["show", subject], "explain": ["show", subject]}[question.kind]
        done = self.ask(ledger, *command, *arguments)
        if done.returncode != 0:
            return [f"{where}: {done.stderr.strip()}"]
        answer = json.loads(done.stdout)
        faults = []
        for number, expected in question.expected:
            fault = self._compare(answer, expected, done.stdout)
            if fault:
                faults.append(f"{story.path.name}:{number}: {fault}")
        return faults

    def _compare(self, answer, expected, text):
        field, values = expected[0], expected[1:]
        if field == "finding":
            rules = [finding["rule"] for finding in answer["findings"]]
            return None if values[0] in rules else f"no finding {values[0]}; there are {rules}"
        if field == "no" and values[0] == "finding":
            rules = [finding["rule"] for finding in answer["findings"]]
            return f"a finding {values[1]}" if values[1] in rules else None
        if field == "says":
            return None if " ".join(values) in text else f"the answer does not say {' '.join(values)}"
        found = answer
        for part in field.split("."):
            if isinstance(found, list):
                found = found[int(part)] if int(part) < len(found) else None
            else:
                found = found.get(part) if found else None
        if field == "service":
            wanted = duration(values)
        elif len(values) == 1 and (values[0] in ("null", "true", "false") or re.match(r"^-?\d+$", values[0])):
            wanted = json.loads(values[0])
            if isinstance(found, str):
                wanted = values[0]
        else:
            wanted = " ".join(values)
        return None if found == wanted else f"{field} is {json.dumps(found, ensure_ascii=False)}, not {json.dumps(wanted, ensure_ascii=False)}"
