#pragma once
// The strict gate before HTTP (shared by every door that listens): Beast 1.81 takes heads that two programs can read
// in two ways, the ground of request smuggling. What passes here has one reading: one Host, at most one
// Content-Length, no other framing, no folded line, no byte that is none of a head. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/http.h"

namespace sillok::http {

struct Head {
  std::string method, target;
  std::uint64_t content_length = 0;
  bool keeps_alive = true;
  bool is_forwarded = false;  // it says that somebody else has asked
  std::vector<Header> own;    // fields that begin with `sillok-`, names in small letters
};

struct Refused {
  unsigned status = 400;
  std::string why;
};

// `head` is everything up to and with the empty line. Nothing: it is refused, and the connection closed.
std::optional<Head> read_head(std::string_view head, std::uint64_t body_max, Refused& refused);

}  // namespace sillok::http
