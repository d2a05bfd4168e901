#pragma once
// The desk's view of the past, answered by the views (ledger/desk/person_records.h).
#include "ledger/desk/person_records.h"
#include "projections/views.h"

namespace sillok {

class DeskRecords final : public PersonRecords {
 public:
  // The views must be open for writing, caught up, and outlive this.
  explicit DeskRecords(Views& views) : views_(views) {}
  Result<std::shared_ptr<const Career>> career(std::string_view person) override { return views_.career(person); }
  Result<std::vector<std::shared_ptr<const Career>>> careers(std::span<const std::string_view> persons) override {
    return views_.careers(persons);
  }
  Result<std::vector<Bytes>> acts(std::string_view person) override { return views_.acts(person, views_.position()); }
  Result<std::vector<Bytes>> entries(std::span<const Position> positions) override { return views_.entries(positions); }
  Result<std::shared_ptr<const RuleBook>> rules() override { return views_.rules(); }
  Result<std::vector<std::string>> persons_ever_in(std::string_view unit) override {
    return views_.persons_ever_in(unit);
  }
  std::shared_ptr<const OrganizationState> organization() override { return views_.organization(); }
  Result<std::vector<Bytes>> organization_acts() override { return views_.organization_acts(); }
  Result<Ok> committed(Position first, std::span<const BytesView> entries) override {
    return views_.apply(first, entries);
  }

 private:
  Views& views_;
};

}  // namespace sillok
