// An ordinary client of a topic, for tests: puts into it what no node of the ledger would.
//   inject BROKERS TOPIC garbage COUNT       records of random bytes, empty ones among them
//   inject BROKERS TOPIC copy BEGIN END      the records of those offsets once more
//   inject BROKERS TOPIC reverse BEGIN END   the same from the end
//   inject BROKERS TOPIC flip BEGIN END      each with one bit changed
//   inject BROKERS TOPIC into OTHER 0,2,1    the records of those offsets, in that order, into another topic, which is
//                                            made where it is missing
//   inject BROKERS TOPIC lag COUNT RATE      so many records a second of 700 bytes, by librdkafka alone: prints the
//                                            milliseconds until a consumer beside has each, one a line
//   inject BROKERS TOPIC rate COUNT ROUNDS   COUNT records, those of the topic over and over, into new topics until all
//                                            are acknowledged: by TopicWriter and by librdkafka alone in turns. Prints
//                                            MB and the seconds of both, a line a round
// and what an administrator can do:
//   inject BROKERS TOPIC set NAME VALUE      one setting; all others go back to the brokers' own
//   inject BROKERS TOPIC delete-records END  all before that offset
//   inject BROKERS TOPIC delete-topic
//   inject BROKERS TOPIC leader              prints the number of the node that leads
#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <random>
#include <sstream>
#include <thread>
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

std::vector<Bytes> read_some(const TopicAddress& address, const std::string& offsets) {
  std::vector<std::size_t> wanted;
  std::istringstream words{offsets};
  for (std::string each; std::getline(words, each, ',');) wanted.push_back(std::stoull(each));
  const std::vector<Bytes> all = read(address, 0, static_cast<std::int64_t>(std::ranges::max(wanted)) + 1);
  std::vector<Bytes> out;
  for (const std::size_t each : wanted) out.push_back(all.at(each));
  return out;
}

rd_kafka_t* client_of(const TopicAddress& address, rd_kafka_type_t type,
                      const std::vector<std::pair<const char*, const char*>>& settings = {}) {
  char why[256];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", address.brokers.c_str(), why, sizeof why);
  for (const auto& [name, value] : settings) {
    if (rd_kafka_conf_set(conf, name, value, why, sizeof why) != RD_KAFKA_CONF_OK) {
      fmt::print(stderr, "inject: {}\n", why);
      std::exit(1);
    }
  }
  return rd_kafka_new(type, conf, why, sizeof why);
}

