// The tamper matrix of faults.md (F), as far as the log goes: each class of bytes of an entry × seven operations. Each
// cell must be found, at the position that was changed or, where only a hash tells, at the one behind it.
// tests/faults/tamper_test.py has the classes that stand in files. SILLOK_TAMPER_TABLE=1 prints the table.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>
#include <regex>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/desk/forged_log.h"
#include "tests/ledger/desk/officers.h"
#include "tests/ledger/desk/tampered_store.h"

namespace sillok::testing {
namespace {

struct Range {
  std::size_t begin = 0, size = 0;
  bool operator==(const Range&) const = default;
};
// Where a class stands in an entry; nothing where it doesn't.
using Find = std::function<std::optional<Range>(BytesView)>;

// Just enough of FlatBuffers to find a field's bytes. The entries are good ones; offsets are from the start of the
// entry.
class Wire {
 public:
  explicit Wire(BytesView bytes, std::size_t begin = 0) : bytes_(bytes), begin_(begin) {}
  // 0 behind the end: an entry of another kind has something else there, or nothing.
  std::size_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return 0;
    std::size_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes_[at + i]);
    return value;
  }
  std::size_t root() const { return begin_ + 4 + number(begin_ + 4, 4); }
  std::size_t vtable(std::size_t table) const {
    return table - static_cast<std::size_t>(static_cast<std::int32_t>(number(table, 4)));
  }
  std::optional<std::size_t> field(std::size_t table, std::size_t slot) const {
    const std::size_t v = vtable(table);
    if (4 + 2 * slot >= number(v, 2)) return std::nullopt;
    const std::size_t offset = number(v + 4 + 2 * slot, 2);
    return offset == 0 ? std::nullopt : std::optional{table + offset};
  }
  std::optional<std::size_t> target(std::size_t table, std::size_t slot) const {
    const auto at = field(table, slot);
    return at ? std::optional{*at + number(*at, 4)} : std::nullopt;
  }
  // The elements of a vector of bytes or a string.
  std::optional<Range> content(std::size_t table, std::size_t slot) const {
    const auto at = target(table, slot);
    return at ? std::optional{Range{*at + 4, number(*at, 4)}} : std::nullopt;
  }

 private:
  BytesView bytes_;
  std::size_t begin_;
};

enum class Part { kEntry, kOpening, kHeader, kBody, kSealed, kData };

// The table a class stands in: its wire and its place.
std::optional<std::pair<Wire, std::size_t>> table_of(BytesView entry, Part part) {
  const Wire event{entry};
  const std::size_t root = event.root();
  if (part == Part::kEntry) return std::pair{event, root};
  if (part == Part::kOpening || part == Part::kHeader) {
    const auto opening = event.target(root, 6);
    if (!opening) return std::nullopt;
    if (part == Part::kOpening) return std::pair{event, *opening};
    const Wire header{entry, event.content(*opening, 0)->begin};
    return std::pair{header, header.root()};
  }
  const Wire body{entry, event.content(root, 7)->begin};
  if (part == Part::kBody) return std::pair{body, body.root()};
  if (part == Part::kData) {
    const auto data = body.target(body.root(), 3);
    return data ? std::optional{std::pair{body, *data}} : std::nullopt;
  }
  const auto sealed = body.target(body.root(), 4);
  if (!sealed || body.number(*sealed, 4) == 0) return std::nullopt;
  return std::pair{body, *sealed + 4 + body.number(*sealed + 4, 4)};
}

