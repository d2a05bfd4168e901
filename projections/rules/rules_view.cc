#include "projections/rules/rules_view.h"

#include "ledger/record/person_fold.h"
#include "projections/base/keys.h"

namespace sillok {

void RulesView::apply(const EventView& event) {
  Bytes key(1, kRulesKey);
  put_u64(key, event.position());
  store_.put(key, "", Visibility::kReadBack);
  const std::lock_guard lock(mutex_);
  if (!book_) return;
  if (book_.use_count() > 1) book_ = std::make_shared<RuleBook>(*book_);
  book_->adopt(Fact(event.position(), event.recorded_at(), event.body()));
}

void RulesView::forget() {
  const std::lock_guard lock(mutex_);
  book_.reset();
}

Result<std::shared_ptr<const RuleBook>> RulesView::book() const {
  const std::lock_guard lock(mutex_);
  if (book_) return std::shared_ptr<const RuleBook>{book_};
  std::vector<Position> positions;
  const Bytes begin(1, kRulesKey);
  SILLOK_CHECK(store_.scan(begin, prefix_end(begin), [&](BytesView key, BytesView) {
    positions.push_back(get_u64(key.substr(1)));
    return true;
  }));
  SILLOK_TRY(entries, log_.read_many(positions));
  const ReadActs read = acts_of(std::move(entries));
  auto book = std::make_shared<RuleBook>();
  for (const StoredAct& act : read.acts) book->adopt(Fact(act.position, act.recorded_at, act.body));
  book_ = std::move(book);
  return std::shared_ptr<const RuleBook>{book_};
}

}  // namespace sillok
