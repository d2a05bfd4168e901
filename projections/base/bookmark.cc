#include "projections/base/bookmark.h"

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "projections/base/keys.h"

namespace sillok {

void put_bookmark(ViewStore& store, const Bookmark& bookmark) {
  Bytes value;
  put_u64(value, bookmark.position);
  value.append(view(bookmark.last));
  store.put(Bytes(1, kBookmarkKey), value);
}

Result<Bookmark> read_bookmark(const ViewStore& store) {
  SILLOK_TRY(value, store.get(Bytes(1, kBookmarkKey)));
  Bookmark bookmark;
  if (!value) return bookmark;
  if (value->size() != 8 + bookmark.last.size()) {
    return fail(Fault::damaged, "views.damaged", "bookmark",
                "it can't be read; build the views anew with `sillok rebuild`");
  }
  bookmark.position = get_u64(*value);
  std::copy(value->begin() + 8, value->end(), reinterpret_cast<char*>(bookmark.last.data()));
  return bookmark;
}

Result<Hash> digest_of(const ViewStore& store, BytesView prefixes) {
  constexpr std::size_t kChunkBytes = 64u << 10;
  Hash hash{};
  Bytes chunk;
  for (const char prefix : prefixes) {
    SILLOK_CHECK(store.scan_prefix(BytesView(&prefix, 1), [&](BytesView key, BytesView value) {
      put_u32(chunk, static_cast<std::uint32_t>(key.size()));
      chunk.append(key);
      put_u32(chunk, static_cast<std::uint32_t>(value.size()));
      chunk.append(value);
      if (chunk.size() >= kChunkBytes) {
        hash = sha256({view(hash), chunk});
        chunk.clear();
      }
      return true;
    }));
  }
  return sha256({view(hash), chunk});
}

}  // namespace sillok
