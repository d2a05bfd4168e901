// An ordinary client of a topic, for tests: puts into it what no node of the ledger would.
//   inject BROKERS TOPIC garbage COUNT       records of random bytes, empty ones among them
//   inject BROKERS TOPIC copy BEGIN END      the records of those offsets once more
//   inject BROKERS TOPIC reverse BEGIN END   the same from the end
//   inject BROKERS TOPIC flip BEGIN END      each with one bit changed
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include "ledger/log/kafka_topic.h"

namespace {

using namespace sillok;
constexpr std::chrono::milliseconds kPatience{10'000};

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "inject: {} {}\n", result.error().code, result.error().message);
  std::exit(1);
}

std::vector<Bytes> read(const TopicAddress& address, std::int64_t begin, std::int64_t end) {
  const auto reader = must(TopicReader::open(address, begin));
  std::vector<Bytes> out;
  for (;;) {
    const auto next = must(reader->next(kPatience));
    const auto* record = std::get_if<TopicRecord>(&next);
    if (record == nullptr || record->offset >= end) return out;
    out.push_back(record->value);
  }
}

std::vector<Bytes> garbage(std::size_t count) {
  std::mt19937_64 random{1};
  std::vector<Bytes> out(count);
  for (Bytes& each : out) {
    each.resize(random() % 400);
    for (char& c : each) c = static_cast<char>(random());
    // A third begin as a record does.
    if (each.size() > 40 && random() % 3 == 0) each.replace(0, 5, BytesView{"SLKT\x01", 5});
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() < 5) return 2;
  const TopicAddress address{words[1], words[2], {}};
  const std::string& what = words[3];
  const std::int64_t first = std::stoll(words[4]);
  std::vector<Bytes> records =
      what == "garbage" ? garbage(static_cast<std::size_t>(first)) : read(address, first, std::stoll(words.at(5)));
  if (what == "reverse") std::reverse(records.begin(), records.end());
  std::mt19937_64 random{2};
  for (Bytes& each : records) {
    if (what == "flip" && !each.empty()) each[random() % each.size()] ^= static_cast<char>(1 << random() % 8);
  }
  const auto writer = must(TopicWriter::open(address, {}));
  std::size_t open = 0;
  const auto take_outcome = [&] {
    auto outcome = writer->next_outcome(kPatience);
    if (!outcome) std::exit(1);
    must(std::move(outcome->stored));
    --open;
  };
  for (const Bytes& each : records) {
    while (open >= 1'000) take_outcome();
    must(writer->send(each));
    ++open;
  }
  while (open > 0) take_outcome();
  return 0;
}
