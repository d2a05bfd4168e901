#include "tools/sillok/context.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "ledger/event/plain_json.h"

namespace sillok::cli {

Result<Reading> open_reading(const Context& context) {
  Reading reading;
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  reading.ledger = std::move(ledger);
  SILLOK_TRY(views, Views::open(reading.ledger->views_directory(), reading.ledger->log(), false));
  reading.views = std::move(views);
  SILLOK_CHECK(reading.views->catch_up());
  return reading;
}

Result<Reading> open_writing(const Context& context) {
  Reading reading;
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kWrite));
  reading.ledger = std::move(ledger);
  SILLOK_TRY(views, Views::open(reading.ledger->views_directory(), reading.ledger->log(), true));
  reading.views = std::move(views);
  SILLOK_CHECK(reading.views->catch_up());
  return reading;
}

Result<Date> read_date(const std::string& text, const char* option) {
  const auto date = parse_date(text);
  if (!date)
    return fail(Fault::misuse, "option.date", option, fmt::format("'{}' is no date; write YYYY-MM-DD", text));
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
  return name->ko == name->en || name->ko.empty() ? name->en
         : name->en.empty()                       ? name->ko
                                                  : name->ko + " " + name->en;
}

void print_json(const boost::json::value& value) {
  const std::string text = json_text(value) + '\n';
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void print_error(const Context& context, const Error& error) {
  std::fflush(stdout);
  fmt::print(stderr, "sillok: {}{}{}\n", error.where, error.where.empty() ? "" : ": ", error.message);
  if (context.json) {
    const boost::json::object object{
        {"error",
         boost::json::object{{"code", error.code}, {"message", error.message}, {"where", error.where}}}};
    fmt::print(stderr, "{}\n", boost::json::serialize(object));
  }
}

tl::unexpected<Error> in_file(const std::string& path, Error error) {
  error.where = error.where.empty() ? path : path + ": " + error.where;
  return tl::unexpected{std::move(error)};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || file.bad())
    return fail(Fault::malformed, "input.unreadable", path,
                "the file can't be read; check its path and rights");
  return text.str();
}

Result<Ok> write_file(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  file.close();
  if (!file)
    return fail(Fault::unavailable, "output.unwritable", path,
                "the file can't be written; check its path, rights and the disk");
  return Ok{};
}

}  // namespace sillok::cli
