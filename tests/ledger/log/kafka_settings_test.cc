#include "ledger/log/kafka_settings.h"

#include "tests/ledger/log/kafka_topics.h"

namespace sillok::testing {
namespace {

TEST(KafkaSettings, SettingsThatWouldBreakAPromiseAreRefusedByName) {
  const Port closed{false};
  for (const char* name : {"enable.idempotence",
                           "acks",
                           "request.required.acks",
                           "transactional.id",
                           "enable.auto.commit",
                           "group.id",
                           "isolation.level",
                           "auto.offset.reset",
                           "message.max.bytes",
                           "bootstrap.servers",
                           "metadata.broker.list",
                           "check.crcs",
                           "delivery.timeout.ms",
                           "message.timeout.ms",
                           "linger.ms",
                           "retries",
                           "max.in.flight",
                           "debug",
                           "plugin.library.paths",
                           "test.mock.num.brokers",
                           "client.rack",
                           "allow.auto.create.topics",
                           "enabled_events",
                           "queued.max.messages.kbytes",
                           "socket.timeout.ms",
                           "partitioner",
                           "sasl.mechanism",
                           "sasl.mechanisms",
                           "ssl.no.such",
                           "security.protocol",
                           "no.such.setting"}) {
    SCOPED_TRACE(name);
    TopicAddress address = closed.address();
    address.settings[name] = "oauthbearer";  // which no other takes either
    for (const auto& refusal :
         {TopicReader::open(address, 0).map([](auto&&) {}), TopicWriter::open(address, {}).map([](auto&&) {}),
          describe_topic(address, kPatience).map([](auto&&) {}),
          create_topic(address, 1, kPatience).map([](auto&&) {})}) {
      ASSERT_FALSE(refusal);
      EXPECT_EQ(refusal.error().code, "topic.setting");
      EXPECT_EQ(refusal.error().fault, Fault::misuse);
      EXPECT_NE(refusal.error().message.find(name), std::string::npos) << refusal.error().message;
    }
  }
  TopicAddress address = closed.address();
  address.settings = {{"security.protocol", "sasl_ssl"},
                      {"sasl.mechanism", "SCRAM-SHA-512"},
                      {"sasl.username", "hr"},
                      {"sasl.password", "p"},
                      {"client.id", "a"},
                      {"compression.type", "zstd"},
                      {"broker.address.family", "v4"}};
  EXPECT_TRUE(TopicReader::open(address, 0)) << "and what says how brokers are reached is taken";
  EXPECT_TRUE(TopicWriter::open(address, {}));
}

TEST(KafkaSettings, WhatIsFoundWrongOnlyWhenItIsUsedIsNamedAsWell) {
  TopicAddress address{"127.0.0.1:1", "acts", {{"security.protocol", "ssl"}, {"ssl.ca.location", "/no/such/file"}}};
  for (const auto& refusal :
       {TopicReader::open(address, 0).map([](auto&&) {}), TopicWriter::open(address, {}).map([](auto&&) {})}) {
    ASSERT_FALSE(refusal);
    EXPECT_EQ(refusal.error().code, "topic.setting");
    EXPECT_NE(refusal.error().message.find("ssl.ca.location"), std::string::npos) << refusal.error().message;
  }
}

TEST(KafkaSettings, AnAddressNamesBrokerAndTopic) {
  EXPECT_EQ(TopicReader::open({"", "acts", {}}, 0).error().code, "topic.setting");
  EXPECT_EQ(TopicReader::open({"127.0.0.1:1", "", {}}, 0).error().code, "topic.setting");
}

TEST(KafkaSettings, NoErrorTellsASecret) {
  const std::string secret = "correct-horse.invalid";
  const Port closed{false};
  const auto check = [&](const Error& error) {
    EXPECT_EQ((error.where + error.message).find("horse"), std::string::npos) << error.message;
  };
  for (const char* name : {"sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
                           "ssl.key.location", "sasl.jaas.config", "ssl.token", "ssl.some.SECRET"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(Secrets::is_secret(name));
    TopicAddress address = closed.address();
    address.brokers = secret + ":1";  // so that librdkafka speaks of it
    address.settings = {{"security.protocol", "sasl_ssl"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "hr"}};
    address.settings[name] = secret;
    const auto reader = TopicReader::open(address, 0);
    if (!reader) check(reader.error());
    else check((*reader)->next(milliseconds{1}).error());
    const auto writer = TopicWriter::open(address, {});
    if (!writer) check(writer.error());
    const auto described = describe_topic(address, milliseconds{1000});
    ASSERT_FALSE(described);
    check(described.error());
  }
}

TEST(KafkaSettings, SecretsAreHiddenAlsoWhereATextWasCutOff) {
  const Secrets secrets{{{"sasl.password", "swordfish"}, {"ssl.key.pem", "swordfish!"}, {"sasl.username", "admiral"}}};
  EXPECT_EQ(secrets.hidden_in("swordfish and swordfish! for admiral"), "*** and *** for admiral");
  EXPECT_EQ(secrets.hidden_in("the password is sword"), "the password is ***");
  EXPECT_EQ(secrets.hidden_in("swo"), "swo");
  EXPECT_EQ(secrets.hidden_in(""), "");
  EXPECT_EQ(Secrets{{}}.hidden_in("swordfish"), "swordfish");
}

TEST(KafkaSettings, SettingsFollowTheNumberOfCopies) {
  EXPECT_EQ(topic_settings(1).at("min.insync.replicas"), "1");
  EXPECT_EQ(topic_settings(2).at("min.insync.replicas"), "1");
  EXPECT_EQ(topic_settings(3).at("min.insync.replicas"), "2");
  EXPECT_EQ(topic_settings(1).count("flush.messages"), 1U) << "alone, a broker must sync before it answers";
  EXPECT_EQ(topic_settings(2).count("flush.messages"), 0U);
}

}  // namespace
}  // namespace sillok::testing
