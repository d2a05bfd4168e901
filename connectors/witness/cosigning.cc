#include "connectors/witness/cosigning.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "connectors/http/client.h"
#include "ledger/base/bytes.h"
#include "ledger/base/invariant.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/cosignature.h"
#include "ledger/witness/add_checkpoint.h"

namespace sillok::witness {
namespace {

// A witness whose state was never told is asked from the beginning, and says where it stands; another writer of this
// ledger may be quicker once.
constexpr int kTriesMax = 3;
constexpr std::size_t kReasonBytesMax = 200;

// The first line of what a stranger said, fit for a terminal.
std::string reason_in(const std::string& body) {
  std::string line = body.substr(0, std::min(body.find('\n'), kReasonBytesMax));
  std::erase_if(line, [](char c) { return c < ' ' || c > '~'; });
  return line;
}

class OneWitness {
 public:
  OneWitness(const RocksLog& log, const std::string& note, const Checkpoint& checkpoint, const Witness& witness,
             std::chrono::milliseconds timeout)
      : log_(log), note_(note), checkpoint_(checkpoint), witness_(witness), timeout_(timeout) {}

  // The signature lines of this witness that hold.
  Result<std::string> ask() const {
    std::uint64_t old_size = 0;
    for (int i = 0; i < kTriesMax; ++i) {
      AddCheckpoint request{old_size, {}, note_};
      if (old_size > 0) {
        SILLOK_TRY(path, log_.tree().consistency(old_size, checkpoint_.size));
        request.path = std::move(path);
      }
      SILLOK_TRY(answer, http::post(address(), write_add_checkpoint(request), timeout_));
      if (answer.status == 200) return cosignature_in(answer.body);
      if (answer.status == 422)
        return says_no("422, it has seen another past of this ledger: " + reason_in(answer.body));
      if (answer.status == 404)
        return refused("404, it does not follow this ledger, or stands at another address: " + reason_in(answer.body));
      if (answer.status != 409)
        return refused(fmt::format("it answered {}: {}", answer.status, reason_in(answer.body)));
      const std::string_view body = answer.body;
      const auto stands_at = parse_note_number(body.substr(0, body.find('\n')));
      if (!stands_at) return refused("409 without the size it stands at");
      if (*stands_at > checkpoint_.size)
        return says_no(fmt::format("it has cosigned {} events of this ledger already, more than these {}", *stands_at,
                                   checkpoint_.size));
      old_size = *stands_at;
    }
    return refused("it says another size each time");
  }

 private:
  std::string address() const {
    return witness_.url + (witness_.url.ends_with('/') ? "add-checkpoint" : "/add-checkpoint");
  }

  tl::unexpected<Error> says_no(const std::string& why) const {
    return fail(Fault::refused, "witness.knows_other", witness_.key.name, why);
  }

  tl::unexpected<Error> refused(const std::string& why) const {
    return fail(Fault::refused, "witness.refused", witness_.key.name, why);
  }

  // The newest line of its key; those of others are left out, and what is no signature line spoils the answer.
  Result<std::string> cosignature_in(const std::string& lines) const {
    const std::string text = note_.substr(0, note_.rfind("\n\n") + 2);
    const std::string together = text + lines;
    const auto note = parse_note(together);
    if (!note) return refused("its answer holds no cosignature");
    const auto time = cosigned_at(*note, witness_.key);
    if (!time || !*time) return refused("its answer holds no good cosignature of its key");
    if (!witness_.is_good_at(**time)) return refused("its cosignature is dated outside the days of its key");
    // The one that counts, whatever else came with it: a cosignature begins with its time.
    const auto own = std::find_if(note->signatures.begin(), note->signatures.end(), [&](const NoteSignature& line) {
      return line.name == witness_.key.name && line.key_id == witness_.key.id &&
             get_u64(line.signature) == static_cast<std::uint64_t>(**time);
    });
    SILLOK_INVARIANT(own != note->signatures.end(), "the time was read from one of them");
    return note_signature_line(witness_.key, own->signature);
  }

  const RocksLog& log_;
  const std::string& note_;
  const Checkpoint& checkpoint_;
  const Witness& witness_;
  const std::chrono::milliseconds timeout_;
};

}  // namespace

Result<Cosigned> ask_to_cosign(const RocksLog& log, const std::string& note, const WitnessPolicy& policy,
                               std::int64_t now, std::chrono::milliseconds timeout) {
  SILLOK_TRY(parsed, parse_note(note));
  SILLOK_TRY(checkpoint, read_unverified_checkpoint(note));
  SILLOK_TRY(before, witnessed(parsed, policy, now));
  std::vector<const Witness*> to_ask;
  for (const Witness& each : policy.witnesses) {
    const bool has_cosigned = std::find(before.by.begin(), before.by.end(), &each) != before.by.end();
    if (!has_cosigned && !each.url.empty() && each.is_good_at(now)) to_ask.push_back(&each);
  }
  std::vector<Result<std::string>> answers(to_ask.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < to_ask.size(); ++i) {
      threads.emplace_back([&, i] { answers[i] = OneWitness(log, note, checkpoint, *to_ask[i], timeout).ask(); });
    }
  }
  Cosigned out{note, {}, false};
  for (std::size_t i = 0; i < to_ask.size(); ++i) {
    Asked asked{to_ask[i]->key.name, std::nullopt};
    if (answers[i]) out.note += *answers[i];
    else asked.error = answers[i].error();
    out.asked.push_back(std::move(asked));
  }
  SILLOK_TRY(cosigned, parse_note(out.note));
  SILLOK_TRY(after, witnessed(cosigned, policy, now));
  out.is_met = after.is_met;
  return out;
}

}  // namespace sillok::witness
