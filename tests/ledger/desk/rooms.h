#pragma once
// A ledger in a directory of its own, with what the desk needs beside it: the "given" of desk
// tests. Orders are told as JSON lines, as a user writes them, and go in through a pipe.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/desk/intake.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/ledger_files.h"
#include "projections/desk_records.h"
#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {

inline Secret secret_of(char letter) { return Secret::from_bytes(Bytes(32, letter)).value(); }
inline Signer signer_of(char letter) { return Signer{secret_of(letter)}; }

// An open ledger with views over it.
class Room {
 public:
  static std::unique_ptr<Room> enter(const std::filesystem::path& directory, Access access = Access::kWrite) {
    auto ledger = Ledger::open(directory, access);
    if (!ledger) {
      ADD_FAILURE() << ledger.error().code << " " << ledger.error().where << ": " << ledger.error().message;
      return nullptr;
    }
    return std::unique_ptr<Room>(new Room(std::move(*ledger)));
  }

  Ledger& ledger() { return *ledger_; }
  RocksLog& log() { return ledger_->log(); }
  Views& views() { return *views_; }
  PersonRecords& records() { return records_; }
  PersonState record(std::string_view person) { return views_->career(person).value()->newest(); }

  // One outcome a line, in the order of the lines.
  std::vector<LineOutcome> take_in(const std::vector<std::string>& lines, IntakeOptions options = {}) {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    int ends[2];
    if (pipe(ends) != 0) {
      ADD_FAILURE() << "no pipe";
      return {};
    }
    std::thread writer{[&] {
      std::string_view rest = text;
      while (!rest.empty()) {
        const ssize_t count = ::write(ends[1], rest.data(), rest.size());
        if (count <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(count));
      }
      ::close(ends[1]);
    }};
    std::vector<LineOutcome> outcomes;
    const auto taken =
        sillok::take_in(ends[0], *ledger_, records_, options, [&](const LineOutcome& outcome) -> Result<Ok> {
          outcomes.push_back(outcome);
          return Ok{};
        });
    writer.join();
    ::close(ends[0]);
    if (!taken) ADD_FAILURE() << taken.error().code << ": " << taken.error().message;
    return outcomes;
  }

 private:
  explicit Room(std::unique_ptr<Ledger> ledger)
      : ledger_(std::move(ledger)), views_(Views::in_memory(ledger_->log()).value()), records_(*views_) {
    if (const auto caught_up = views_->catch_up(); !caught_up) ADD_FAILURE() << caught_up.error().message;
  }

  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Views> views_;
  DeskRecords records_;
};

// What a line came to, in a word: `recorded 1-3`, `duplicate 1-3`, `refused CODE`, or the code of
// the error that made it unreadable.
inline std::string told(const LineOutcome& outcome) {
  if (const auto* error = std::get_if<Error>(&outcome.outcome)) return error->code;
  const Receipt& receipt = std::get<Receipt>(outcome.outcome);
  switch (receipt.status) {
    case Receipt::Status::kRecorded: return fmt::format("recorded {}-{}", receipt.first, receipt.last);
    case Receipt::Status::kDuplicate: return fmt::format("duplicate {}-{}", receipt.first, receipt.last);
    case Receipt::Status::kRefused: return "refused " + receipt.reasons.front().code;
  }
  return "";
}
inline std::vector<std::string> told(const std::vector<LineOutcome>& outcomes) {
  std::vector<std::string> out;
  for (const LineOutcome& outcome : outcomes) out.push_back(told(outcome));
  return out;
}

// --- Lines ---------------------------------------------------------------------------------------

inline std::string hire_act(std::string_view person, std::string_view on = "2024-03-02", std::string_view unit = "U1") {
  return fmt::format(
      R"({{"act":"hired","person":"{}","effective_on":"{}","data":{{"route":"open","class":"general","grade":9,"series":"administration","unit":"{}","step":1,"probation_months":0}},"personal":{{"name":"김하나","birth_on":"1998-05-04","sex":"F"}}}})",
      person, on, unit);
}
inline std::string promote_act(std::string_view person, std::string_view on, int grade) {
  return fmt::format(
      R"({{"act":"promoted","person":"{}","effective_on":"{}","data":{{"kind":"ordinary","grade":{}}}}})", person, on,
      grade);
}
inline std::string unit_act(std::string_view unit, std::string_view on = "2000-01-01") {
  return fmt::format(
      R"({{"act":"unit_created","effective_on":"{}","data":{{"unit":"{}","name_ko":"단위","name_en":"Unit","kind":"bureau"}}}})",
      on, unit);
}
// `more` is further members of the header, each with a comma behind it.
inline std::string order_line(std::string_view number, const std::vector<std::string>& acts,
                              std::string_view more = "") {
  return fmt::format(
      R"({{"order":"{}","authority":"1760000",{}"issued_on":"2024-03-02","legal_basis":["SPOA:28"],"acts":[{}]}})",
      number, more, fmt::join(acts, ","));
}

// --- Given ---------------------------------------------------------------------------------------

class DeskTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
  std::filesystem::path directory() const { return temp_.path() / "ledger"; }

  // An empty sandbox with the unit U1 in it (position 1). One that a test made before is thrown away.
  std::unique_ptr<Room> sandbox() {
    std::filesystem::remove_all(directory());
    InitOptions options;
    options.sandbox = true;
    options.origin = "test";
    const auto made = Ledger::create(directory(), options);
    EXPECT_TRUE(made) << made.error().message;
    auto room = Room::enter(directory());
    if (!room) return nullptr;
    EXPECT_EQ(told(room->take_in({order_line("U-1", {unit_act("U1")})})), std::vector<std::string>{"recorded 1-1"});
    return room;
  }
  std::unique_ptr<Room> enter_again(std::unique_ptr<Room>& room) {
    room.reset();
    return Room::enter(directory());
  }

  TempDirectory temp_;
};

}  // namespace sillok::testing
