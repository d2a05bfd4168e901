#include "projections/person_map/person_map.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/base/parallel.h"

namespace sillok {
namespace {

enum Family : std::size_t { kPages, kState, kTied };
constexpr std::size_t kLevels = 8;
constexpr std::size_t kGroupsTogether = 8;  // of 256 slots
constexpr BytesView kStateKey = "now";

const std::vector<FamilySpec>& families() {
  static const std::vector<FamilySpec> specs{
      {"pages", Layout::kRandom}, {"state", Layout::kRandom}, {"tied", Layout::kRandom}};
  return specs;
}

tl::unexpected<Error> damaged() {
  return fail(Fault::damaged, "persons.map", "persons/map",
              "the map of persons does not hold; remove its directory, it is built anew from the log");
}

}  // namespace

// The part of the map below a prefix of whole bytes: for each next byte that occurs one person, or a page of its own.
struct PersonMap::Page {
  struct Slot {
    std::uint8_t byte = 0;
    bool is_below = false;
    Hash hash{};  // the person's key; or the root of the page there, which holds two persons or more
    Person person = {};
  };
  std::vector<Slot> slots;  // by byte

  using Slots = std::span<const Slot>;
  // The halves of slots that share the first `level` bits of their byte.
  static std::pair<Slots, Slots> halves(Slots some, std::size_t level) {
    const auto is_left = [&](const Slot& slot) { return ((slot.byte >> (kLevels - 1 - level)) & 1) == 0; };
    const auto middle = std::partition_point(some.begin(), some.end(), is_left);
    return {{some.begin(), middle}, {middle, some.end()}};
  }
  static MapNode node(Slots some, std::size_t level = 0) {
    if (some.empty()) return {};
    const Slot& first = some.front();
    if (some.size() == 1 && !first.is_below)
      return {MapNode::Kind::kLeaf, hash_of({first.hash, first.person.history.value()})};
    if (level == kLevels) return {MapNode::Kind::kInner, first.hash};
    const auto [left, right] = halves(some, level);
    return joined(node(left, level + 1), node(right, level + 1));
  }

  Slot* find(std::uint8_t byte) {
    const auto place = std::lower_bound(slots.begin(), slots.end(), byte,
                                        [](const Slot& slot, std::uint8_t wanted) { return slot.byte < wanted; });
    return place == slots.end() || place->byte != byte ? nullptr : &*place;
  }
  Slot& find_or_add(std::uint8_t byte) {
    if (Slot* const found = find(byte)) return *found;
    const auto place = std::find_if(slots.begin(), slots.end(), [&](const Slot& slot) { return byte < slot.byte; });
    return *slots.insert(place, Slot{byte});
  }

  Bytes encoded() const {
    Bytes out;
    out.reserve(slots.size() * (kOneBytes + 2));
    for (const Slot& slot : slots) {
      out.push_back(static_cast<char>(slot.byte));
      out.push_back(slot.is_below ? 1 : 0);
      out += view(slot.hash);
      if (slot.is_below) continue;
      const PersonHistory& history = slot.person.history;
      put_u32(out, history.count);
      put_u64(out, history.last);
      out += view(history.chain);
      out.push_back(slot.person.is_tied ? 1 : 0);
    }
    return out;
  }

