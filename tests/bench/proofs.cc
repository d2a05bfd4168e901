// Proofs of acts all over a ledger, given and checked one after the other by one thread. One JSON object on stdout:
// microseconds in the middle and at the 99th percentile, the first time a part of the disk is touched included.
//   bench_proofs LEDGER [COUNT]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <vector>

#include "ledger/crypto/keys.h"
#include "ledger/desk/act_proof.h"
#include "ledger/desk/checkpointer.h"

namespace {

using namespace sillok;
using Clock = std::chrono::steady_clock;

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "proofs: {}: {}\n", result.error().code, result.error().message);
  std::exit(1);
}

double micros(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

std::string told(const char* name, std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return fmt::format(R"("{0}_p50_us":{1:.1f},"{0}_p99_us":{2:.1f})", name, all[all.size() / 2],
                     all[all.size() * 99 / 100]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  must(init_crypto());
  const auto ledger = must(Ledger::open(argv[1], Access::kRead));
  const std::size_t count = argc > 2 ? std::stoul(argv[2]) : 2'000;
  const std::uint64_t size = ledger->log().head().size;
  const std::string note = must(Checkpoints{*ledger}.publish(size));
  ProofTrust trust;
  trust.origin = ledger->genesis().origin;
  trust.genesis = ledger->genesis().hash;
  trust.ledger_key = make_note_key(trust.origin, ledger->genesis().ledger_key);
  trust.sandbox = ledger->is_sandbox();
  trust.key_at = [&](std::string_view officer, Position) -> std::optional<PublicKey> {
    const auto key = ledger->registry().key_of(officer);
    return key ? std::optional{key->key} : std::nullopt;
  };
  std::mt19937_64 random{1};
  std::vector<double> given, checked;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Position position = random() % size;
    auto begin = Clock::now();
    const std::string proof = must(prove_act(ledger->log(), position, size, note));
    given.push_back(micros(begin));
    bytes += proof.size();
    begin = Clock::now();
    must(check_act_proof(proof, trust, std::nullopt));
    checked.push_back(micros(begin));
  }
  fmt::print("{{\"events\":{},\"proofs\":{},\"bytes\":{},{},{}}}\n", size, count, bytes / count, told("prove", given),
             told("check", checked));
  return 0;
}
