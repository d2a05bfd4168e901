#include "ledger/desk/intake.h"

#include <errno.h>
#include <fmt/format.h>
#include <unistd.h>

#include <thread>
#include <vector>

#include "ledger/desk/line_queue.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

constexpr std::size_t kReadBytes = 1u << 20;
constexpr std::size_t kBatchEventsMax = 8192;
constexpr std::size_t kBatchBytesMax = 16u << 20;
// How long the first order of a batch waits for company while others are being prepared.
constexpr std::chrono::microseconds kBatchWait{20'000};

// Splits the file into lines. What is longer than a line may be is dropped but keeps its number.
class LineReader {
 public:
  LineReader(int file, LineQueue& queue) : file_(file), queue_(queue) {}

  void run() {
    std::vector<char> buffer(kReadBytes);
    for (;;) {
      const ssize_t count = ::read(file_, buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        failed_ = count < 0;
        break;
      }
      if (!split({buffer.data(), static_cast<std::size_t>(count)})) return;
    }
    if (!text_.empty() || too_long_) emit();
    queue_.close();
  }
  bool failed() const { return failed_; }

 private:
  bool split(std::string_view bytes) {
    while (!bytes.empty()) {
      const std::size_t end = bytes.find('\n');
      add(bytes.substr(0, end));
      if (end == std::string_view::npos) return true;
      bytes.remove_prefix(end + 1);
      if (!emit()) return false;
    }
    return true;
  }

  void add(std::string_view part) {
    if (too_long_ || part.empty()) return;
    too_long_ = text_.size() + part.size() > kLineBytesMax;
    if (too_long_) text_ = {};
    else text_ += part;
  }

  bool emit() {
    ++number_;
    if (number_ == 1) text_ = without_byte_order_mark(text_);
    const bool blank = !too_long_ && text_.find_first_not_of(" \t\r") == std::string::npos;
    bool going = true;
    if (!blank) {
      auto line = std::make_unique<LineQueue::Line>();
      line->number = number_;
      line->text = std::move(text_);
      line->bytes = line->text.size();
      line->too_long = too_long_;
      going = queue_.push(std::move(line));
    }
    text_.clear();
    too_long_ = false;
    return going;
  }

  int file_;
  LineQueue& queue_;
  std::string text_;
  bool too_long_ = false;
  bool failed_ = false;
  std::uint64_t number_ = 0;
};

Result<PreparedOrder> prepare_line(LineQueue::Line& line, OrderLineReader& reader, Preparer& preparer) {
  if (line.too_long)
    return fail(Fault::malformed, "input.line_too_long", "",
                fmt::format("a line may have {} bytes; split the order", kLineBytesMax));
  SILLOK_TRY(order_line, reader.read(line.text));
  line.text = {};
  return preparer.prepare(std::move(order_line));
}

void work(LineQueue& queue, Preparer& preparer) {
  OrderLineReader reader;
  for (;;) {
    const auto lines = queue.take();
    if (lines.empty()) return;
    for (LineQueue::Line* line : lines) line->prepared.emplace(prepare_line(*line, reader, preparer));
    queue.done(lines);
  }
}

Result<Ok> decide_in_order(LineQueue& queue, Desk& desk) {
  using Clock = std::chrono::steady_clock;
  std::optional<Clock::time_point> batch_began;
  bool anything_open = false;
  for (;;) {
    std::optional<std::chrono::microseconds> patience;
    if (anything_open) {
      // With nothing under way there is nothing to wait for: answer now.
      const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - *batch_began);
      patience = queue.idle() || waited >= kBatchWait ? std::chrono::microseconds{0} : kBatchWait - waited;
    }
    bool at_end = false;
    const auto lines = queue.next(patience, at_end);
    if (lines.empty()) {
      if (anything_open) SILLOK_CHECK(desk.commit());
      anything_open = false;
      if (at_end) return Ok{};
      continue;
    }
    for (const auto& line : lines) {
      if (!anything_open) batch_began = Clock::now();
      anything_open = true;
      Result<PreparedOrder>& prepared = *line->prepared;
      if (!prepared && prepared.error().fault != Fault::malformed) return tl::unexpected{std::move(prepared).error()};
      if (prepared) SILLOK_CHECK(desk.decide(line->number, std::move(*prepared)));
      else SILLOK_CHECK(desk.pass_on(line->number, std::move(prepared).error()));
      if (desk.open_events() >= kBatchEventsMax || desk.open_bytes() >= kBatchBytesMax) {
        SILLOK_CHECK(desk.commit());
        anything_open = false;
      }
    }
  }
}

}  // namespace

Result<Ok> take_in(int file, Ledger& ledger, PersonRecords& records, const IntakeOptions& options,
                   const Desk::Sink& sink) {
  Preparer preparer{ledger};
  Desk desk{ledger, records, {options.intake, options.trust, options.dry_run}, sink};
  // Shared with the reading thread: on failure it may sit in read() while we are gone.
  struct Input {
    explicit Input(int from) : reader(from, queue) {}
    LineQueue queue;
    LineReader reader;
  };
  const auto input = std::make_shared<Input>(file);
  LineQueue& queue = input->queue;
  const unsigned workers = options.workers != 0 ? options.workers : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < workers; ++i) threads.emplace_back([&] { work(queue, preparer); });
  std::thread reading{[input] { input->reader.run(); }};
  auto outcome = decide_in_order(queue, desk);
  queue.give_up();
  for (auto& thread : threads) thread.join();
  if (outcome) {
    reading.join();
  } else {
    reading.detach();
    return outcome;
  }
  if (input->reader.failed())
    return fail(Fault::unavailable, "input.unreadable", "",
                "the input could not be read to its end; check the file and run the command again");
  return Ok{};
}

Result<Receipt> take_in_one(OrderLine line, Ledger& ledger, PersonRecords& records, const IntakeOptions& options) {
  Preparer preparer{ledger};
  std::optional<LineOutcome> answer;
  Desk desk{
      ledger, records, {options.intake, options.trust, options.dry_run}, [&](const LineOutcome& outcome) -> Result<Ok> {
        answer = outcome;
        return Ok{};
      }};
  SILLOK_TRY(prepared, preparer.prepare(std::move(line)));
  SILLOK_CHECK(desk.decide(1, std::move(prepared)));
  SILLOK_CHECK(desk.commit());
  if (const auto* error = std::get_if<Error>(&answer->outcome)) return tl::unexpected{*error};
  return std::get<Receipt>(answer->outcome);
}

}  // namespace sillok
