#include "tools/sillok/witnessing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "connectors/witness/cosigning.h"
#include "ledger/crypto/checkpoint.h"

namespace sillok::cli {
namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

Result<WitnessedCheckpoint> witnessed_checkpoint(const Ledger& ledger, const Checkpoints& checkpoints,
                                                 std::optional<std::uint64_t> size) {
  WitnessedCheckpoint out;
  out.size = size.value_or(checkpoints.log().head().size);
  SILLOK_TRY(note, checkpoints.publish(out.size));
  out.note = std::move(note);
  SILLOK_TRY(policy, read_policy(ledger.directory()));
  if (!policy.is_asked()) return out;
  out.is_asked = true;
  const std::int64_t now = posix_time_now();
  SILLOK_TRY(cosigned, witness::ask_to_cosign(checkpoints.log(), out.note, policy, now, kPatience));
  std::vector<std::string> troubles;
  boost::json::array missing;
  for (const witness::Asked& each : cosigned.asked) {
    if (!each.error) continue;
    troubles.push_back(fmt::format("{}: {}", each.name, each.error->message));
    missing.push_back(boost::json::object{{"name", each.name}, {"reason", each.error->message}});
  }
  if (cosigned.note != out.note) {
    out.note = cosigned.note;
    // Who may only read the ledger has asked for herself; others will ask again.
    if (const auto kept = checkpoints.keep_cosigned(out.note, cosigned.is_met); !kept) {
      if (kept.error().fault != Fault::unavailable) return tl::unexpected{kept.error()};
      troubles.push_back(kept.error().message);
    }
  }
  out.is_met = cosigned.is_met;
  SILLOK_TRY(parsed, parse_note(out.note));
  SILLOK_TRY(by, witnessed(parsed, policy, now));
  boost::json::array names;
  for (const Witness* each : by.by) names.push_back(boost::json::value(each->key.name));
  SILLOK_TRY(last, checkpoints.last_witnessed());
  out.last_witnessed = std::move(last);
  boost::json::value last_size = nullptr;
  if (out.last_witnessed) {
    SILLOK_TRY(checkpoint, read_unverified_checkpoint(*out.last_witnessed));
    last_size = checkpoint.size;
  }
  const std::size_t count = names.size();
  out.told = {{"wanted", policy.quorum},
              {"cosigned", std::move(names)},
              {"missing", std::move(missing)},
              {"met", out.is_met},
              {"last_witnessed_size", last_size}};
  if (!out.is_met) {
    out.warning = fmt::format(
        "not witnessed yet: {} of {} wanted have cosigned {} at {} entries ({}); {}", count, policy.quorum,
        checkpoints.key().name, out.size,
        troubles.empty() ? "no other has an address" : fmt::format("{}", fmt::join(troubles, "; ")),
        out.last_witnessed ? fmt::format("the last witnessed size stays {}", last_size.to_number<std::uint64_t>())
                           : "no size was witnessed so far");
  }
  return out;
}

void warn(const WitnessedCheckpoint& checkpoint) {
  if (checkpoint.warning) fmt::print(stderr, "sillok: {}\n", *checkpoint.warning);
}

Result<WitnessesAsked> ask_witnesses_anew(const Ledger& ledger, const WitnessPolicy& policy) {
  const Checkpoints checkpoints{ledger};
  SILLOK_TRY(newest, checkpoints.newest());
  WitnessesAsked out;
  if (!newest) return out;
  const std::int64_t now = posix_time_now();
  for (const Witness& witness : policy.witnesses) out.in_force += witness.is_good_at(now) ? 1 : 0;
  // What they cosigned before the backup was made says nothing of what came behind it.
  const std::size_t lines = newest->find("\n\n") + 2;
  const std::string own = "— " + checkpoints.key().name + " ";
  std::string plain = newest->substr(0, lines);
  for (std::size_t begin = lines; begin < newest->size();) {
    const std::size_t end = newest->find('\n', begin) + 1;
    const std::string line = newest->substr(begin, end - begin);
    if (line.starts_with(own)) plain += line;
    begin = end;
  }
  SILLOK_TRY(cosigned, witness::ask_to_cosign(checkpoints.log(), plain, policy, now, kPatience));
  for (const witness::Asked& each : cosigned.asked) {
    if (!each.error) continue;
    out.troubles.push_back(fmt::format("{}: {}", each.name, each.error->message));
    if (each.error->code == "witness.knows_other") ++out.knowing_other;
  }
  SILLOK_TRY(parsed, parse_note(cosigned.note));
  SILLOK_TRY(by, witnessed(parsed, policy, now));
  out.cosigned = by.by.size();
  return out;
}

std::string best_note(const WitnessedCheckpoint& newest, std::uint64_t needed, std::uint64_t& size) {
  size = newest.size;
  if (newest.is_met || !newest.last_witnessed) return newest.note;
  const auto last = read_unverified_checkpoint(*newest.last_witnessed);
  if (!last || last->size < needed) return newest.note;
  size = last->size;
  return *newest.last_witnessed;
}

}  // namespace sillok::cli
