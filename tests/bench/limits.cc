// What the machine and the libraries give by themselves, and reads of a ledger beside them, all in
// one process so that only ratios within a run are compared. One JSON object on stdout.
//   limits baseline DIR                     fdatasync, Ed25519, SHA-256, RocksDB get
//   limits verify EVENTS BYTES ORDERS       seconds that bare calls need for a full verification
//   limits reads LEDGER DIR                 current records against RocksDB gets
#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "ledger/crypto/hash.h"
#include "ledger/crypto/keys.h"
#include "projections/opened_ledger.h"

namespace bench {
namespace {

using namespace sillok;

constexpr std::size_t kKeys = 100'000;
constexpr std::size_t kReads = 20'000;
constexpr std::size_t kMessageBytes = 300;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

[[noreturn]] void stop(const std::string& why) {
  fmt::print(stderr, "limits: {}\n", why);
  std::exit(1);
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// Calls a second of one thread, the median of five goes.
double rate(std::size_t calls, const std::function<void()>& call) {
  std::vector<double> rates;
  for (int round = 0; round < 5; ++round) {
    const double begin = now();
    for (std::size_t i = 0; i < calls; ++i) call();
    rates.push_back(static_cast<double>(calls) / (now() - begin));
  }
  return median(std::move(rates));
}

unsigned cores() { return std::max(1u, std::thread::hardware_concurrency()); }

// Seconds for `calls` calls shared among all cores.
double spread(std::uint64_t calls, const std::function<void(std::uint64_t)>& call) {
  constexpr std::uint64_t kShare = 256;
  std::atomic<std::uint64_t> next{0};
  const double begin = now();
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < cores(); ++i) {
    threads.emplace_back([&] {
      for (std::uint64_t first = next.fetch_add(kShare); first < calls; first = next.fetch_add(kShare)) {
        for (std::uint64_t each = first; each < std::min(calls, first + kShare); ++each) call(each);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return now() - begin;
}

double fdatasync_p50(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "fdatasync.probe";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
  if (file < 0) stop("can't write " + path.string());
  const std::string block(4'096, 'x');
  std::vector<double> seconds;
  for (int i = 0; i < 500; ++i) {
    const double begin = now();
    if (::write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size())) stop("short write");
    if (::fdatasync(file) != 0) stop("fdatasync failed");
    seconds.push_back(now() - begin);
  }
  ::close(file);
  std::filesystem::remove(path);
  return median(std::move(seconds));
}

// A RocksDB as plain as it gets: values of an event's size, bloom filter, all in cache.
class PlainStore {
 public:
  explicit PlainStore(std::filesystem::path directory) : directory_(std::move(directory)) {
    std::filesystem::remove_all(directory_);
    rocksdb::BlockBasedTableOptions table;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.block_cache = rocksdb::NewLRUCache(128u << 20);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    rocksdb::DB* db = nullptr;
    if (!rocksdb::DB::Open(options, directory_.string(), &db).ok()) stop("can't open " + directory_.string());
    db_.reset(db);
    rocksdb::WriteBatch batch;
    for (std::size_t i = 0; i < kKeys; ++i) {
      batch.Put(key(i), random_bytes(kMessageBytes));
      if (batch.Count() == 1'000) write(batch);
    }
    write(batch);
    if (!db_->CompactRange({}, nullptr, nullptr).ok()) stop("compaction failed");
  }
  ~PlainStore() {
    db_.reset();
    std::filesystem::remove_all(directory_);
  }
  double get(std::size_t index) {
    const double begin = now();
    if (!db_->Get({}, key(index % kKeys), &value_).ok()) stop("a key is gone");
    return now() - begin;
  }

 private:
  static std::string key(std::size_t index) { return fmt::format("person:{:09}", index * 7); }
  void write(rocksdb::WriteBatch& batch) {
    if (!db_->Write({}, &batch).ok()) stop("can't write");
    batch.Clear();
  }
  std::filesystem::path directory_;
  std::unique_ptr<rocksdb::DB> db_;
  std::string value_;
};

struct Message {
  Signer signer{Secret::random()};
  std::string text = random_bytes(kMessageBytes);
  Signature signature = signer.sign(text);
  void check() const {
    if (!verify_signature(signer.public_key(), text, view(signature))) stop("a good signature was refused");
  }
};

void baseline(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  const Message message;
  Message hashed;
  const double verify = rate(2'000, [&] { message.check(); });
  constexpr std::uint64_t kAll = 8'000;
  const double verify_all = static_cast<double>(kAll) / spread(kAll, [&](std::uint64_t) { message.check(); });
  const double sha = rate(200'000, [&] { hashed.text[0] = static_cast<char>(sha256(hashed.text)[0]); });
  const double sync = fdatasync_p50(directory);
  PlainStore store{directory / "plain"};
  std::vector<double> gets;
  for (std::size_t i = 0; i < kReads; ++i) gets.push_back(store.get(i * 7'919));
  fmt::print(
      "{{\"cores\":{},\"fdatasync_p50_us\":{:.1f},\"ed25519_verify_per_s\":{:.0f},"
      "\"ed25519_verify_per_s_all_cores\":{:.0f},\"sha256_300_bytes_per_s\":{:.0f},\"rocksdb_get_p50_us\":{:."
      "2f}}}\n",
      cores(), sync * 1e6, verify, verify_all, sha, median(std::move(gets)) * 1e6);
}

// Every signature twice an order; for every event its leaf, its place in its order's tree, and one
// node of each of the two trees.
void verify(std::uint64_t events, std::uint64_t bytes, std::uint64_t orders) {
  const Message message;
  const std::string entry = random_bytes(bytes), body = random_bytes(bytes * 3 / 4);
  const double signatures = spread(2 * orders, [&](std::uint64_t) { message.check(); });
  std::atomic<std::uint64_t> sum{0};
  const double hashes = spread(events, [&](std::uint64_t) {
    const Hash leaf = leaf_hash(entry), act = leaf_hash(body);
    sum += node_hash(leaf, act)[0] + node_hash(act, leaf)[0];
  });
  fmt::print("{{\"signatures_s\":{:.3f},\"hashes_s\":{:.3f},\"seconds\":{:.3f},\"check\":{}}}\n", signatures, hashes,
             signatures + hashes, sum.load() % 2);
}

void reads(const std::string& directory, const std::filesystem::path& scratch) {
  const auto opened = open_to_read(directory);
  if (!opened) stop(opened.error().message);
  const Views& views = *opened->views;
  std::vector<std::string> persons;
  auto listed = views.person_ids("", [&](std::string_view person) {
    persons.emplace_back(person);
    return true;
  });
  if (!listed || persons.empty()) stop("the ledger holds nobody");
  std::filesystem::create_directories(scratch);
  PlainStore store{scratch / "plain"};
  // In turns, so that all meet the same machine: a get, a person's record for the first time since the
  // views were opened, and once more when it is in memory.
  std::vector<double> gets, first, again;
  const auto timed = [&](const std::string& person, std::vector<double>& times) {
    const double begin = now();
    const auto career = views.career(person);
    times.push_back(now() - begin);
    if (!career) stop(career.error().message);
  };
  std::mt19937 shuffle{7};
  std::shuffle(persons.begin(), persons.end(), shuffle);
  persons.resize(std::min(persons.size(), kReads));
  for (std::size_t i = 0; i < persons.size(); ++i) {
    gets.push_back(store.get(i * 7'919));
    timed(persons[i], first);
    timed(persons[i / 2], again);
  }
  const double get = median(std::move(gets)), uncached = median(std::move(first)), cached = median(std::move(again));
  fmt::print(
      "{{\"persons\":{},\"rocksdb_get_p50_us\":{:.2f},\"current_record_p50_us\":{:.2f},"
      "\"current_record_in_memory_p50_us\":{:.2f},\"ratio\":{:.2f}}}\n",
      persons.size(), get * 1e6, uncached * 1e6, cached * 1e6, uncached / get);
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (!sillok::init_crypto()) bench::stop("libsodium can't start");
  if (mode == "baseline" && argc == 3) {
    bench::baseline(argv[2]);
  } else if (mode == "verify" && argc == 5) {
    bench::verify(std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10),
                  std::strtoull(argv[4], nullptr, 10));
  } else if (mode == "reads" && argc == 4) {
    bench::reads(argv[2], argv[3]);
  } else {
    std::fputs("usage: limits baseline DIR | verify EVENTS BYTES ORDERS | reads LEDGER DIR\n", stderr);
    return 2;
  }
  return 0;
}
