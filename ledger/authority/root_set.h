#pragma once
// A set of roots as it stands in the genesis and in each change of it: NAME=PUBKEY texts, whatever their order.
// Values; errors are Fault::malformed.
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/crypto/keys.h"

namespace sillok {

using RootSet = std::map<std::string, PublicKey, std::less<>>;
inline constexpr std::size_t kRootsMax = 64;

// NAME=PUBKEY; the error's place is the name.
Result<std::pair<std::string, PublicKey>> parse_root(std::string_view text);
// Two to kRootsMax of them, with names and keys of their own.
Result<RootSet> read_root_set(std::span<const std::string_view> texts);
// By name, so that one set is always written in one way.
std::vector<std::string> root_texts(const RootSet& roots);

}  // namespace sillok
