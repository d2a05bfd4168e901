// An ordinary client of a topic, for tests: puts into it what no node of the ledger would.
//   inject BROKERS TOPIC garbage COUNT       records of random bytes, empty ones among them
//   inject BROKERS TOPIC copy BEGIN END      the records of those offsets once more
//   inject BROKERS TOPIC reverse BEGIN END   the same from the end
//   inject BROKERS TOPIC flip BEGIN END      each with one bit changed
// and what an administrator can do:
//   inject BROKERS TOPIC set NAME VALUE      one setting; all others go back to the brokers' own
//   inject BROKERS TOPIC delete-records END  all before that offset
//   inject BROKERS TOPIC delete-topic
#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

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

// One request to the brokers, to its end.
template <class Request, class Take, class Answer>
void administer(const TopicAddress& address, Request request, Take take, Answer answer) {
  char why[256];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", address.brokers.c_str(), why, sizeof why);
  rd_kafka_t* client = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
  rd_kafka_queue_t* queue = rd_kafka_queue_new(client);
  request(client, queue);
  rd_kafka_event_t* event = rd_kafka_queue_poll(queue, 20'000);
  const auto refused = [&](const char* what) {
    fmt::print(stderr, "inject: {}\n", what);
    std::exit(1);
  };
  if (event == nullptr) refused("no answer");
  if (rd_kafka_event_error(event)) refused(rd_kafka_event_error_string(event));
  if (const char* error = answer(take(event))) refused(error);
  rd_kafka_event_destroy(event);
  rd_kafka_queue_destroy(queue);
  rd_kafka_destroy(client);
}

void set(const TopicAddress& address, const std::string& name, const std::string& value) {
  rd_kafka_ConfigResource_t* resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, address.topic.c_str());
  rd_kafka_ConfigResource_set_config(resource, name.c_str(), value.c_str());
  administer(
      address, [&](auto* client, auto* queue) { rd_kafka_AlterConfigs(client, &resource, 1, nullptr, queue); },
      rd_kafka_event_AlterConfigs_result,
      [](const auto* result) -> const char* {
        std::size_t count = 0;
        const auto* const* resources = rd_kafka_AlterConfigs_result_resources(result, &count);
        return rd_kafka_ConfigResource_error(resources[0]) ? rd_kafka_ConfigResource_error_string(resources[0])
                                                           : nullptr;
      });
}

void delete_topic(const TopicAddress& address) {
  rd_kafka_DeleteTopic_t* topic = rd_kafka_DeleteTopic_new(address.topic.c_str());
  administer(
      address, [&](auto* client, auto* queue) { rd_kafka_DeleteTopics(client, &topic, 1, nullptr, queue); },
      rd_kafka_event_DeleteTopics_result,
      [](const auto* result) -> const char* {
        std::size_t count = 0;
        const auto* const* topics = rd_kafka_DeleteTopics_result_topics(result, &count);
        return rd_kafka_topic_result_error(topics[0]) ? rd_kafka_topic_result_error_string(topics[0]) : nullptr;
      });
}

void delete_records(const TopicAddress& address, std::int64_t end) {
  rd_kafka_topic_partition_list_t* before = rd_kafka_topic_partition_list_new(1);
  rd_kafka_topic_partition_list_add(before, address.topic.c_str(), 0)->offset = end;
  rd_kafka_DeleteRecords_t* records = rd_kafka_DeleteRecords_new(before);
  administer(
      address, [&](auto* client, auto* queue) { rd_kafka_DeleteRecords(client, &records, 1, nullptr, queue); },
      rd_kafka_event_DeleteRecords_result,
      [](const auto* result) -> const char* {
        const auto error = rd_kafka_DeleteRecords_result_offsets(result)->elems[0].err;
        return error ? rd_kafka_err2str(error) : nullptr;
      });
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() < 4) return 2;
  const TopicAddress address{words[1], words[2], {}};
  const std::string& what = words[3];
  if (what == "set") return set(address, words.at(4), words.at(5)), 0;
  if (what == "delete-topic") return delete_topic(address), 0;
  if (what == "delete-records") return delete_records(address, std::stoll(words.at(4))), 0;
  const std::int64_t first = std::stoll(words.at(4));
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
