#pragma once
// Paths of C2SP tlog-tiles below /tile/: `<L>/<N>[.p/<W>]`. One spelling for each tile, so that no cache holds one
// twice. Pure; any thread.
#include <optional>
#include <string_view>

#include "ledger/crypto/merkle.h"

namespace sillok::service {

struct TilePath {
  TileId id;
  std::uint64_t width = kTileWidth;  // hashes; fewer than 256: a partial tile
};

// `path` is what stands behind `/tile/`. Nothing where it is no path of a tile of hashes.
std::optional<TilePath> parse_tile_path(std::string_view path);

// Whether a tree of so many leaves has all hashes of that tile.
bool is_within(const TilePath& tile, std::uint64_t size);

}  // namespace sillok::service
