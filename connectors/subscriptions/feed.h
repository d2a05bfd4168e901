#pragma once
// The feed of a ledger: its events as CloudEvents 1.0 (contract §8), each once, in order, from a
// position on. Sealed fields stay sealed. It reads beside a live writer and holds nothing open
// between two calls. One thread.
#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "ledger/base/ids.h"
#include "ledger/base/result.h"

namespace sillok {

class Feed {
 public:
  // False ends the call behind the event just told; the feed goes on there the next time.
  using Sink = std::function<bool(const boost::json::object& event)>;

  Feed(std::filesystem::path ledger_directory, Position from) : directory_(std::move(ledger_directory)), next_(from) {}

  // Tells what the ledger holds from next() on, at most `limit` events; how many they were.
  // What was told before an error stays told.
  Result<std::uint64_t> tell(std::uint64_t limit, const Sink& sink);
  // Whether events past next() were acknowledged; cheap enough to ask several times a second.
  Result<bool> has_more() const;
  Position next() const { return next_; }

 private:
  std::filesystem::path directory_;
  Position next_;
};

}  // namespace sillok
