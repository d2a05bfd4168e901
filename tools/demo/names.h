#pragma once
// Made-up people: common surnames and syllables of given names, in no relation to anyone.
#include <string>

#include "tools/demo/random.h"

namespace sillok::demo {

std::string person_name(Random& random, bool female);
std::string school_name(Random& random);

struct DivisionName {
  const char *code, *name_ko, *name_en;
};
// The n-th kind of division or bureau; past the end of the list a running number is added.
struct UnitName {
  std::string code, name_ko, name_en;
};
UnitName division_name(std::size_t index);
UnitName bureau_name(std::size_t index);

}  // namespace sillok::demo
