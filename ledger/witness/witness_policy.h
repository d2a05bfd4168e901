#pragma once
// Which witnesses a checkpoint must be cosigned by: k of n, each key good for the days of its window. Pinned by
// verifiers (`trust export`), kept beside a ledger that asks them. Pure functions, any thread.
#include <boost/json/object.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/crypto/note.h"
#include "ledger/crypto/note_key.h"

namespace sillok {

struct Witness {
  NoteKey key;
  std::string url;               // its submission prefix; empty: it is not asked, but counted
  std::optional<Date> from, to;  // cosignatures of Korean days in [from, to) count

  bool is_good_at(std::int64_t time) const;  // seconds since 1970
};

struct WitnessPolicy {
  std::uint32_t quorum = 0;  // so many distinct keys; 0: none is asked for, and only without witnesses
  std::vector<Witness> witnesses;

  bool is_asked() const { return quorum > 0; }
};

// Fault::misuse (witness.policy) where it can't be met or means nothing: a quorum of 0 with witnesses or above their
// number, one public key twice (whatever its name), a window that ends before it starts.
Result<Ok> check_policy(const WitnessPolicy& policy);

boost::json::object policy_json(const WitnessPolicy& policy);
// Fault::malformed for anything but a policy that check_policy() lets pass.
Result<WitnessPolicy> parse_policy(std::string_view json);
Result<WitnessPolicy> parse_policy(const boost::json::object& json);
// The same as C2SP tlog-policy says it, for other people's verifiers: `log` is the key of the checkpoints. It has no
// windows, so only witnesses that are good on that day are listed; nothing where fewer than the quorum are.
std::optional<std::string> tlog_policy(const WitnessPolicy& policy, const NoteKey& log, Date day);

// The file `witnesses` of a ledger's directory; without one nobody is asked for.
Result<WitnessPolicy> read_policy(const std::filesystem::path& ledger_directory);
Result<Ok> write_policy(const std::filesystem::path& ledger_directory, const WitnessPolicy& policy);

// Who of the policy has cosigned a note, with good cosignatures that count.
struct Witnessed {
  std::vector<const Witness*> by;  // of the policy given
  bool is_met = false;
  std::optional<std::int64_t> newest = {};  // the latest of their times, seconds since 1970
};
// `now` in seconds since 1970: what was cosigned later than five minutes past it counts for nothing. Fault::damaged
// (cosignature.wrong) where a line of a witness of the policy does not hold.
Result<Witnessed> witnessed(const Note& note, const WitnessPolicy& policy, std::int64_t now);

}  // namespace sillok