Find scalar(Part part, std::size_t slot, std::size_t size, std::size_t skip = 0) {
  return [=](BytesView entry) -> std::optional<Range> {
    const auto table = table_of(entry, part);
    const auto at = table ? table->first.field(table->second, slot) : std::nullopt;
    return at ? std::optional{Range{*at + skip, size}} : std::nullopt;
  };
}
Find text(Part part, std::size_t slot) {
  return [=](BytesView entry) -> std::optional<Range> {
    const auto table = table_of(entry, part);
    return table ? table->first.content(table->second, slot) : std::nullopt;
  };
}
// The last bytes of a vector, or all before them.
Find ends(Find find, std::size_t last, bool tail) {
  return [=](BytesView entry) -> std::optional<Range> {
    const auto range = find(entry);
    if (!range || range->size <= last) return std::nullopt;
    return tail ? Range{range->begin + range->size - last, last} : Range{range->begin, range->size - last};
  };
}
// Prefix, root and identifier of a buffer, and the vtable of its root.
Find frame(Part part, std::size_t at, std::size_t size) {
  return [=](BytesView entry) -> std::optional<Range> {
    if (part == Part::kEntry) return Range{at, size};
    const auto buffer = part == Part::kHeader ? text(Part::kOpening, 0)(entry) : text(Part::kEntry, 7)(entry);
    return buffer ? std::optional{Range{buffer->begin + at, size}} : std::nullopt;
  };
}
Find vtable(Part part) {
  return [=](BytesView entry) -> std::optional<Range> {
    const auto table = table_of(entry, part);
    if (!table) return std::nullopt;
    const std::size_t v = table->first.vtable(table->second);
    return Range{v, table->first.number(v, 2)};
  };
}

struct ByteClass {
  const char* name;
  Find find;
  // The entry it is tried in, and the one of the same kind beside it.
  Position at = kFirstHire, neighbour = kFirstHire + 1;
  static constexpr Position kFirstHire = 6;
};

std::vector<ByteClass> classes() {
  const auto hash = scalar(Part::kEntry, 2, 32);
  std::vector<ByteClass> all{{"entry: size", frame(Part::kEntry, 0, 4)},
                             {"entry: root", frame(Part::kEntry, 4, 4)},
                             {"entry: identifier", frame(Part::kEntry, 8, 4)},
                             {"entry: vtable", vtable(Part::kEntry)},
                             {"position", scalar(Part::kEntry, 0, 8)},
                             {"recorded_at", scalar(Part::kEntry, 1, 8)},
                             {"previous", hash},
                             {"revision", scalar(Part::kEntry, 3, 4)},
                             {"person_previous", scalar(Part::kEntry, 4, 8), 12, 13},
                             {"index", scalar(Part::kEntry, 5, 4), 10, 11},
                             {"entry: place of the opening", scalar(Part::kEntry, 6, 4)},
                             {"entry: place of the body", scalar(Part::kEntry, 7, 4)},
                             {"opening: vtable", vtable(Part::kOpening)},
                             {"opening: place of the header", scalar(Part::kOpening, 0, 4)},
                             {"act count", scalar(Part::kOpening, 1, 4), 9, 12},
                             {"act root", scalar(Part::kOpening, 2, 32)},
                             {"drafter's R", scalar(Part::kOpening, 4, 32)},
                             {"drafter's S", scalar(Part::kOpening, 4, 32, 32)},
                             {"approver's R", scalar(Part::kOpening, 5, 32)},
                             {"approver's S", scalar(Part::kOpening, 5, 32, 32)},
                             {"drafter's key", scalar(Part::kOpening, 6, 8)},
                             {"approver's key", scalar(Part::kOpening, 7, 8)},
                             {"drafter's grant", scalar(Part::kOpening, 8, 8)},
                             {"approver's grant", scalar(Part::kOpening, 9, 8)},
                             {"trust", scalar(Part::kOpening, 10, 1), 15, 16},
                             {"header: size", frame(Part::kHeader, 0, 4)},
                             {"header: root", frame(Part::kHeader, 4, 4)},
                             {"header: identifier", frame(Part::kHeader, 8, 4)},
                             {"header: vtable", vtable(Part::kHeader)},
                             {"order number", text(Part::kHeader, 0)},
                             {"authority", text(Part::kHeader, 1)},
                             {"issued_on", scalar(Part::kHeader, 2, 4)},
                             {"drafted_by", text(Part::kHeader, 4)},
                             {"approved_by", text(Part::kHeader, 5)},
                             {"body: size", frame(Part::kBody, 0, 4)},
                             {"body: root", frame(Part::kBody, 4, 4)},
                             {"body: identifier", frame(Part::kBody, 8, 4)},
                             {"body: vtable", vtable(Part::kBody)},
                             {"subject", text(Part::kBody, 0)},
                             {"effective_on", scalar(Part::kBody, 1, 4)},
                             {"kind of act", scalar(Part::kBody, 2, 1)},
                             {"act: grade", scalar(Part::kData, 2, 8)},
                             {"act: series", text(Part::kData, 3)},
                             {"act: unit", text(Part::kData, 4)},
                             {"act: step", scalar(Part::kData, 6, 8)},
                             {"sealed: name", scalar(Part::kSealed, 0, 1)},
                             {"sealed: key id", scalar(Part::kSealed, 1, 16)},
                             {"sealed: nonce", scalar(Part::kSealed, 2, 24)},
                             {"sealed: ciphertext", ends(text(Part::kSealed, 3), 16, false)},
                             {"sealed: tag", ends(text(Part::kSealed, 3), 16, true)},
                             {"birth half", scalar(Part::kBody, 6, 2)},
                             {"sex", scalar(Part::kBody, 5, 1)}};
  return all;
}

