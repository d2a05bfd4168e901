#pragma once
// The one owner of order: decides prepared orders one after another, gives events their places and
// records them in batches (group commit: one sync for many orders). One thread.
//
// decide() changes nothing durable. commit() makes the open batch durable (log → anchor → views)
// and only then hands out the receipts, in the order the lines came. Where other writers of a topic were faster, it
// first decides the batch again behind their events: what was lawful may no longer be.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "ledger/base/text_map.h"
#include "ledger/desk/judge_act.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/person_book.h"
#include "ledger/desk/prepare.h"
#include "ledger/desk/quota_book.h"
#include "ledger/desk/receipt.h"

namespace sillok {

// What became of one line: a receipt, or the error that made it unreadable.
struct LineOutcome {
  std::uint64_t line = 0;
  std::variant<Receipt, Error> outcome;
};

// How orders come in.
enum class Intake { kSubmit, kImport };

struct DeskOptions {
  Intake intake = Intake::kSubmit;
  Trust trust = Trust::kLive;  // of what is imported
  bool dry_run = false;        // decides, records nothing
};

class Desk {
 public:
  using Sink = std::function<Result<Ok>(const LineOutcome&)>;
  // `ledger` (open for writing) and `records` must outlive the desk; `sink` gets every outcome.
  Desk(Ledger& ledger, PersonRecords& records, DeskOptions options, Sink sink);

  // An error only where nothing more can be done (storage failed); a refusal is an outcome.
  Result<Ok> decide(std::uint64_t line, PreparedOrder prepared);
  // A line that could not be read: keeps its place among the outcomes.
  Result<Ok> pass_on(std::uint64_t line, Error error);
  Result<Ok> commit();
  std::size_t open_events() const { return entries_.size(); }
  std::size_t open_bytes() const { return open_bytes_; }

 private:
  struct Place {
    Position first = 0;
    std::uint32_t count = 0;
  };
  struct PersonPlace {
    std::uint32_t revision = 0;
    Position last = kNoPosition;
    bool is_new = false;  // the open batch has an act of hers
  };
  using PersonPlaces = TextMap<PersonPlace>;

  // Orders answered before: by number of the authority, by command id.
  Result<std::optional<Place>> place_of(const Bytes& index_key) const;
  Result<std::optional<Receipt>> answered_before(const PreparedOrder& prepared, std::vector<Reason>& reasons) const;
  Result<bool> same_content(const PlainOrder& order, Place place) const;
  Result<Receipt> first_receipt(Place place) const;  // as a duplicate gets it
  Result<Bytes> entry_at(Position position) const;

