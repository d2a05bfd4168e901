// C2SP tlog-tiles: one spelling for each tile, and none that the tree does not have yet.
#include "connectors/service/tile_path.h"

#include <gtest/gtest.h>

namespace sillok::service {
namespace {

TEST(TilePath, ReadsWhatTheSpecificationNames) {
  struct Case {
    const char* path;
    std::uint32_t level;
    std::uint64_t index, width;
  };
  const Case cases[] = {
      {"0/000", 0, 0, 256},
      {"0/067", 0, 67, 256},
      {"1/999", 1, 999, 256},
      {"0/x001/000", 0, 1000, 256},
      {"0/x001/x234/067", 0, 1'234'067, 256},
      {"63/x001/x234/067.p/5", 63, 1'234'067, 5},
      {"2/000.p/1", 2, 0, 1},
      {"0/273.p/255", 0, 273, 255},
      {"0/x999/x999/x999/x999/x999/999", 0, 999'999'999'999'999'999, 256},
  };
  for (const Case& each : cases) {
    const auto tile = parse_tile_path(each.path);
    ASSERT_TRUE(tile) << each.path;
    EXPECT_EQ(tile->id.level, each.level) << each.path;
    EXPECT_EQ(tile->id.index, each.index) << each.path;
    EXPECT_EQ(tile->width, each.width) << each.path;
  }
}

TEST(TilePath, RefusesEverythingElse) {
  for (const char* path : {"",
                           "0",
                           "0/",
                           "/000",
                           "0/0",
                           "0/00",
                           "0/0000",
                           "00/000",
                           "01/000",
                           "64/000",
                           "-1/000",
                           "+1/000",
                           "0/x000/001",
                           "0/001/002",
                           "0/x001",
                           "0/x001/",
                           "0/x001/x002",
                           "0/x01/002",
                           "0/xx01/002",
                           "0/X001/002",
                           "0/000/",
                           "0//000",
                           "0/000.p",
                           "0/000.p/",
                           "0/000.p/0",
                           "0/000.p/01",
                           "0/000.p/256",
                           "0/000.p/-1",
                           "0/000.p/1/",
                           "0/000.p/1.p/1",
                           "0/.p/1",
                           "0/000.P/1",
                           " 0/000",
                           "0/000 ",
                           "0/00a",
                           "a/000",
                           "8/0/000",
                           "0/0x0",
                           "0/000.p/99999999999999999999",
                           "entries/000",
                           "0/x001/000.p/",
                           "0/x001/x001/x001/x001/x001/x001/001"}) {
    EXPECT_FALSE(parse_tile_path(path)) << path;
  }
}

// Against the definition: tile L/N holds the hashes of the subtrees [(256 N + i) 256^L, (256 N + i + 1) 256^L).
TEST(TilePath, IsWithinATreeThatHasAllOfItsHashes) {
  for (const std::uint64_t size : {0u, 1u, 255u, 256u, 257u, 70'000u, 65'535u, 65'536u, 65'537u}) {
    for (std::uint32_t level = 0; level < 4; ++level) {
      for (const std::uint64_t index : {0u, 1u, 2u, 255u, 256u, 272u, 273u, 274u}) {
        for (const std::uint64_t width : {1u, 16u, 17u, 18u, 111u, 112u, 113u, 255u, 256u}) {
          std::uint64_t span = 1;
          for (std::uint32_t i = 0; i < level; ++i) span *= 256;
          EXPECT_EQ(is_within({{level, index}, width}, size), (256 * index + width) * span <= size)
              << level << '/' << index << ".p/" << width << " of " << size;
        }
      }
    }
  }
  for (const std::uint32_t level : {8u, 9u, 63u}) EXPECT_FALSE(is_within({{level, 0}, 1}, UINT64_MAX >> 1)) << level;
}

}  // namespace
}  // namespace sillok::service