  static constexpr std::size_t kOneBytes = 32 + 4 + 8 + 32 + 1, kBelowBytes = 32;
  static Result<Page> decoded(BytesView bytes) {
    Page page;
    page.slots.reserve(bytes.size() / kBelowBytes);
    while (!bytes.empty()) {
      if (bytes.size() < 2) return damaged();
      Slot slot{static_cast<std::uint8_t>(bytes[0]), bytes[1] != 0};
      bytes.remove_prefix(2);
      const std::size_t size = slot.is_below ? kBelowBytes : kOneBytes;
      if (bytes.size() < size || (!page.slots.empty() && slot.byte <= page.slots.back().byte)) return damaged();
      slot.hash = get_array<Hash>(bytes);
      if (!slot.is_below) {
        slot.person.history.count = get_u32(bytes.substr(32));
        slot.person.history.last = get_u64(bytes.substr(36));
        slot.person.history.chain = get_array<Hash>(bytes.substr(44));
        slot.person.is_tied = bytes[76] != 0;
      }
      bytes.remove_prefix(size);
      page.slots.push_back(slot);
    }
    return page;
  }
};

Result<std::unique_ptr<PersonMap>> PersonMap::open(const std::filesystem::path& directory, Access access) {
  std::error_code unknown;
  if (access == Access::kRead && !std::filesystem::exists(directory, unknown))
    return std::unique_ptr<PersonMap>{new PersonMap(nullptr)};
  SILLOK_TRY(store, KvStore::open(directory, families(), access));
  std::unique_ptr<PersonMap> map{new PersonMap(std::move(store))};
  SILLOK_TRY(state, map->store_->get(kState, kStateKey));
  if (!state) return map;
  if (state->size() != 8 + sizeof(Hash)) return damaged();
  map->size_ = get_u64(*state);
  map->root_ = get_array<Hash>(BytesView{*state}.substr(8));
  SILLOK_CHECK(map->store_->scan(kTied, "", [&](BytesView key, BytesView) {
    if (key.size() == sizeof(Hash)) map->tied_.insert(get_array<Hash>(key));
    return true;
  }));
  return map;
}

Result<PersonMap::Page> PersonMap::page(BytesView prefix) const {
  if (!store_) return Page{};
  SILLOK_TRY(stored, store_->get(kPages, prefix));
  if (!stored) return Page{};
  return Page::decoded(*stored);
}

Result<std::optional<PersonMap::Person>> PersonMap::find(const Hash& key) const {
  for (std::size_t depth = 0; depth < key.size(); ++depth) {
    SILLOK_TRY(at, page(view(key).substr(0, depth)));
    const Page::Slot* const slot = at.find(key[depth]);
    if (slot != nullptr && slot->is_below) continue;
    if (slot != nullptr && slot->hash == key) return std::optional{slot->person};
    break;
  }
  return std::optional<Person>{};
}

Result<MapProof> PersonMap::prove(const Hash& key) const {
  MapProof proof;
  std::vector<Hash> siblings;  // from the root downwards
  for (std::size_t depth = 0; depth < key.size(); ++depth) {
    SILLOK_TRY(at, page(view(key).substr(0, depth)));
    Page::Slots some = at.slots;
    for (std::size_t level = 0;; ++level) {
      const bool ends = some.empty() || (some.size() == 1 && !some.front().is_below);
      if (ends) {
        if (!some.empty() && some.front().hash != key)
          proof.other = MapLeaf{some.front().hash, some.front().person.history.value()};
        proof.siblings.assign(siblings.rbegin(), siblings.rend());
        return proof;
      }
      if (level == kLevels) break;  // a page below
      const auto [left, right] = Page::halves(some, level);
      const bool is_right = bit_of(key, depth * kLevels + level);
      siblings.push_back(Page::node(is_right ? left : right, level + 1).hash);
      some = is_right ? right : left;
    }
  }
  return damaged();
}

// What changes of the pages below a prefix, put together before it is written.
struct PersonMap::Written {
  std::vector<std::pair<Bytes, Bytes>> pages;  // by prefix
  std::vector<Hash> tied;
};

PersonMap::Person PersonMap::changed(std::optional<Person> kept, const Hash& key, const Change& change, Written& out) {
  Person person = change.anew ? *change.anew : kept.value_or(Person{});
  for (const auto& [position, leaf] : change.added) person.history.add(position, leaf);
  if (person.is_tied) out.tied.push_back(key);
  return person;
}

// Puts persons whose keys go on with the same byte into the slot of a page.
Result<Ok> PersonMap::apply_to_slot(const Bytes& prefix, Page& page, Some some, Written& out) const {
  const std::size_t depth = prefix.size();
  const auto& [key, change] = some.front();
  const std::uint8_t byte = key[depth];
  Page::Slot* const known = page.find(byte);
  if (some.size() == 1 && (known == nullptr || (!known->is_below && known->hash == key))) {
    Person person = changed(known == nullptr ? std::nullopt : std::optional{known->person}, key, change, out);
    page.find_or_add(byte) = {byte, false, key, std::move(person)};
    return Ok{};
  }
  const Bytes below = prefix + static_cast<char>(byte);
  Page child;
  if (known != nullptr && known->is_below) {
    SILLOK_TRY(stored, this->page(below));
    child = std::move(stored);
  } else if (known != nullptr) {
    child.slots.push_back({known->hash[depth + 1], false, known->hash, known->person});
  }
  SILLOK_TRY(node, apply(below, std::move(child), some, out));
  SILLOK_INVARIANT(node.kind == MapNode::Kind::kInner, "a page below another holds two persons or more");
  page.find_or_add(byte) = {byte, true, node.hash};
  return Ok{};
}

std::vector<PersonMap::Some> PersonMap::by_byte(Some changes, std::size_t depth) {
  std::vector<Some> groups;
  while (!changes.empty()) {
    const std::uint8_t byte = changes.front().first[depth];
    const auto end =
        std::find_if(changes.begin(), changes.end(), [&](const auto& each) { return each.first[depth] != byte; });
    groups.push_back(changes.first(static_cast<std::size_t>(end - changes.begin())));
    changes = changes.subspan(groups.back().size());
  }
  return groups;
}

// Puts persons into the page below a prefix of their keys, and those below it; gives its node.
Result<MapNode> PersonMap::apply(const Bytes& prefix, Page page, Some changes, Written& out) const {
  for (const Some some : by_byte(changes, prefix.size())) SILLOK_CHECK(apply_to_slot(prefix, page, some, out));
  out.pages.emplace_back(prefix, page.encoded());
  return Page::node(page.slots);
}

// The same for the first page, with what is below each of its slots on a core of its own.
Result<MapNode> PersonMap::apply_at_top(Some changes, std::vector<Written>& out) const {
  SILLOK_TRY(top, page(""));
  const std::vector<Some> groups = by_byte(changes, 0);
  std::vector<Page> slots(groups.size());
  out.resize(groups.size() + 1);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (const Page::Slot* const known = top.find(groups[i].front().first[0])) slots[i].slots.push_back(*known);
  }
  SILLOK_CHECK(for_each_in_parallel(groups.size(), kGroupsTogether,
                                    [&](std::size_t i) { return apply_to_slot("", slots[i], groups[i], out[i]); }));
  for (const Page& each : slots) top.find_or_add(each.slots.front().byte) = each.slots.front();
  out.back().pages.emplace_back("", top.encoded());
  return Page::node(top.slots);
}

Result<Ok> PersonMap::update(const Changes& changes, std::uint64_t size, Durable durable) {
  SILLOK_INVARIANT(store_ != nullptr, "a reader changes nothing");
  Hash root = root_;
  if (!changes.empty()) {
    std::vector<Written> written;
    SILLOK_TRY(node, apply_at_top(changes, written));
    root = node.hash;
    for (const Written& each : written) {
      for (const auto& [prefix, page] : each.pages) store_->put(kPages, prefix, page);
      for (const Hash& key : each.tied) {
        if (tied_.insert(key).second) store_->put(kTied, view(key), "");
      }
    }
  }
  Bytes state;
  put_u64(state, size);
  state += view(root);
  store_->put(kState, kStateKey, state);
  SILLOK_CHECK(store_->commit(durable));
  size_ = size;
  root_ = root;
  return Ok{};
}

}  // namespace sillok