int print_leader(const TopicAddress& address) {
  rd_kafka_t* client = client_of(address, RD_KAFKA_PRODUCER);
  rd_kafka_topic_t* topic = rd_kafka_topic_new(client, address.topic.c_str(), nullptr);
  const rd_kafka_metadata_t* told = nullptr;
  if (rd_kafka_metadata(client, 0, topic, &told, 10'000) != RD_KAFKA_RESP_ERR_NO_ERROR) return 1;
  fmt::print("{}\n", told->topics[0].partitions[0].leader);
  rd_kafka_metadata_destroy(told);
  rd_kafka_topic_destroy(topic);
  rd_kafka_destroy(client);
  return 0;
}

// What this client and these brokers give without us: settings that decide about lag are TopicWriter's.
int print_lags(const TopicAddress& address, std::size_t count, int rate) {
  using Clock = std::chrono::steady_clock;
  must(create_topic(address, std::nullopt, kPatience));
  rd_kafka_t* consumer = client_of(address, RD_KAFKA_CONSUMER, {{"fetch.wait.max.ms", "500"}});
  rd_kafka_topic_t* from = rd_kafka_topic_new(consumer, address.topic.c_str(), nullptr);
  if (rd_kafka_consume_start(from, 0, RD_KAFKA_OFFSET_BEGINNING) != 0) return 1;
  rd_kafka_t* producer =
      client_of(address, RD_KAFKA_PRODUCER, {{"acks", "all"}, {"enable.idempotence", "true"}, {"linger.ms", "0"}});
  rd_kafka_topic_t* to = rd_kafka_topic_new(producer, address.topic.c_str(), nullptr);
  std::thread sender{[&] {
    Bytes record(700, 'x');
    const auto begin = Clock::now() + std::chrono::seconds{1};
    for (std::size_t i = 0; i < count; ++i) {
      std::this_thread::sleep_until(begin + i * std::chrono::microseconds{1'000'000 / rate});
      const auto now = Clock::now();
      std::memcpy(record.data(), &now, sizeof now);
      rd_kafka_produce(to, 0, RD_KAFKA_MSG_F_COPY, record.data(), record.size(), nullptr, 0, nullptr);
      rd_kafka_poll(producer, 0);
    }
    rd_kafka_flush(producer, 10'000);
  }};
  for (std::size_t seen = 0; seen < count;) {
    rd_kafka_message_t* message = rd_kafka_consume(from, 0, 10'000);
    if (message == nullptr) return 1;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      Clock::time_point sent;
      std::memcpy(&sent, message->payload, sizeof sent);
      fmt::print("{:.3f}\n", std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
      ++seen;
    }
    rd_kafka_message_destroy(message);
  }
  sender.join();
  rd_kafka_consume_stop(from, 0);
  rd_kafka_topic_destroy(to);
  rd_kafka_topic_destroy(from);
  rd_kafka_destroy(producer);
  rd_kafka_destroy(consumer);
  return 0;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// In the order given, without waiting for one before the next.
void write(const TopicAddress& address, const std::vector<Bytes>& records) {
  const auto writer = must(TopicWriter::open(address, {}));
  std::size_t open = 0;
  const auto take_outcome = [&] {
    auto outcome = writer->next_outcome(kPatience);
    if (!outcome) std::exit(1);
    must(std::move(outcome->stored));
    --open;
  };
  for (const Bytes& each : records) {
    auto ticket = writer->send(each);
    while (!ticket && ticket.error().code == "topic.queue_full" && open > 0) {
      take_outcome();
      ticket = writer->send(each);
    }
    must(std::move(ticket));
    ++open;
  }
  while (open > 0) take_outcome();
}

// The same by librdkafka alone: idempotent, all replicas, its own defaults but for the size of a record.
void write_alone(const TopicAddress& address, const std::vector<Bytes>& records) {
  static std::size_t stored = 0;
  stored = 0;
  char why[256];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [name, value] : {std::pair{"bootstrap.servers", address.brokers.c_str()},
                                    {"acks", "all"},
                                    {"enable.idempotence", "true"},
                                    {"message.max.bytes", "1048588"}})
    rd_kafka_conf_set(conf, name, value, why, sizeof why);
  rd_kafka_conf_set_dr_msg_cb(conf, [](rd_kafka_t*, const rd_kafka_message_t* message, void*) {
    stored += message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
  });
  rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
  rd_kafka_topic_t* to = rd_kafka_topic_new(producer, address.topic.c_str(), nullptr);
  for (const Bytes& each : records) {
    while (rd_kafka_produce(to, 0, RD_KAFKA_MSG_F_COPY, const_cast<char*>(each.data()), each.size(), nullptr, 0,
                            nullptr) != 0) {
      if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) std::exit(1);
      rd_kafka_poll(producer, 10);
    }
    rd_kafka_poll(producer, 0);
  }
  if (rd_kafka_flush(producer, 60'000) != RD_KAFKA_RESP_ERR_NO_ERROR || stored != records.size()) std::exit(1);
  rd_kafka_topic_destroy(to);
  rd_kafka_destroy(producer);
}

int print_rates(const TopicAddress& address, std::size_t count, int rounds) {
  const auto there = must(describe_topic(address, kPatience));
  const std::vector<Bytes> some = read(address, there.first_offset, there.end_offset);
  std::vector<Bytes> records;
  std::size_t bytes = 0;
  while (!some.empty() && records.size() < count)
    bytes += records.emplace_back(some[records.size() % some.size()]).size();
  for (int round = 0; round < rounds; ++round) {
    fmt::print("{:.1f}", static_cast<double>(bytes) / 1e6);
    for (const auto& [name, way] : {std::pair{"writer", &write}, {"alone", &write_alone}}) {
      const TopicAddress to{address.brokers, fmt::format("{}-{}-{}", address.topic, name, round), {}};
      must(create_topic(to, std::nullopt, kPatience));
      const auto begin = std::chrono::steady_clock::now();
      way(to, records);
      fmt::print(" {:.3f}", seconds_since(begin));
    }
    fmt::print("\n");
  }
  return 0;
}

// One request to the brokers, to its end.
template <class Request, class Take, class Answer>
void administer(const TopicAddress& address, Request request, Take take, Answer answer) {
  rd_kafka_t* client = client_of(address, RD_KAFKA_PRODUCER);
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
  TopicAddress address{words[1], words[2], {}};
  const std::string& what = words[3];
  if (what == "set") return set(address, words.at(4), words.at(5)), 0;
  if (what == "delete-topic") return delete_topic(address), 0;
  if (what == "delete-records") return delete_records(address, std::stoll(words.at(4))), 0;
  if (what == "leader") return print_leader(address);
  if (what == "rate") return print_rates(address, std::stoull(words.at(4)), std::stoi(words.at(5)));
  if (what == "lag") return print_lags(address, std::stoull(words.at(4)), std::stoi(words.at(5)));
  std::vector<Bytes> records = what == "garbage" ? garbage(std::stoull(words.at(4)))
                               : what == "into"  ? read_some(address, words.at(5))
                                                 : read(address, std::stoll(words.at(4)), std::stoll(words.at(5)));
  if (what == "into") {
    address.topic = words.at(4);
    must(create_topic(address, std::nullopt, kPatience));
  }
  if (what == "reverse") std::reverse(records.begin(), records.end());
  std::mt19937_64 random{2};
  for (Bytes& each : records) {
    if (what == "flip" && !each.empty()) each[random() % each.size()] ^= static_cast<char>(1 << random() % 8);
  }
  write(address, records);
  return 0;
}
