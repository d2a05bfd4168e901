#pragma once
// The part of accepting an order that needs no order among orders: read, seal, build, sign or check
// signatures. Runs on any number of threads at once; what it finds is decided by the Desk.
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"
#include "ledger/desk/receipt.h"

namespace sillok {

struct PreparedOrder {
  PlainOrder order;
  OrderBytes bytes;
  std::optional<Instant> recorded_at;  // wished for; sandbox only
  // Whose keys the signatures were checked against; compared again when the order is decided,
  // since keys may have been revoked in between.
  PublicKey drafter_key{}, approver_key{};
  std::vector<Reason> reasons;
};

// Puts a sandbox's own officers where none are named; elsewhere they must be (Fault::malformed).
Result<Ok> complete_officers(const Ledger& ledger, PlainHeader& header);

class Preparer {
 public:
  // The ledger must outlive the preparer. Its registry is only read here.
  explicit Preparer(Ledger& ledger);
  // Fault::malformed: the line can't be read as an order for this ledger (exit 3).
  Result<PreparedOrder> prepare(OrderLine line);

 private:
  Result<Ok> complete(OrderLine& line) const;
  Result<Ok> sign_or_check(const OrderLine& line, PreparedOrder& prepared);
  std::optional<PublicKey> key_for(std::string_view officer, const BodyView& first);
  Signer sandbox_signer(const std::string& officer);

  Ledger& ledger_;
  std::mutex keys_mutex_;
  std::map<std::string, Signer> sandbox_signers_;
  KeyRegistry keys_;  // a copy: the desk's own moves on while this one is asked
};

}  // namespace sillok
