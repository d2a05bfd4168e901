#pragma once
// librdkafka's own brokers for tests: real sockets on the loopback, made-up answers. They keep up to 5 MB of a topic
// and then drop its beginning; timestamps are the sender's, and topics can't be made or described.
#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
//
#include <librdkafka/rdkafka_mock.h>

#include <string>
#include <vector>

#include "ledger/log/kafka_topic.h"

namespace sillok::testing {

class MockBrokers {
 public:
  static constexpr const char* kTopic = "acts";
  static constexpr std::int16_t kProduce = 0, kFetch = 1, kMetadata = 3;

  explicit MockBrokers(int count = 1) {
    rd_kafka_conf_t* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(configuration, nullptr);
    std::string error(512, '\0');
    host_ = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, error.data(), error.size());
    if (host_ == nullptr) ADD_FAILURE() << error;
    cluster_ = rd_kafka_mock_cluster_new(host_, count);
    rd_kafka_mock_topic_create(cluster_, kTopic, 1, count);
  }
  // They are left to the end of the process: librdkafka takes a second to take each of them down.
  ~MockBrokers() {
    static auto& left = *new std::vector<rd_kafka_t*>;
    left.push_back(host_);
    stop();
  }
  MockBrokers(const MockBrokers&) = delete;
  MockBrokers& operator=(const MockBrokers&) = delete;

  TopicAddress address() const { return {rd_kafka_mock_cluster_bootstraps(cluster_), kTopic, {}}; }
  void stop() { rd_kafka_mock_broker_set_down(cluster_, -1); }
  void start() { rd_kafka_mock_broker_set_up(cluster_, -1); }
  void answer_after(int milliseconds) { rd_kafka_mock_broker_set_rtt(cluster_, -1, milliseconds); }
  // The next requests of that kind are answered so and not carried out.
  void answer_with(std::int16_t kind, const std::vector<rd_kafka_resp_err_t>& errors) {
    rd_kafka_mock_push_request_errors_array(cluster_, kind, errors.size(), errors.data());
  }
  // What is said of the topic when asked for it.
  void topic_is(rd_kafka_resp_err_t error) { rd_kafka_mock_topic_set_error(cluster_, kTopic, error); }

 private:
  rd_kafka_t* host_ = nullptr;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

}  // namespace sillok::testing