constexpr const char* kOperations[] = {"flip", "zero", "truncate", "extend", "swap", "transplant", "re-sign"};

// The size prefix of a buffer says so many bytes more or less.
void grow_prefix(Bytes& entry, std::size_t at, int by) {
  std::uint32_t size = 0;
  for (std::size_t i = 4; i-- > 0;) size = size << 8 | static_cast<std::uint8_t>(entry[at + i]);
  size += static_cast<std::uint32_t>(by);
  for (std::size_t i = 0; i < 4; ++i) entry[at + i] = static_cast<char>(size >> 8 * i);
}

class TamperMatrix : public OfficersTest {
 protected:
  // Behind genesis, keys, grants and U1: three hirings (6 to 8), an order of three promotions (9 to 11), two of one
  // each (12, 13), another grant (14), and two that were imported (15, 16).
  void SetUp() override {
    OfficersTest::SetUp();
    room_ = founded();
    ASSERT_TRUE(room_);
    const char* people[] = {"P1", "P2", "P3"};
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(submit(*room_, order_line(fmt::format("H-{}", i),
                                          {hire_act(people[i], fmt::format("2024-03-0{}", i + 2))}, kOfficers)),
                fmt::format("recorded {0}-{0}", 6 + i));
    }
    std::vector<std::string> promotions;
    for (const char* person : people) promotions.push_back(promote_act(person, "2024-04-01", 8));
    ASSERT_EQ(submit(*room_, order_line("D", promotions, kOfficers)), "recorded 9-11");
    ASSERT_EQ(submit(*room_, order_line("E", {promote_act("P1", "2024-06-01", 7)}, kOfficers)), "recorded 12-12");
    ASSERT_EQ(submit(*room_, order_line("F", {promote_act("P2", "2024-06-01", 7)}, kOfficers)), "recorded 13-13");
    // Who signs for an import holds a grant on the day it is recorded.
    ASSERT_EQ(by_roots(*room_, "G-3", grant_act("kim", "drafter", "1760000")), "recorded 14-14");
    IntakeOptions options;
    options.intake = Intake::kImport;
    for (const auto& [number, position, person] : {std::tuple{"I-1", 15, "P8"}, {"I-2", 16, "P9"}}) {
      options.trust = position == 15 ? Trust::kPaper : Trust::kSystem;
      const std::string line = signed_text(*room_, order_line(number, {hire_act(person)}, kOfficers));
      const auto taken = room_->take_in({line}, options);
      ASSERT_EQ(taken.size(), 1u);
      ASSERT_EQ(told(taken[0]), fmt::format("recorded {0}-{0}", position));
    }
    entries_ = take_apart(room_->log());
    genesis_ = room_->ledger().genesis().hash;
    anchored_ = room_->log().head();
  }

  // The log written anew with a change, chained and hashed, as one could who has no officer's key.
  std::string written_anew(const std::function<void(std::vector<ForgedEntry>&)>& change) {
    auto entries = entries_;
    change(entries);
    const auto log = put_together(std::move(entries), fast_.path() / "anew");
    return verdict_beside(*log, anchored_);
  }
  // Two other officers' keys for the same words: what the order says is signed, but not by those whom it names.
  void sign_by_others(ForgedEntry& entry) const {
    const auto header = HeaderView::check(entry.header);
    if (!header) return;
    entry.opening->header = entry.header;
    const SignedOrder order = signed_order(*header, *entry.opening);
    entry.opening->drafter_signature = signer_of('l').sign(order_message(SignerRole::kDrafter, genesis_, order));
    entry.opening->approver_signature = signer_of('a').sign(order_message(SignerRole::kApprover, genesis_, order));
  }

  std::unique_ptr<Room> room_;
  std::vector<ForgedEntry> entries_;
  Hash genesis_{};
  LogHead anchored_;
  Bytes room_entry_;  // position 6 as it was recorded
  FastDirectory fast_;
};

