#include "ledger/log/kv_store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

const std::vector<FamilySpec> kFamilies{{"one", Layout::kRandom}, {"two", Layout::kSequential}};

class KvStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<KvStore> open(Access access = Access::kWrite) const {
    auto store = KvStore::open(directory(), kFamilies, access);
    EXPECT_TRUE(store) << store.error().message;
    return store ? std::move(*store) : nullptr;
  }
  std::string refusal(Access access) const {
    const auto store = KvStore::open(directory(), kFamilies, access);
    return store ? "opened" : store.error().code;
  }
  std::filesystem::path directory() const { return temp_.path() / "store"; }

  TempDirectory temp_;
};

TEST_F(KvStoreTest, ABatchIsSeenWholeAfterCommitAndNotBefore) {
  const auto store = open();
  store->put(0, "a", "1");
  store->put(1, "b", "2");
  EXPECT_EQ(store->get(0, "a").value(), std::nullopt);
  ASSERT_TRUE(store->commit(Durable::kNow));
  EXPECT_EQ(store->get(0, "a").value(), "1");
  EXPECT_EQ(store->get(1, "b").value(), "2");
  EXPECT_EQ(store->get(1, "a").value(), std::nullopt) << "families are apart";
}

TEST_F(KvStoreTest, ADroppedBatchLeavesNothingAndGoesNotIntoTheNext) {
  const auto store = open();
  store->put(0, "a", "1");
  store->drop_batch();
  store->put(0, "b", "2");
  ASSERT_TRUE(store->commit(Durable::kNotYet));
  EXPECT_EQ(store->get(0, "a").value(), std::nullopt);
  EXPECT_EQ(store->get(0, "b").value(), "2");
}

TEST_F(KvStoreTest, KeepsWhatWasCommittedAndErasesWhatWasErased) {
  {
    const auto store = open();
    for (const char* key : {"a", "b", "c"}) store->put(0, key, std::string(3, *key));
    ASSERT_TRUE(store->commit(Durable::kNow));
    store->erase(0, "b");
    ASSERT_TRUE(store->commit(Durable::kNow));
  }
  for (const Access access : {Access::kWrite, Access::kRead}) {
    const auto store = open(access);
    EXPECT_EQ(store->get(0, "a").value(), "aaa");
    EXPECT_EQ(store->get(0, "b").value(), std::nullopt);
    const auto many = store->multi_get(0, {"c", "b", "a"});
    ASSERT_TRUE(many);
    EXPECT_EQ(*many, (std::vector<std::optional<Bytes>>{"ccc", std::nullopt, "aaa"}));
  }
}

// A writer that starts moves what the write-ahead log held into tables and removes it: whoever reads the list of tables
// before and the log after would see neither.
TEST_F(KvStoreTest, AReaderBesideWritersThatComeAndGoFindsAllThatWasThere) {
  constexpr int kWriters = 80;
  const auto key_of = [](int number) { return fmt::format("{:03}", number); };
  ASSERT_TRUE(open());
  std::atomic<int> written = 0;
  std::thread writers{[&] {
    for (int number = 0; number < kWriters; ++number) {
      const auto store = open();
      store->put(0, key_of(number), "x");
      EXPECT_TRUE(store->commit(Durable::kNow));
      written = number + 1;
    }
  }};
  int missing = 0, looks = 0;
  for (int there = 0; there < kWriters; there = written) {
    const auto store = KvStore::open(directory(), kFamilies, Access::kRead);
    if (!store) {
      EXPECT_EQ(store.error().code, "ledger.locked") << store.error().message;
      continue;
    }
    ++looks;
    for (int number = 0; number < there; ++number) missing += (*store)->get(0, key_of(number)).value() ? 0 : 1;
  }
  writers.join();
  EXPECT_EQ(missing, 0);
  EXPECT_GT(looks, 0);
}

TEST_F(KvStoreTest, ScansInKeyOrderFromThePlaceGivenUntilToldToStop) {
  const auto store = open();
  for (const char* key : {"d", "a", "c", "b"}) store->put(1, key, key);
  ASSERT_TRUE(store->commit(Durable::kNotYet));
  std::string seen;
  ASSERT_TRUE(store->scan(1, "b", [&](BytesView key, BytesView value) {
    EXPECT_EQ(key, value);
    seen += key;
    return key != "c";
  }));
  EXPECT_EQ(seen, "bc");
  EXPECT_EQ(store->last_key(1).value(), "d");
  EXPECT_EQ(store->last_key(0).value(), std::nullopt);
}

TEST_F(KvStoreTest, OneWriterAtATimeAndReadersBesideIt) {
  const auto writer = open();
  writer->put(0, "a", "1");
  ASSERT_TRUE(writer->commit(Durable::kNow));
  const auto second = KvStore::open(directory(), kFamilies, Access::kWrite);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "ledger.locked");
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  EXPECT_EQ(open(Access::kRead)->get(0, "a").value(), "1");
}

TEST_F(KvStoreTest, AReaderMakesNothing) {
  EXPECT_EQ(refusal(Access::kRead), "log.damaged");
  EXPECT_FALSE(std::filesystem::exists(directory()));
}

TEST_F(KvStoreTest, AMissingStoreFileIsDamageNotAnEmptyStore) {
  {
    const auto store = open();
    store->put(0, "a", "1");
    ASSERT_TRUE(store->commit(Durable::kNow));
  }
  std::filesystem::remove(directory() / "CURRENT");
  EXPECT_EQ(refusal(Access::kWrite), "log.missing_file");
  EXPECT_EQ(refusal(Access::kRead), "log.missing_file");
}

}  // namespace
}  // namespace sillok::testing
