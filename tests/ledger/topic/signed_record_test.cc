// The bytes of a topic's records: read as they were written, and nothing else is.
#include "ledger/topic/signed_record.h"

#include <gtest/gtest.h>

#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

const Hash kGenesis = sha256("genesis");
Signer node() { return Signer{Secret::from_bytes(Bytes(32, 'n')).value()}; }

TopicCommit some_commit() {
  TopicCommit commit;
  commit.epoch = 2;
  commit.base_size = 41;
  commit.base_root = sha256("base");
  commit.root = sha256("behind");
  commit.orders = {{Instant{5}, Trust::kLive, 1, 2, 3, 4},
                   {Instant{-7}, Trust::kStatement, kNoPosition, 0, 1, ~0ull - 1}};
  commit.parts = {sha256("one"), sha256("two")};
  commit.stream = "the rest";
  return commit;
}
TopicCommit arriving_commit() {
  TopicCommit commit = some_commit();
  commit.arrival = Arrival{77, sha256("arrived")};
  return commit;
}
std::vector<Bytes> one_of_each() {
  return {write_signed_record(TopicPart{"a piece of a stream"}, node(), kGenesis),
          write_signed_record(some_commit(), node(), kGenesis),
          write_signed_record(TopicFence{9}, node(), kGenesis),
          write_signed_record(arriving_commit(), node(), kGenesis),
          write_signed_record(TopicFence{7, sha256("heir")}, node(), kGenesis),
          write_signed_record(TopicMark{1234}, node(), kGenesis),
          write_signed_record(TopicRead{ReadNonce{1, 2, 3}, "an entry"}, node(), kGenesis)};
}

class SignedRecordTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
};

TEST_F(SignedRecordTest, SaysWhatWasWritten) {
  const auto records = one_of_each();
  const auto part = read_signed_record(records[0], kGenesis).value();
  EXPECT_EQ(part.node, node().public_key());
  EXPECT_EQ(std::get<TopicPart>(part.content).stream, "a piece of a stream");
  const auto read = read_signed_record(records[1], kGenesis).value();
  const auto& commit = std::get<TopicCommit>(read.content);
  const TopicCommit said = some_commit();
  EXPECT_EQ(claim_of(commit), claim_of(said));
  EXPECT_EQ(commit.root, said.root);
  EXPECT_EQ(commit.orders, said.orders);
  EXPECT_EQ(commit.parts, said.parts);
  EXPECT_EQ(commit.stream, said.stream);
  EXPECT_EQ(commit.arrival, std::nullopt);
  const auto fence = std::get<TopicFence>(read_signed_record(records[2], kGenesis).value().content);
  EXPECT_EQ(fence.epoch, 9u);
  EXPECT_EQ(fence.heir, std::nullopt);
  const auto arriving = read_signed_record(records[3], kGenesis).value();
  EXPECT_EQ(std::get<TopicCommit>(arriving.content).arrival, (Arrival{77, sha256("arrived")}));
  EXPECT_EQ(std::get<TopicCommit>(arriving.content).stream, said.stream);
  const auto departure = std::get<TopicFence>(read_signed_record(records[4], kGenesis).value().content);
  EXPECT_EQ(departure.epoch, 7u);
  EXPECT_EQ(departure.heir, sha256("heir"));
  EXPECT_EQ(std::get<TopicMark>(read_signed_record(records[5], kGenesis).value().content).size, 1234u);
  const auto of_reads = std::get<TopicRead>(read_signed_record(records[6], kGenesis).value().content);
  EXPECT_EQ(of_reads.nonce, (ReadNonce{1, 2, 3}));
  EXPECT_EQ(of_reads.entry, "an entry");
}

TEST_F(SignedRecordTest, EveryChangedByteAndLengthIsRefused) {
  for (const Bytes& good : one_of_each()) {
    ASSERT_TRUE(read_signed_record(good, kGenesis));
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (const int bit : {0, 3, 7}) {
        Bytes bad = good;
        bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
        EXPECT_FALSE(read_signed_record(bad, kGenesis)) << at << " of " << good.size();
      }
      EXPECT_FALSE(read_signed_record(BytesView{good}.substr(0, at), kGenesis));
      EXPECT_FALSE(read_signed_record(BytesView{good}.substr(at + 1), kGenesis));
    }
    EXPECT_FALSE(read_signed_record(good + '\0', kGenesis));
    EXPECT_FALSE(read_signed_record(good, sha256("another ledger")));
    EXPECT_FALSE(read_signed_record(good, Hash{}));
  }
}

// What is no record costs no signature, and what is signed may still be none.
TEST_F(SignedRecordTest, CountsThatItCannotHoldAreRefusedAtOnce) {
  const auto code = [](BytesView bytes) {
    const auto read = read_signed_record(bytes, kGenesis);
    return read ? std::string{"read"} : read.error().code;
  };
  Bytes commit = write_signed_record(some_commit(), node(), kGenesis);
  constexpr std::size_t kCountAt = 5 + 32 + 1 + 8 + 8 + 32 + 32;
  for (const std::uint32_t count : {0u, 3u, ~0u}) {
    Bytes changed = commit.substr(0, kCountAt);
    put_u32(changed, count);
    changed += commit.substr(kCountAt + 4);
    EXPECT_EQ(code(changed), "topic.record") << count;
  }
  EXPECT_EQ(code(""), "topic.record");
  EXPECT_EQ(code(Bytes(kSignedRecordBytesMax + 1, 'x')), "topic.record");
  Bytes later = commit;
  later[4] = 2;
  EXPECT_EQ(code(later), "topic.record") << "a later version";
  commit.back() = static_cast<char>(commit.back() ^ 1);
  EXPECT_EQ(code(commit), "topic.signature");
}

TEST_F(SignedRecordTest, StreamsThatAreCutOffOrClaimTooMuchAreRefused) {
  Bytes stream;
  put_u32(stream, 6);
  stream += "header";
  stream += Bytes(128, 's');
  put_u32(stream, 2);
  for (const char* body : {"one", "three"}) {
    put_u32(stream, static_cast<std::uint32_t>(std::string_view{body}.size()));
    stream += body;
  }
  const auto orders = read_stream(stream);
  ASSERT_TRUE(orders);
  ASSERT_EQ(orders->size(), 1u);
  EXPECT_EQ(orders->front().header, "header");
  EXPECT_EQ(orders->front().bodies, (std::vector<BytesView>{"one", "three"}));
  EXPECT_EQ(read_stream(stream + stream)->size(), 2u);
  EXPECT_TRUE(read_stream("")->empty());
  for (std::size_t at = 1; at < stream.size(); ++at) EXPECT_FALSE(read_stream(BytesView{stream}.substr(0, at))) << at;
  for (const std::uint32_t acts : {0u, 3u, 1u << 20, ~0u}) {
    Bytes changed = stream.substr(0, 4 + 6 + 128);
    put_u32(changed, acts);
    changed += stream.substr(4 + 6 + 128 + 4);
    EXPECT_FALSE(read_stream(changed)) << acts;
  }
}

}  // namespace
}  // namespace sillok
