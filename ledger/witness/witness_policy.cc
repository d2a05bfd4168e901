#include "ledger/witness/witness_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/cosignature.h"

namespace sillok {
namespace {

namespace json = boost::json;

constexpr std::string_view kFormat = "sillok-witnesses/v1";
constexpr std::int64_t kClockSlack = 300;  // seconds

tl::unexpected<Error> bad_policy(std::string message) {
  return fail(Fault::misuse, "witness.policy", "witnesses", std::move(message));
}

tl::unexpected<Error> malformed(const char* what) {
  return fail(Fault::malformed, "witness.malformed", "witnesses",
              std::string{what} + "; set it again with `sillok witness policy`");
}

json::value day_or_null(std::optional<Date> day) { return day ? json::value(to_string(*day)) : json::value(nullptr); }

// A day, or nothing for null and for a member that isn't there.
Result<std::optional<Date>> day_of(const json::object& from, const char* name) {
  const json::value* found = from.if_contains(name);
  if (found == nullptr || found->is_null()) return std::optional<Date>{};
  const auto day = found->is_string() ? parse_date(std::string_view{found->as_string()}) : std::nullopt;
  if (!day) return malformed("the end of a window is no day as 2026-01-31");
  return std::optional{*day};
}

Result<Witness> parse_witness(const json::value& value) {
  if (!value.is_object()) return malformed("a witness is no object");
  const json::object& said = value.as_object();
  const json::value* key = said.if_contains("key");
  const json::value* url = said.if_contains("url");
  if (key == nullptr || !key->is_string()) return malformed("a witness has no key");
  if (url != nullptr && !url->is_null() && !url->is_string()) return malformed("the URL of a witness is no text");
  Witness witness;
  SILLOK_TRY(parsed, parse_note_key(std::string_view{key->as_string()}, NoteKeyType::kWitness));
  witness.key = std::move(parsed);
  if (url != nullptr && url->is_string()) witness.url = std::string{std::string_view{url->as_string()}};
  SILLOK_TRY(from, day_of(said, "from"));
  SILLOK_TRY(to, day_of(said, "to"));
  witness.from = from;
  witness.to = to;
  return witness;
}

std::filesystem::path path_in(const std::filesystem::path& directory) { return directory / "witnesses"; }

}  // namespace

bool Witness::is_good_at(std::int64_t time) const {
  const auto day = korean_day_of_seconds(time);
  return day && (!from || *from <= *day) && (!to || *day < *to);
}

Result<Ok> check_policy(const WitnessPolicy& policy) {
  const std::size_t count = policy.witnesses.size();
  if (policy.quorum == 0 && count > 0) return bad_policy("a quorum of 0 asks for nobody; name 1 or more");
  if (policy.quorum > count)
    return bad_policy(fmt::format("a quorum of {} can't be met by {} witnesses", policy.quorum, count));
  for (auto each = policy.witnesses.begin(); each != policy.witnesses.end(); ++each) {
    const bool is_twice = std::any_of(policy.witnesses.begin(), each,
                                      [&](const Witness& other) { return other.key.key == each->key.key; });
    if (is_twice) return bad_policy(fmt::format("{}: this public key stands there already", each->key.name));
    if (each->from && each->to && *each->to <= *each->from)
      return bad_policy(fmt::format("{}: its window ends before it starts", each->key.name));
  }
  return Ok{};
}

json::object policy_json(const WitnessPolicy& policy) {
  json::array witnesses;
  for (const Witness& each : policy.witnesses) {
    witnesses.push_back(json::object{{"key", to_string(each.key)},
                                     {"url", each.url.empty() ? json::value(nullptr) : json::value(each.url)},
                                     {"from", day_or_null(each.from)},
                                     {"to", day_or_null(each.to)}});
  }
  return {{"format", kFormat}, {"quorum", policy.quorum}, {"witnesses", std::move(witnesses)}};
}

Result<WitnessPolicy> parse_policy(std::string_view text) {
  boost::system::error_code error;
  const json::value parsed = json::parse(text, error);
  if (error || !parsed.is_object()) return malformed("it is no JSON object");
  return parse_policy(parsed.as_object());
}

Result<WitnessPolicy> parse_policy(const json::object& said) {
  const json::value* format = said.if_contains("format");
  const json::value* quorum = said.if_contains("quorum");
  const json::value* witnesses = said.if_contains("witnesses");
  if (format == nullptr || !format->is_string() || std::string_view{format->as_string()} != kFormat)
    return malformed("its format is not sillok-witnesses/v1");
  boost::system::error_code inexact;
  const bool is_number = quorum != nullptr && (quorum->is_int64() || quorum->is_uint64());
  const auto wanted = is_number ? quorum->to_number<std::uint32_t>(inexact) : 0;
  if (!is_number || inexact) return malformed("its quorum is no whole number");
  if (witnesses == nullptr || !witnesses->is_array()) return malformed("its witnesses are no list");
  WitnessPolicy policy;
  policy.quorum = wanted;
  for (const json::value& each : witnesses->as_array()) {
    SILLOK_TRY(witness, parse_witness(each));
    policy.witnesses.push_back(std::move(witness));
  }
  if (const auto checked = check_policy(policy); !checked)
    return fail(Fault::malformed, checked.error().code, checked.error().where, checked.error().message);
  return policy;
}

std::optional<std::string> tlog_policy(const WitnessPolicy& policy, const NoteKey& log, Date day) {
  std::string text = fmt::format("log {}\n", to_string(log));
  if (!policy.is_asked()) return text + "quorum none\n";
  std::string members;
  std::uint32_t count = 0;
  for (const Witness& each : policy.witnesses) {
    if ((each.from && day < *each.from) || (each.to && *each.to <= day)) continue;
    const std::string name = fmt::format("w{}", ++count);
    text += fmt::format("witness {} {}{}\n", name, to_string(each.key), each.url.empty() ? "" : ' ' + each.url);
    members += ' ' + name;
  }
  if (count < policy.quorum) return std::nullopt;
  return text + fmt::format("group witnesses {}{}\nquorum witnesses\n", policy.quorum, members);
}

Result<WitnessPolicy> read_policy(const std::filesystem::path& ledger_directory) {
  std::error_code unknown;
  const std::filesystem::path path = path_in(ledger_directory);
  if (!std::filesystem::exists(path, unknown) && !unknown) return WitnessPolicy{};
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in)
    return fail(Fault::unavailable, "witness.unreadable", path.string(),
                "the list of witnesses can't be read; check the disk and your rights");
  auto policy = parse_policy(text);
  if (policy) return policy;
  // Who may be asked is not guessed from a file that doesn't hold.
  return fail(Fault::damaged, policy.error().code, path.string(), policy.error().message);
}

Result<Ok> write_policy(const std::filesystem::path& ledger_directory, const WitnessPolicy& policy) {
  SILLOK_CHECK(check_policy(policy));
  const std::filesystem::path path = path_in(ledger_directory);
  if (replace_durably(path, json::serialize(policy_json(policy)) + '\n', 0644))
    return fail(Fault::unavailable, "witness.unwritable", path.string(),
                "the list of witnesses can't be written; check the disk and your rights");
  return Ok{};
}

Result<Witnessed> witnessed(const Note& note, const WitnessPolicy& policy, std::int64_t now) {
  Witnessed out;
  for (const Witness& each : policy.witnesses) {
    SILLOK_TRY(time, cosigned_at(note, each.key));
    if (!time || *time > now + kClockSlack || !each.is_good_at(*time)) continue;
    out.by.push_back(&each);
    out.newest = std::max(out.newest.value_or(0), *time);
  }
  out.is_met = out.by.size() >= policy.quorum;
  return out;
}

}  // namespace sillok