  Result<Instant> recording_time(const PreparedOrder& prepared) const;
  void check_authority(const PreparedOrder& prepared, Instant recorded_at, Opening& opening,
                       std::vector<Reason>& reasons);
  Result<Ok> check_acts(const PreparedOrder& prepared, Instant recorded_at, std::vector<Reason>& reasons);
  Result<Ok> check_act(const PreparedOrder& prepared, std::size_t index, Instant recorded_at, const Approval& approval,
                       std::optional<Judgement> judged, std::vector<Reason>& reasons);
  // By index of the act; the others are judged when it is their turn.
  Result<std::vector<std::optional<Judgement>>> judge_ahead(const PreparedOrder& prepared, Instant recorded_at,
                                                            const Approval& approval);
  Result<Judgement> judge(const PreparedOrder& prepared, std::size_t index, const Fact& fact, const Approval& approval);
  // How far the approver's grants reach.
  Approval approval_of(const PreparedOrder& prepared, Instant recorded_at) const;
  // Acts on acts: what they name, and the record after the whole order (desk_corrections.cc).
  struct Named {
    Bytes entry;  // of the log, which the bodies borrow; empty where they are of this order
    Position position = kNoPosition;
    BodyView body;
  };
  Result<Named> act_at(const PreparedOrder& prepared, Position position) const;
  // Through a chain of acts on acts, or of rectifications alone; `persons`: whom those on the way name.
  Result<Named> named_in_the_end(const PreparedOrder& prepared, const BodyView& body, Position position,
                                 bool rectifications_alone, std::vector<std::string>* persons = nullptr) const;
  Result<Ok> check_target(const PreparedOrder& prepared, std::size_t index, const Fact& fact,
                          std::vector<Reason>& reasons);
  Result<Ok> check_patches(const PreparedOrder& prepared, std::size_t index, const Fact& fact) const;
  Result<Ok> check_merit(std::size_t index, const Fact& fact, std::vector<Reason>& reasons);
  Result<std::optional<Position>> annulled_by_of(const BodyView& body, Position target);
  Result<bool> brings_back(const BodyView& body, Position target);
  // Of a dry run: what each person whose acts it corrects has to look at.
  Result<std::vector<Cascade>> cascades(const PreparedOrder& prepared, Instant recorded_at);
  Result<Ok> check_what_rests_on(const PreparedOrder& prepared, Instant recorded_at, std::vector<Reason>& reasons);
  // Acts of one person that an order corrects, with the act of the order that does.
  struct Corrected {
    std::map<Position, std::size_t> by;
    std::set<Position> rectified;
  };
  Result<Ok> check_corrected(std::string_view person, const Corrected& corrected, Instant recorded_at,
                             std::vector<Reason>& reasons);
  std::vector<std::pair<Position, Refusal>> against(std::string_view person, std::span<const StoredAct> acts,
                                                    const Corrected& corrected, const Law& law);
  // Entries and acts on organizations, with those of the open batch.
  Result<ReadActs> organization_acts();
  Result<Ok> add_to_organization(const Fact& fact, Act root);
  // A quota that is set for the unit and grade an act leads to.
  Result<Ok> check_quota(std::size_t index, const PlaceTaken& place, const Fact& fact, std::vector<Reason>& reasons);
  Result<Ok> check_revision(const PreparedOrder& prepared, std::size_t index, const BodyView& body,
                            std::vector<Reason>& reasons);
  const OrganizationState& organization();
  // With the adoptions of the open batch.
  Result<std::shared_ptr<const RuleBook>> rules();

  // A line of the open batch, as it came in: its order, or what made it unreadable.
  struct Line {
    std::uint64_t number = 0;
    std::variant<PreparedOrder, Error> input;
  };
  Result<Ok> decide_one(std::uint64_t line, const PreparedOrder& prepared);
  // Others' events came first: all lines of the batch anew, on the head that is now.
  Result<Ok> decide_again();
  Result<Ok> record(const PreparedOrder& prepared, const Opening& opening, Instant recorded_at);
  Result<PersonPlaces::Entry*> person_place(std::string_view person);
  static Result<PersonPlace> place_in(const std::optional<Bytes>& stored);
  // Reads what an order of many persons will ask of them, on all cores.
  Result<Ok> fetch(const std::vector<std::string_view>& persons);
  void take_back_order();
  void forget_batch();

  Ledger& ledger_;
  PersonRecords& records_;
  PersonBook book_;
  QuotaBook quotas_;
  DeskOptions options_;
  Sink sink_;
  EntryBuilder builder_;

  // The open batch.
  std::vector<Bytes> entries_;
  std::vector<Hash> leaves_;
  std::vector<RocksLog::IndexPut> index_;
  std::map<Bytes, Place> open_places_;
  PersonPlaces open_persons_;                           // whoever was asked for
  std::vector<const PersonPlaces::Entry*> new_places_;  // of those with acts, as they came up
  std::deque<Line> lines_;                              // whose bodies the book's pending acts borrow
  std::vector<LineOutcome> outcomes_;
  std::size_t open_bytes_ = 0;
  std::shared_ptr<const OrganizationState> committed_organization_;
  std::optional<OrganizationState> open_organization_;  // with the acts of the batch, if it has any
  std::vector<StoredAct> open_organization_acts_;
  std::shared_ptr<const RuleBook> committed_rules_;
  // Only where the batch adopts rules; and what they were before the order that is being decided.
  std::shared_ptr<RuleBook> open_rules_, rules_before_order_;
  std::size_t organization_acts_before_order_ = 0;
  // What open_organization_ was before the order being decided, once the order has touched it.
  std::optional<std::optional<OrganizationState>> organization_before_order_;

  // Newest places of persons, so that an order on a person known lately reads no index.
  PersonPlaces recent_persons_;
  Position committed_ = 0;  // size of the log at the last commit: what the views know
  Position next_ = 0;
  Hash previous_{};
  Instant now_;
};

}  // namespace sillok
