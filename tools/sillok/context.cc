#include "tools/sillok/context.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "ledger/base/durable_file.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/event/plain_json.h"
#include "ledger/event/text_rules.h"
#include "ledger/topic/turn.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/replica.h"

namespace sillok::cli {
namespace {

constexpr std::uint64_t kRebuildEvents = 10'000;
constexpr std::chrono::milliseconds kTurnPatience{10'000};

}  // namespace

std::string one_line(const std::string& text) {
  const bool is_encoded = shape_of(text).fault != TextFault::kEncoding;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool shows = byte >= 0x20 && byte != 0x7f && (byte < 0x80 || is_encoded);
    if (shows) out += c;
    else out += fmt::format("\\x{:02x}", byte);
  }
  return out;
}

Result<std::unique_ptr<Ledger>> open_ledger_to_write(const Context& context) {
  const auto open = [&] { return Ledger::open(context.directory, Access::kWrite); };
  return is_replica(context.directory) ? take_turn(context.directory, open, kTurnPatience) : open();
}

Result<OpenedLedger> open_to_write(const Context& context) {
  OpenedLedger open;
  SILLOK_CHECK(check_may_record(context.directory));
  SILLOK_TRY(ledger, open_ledger_to_write(context));
  open.ledger = std::move(ledger);
  if (is_replica(context.directory)) SILLOK_CHECK(attach_to_topic(*open.ledger));
  SILLOK_TRY(views, open_views(*open.ledger));
  open.views = std::move(views);
  return open;
}

Result<std::unique_ptr<Views>> open_views(const Ledger& ledger) {
  const std::filesystem::path directory = ledger.views_directory();
  // Views of an earlier release, or none: all at once is many times faster than one after the other.
  if (!Views::are_there(directory) && ledger.log().head().size > kRebuildEvents) {
    Progress progress{"building the views", ledger.log().head().size};
    SILLOK_CHECK(Views::rebuild_at(directory, ledger.log(), [&](Position done, Position) { progress.show(done); }));
  }
  SILLOK_TRY(views, Views::open(directory, ledger.log()));
  SILLOK_CHECK(views->catch_up());
  return views;
}

void warn_if_sealed(Ledger& ledger) {
  if (const Error* why = ledger.vault().absence())
    fmt::print(stderr, "sillok: sealed fields are shown as SEALED: {}\n", one_line(why->message));
}

std::int64_t posix_time_now() {
  constexpr std::int64_t kMicroseconds = 1'000'000;
  return wall_clock_now().micros / kMicroseconds;
}

Result<Date> read_date(const std::string& text, const char* option) {
  const auto date = parse_date(text);
  if (!date) return fail(Fault::misuse, "option.date", option, fmt::format("'{}' is no date; write YYYY-MM-DD", text));
  return *date;
}

void PointOptions::add_to(CLI::App& command) {
  command.add_option(
      "--as-of", as_of,
      "the day the answer is for, YYYY-MM-DD (default: today; in a sandbox the day of its newest order)");
  command.add_option("--known-at", known_at, "only what was recorded by then, RFC 3339 (default: all)");
}

Result<Point> PointOptions::resolve(const Ledger& ledger) const {
  Point point;
  point.as_of = korean_day(now_of(ledger));
  if (!as_of.empty()) {
    SILLOK_TRY(date, read_date(as_of, "--as-of"));
    point.as_of = date;
  }
  if (!known_at.empty()) {
    point.known_at = parse_instant(known_at);
    if (!point.known_at)
      return fail(Fault::misuse, "option.instant", "--known-at",
                  fmt::format("'{}' is no instant; write 2024-03-02T09:00:00Z", known_at));
  }
  return point;
}

CLI::App* add_command(CLI::App& parent, const char* name, const char* description, const char* example) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(std::string{"Example:\n  "} + example + "\n");
  command->fallthrough();
  return command;
}

std::string unit_name(const OrganizationState& organization, std::string_view code, Date on) {
  const Unit* unit = organization.unit(code);
  const UnitName* name = unit == nullptr ? nullptr : unit->name_on(on);
  if (name == nullptr) return "";
  return name->ko == name->en || name->ko.empty() ? name->en : name->en.empty() ? name->ko : name->ko + " " + name->en;
}

namespace {

std::uint64_t read_number(const std::string& text, const char* name) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_plain = !text.empty() && end == text.data() + text.size() && (text.size() == 1 || text.front() != '0');
  if (fault == std::errc{} && is_plain) return value;
  throw CLI::ValidationError{name, "'" + text + "' is no whole number; write decimal digits"};
}

}  // namespace

CLI::Option* add_number(CLI::App& command, const char* name, std::uint64_t& value, const char* description) {
  return command
      .add_option_function<std::string>(
          name, [&value, name](const std::string& text) { value = read_number(text, name); }, description)
      ->type_name("NUMBER");
}

CLI::Option* add_number(CLI::App& command, const char* name, std::optional<std::uint64_t>& value,
                        const char* description) {
  return command
      .add_option_function<std::string>(
          name, [&value, name](const std::string& text) { value = read_number(text, name); }, description)
      ->type_name("NUMBER");
}

void print_json(const boost::json::value& value) {
  const std::string text = json_text(value) + '\n';
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_error(const Context& context, const Error& error) {
  std::fflush(stdout);
  const std::string where = one_line(error.where), message = one_line(error.message);
  fmt::print(stderr, "sillok: {}{}{}\n", where, where.empty() ? "" : ": ", message);
  if (context.json) {
    const boost::json::object object{
        {"error", boost::json::object{{"code", error.code}, {"message", message}, {"where", where}}}};
    fmt::print(stderr, "{}\n", boost::json::serialize(object));
  }
}

tl::unexpected<Error> in_file(const std::string& path, Error error) {
  error.where = error.where.empty() ? path : path + ": " + error.where;
  return tl::unexpected{std::move(error)};
}

Result<std::string> read_file(const std::string& path) {
  std::error_code unknown;
  std::ifstream file;
  if (!std::filesystem::is_directory(path, unknown)) file.open(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || file.bad())
    return fail(Fault::malformed, "input.unreadable", path, "the file can't be read; check its path and rights");
  return text.str();
}

Result<Ok> write_file(const std::string& path, const std::string& text, unsigned mode) {
  const auto failed = [&](std::error_code why) {
    // A name that can't be a file's is wrong use; a disk that has no room is a matter of time.
    for (const std::errc wrong : {std::errc::no_such_file_or_directory, std::errc::not_a_directory,
                                  std::errc::is_a_directory, std::errc::permission_denied}) {
      if (why == wrong)
        return fail(Fault::misuse, "output.unwritable", path,
                    "no file can be made there; check its path and your rights");
    }
    return fail(Fault::unavailable, "output.unwritable", path,
                "the file can't be written; check the disk and run the same command again");
  };
  std::error_code error;
  const auto target = std::filesystem::status(path, error);
  if (!std::filesystem::exists(target) || std::filesystem::is_regular_file(target)) {
    // Whole or not at all; a link goes on to lead where it leads.
    std::filesystem::path file =
        std::filesystem::exists(target) ? std::filesystem::canonical(path, error) : std::filesystem::path{path};
    if (const auto why = replace_durably(file, text, mode)) return failed(why);
    return Ok{};
  }
  if (std::filesystem::is_directory(target)) return failed(std::make_error_code(std::errc::is_a_directory));
  std::ofstream file{path, std::ios::binary};  // a pipe, a terminal
  file << text;
  file.close();
  return file ? Result<Ok>{Ok{}} : failed(std::make_error_code(std::errc::io_error));
}

}  // namespace sillok::cli
