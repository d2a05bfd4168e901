#include "ledger/authority/root_set.h"

#include <algorithm>

#include "ledger/base/ids.h"

namespace sillok {
namespace {

tl::unexpected<Error> no_set(std::string_view where, std::string what) {
  return fail(Fault::malformed, "authority.root_set", std::string{where}, std::move(what));
}

}  // namespace

Result<std::pair<std::string, PublicKey>> parse_root(std::string_view text) {
  const std::size_t split = text.find('=');
  if (split == std::string_view::npos) return no_set(text, "a root is written NAME=PUBKEY");
  const std::string_view name = text.substr(0, split);
  const auto key = parse_public_key(text.substr(split + 1));
  if (!key) return no_set(name, key.error().message);
  return std::pair{std::string{name}, *key};
}

Result<RootSet> read_root_set(std::span<const std::string_view> texts) {
  if (texts.size() < 2 || texts.size() > kRootsMax)
    return no_set("", "a set has 2 to " + std::to_string(kRootsMax) + " roots");
  RootSet roots;
  for (const std::string_view text : texts) {
    SILLOK_TRY(root, parse_root(text));
    if (!is_id(root.first)) return no_set("", "a root's name has 1..64 of letters, digits and . _ : -");
    const bool is_used = std::any_of(roots.begin(), roots.end(), [&](const auto& each) {
      return each.first == root.first || each.second == root.second;
    });
    if (is_used) return no_set(root.first, "each root has a name and a key of its own");
    roots.insert(std::move(root));
  }
  return roots;
}

std::vector<std::string> root_texts(const RootSet& roots) {
  std::vector<std::string> texts;
  for (const auto& [name, key] : roots) texts.push_back(name + "=" + to_base64(view(key)));
  return texts;
}

}  // namespace sillok
