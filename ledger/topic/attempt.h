#pragma once
// How one writer brings one commit into the topic, or learns for sure that it never will be part of the ledger: the
// steps alone, without a broker, a clock or bytes. Who drives it tells it what was read and sent, and does what it
// asks for.
//
// It says kVoid only where no copy of these orders that was sent before, by itself or by somebody who died over it, can
// win any more, however late it lands: the head has moved past its base, or a fence stands before it. For that, whoever
// asks must have read the topic to its end since the orders came in: then all such copies name a head and an epoch that
// were read. So what is answered "not recorded" never is.
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/topic/fence.h"

namespace sillok {

class Attempt {
 public:
  enum class Step : std::uint8_t {
    kSendParts,   // all of them
    kSendCommit,  // naming claim()
    kSendFence,   // naming fence()
    kRead,        // the topic, until something was read or patience is over
    kWon,         // the commit is part of the ledger
    kLost,        // another commit came first: decide the orders again on the head that is now
    kVoid,        // it is not recorded and never will be
  };
  // What became of something sent, as far as the broker said.
  enum class Sent : std::uint8_t { kStored, kNotStored, kUnknown };

  // `head` is where the records read so far lead to, and what the commit was decided on.
  Attempt(const TopicHead& head, Instant first_recorded_at, Instant last_recorded_at, bool has_parts);

  Step next() const { return step_; }
  // Changes its epoch, and nothing else, when a fence was set before it.
  const Claim& claim() const { return claim_; }
  Claim fence() const;

  // What became of what next() asked to send.
  void sent(Sent outcome);
  // A record of the topic was judged, and led to this head; of a copy of this very commit read_mine() is told.
  void read(const TopicHead& head);
  void read_mine(const TopicHead& head, Verdict verdict);
  // Nothing was read for as long as one waits for one's own commit.
  void patience_over();
  // Nobody waits for it any more: it ends as kVoid unless it has won. Asks for a fence even if nothing was sent yet.
  void give_up();

  // Of kVoid: kTime, kRefused or kMoved where a rule said so; else it was given up.
  std::optional<Verdict> reason() const { return reason_; }
  // All that its further steps depend on, but for the claim's times: for a model checker to tell states apart.
  std::string summary() const;

 private:
  bool is_over() const { return step_ == Step::kWon || step_ == Step::kLost || step_ == Step::kVoid; }

  Claim claim_;
  bool has_parts_ = false;
  bool giving_up_ = false;
  bool fencing_ = false;
  Step step_;
  std::optional<Verdict> reason_;
};

}  // namespace sillok
