// The list of tables (MANIFEST) with a flipped bit: found here or by RocksDB, or nothing is lost.
#include "ledger/log/manifest_check.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <fstream>
#include <memory>

namespace sillok {
namespace {

namespace fs = std::filesystem;
constexpr int kTables = 4;

// The keys that a store gives back, or -1 where it does not open or says that it is damaged.
int keys_in(const fs::path& store) {
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::OpenForReadOnly({}, store, &opened).ok()) return -1;
  const std::unique_ptr<rocksdb::DB> database{opened};
  const std::unique_ptr<rocksdb::Iterator> each{database->NewIterator({})};
  int count = 0;
  for (each->SeekToFirst(); each->Valid(); each->Next()) ++count;
  return each->status().ok() ? count : -1;
}

// Several tables, one a run, and one more key that is in the write-ahead log only.
void make_store(const fs::path& store) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.disable_auto_compactions = true;
  for (int run = 0; run <= kTables; ++run) {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, store, &opened).ok());
    const std::unique_ptr<rocksdb::DB> database{opened};
    ASSERT_TRUE(database->Put({}, "key" + std::to_string(run), "value").ok());
  }
}

class Manifest : public testing::Test {
 protected:
  void SetUp() override {
    // Tests run beside each other: each has its own folder.
    store_ = fs::path{testing::TempDir()} /
             (std::string{"sillok-manifest-"} + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(store_);
    make_store(store_);
    std::getline(std::ifstream{store_ / "CURRENT"} >> std::ws, name_);
    std::ifstream file{store_ / name_, std::ios::binary};
    content_.assign(std::istreambuf_iterator<char>{file}, {});
    ASSERT_FALSE(content_.empty());
  }
  void TearDown() override { fs::remove_all(store_); }
  void write(const std::string& content) const { std::ofstream{store_ / name_, std::ios::binary} << content; }

  fs::path store_;
  std::string name_, content_;
};

TEST_F(Manifest, AsWrittenHolds) {
  EXPECT_TRUE(check_manifest(store_));
  EXPECT_EQ(keys_in(store_), kTables + 1);
}

class FlippedManifest : public Manifest {
 protected:
  void flip_all() const;
};

void FlippedManifest::flip_all() const {
  int unseen_by_the_store = 0;
  for (std::size_t at = 0; at < content_.size(); ++at) {
    for (const int bit : {0, 5}) {
      std::string flipped = content_;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      write(flipped);
      const int keys = keys_in(store_);
      if (keys < 0 || keys == kTables + 1) continue;
      ++unseen_by_the_store;
      const auto checked = check_manifest(store_);
      ASSERT_FALSE(checked) << "byte " << at << " bit " << bit << ": " << keys << " keys";
      EXPECT_EQ(checked.error().code, "log.damaged");
    }
  }
  EXPECT_GT(unseen_by_the_store, 0) << "the store finds all of it by itself: this check is needed no more";
}

TEST_F(FlippedManifest, LosesNoTableUnseen) { flip_all(); }
TEST_F(FlippedManifest, LosesNoTableUnseenBesideAMark) {
  ManifestMark{store_}.set();
  flip_all();
}

TEST_F(Manifest, CutInTheMiddleOfARecordIsDamage) {
  for (std::size_t size = content_.size() - 1; size > content_.size() - 8; --size) {
    write(content_.substr(0, size));
    EXPECT_FALSE(check_manifest(store_)) << size;
  }
  write(content_ + std::string(16, '\0'));
  EXPECT_FALSE(check_manifest(store_));
}

TEST_F(Manifest, HalfARecordBehindTheMarkIsATornWrite) {
  ManifestMark{store_}.set();
  for (std::size_t half = 1; half < 20; ++half) {
    write(content_ + content_.substr(0, half));
    EXPECT_TRUE(check_manifest(store_)) << half;
    EXPECT_EQ(keys_in(store_), kTables + 1) << half;
  }
}

TEST_F(Manifest, WhatWasMarkedIsMissedWhereverTheFileIsCut) {
  ManifestMark{store_}.set();
  for (std::size_t size = 0; size < content_.size(); ++size) {
    write(content_.substr(0, size));
    EXPECT_FALSE(check_manifest(store_)) << size;
  }
}

TEST_F(Manifest, AMarkThatDoesNotHoldCountsAsNone) {
  ManifestMark{store_}.set();
  std::fstream mark{store_ / "MARK", std::ios::in | std::ios::out | std::ios::binary};
  mark.seekp(30);
  mark.put('~');
  mark.close();
  write(content_ + content_.substr(0, 9));
  EXPECT_FALSE(check_manifest(store_));
  write(content_);
  EXPECT_TRUE(check_manifest(store_));
}

}  // namespace
}  // namespace sillok
