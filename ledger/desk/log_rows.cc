#include "ledger/desk/log_rows.h"

#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {

void LogRows::look_at(const EventView& event) {
  const BodyView body = event.body();
  if (const auto opening = event.opening()) {
    const auto header = HeaderView::check(opening->header);
    const Bytes place = log_index::order_place(event.position(), opening->act_count);
    rows_.push_back({log_index::order_key(header->authority(), header->order()), place});
    if (!header->command_id().empty()) rows_.push_back({log_index::command_key(header->command_id()), place});
    order_leaves_.clear();
    order_count_ = opening->act_count;
  }
  if (auto row = log_index::row_of_kind(body.act(), event.position())) rows_.push_back({*std::move(row), ""});
  if (body.is_about_person())
    persons_[std::string{body.subject()}] = log_index::person_place(event.revision(), event.position());
  if (order_count_ <= kSubtreeActs) return;
  order_leaves_.push_back(act_leaf(event.body_bytes()));
  if (order_leaves_.size() < order_count_) return;
  for (auto& row : log_index::tree_rows(event.order_position(), subtree_roots_of(order_leaves_)))
    rows_.push_back(std::move(row));
}

std::vector<RocksLog::IndexPut> LogRows::take() {
  std::vector<RocksLog::IndexPut> rows = std::move(rows_);
  rows_.clear();
  for (auto& [person, place] : persons_) rows.push_back({log_index::person_key(person), std::move(place)});
  persons_.clear();
  return rows;
}

}  // namespace sillok
