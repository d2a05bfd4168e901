#pragma once
// A synthetic public service: orders as the personnel offices of Korea's central agencies might
// have written them, set in the agencies' real names and reorganizations; the people are made up.
// The same options give the same orders on every machine (integer arithmetic only).
// Streams: memory grows with the number of officials, not with the years.
#include <cstdint>
#include <functional>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/base/result.h"
#include "ledger/event/plain.h"

namespace sillok {

struct DemoOptions {
  std::uint64_t officials = 1000;  // present at any time, about
  int years = 10;                  // the last day is kDemoEnd.previous()
  std::uint64_t seed = 42;
  // Where the first act will stand in the log; corrections name their targets by it.
  // A ledger that holds nothing but its genesis order gives the number of that order's acts.
  Position first_position = 1;
};

inline constexpr Date kDemoEnd{20'758};  // 2026-11-01
inline constexpr int kDemoYearsMax = 40;
inline constexpr std::uint64_t kDemoOfficialsMax = 2'000'000;

// Takes one order; an error of it ends the run and is handed up.
using DemoSink = std::function<Result<Ok>(const PlainOrder&, Instant recorded_at)>;

// Hands every order to `each` in the order of recorded_at. Fault::misuse for options out of range.
Result<Ok> generate_demo(const DemoOptions& options, const DemoSink& each);

}  // namespace sillok
