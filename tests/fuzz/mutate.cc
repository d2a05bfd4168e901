// main() of a fuzz target without libFuzzer: every seed as it is, then mutants of them. Inputs depend on the
// arguments only, so a failure comes again.
//
//   fuzz_TARGET RUNS SEED-FILE-OR-DIRECTORY …      files ending in .hex are hexadecimal
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "tests/fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;
constexpr std::size_t kInputBytesMax = 16u << 10;
// Numbers at which sizes, offsets and counts break.
constexpr std::uint32_t kNumbers[] = {
    0, 1, 2, 4, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff};

std::string input;

// So that whoever sees the failure has the input as well.
void tell_input(int signal_number) {
  for (const unsigned char byte : input) {
    const char hex[] = {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
    if (::write(STDERR_FILENO, hex, 2) < 0) break;
  }
  if (::write(STDERR_FILENO, "\n", 1) < 0) ::_exit(1);
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

std::string read_seed(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::string content{std::istreambuf_iterator<char>{file}, {}};
  if (path.extension() != ".hex") return content;
  std::string bytes, digits;
  for (const char c : content) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) continue;
    digits += c;
    if (digits.size() == 2) bytes += static_cast<char>(std::stoi(digits, nullptr, 16)), digits.clear();
  }
  return bytes;
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string mutant = seeds_[below(seeds_.size())];
    for (std::size_t i = 0, count = 1 + below(4); i < count; ++i) change(mutant);
    if (mutant.size() > kInputBytesMax) mutant.resize(kInputBytesMax);
    return mutant;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void change(std::string& mutant) {
    const std::size_t at = below(mutant.size());
    const std::size_t length = std::min<std::size_t>(1 + below(8), mutant.size() - at);
    const std::string& other = seeds_[below(seeds_.size())];
    switch (below(9)) {
      case 0:
        if (!mutant.empty()) mutant[at] = static_cast<char>(mutant[at] ^ (1 << below(8)));
        return;
      case 1:
        if (!mutant.empty()) mutant[at] = static_cast<char>(random_());
        return;
      case 2: mutant.erase(at, length); return;
      case 3: mutant.insert(at, mutant.substr(at, length)); return;
      case 4: mutant.resize(at); return;
      case 5: {  // a number where one may stand
        const std::uint32_t number = kNumbers[below(std::size(kNumbers))];
        if (mutant.size() >= at + 4) mutant.replace(at, 4, reinterpret_cast<const char*>(&number), 4);
        return;
      }
      case 6: mutant.insert(at, std::to_string(kNumbers[below(std::size(kNumbers))])); return;
      case 7: mutant.insert(at, other.substr(below(other.size()), 1 + below(64))); return;
      default: mutant = mutant.substr(0, at) + other.substr(below(other.size())); return;
    }
  }

  const std::vector<std::string>& seeds_;
  std::mt19937 random_{20240302};
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<fs::path> paths;
  for (int i = 2; i < argc; ++i) {
    if (!fs::is_directory(argv[i])) paths.emplace_back(argv[i]);
    else
      for (const auto& entry : fs::recursive_directory_iterator{argv[i]}) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const fs::path& path : paths) {
    if (fs::is_regular_file(path)) seeds.push_back(read_seed(path));
  }
  if (argc < 3 || seeds.empty()) {
    std::fprintf(stderr, "usage: %s RUNS SEED-FILE-OR-DIRECTORY …\n", argv[0]);
    return 2;
  }
  for (const int number : {SIGABRT, SIGSEGV}) std::signal(number, tell_input);
  const auto run = [](std::string bytes) {
    input = std::move(bytes);
    // A copy of exactly this size on the heap: reading behind its end is seen by a sanitizer.
    const std::vector<std::uint8_t> exact{input.begin(), input.end()};
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
  };
  for (const std::string& seed : seeds) run(seed);
  if (sillok::fuzz::accepted == 0) {
    std::fprintf(stderr, "fuzz: no seed is accepted\n");
    return 1;
  }
  sillok::fuzz::accepted = 0;
  Mutator mutator{seeds};
  const long runs = std::atol(argv[1]);
  for (long i = 0; i < runs; ++i) run(mutator.next());
  std::printf("%zu seeds, %ld mutants, %ld of them accepted\n", seeds.size(), runs, sillok::fuzz::accepted);
  return 0;
}
