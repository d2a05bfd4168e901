#pragma once
// Who may sign, as the log itself says (design 16): roots, officers' keys, dated
// grants. It follows the events in order, so that what it holds after position p is what was in
// force there: a revoked key still verifies the past. Plain value; copies are independent.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/authority/root_set.h"
#include "ledger/base/date.h"
#include "ledger/crypto/keys.h"
#include "ledger/event/codec.h"

namespace sillok {

// What the genesis event fixes for ever.
struct Genesis {
  std::string origin;
  bool sandbox = false;
  std::optional<Secret> seed;  // sandbox only
  RootSet roots;
  PublicKey ledger_key{}, node_key{};
  std::int64_t acceptance = 1;  // version of the acceptance rule
  Hash hash{};                  // leaf hash of position 0
};
Result<Genesis> read_genesis(const EventView& event);

// The officers' keys of a sandbox follow from its seed.
Signer sandbox_officer(const Secret& seed, std::string_view name);
inline constexpr std::string_view kSandboxDrafter = "sandbox.drafter";
inline constexpr std::string_view kSandboxApprover = "sandbox.approver";

struct Grant {
  std::string officer, role, scope;  // scope: a code, or * for all
  std::optional<Date> from, to;      // [from, to)
  Position position = 0;
  std::optional<Position> revoked_at;
  std::optional<Date> revoked_from;  // the day named by the revocation that ends it first
};

// A registered key. Only one of kind officer ever signs an order: a node or the ledger acts under
// its own kind and gives nobody of the same name a signature.
inline constexpr std::string_view kOfficerKind = "officer", kNodeKind = "node";
struct OfficerKey {
  std::string officer;
  PublicKey key{};
  Position registered_at = kNoPosition;  // kNoPosition: fixed by the genesis
  std::optional<Position> revoked_at;
  std::string kind{kOfficerKind};
  // A root of then. Unlike others' keys, which change behind the event that says so, a set of roots changes with the
  // event that confirms it: the new keys have signed that one, and the old ones have not.
  bool is_root = false;
};

// A change of the set of roots takes two orders (design 16). What an order does follows from what stands before it:
// the pending set repeated confirms it, the set in force withdraws the pending one, any other is a proposal.
enum class RootStep { kProposed, kWithdrawn, kConfirmed };
struct RootChange {
  Position position = 0;
  RootStep step = RootStep::kProposed;
  RootSet roots;
};

// Why an order may not be, with the code it is refused with.
struct AuthorityRefusal {
  const char* code;
  std::string why;
};

// Roles and what they may do: drafter drafts; approver drafts and approves; approver.NAME likewise, but approves only
// as far as the law lets NAME reach (rules/authority_limits.h); a root may register keys, grant and change the set of
// roots, and nothing else.
class KeyRegistry {
 public:
  explicit KeyRegistry(Genesis genesis);

  const Genesis& genesis() const { return genesis_; }
  // Events in order of position; those that concern neither keys, grants nor roots are passed over.
  static bool concerns(Act act);
  void apply(Position position, const BodyView& body);

  // The key an officer signs with now; nothing for a stranger or after revocation.
  std::optional<OfficerKey> key_of(std::string_view officer);
  // The key an officer signs an order with that begins with `first`: the one in force. An order that confirms a set of
  // roots is signed by that set, under the event that proposed it.
  std::optional<OfficerKey> key_for(std::string_view officer, const BodyView& first);
  // The registered key of that kind and name in force now.
  std::optional<OfficerKey> registered(std::string_view kind, std::string_view name) const;
  // Whether what that node signs counts: the node of the genesis, or one that roots registered and have not revoked.
  bool is_node(const PublicKey& key) const;
  const RootSet& roots() const { return roots_; }  // in force
  bool is_root(std::string_view name) const { return roots_.contains(name); }
  bool was_root(std::string_view name) const;  // ever, so also one in force
  // Every step, from the oldest; pending_roots() is the newest one if that was only proposed.
  const std::vector<RootChange>& root_changes() const { return root_changes_; }
  const RootChange* pending_roots() const;
  // Whether an order may change the set of roots: the one rule of the desk and of who verifies a log. `body` is one of
  // the order's acts, and a roots_changed.
  std::optional<AuthorityRefusal> refuse_root_change(const BodyView& body, std::size_t acts_in_order,
                                                     std::string_view drafter, std::string_view approver) const;
  // The grant that lets the officer draft (or approve) for an authority an order of a day that is recorded
  // on another: what is revoked ends on the day the revocation names, at once if that is past. An order
  // can't be dated back behind a revocation.
  const Grant* grant_for(std::string_view officer, bool approves, std::string_view authority, Date issued_on,
                         Date recorded_on) const;
  // Every role that lets the officer approve for it then.
  std::vector<std::string_view> approving_roles(std::string_view officer, std::string_view authority, Date issued_on,
                                                Date recorded_on) const;
  // Why a change of keys or grants that is about to be recorded says nothing; empty: it says something.
  std::string refusal(const BodyView& body) const;

  const std::vector<OfficerKey>& keys() const { return keys_; }  // of every kind, revoked ones too
  const std::vector<Grant>& grants() const { return grants_; }

 private:
  bool is_no_officers(const PublicKey& key) const;
  RootStep step_of(const RootSet& roots) const;
  std::optional<std::string> root_set_fault(const RootSet& roots) const;
  void apply_roots(Position position, const BodyView& body);

  Genesis genesis_;
  RootSet roots_;
  std::vector<RootChange> root_changes_;
  std::vector<OfficerKey> keys_;
  std::vector<Grant> grants_;
  std::map<std::string, PublicKey, std::less<>> sandbox_keys_;  // derived once a name
};

}  // namespace sillok
