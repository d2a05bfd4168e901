#pragma once
// The log as a list in memory: chained and hashed like the real one, gone with the test. All events
// are acts of one order, whose first is made by the constructor and is of no person.
// One thread writes; the projector's workers read beside each other.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ledger/crypto/hash.h"
#include "ledger/event/codec.h"
#include "ledger/log/event_log.h"

namespace sillok::testing {

class MemoryLog final : public EventLog {
 public:
  MemoryLog() {
    PlainHeader plain;
    plain.order = "TEST-1";
    plain.authority = "1760000";
    plain.drafted_by = plain.approved_by = "tester";
    plain.legal_basis = {"SPOA:28"};
    PlainAct table;
    table.act = Act::kPolicyAdopted;
    table.data = {{Field::kTable, "max_step"},
                  {Field::kValidFrom, std::int64_t{0}},
                  {Field::kAppliesBy, "act"},
                  {Field::kRows, std::vector<std::string>{"row"}},
                  {Field::kLegalReference, "RRPO:1"}};
    const auto header = build_header(plain);
    const auto body = build_body(table, {});
    if (!header || !body) ADD_FAILURE() << "the first event can't be built";
    Opening opening;
    opening.header = *header;
    opening.act_count = 1;
    add(&opening, *body, Instant{0}, 0);
  }

  LogHead head() const override {
    LogHead head;
    head.size = entries_.size();
    head.last = last_;
    return head;
  }
  Result<Bytes> read(Position position) const override {
    if (position >= entries_.size())
      return fail(Fault::not_found, "log.not_found", std::to_string(position), "past the head");
    return entries_[position];
  }
  Result<Ok> scan(Position begin, Position end, const std::function<bool(Position, BytesView)>& each) const override {
    for (Position at = begin; at < end && at < entries_.size(); ++at) {
      if (!each(at, entries_[at])) break;
    }
    return Ok{};
  }
  Result<std::vector<Bytes>> read_many(std::span<const Position> positions) const override {
    std::vector<Bytes> entries;
    for (const Position position : positions) {
      SILLOK_TRY(entry, read(position));
      entries.push_back(std::move(entry));
    }
    return entries;
  }

  // The body becomes the next event, recorded at `recorded_at`.
  Position append(BytesView body, Instant recorded_at, std::uint32_t revision) {
    return add(nullptr, body, recorded_at, revision);
  }
  BytesView entry(Position position) const { return entries_[position]; }
  void damage(Position position, std::size_t byte) { entries_[position][byte] ^= 1; }
  void truncate(std::size_t size) { entries_.resize(size); }

 private:
  Position add(const Opening* opening, BytesView body, Instant recorded_at, std::uint32_t revision) {
    Envelope envelope;
    envelope.position = entries_.size();
    envelope.recorded_at = recorded_at;
    envelope.previous = last_;
    envelope.revision = revision;
    envelope.index = static_cast<std::uint32_t>(entries_.size());
    const auto entry = builder_.build(envelope, opening, body);
    if (!entry) {
      ADD_FAILURE() << entry.error().message;
      return kNoPosition;
    }
    entries_.emplace_back(*entry);
    last_ = leaf_hash(*entry);
    return envelope.position;
  }

  std::vector<Bytes> entries_;
  Hash last_{};
  EntryBuilder builder_;
};

}  // namespace sillok::testing
