#pragma once
// An order as people write and read it: plain values, nothing sealed. Two orders are the same
// content when these compare equal (contract §3: "identical content").
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/date.h"
#include "ledger/event/kinds.h"

namespace sillok {

struct PriorCareer {
  Date from, to;
  std::optional<std::int64_t> grade;
  std::int64_t percent = 100;
  bool operator==(const PriorCareer&) const = default;
};

// The value of a field. monostate is an explicit null. Dates are days, decimals thousandths,
// booleans 0 or 1, all in int64.
struct Patch;
using Value = std::variant<std::monostate, std::int64_t, std::string, std::vector<std::string>,
                           std::vector<PriorCareer>, std::vector<Patch>>;
struct Patch {  // one member of rectified.data
  Field field;
  std::variant<std::monostate, std::int64_t, std::string, std::vector<std::string>, std::vector<PriorCareer>> value;
  bool operator==(const Patch&) const = default;
};

enum class Sex : std::uint8_t { kUnknown, kFemale, kMale };

struct PlainAct {
  Act act = Act::kUnknown;
  std::string subject;  // the person; for acts on organizations the unit named in `data`; else empty
  Date effective_on;
  std::map<Field, Value> data;  // sealed fields too, in the clear here
  std::map<Personal, std::string> personal;
  std::optional<std::uint64_t> expected_revision;
  std::optional<Instant> source_recorded_at;
  bool operator==(const PlainAct&) const = default;
};

enum class Trust : std::uint8_t { kLive, kSigned, kSystem, kPaper, kStatement };
std::string_view name_of(Trust trust);

struct Evidence {
  std::string title;
  std::string sha256;  // hex
  bool operator==(const Evidence&) const = default;
};

struct PlainHeader {
  std::string order, authority;
  Date issued_on;
  std::vector<std::string> legal_basis;
  std::string drafted_by, approved_by;  // empty: left out (a sandbox fills its built-in officers in)
  std::string command_id;               // empty: none
  std::vector<Evidence> evidence;
  std::string remarks;
  std::optional<Date> procedure_on;
  Trust trust = Trust::kLive;  // how the order came in; not signed but in early entries (Opening::trust)
  bool operator==(const PlainHeader&) const = default;
};

struct PlainOrder {
  PlainHeader header;
  std::vector<PlainAct> acts;
};

// One order line (contract §3), with what stands beside the content.
struct OrderLine {
  PlainOrder order;
  std::optional<Instant> recorded_at;                          // sandbox only
  std::optional<Bytes> drafter_signature, approver_signature;  // 64 bytes each
  std::vector<Bytes> sealed_bodies;                            // from `order digest`: exact body bytes, one an act
  std::vector<std::vector<Bytes>> field_keys;  // from `order digest`: one-time keys of the sealed fields
};

}  // namespace sillok