// One cell: found where it must be (+), nothing to do (.), or what was found instead.
struct Cell {
  std::string text;
  std::string why;
};

TEST_F(TamperMatrix, EveryCellIsFoundWhereItIs) {
  room_.reset();
  TamperedStore store{directory() / "log"};
  ASSERT_EQ(store.verdict_with({}), "holds");

  std::map<std::string, std::map<std::string, Cell>> table;
  std::size_t cells = 0, flips = 0;
  const auto found_at = [&](const std::string& verdict, Position lowest) {
    if (verdict.starts_with(fmt::format("{}: ", lowest))) return true;
    // Only the hash tells: the next entry names it, or behind the newest one the anchor.
    return verdict.starts_with(fmt::format("{}: the chain is broken", lowest + 1)) ||
           (lowest + 1 == anchored_.size && verdict == fmt::format("{}: log.root_differs", lowest));
  };
  for (const ByteClass& each : classes()) {
    const Bytes entry = store.entry(each.at), neighbour = store.entry(each.neighbour);
    const auto range = each.find(entry), beside = each.find(neighbour);
    ASSERT_TRUE(range && range->size > 0) << each.name << " stands nowhere";
    const auto nothing = [&](const char* operation, const char* why) { table[each.name][operation] = {".", why}; };
    const auto cell = [&](const char* operation, const std::map<Position, Bytes>& changed) {
      for (const auto& [position, bytes] : changed)
        ASSERT_NE(bytes, store.entry(position)) << each.name << " " << operation;
      const std::string verdict = store.verdict_with(changed);
      const bool is_found = found_at(verdict, changed.begin()->first);
      EXPECT_TRUE(is_found) << each.name << ", " << operation << ": " << verdict;
      table[each.name][operation] = {is_found ? "+" : verdict, ""};
      ++cells;
    };
    const BytesView now = BytesView{entry}.substr(range->begin, range->size);

    // Bits all over the class, each flipped by itself; together they are one cell.
    bool all_found = true;
    for (std::size_t bit = 0; bit<8 * range->size; bit += range->size> 8 ? 37 : 5) {
      Bytes changed = entry;
      changed[range->begin + bit / 8] = static_cast<char>(changed[range->begin + bit / 8] ^ (1 << bit % 8));
      const std::string verdict = store.verdict_with({{each.at, changed}});
      const bool is_found = found_at(verdict, each.at);
      EXPECT_TRUE(is_found) << each.name << ", flip of bit " << bit << ": " << verdict;
      all_found = all_found && is_found;
      ++flips;
    }
    table[each.name]["flip"] = {all_found ? "+" : "NOT FOUND", ""};
    ++cells;

    if (now == Bytes(range->size, '\0')) nothing("zero", "is zero");
    else cell("zero", {{each.at, Bytes{entry}.replace(range->begin, range->size, Bytes(range->size, '\0'))}});

    for (const bool longer : {false, true}) {
      Bytes changed = entry;
      if (longer) changed.insert(range->begin + range->size, 1, '\0');
      else changed.erase(range->begin + range->size - 1, 1);
      if (range->begin >= 4 || longer) grow_prefix(changed, 0, longer ? 1 : -1);
      cell(longer ? "extend" : "truncate", {{each.at, changed}});
    }

    const auto value = [](BytesView bytes, Range at) { return bytes.substr(at.begin, at.size); };
    const auto set = [](Bytes bytes, Range at, BytesView to) { return bytes.replace(at.begin, at.size, to); };
    if (!beside || beside->size != range->size || each.at == each.neighbour) nothing("swap", "of another length");
    else if (value(neighbour, *beside) == now) nothing("swap", "equal in both");
    else
      cell("swap",
           {{each.at, set(entry, *range, value(neighbour, *beside))}, {each.neighbour, set(neighbour, *beside, now)}});

    // From any record in which it is another value of the same length.
    std::optional<Bytes> donor;
    for (Position position = anchored_.size; position-- > 1 && !donor;) {
      const Bytes from = store.entry(position);
      const auto there = each.find(from);
      if (!there || there->begin > from.size() || there->size > from.size() - there->begin) continue;
      if (there->size == range->size && position != each.at && value(from, *there) != now) donor = value(from, *there);
    }
    if (!donor) nothing("transplant", "the same in every record");
    else cell("transplant", {{each.at, set(entry, *range, *donor)}});
  }

  // Written anew with everything chained, and what officers sign signed by valid keys of others.
  std::map<std::string, std::function<void(std::vector<ForgedEntry>&)>> anew;
  std::map<std::string, std::string> expected;
  const auto in_envelope = [&](const char* name, Position at, auto change, const std::string& found) {
    anew[name] = [=](std::vector<ForgedEntry>& entries) { change(entries[at]); };
    expected[name] = found;
  };
  const std::string newest = fmt::format("{}: log.root_differs", anchored_.size - 1);
  in_envelope(
      "recorded_at", 6, [](ForgedEntry& e) { e.envelope.recorded_at.micros += 1; }, newest);
  in_envelope(
      "revision", 6, [](ForgedEntry& e) { e.envelope.revision = 2; }, "6: the person's chain");
  in_envelope(
      "person_previous", 12, [](ForgedEntry& e) { e.envelope.person_previous = 6; }, "12: the person's chain");
  in_envelope(
      "index", 10, [](ForgedEntry& e) { e.envelope.index = 2; }, "10: the event is not the next one");
  in_envelope(
      "drafter's key", 6, [](ForgedEntry& e) { e.opening->drafter_key = 2; }, "6: the drafter's key or grant");
  in_envelope(
      "approver's key", 6, [](ForgedEntry& e) { e.opening->approver_key = 1; }, "6: the approver's key or grant");
  in_envelope(
      "drafter's grant", 6, [](ForgedEntry& e) { e.opening->drafter_grant = 4; }, "6: the drafter's key or grant");
  in_envelope(
      "approver's grant", 6, [](ForgedEntry& e) { e.opening->approver_grant = 3; }, "6: the approver's key or grant");
  in_envelope(
      "trust", 14, [](ForgedEntry& e) { e.opening->trust = Trust::kStatement; }, newest);
  const auto signed_anew = [&](const char* name, auto change,
                               const std::string& found = "6: a signature of the order") {
    anew[name] = [this, change](std::vector<ForgedEntry>& entries) {
      change(entries[6]);
      sign_by_others(entries[6]);
    };
    expected[name] = found;
  };
  signed_anew("act count", [](ForgedEntry& e) { e.opening->act_count = 2; });
  signed_anew(
      "act root", [](ForgedEntry& e) { e.opening->act_root[0] ^= 1; }, "6: the order's act root");
  for (const char* name : {"drafter's R", "drafter's S", "approver's R", "approver's S"})
    signed_anew(name, [](ForgedEntry&) {});
  for (const ByteClass& each : classes()) {
    const std::string name = each.name;
    const bool in_header = name == "order number" || name == "authority" || name == "issued_on" ||
                           name == "drafted_by" || name == "approved_by";
    const bool in_body = name == "subject" || name == "effective_on" || name.starts_with("act: ") ||
                         name.starts_with("sealed: ") || name == "birth half" || name == "sex" || name == "kind of act";
    if (!in_header && !in_body) continue;
    signed_anew(
        each.name,
        [this, each, in_header](ForgedEntry& e) {
          // The same place, counted from the part's own start.
          const Bytes entry{room_entry_};
          const auto whole = text(in_header ? Part::kOpening : Part::kEntry, in_header ? 0 : 7)(entry);
          const auto range = each.find(entry);
          Bytes& part = in_header ? e.header : e.body;
          const std::size_t at = range->begin - whole->begin;
          part[at] = static_cast<char>(part[at] ^ 1);
          const std::vector<Hash> leaves{act_leaf(e.body)};
          e.opening->act_root = merkle_root(leaves);
        },
        "6: ");
  }
  room_entry_ = store.entry(6);
  ASSERT_EQ(written_anew([](auto&) {}), "holds");
  for (const ByteClass& each : classes()) {
    const auto found = anew.find(each.name);
    if (found == anew.end()) {
      table[each.name]["re-sign"] = {".", "made to hold by whoever writes anew"};
      continue;
    }
    const std::string verdict = written_anew(found->second);
    const bool is_found = verdict.starts_with(expected[each.name]);
    EXPECT_TRUE(is_found) << each.name << ", re-sign: " << verdict << ", not " << expected[each.name];
    table[each.name]["re-sign"] = {is_found ? "+" : verdict, ""};
    ++cells;
  }

  EXPECT_GE(classes().size(), 50u);
  EXPECT_GE(cells, 280u);
  RecordProperty("cells", std::to_string(cells));
  if (std::getenv("SILLOK_TAMPER_TABLE") != nullptr) {
    std::string out = fmt::format("{:<30}", "");
    for (const char* operation : kOperations) out += fmt::format("{:<12}", operation);
    for (const ByteClass& each : classes()) {
      out += fmt::format("\n{:<30}", each.name);
      for (const char* operation : kOperations) {
        const Cell& one = table[each.name][operation];
        out += fmt::format("{:<12}", one.text == "." ? "(" + one.why.substr(0, 9) + ")" : one.text);
      }
    }
    fmt::print("{}\n{} cells, {} flips among them\n", out, cells, flips);
  }
}

// No false alarms: fifty logs of different orders, as they were written.
TEST_F(TamperMatrix, CleanLogsHold) {
  for (int i = 0; i < 50; ++i) {
    room_.reset();
    room_ = sandbox();
    ASSERT_TRUE(room_);
    std::vector<std::string> lines;
    for (int order = 0; order <= i % 7; ++order) {
      std::vector<std::string> acts;
      for (int act = 0; act <= i % 5; ++act) acts.push_back(hire_act(fmt::format("P{}-{}-{}", i, order, act)));
      if (i % 3 == 0) acts.push_back(promote_act(fmt::format("P{}-{}-0", i, order), "2024-05-01", 8));
      lines.push_back(order_line(fmt::format("O-{}", order), acts));
    }
    for (const LineOutcome& outcome : room_->take_in(lines))
      EXPECT_THAT(told(outcome), ::testing::StartsWith("recorded"));
    EXPECT_EQ(verdict_beside(room_->log(), {room_->ledger().anchored().size, room_->ledger().anchored().root}), "holds")
        << i;
  }
}

}  // namespace
}  // namespace sillok::testing
